"""The tasks `post`, `queue`, `status` and `resolve` of each network, made once for all of them.

`collection("linkedin", *others)` is the collection of a network; `others` are its tasks from
elsewhere. `everywhere()` is that of the tasks for all networks at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import Task, task

from syndication.networks.known import KNOWN
from workbench.command_line import author_errors, site_here
from workbench.optional_words import OptionalWordsTask

AnyTask = Task[Callable[..., Any]]

_ALL = "networks"
"""The collection of tasks for all of them."""

_SEND = "send it, and not only show what would be sent"
_JSON = "print the result as JSON, and nothing else"
_SINCE = "also older entries, from this day on, such as 2026-01-31"


def collection(network: str, *others: AnyTask) -> Collection:
    """The tasks of one network, by its key, with `others` beside them."""
    made = [_post_task, _queue_task, _status_task, _resolve_task]
    tasks = [make(network, [network], KNOWN[network].label) for make in made]
    return _collected(network, [*tasks, *others])


def everywhere() -> Collection:
    """The tasks that post to all networks on which the site has an account."""
    made = [_post_task, _queue_task, _status_task]
    return _collected(_ALL, [make(_ALL, [], "every network") for make in made])


def _collected(name: str, tasks: Sequence[AnyTask]) -> Collection:
    made = Collection(name)
    for one in tasks:
        made.add_task(one)
    return made


def _post_task(name: str, networks: Sequence[str], label: str) -> AnyTask:
    @task(
        klass=OptionalWordsTask,
        positional=["slug"],
        auto_shortflags=False,
        help={"slug": "the last part of its address, or its file", "send": _SEND, "json": _JSON},
    )
    @author_errors
    def post(_context: Context, slug: str = "", send: bool = False, json: bool = False) -> None:
        from syndication.posting import command

        choice = command.Choice(slug)
        if command.post(site_here(), networks, choice, send=send, as_json=json):
            raise Exit(code=1)

    post.__doc__ = f"""Post one entry to {label}: shows the requests, and sends them on --send.

    invoke {name}.post the-ramp
        Shows what would be sent.

    invoke {name}.post the-ramp --send
        Looks whether the entry is live, posts it, and records that. Said again, it does nothing.
    """
    return cast(AnyTask, post)


def _queue_task(name: str, networks: Sequence[str], label: str) -> AnyTask:
    @task(auto_shortflags=False, help={"since": _SINCE, "send": _SEND, "json": _JSON})
    @author_errors
    def queue(_context: Context, since: str = "", send: bool = False, json: bool = False) -> None:
        from syndication.posting import command

        choice = command.Choice(since=since)
        if command.post(site_here(), networks, choice, send=send, as_json=json):
            raise Exit(code=1)

    queue.__doc__ = f"""Post what is new to {label}: shows the requests, and sends them on --send.

    New is what was published in the last days (LINKEDIN_QUEUE_DAYS) and was not posted yet, once
    its `Linkedin_date:` has come. What may have been posted or not is never posted again by itself.
    """
    return cast(AnyTask, queue)


def _status_task(_name: str, networks: Sequence[str], label: str) -> AnyTask:
    help_ = {"all": "all that was posted, and not only the latest", "json": _JSON}

    @task(auto_shortflags=False, help=help_)
    @author_errors
    def status(
        _context: Context,
        all: bool = False,  # noqa: A002 -- the name of the option
        json: bool = False,
    ) -> None:
        from syndication.posting import command

        if command.show_status(site_here(), networks, everything=all, as_json=json):
            raise Exit(code=1)

    status.__doc__ = f"Show what was posted to {label}, what waits, and how long the token lives."
    return cast(AnyTask, status)


def _resolve_task(name: str, networks: Sequence[str], label: str) -> AnyTask:
    @task(
        klass=OptionalWordsTask,
        positional=["slug", "verdict"],
        auto_shortflags=False,
        help={
            "slug": "the last part of its address, its file or its id",
            "verdict": "posted or not-posted",
            "url": "the address of the post (with posted)",
            "urn": "the network's own name of it, such as urn:li:share:1 (with posted)",
            "json": _JSON,
        },
    )
    @author_errors
    def resolve(
        _context: Context,
        slug: str = "",
        verdict: str = "",
        url: str = "",
        urn: str = "",
        json: bool = False,
    ) -> None:
        from syndication.posting import command
        from syndication.posting.verdict import Verdict

        command.resolve(site_here(), networks[0], slug, Verdict(verdict, url, urn), as_json=json)

    resolve.__doc__ = f"""Say whether an entry is on {label}, where only you can know.

    invoke {name}.resolve the-ramp posted --url https://...
        It is there: it is never posted again, and its page links to it.

    invoke {name}.resolve the-ramp not-posted
        It is not there, or you have deleted it: it can be posted.
    """
    return cast(AnyTask, resolve)
