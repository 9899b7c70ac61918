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

_SEND = "send it, and not only show what would be sent"
_JSON = "print the result as JSON, and nothing else"
_SINCE = "also older entries, from this day on, such as 2026-01-31"


def collection(network: str, *others: AnyTask) -> Collection:
    """The tasks of one network, by its key, with `others` beside them."""
    made = [_post_task, _queue_task, _status_task, _resolve_task]
    tasks = [make([network], KNOWN[network].label) for make in made]
    return _collected(network, [*tasks, *others])


def everywhere() -> Collection:
    """The tasks that post to all networks on which the site has an account."""
    made = [_post_task, _queue_task, _status_task]
    return _collected("networks", [make([], "every network") for make in made])


def _collected(name: str, tasks: Sequence[AnyTask]) -> Collection:
    made = Collection(name)
    for one in tasks:
        made.add_task(one)
    return made


def _post_task(networks: Sequence[str], label: str) -> AnyTask:
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

    post.__doc__ = f"Post one entry to {label}: shows the requests, and sends them on --send."
    return cast(AnyTask, post)


def _queue_task(networks: Sequence[str], label: str) -> AnyTask:
    @task(auto_shortflags=False, help={"since": _SINCE, "send": _SEND, "json": _JSON})
    @author_errors
    def queue(_context: Context, since: str = "", send: bool = False, json: bool = False) -> None:
        from syndication.posting import command

        choice = command.Choice(since=since)
        if command.post(site_here(), networks, choice, send=send, as_json=json):
            raise Exit(code=1)

    queue.__doc__ = f"Post every new entry to {label}: shows the requests, sends them on --send."
    return cast(AnyTask, queue)


def _status_task(networks: Sequence[str], label: str) -> AnyTask:
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


def _resolve_task(networks: Sequence[str], label: str) -> AnyTask:
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

    resolve.__doc__ = f"Say whether an entry is on {label}, where that is not known."
    return cast(AnyTask, resolve)
