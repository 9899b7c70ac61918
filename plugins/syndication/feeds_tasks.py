"""The tasks `feeds.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from workbench.command_line import author_errors, site_here


@task(
    auto_shortflags=False,
    help={
        "send": "tell the hub, and not only show of what",
        "json": "print the result as JSON, and nothing else",
    },
)
@author_errors
def ping(_context: Context, send: bool = False, json: bool = False) -> None:
    """Tell the hub of the feeds that changed (WebSub): shows which, and tells it on --send."""
    from syndication.websub import command

    if command.ping(site_here(), send=send, as_json=json):
        raise Exit(code=1)


@task(
    name="list",
    auto_shortflags=False,
    help={"json": "print all of it as JSON, and nothing else"},
)
@author_errors
def list_feeds(_context: Context, json: bool = False) -> None:
    """List the feeds of the built site: entries, last change, address and title."""
    from syndication.websub import command

    command.show_feeds(site_here(), as_json=json)
