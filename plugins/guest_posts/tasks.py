"""The tasks `guests.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from workbench.command_line import author_errors, site_here


@task(
    auto_shortflags=False,
    help={
        "only": "only pages that have this in their address, their name or the file they stand in",
        "strict": "exit with status 1 where anything is wrong, new or not",
        "dry_run": "list what would be asked, and ask nothing",
        "allow_private": "also addresses that are not public, such as 127.0.0.1",
        "json": "print the whole result as JSON, and nothing else",
    },
)
@author_errors
def audit(
    _context: Context,
    only: str = "",
    strict: bool = False,
    dry_run: bool = False,
    allow_private: bool = False,
    json: bool = False,
) -> None:
    """See whether the pages elsewhere that you rely on are there, and still link to you."""
    from guest_posts.audit.command import Wish, audit_site
    from guest_posts.fetching import Limits

    limits = Limits(allow_private=allow_private)
    if audit_site(site_here(), Wish(only, dry_run, json), limits) and strict:
        raise Exit(code=1)


@task(
    auto_shortflags=False,
    help={
        "days": "posts written or revised in the last so many days (default: 30)",
        "post": "one post, by the last part of its address, however old",
        "all": "all posts",
        "send": "send what is due, and not only show it",
        "dry_run": "only show what is due, which is what happens without --send as well",
        "again": "ask also those who had no endpoint or refused the same text before",
        "allow_private": "also addresses that are not public, such as 127.0.0.1",
        "resolve": "sent or unsent: your verdict on a mention that may have arrived",
        "source": "the post of that mention (with --resolve)",
        "target": "the page it links to (with --resolve)",
        "json": "print the result as JSON, and nothing else",
    },
)
@author_errors
def notify(
    _context: Context,
    days: str = "",
    post: str = "",
    all: bool = False,  # noqa: A002 -- the name of the option
    send: bool = False,
    dry_run: bool = False,
    again: bool = False,
    allow_private: bool = False,
    resolve: str = "",
    source: str = "",
    target: str = "",
    json: bool = False,
) -> None:
    """Tell the sites your posts link to (Webmention): shows what is due, and sends it on --send."""
    from guest_posts.notify import command

    if resolve or source or target:
        command.decide(site_here(), resolve, source, target)
        return
    choice = command.choice_of(days, post, everything=all)
    send = send and not dry_run
    options = {"send": send, "again": again, "allow_private": allow_private, "as_json": json}
    if command.notify_hosts(site_here(), choice, **options):
        raise Exit(code=1)
