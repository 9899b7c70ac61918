"""The task `linkedin.kit`: thin; it calls the modules of this plugin."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from workbench.command_line import author_errors, site_here
from workbench.optional_words import OptionalWordsTask


@task(
    klass=OptionalWordsTask,
    positional=["slug"],
    auto_shortflags=False,
    help={
        "slug": "the last part of the post's address, or its file",
        "to": "the folder to write, instead of kits/SLUG/",
        "open": "open the kit's page in your browser",
        "json": "print the result as JSON, and nothing else",
    },
)
@author_errors
def kit(
    _context: Context,
    slug: str = "",
    to: str = "",
    open: bool = False,  # noqa: A002 -- the name of the option
    json: bool = False,
) -> None:
    """Make a folder with a post as a LinkedIn article, ready to paste."""
    from syndication.kit import command

    wish = command.Wish(Path(to).absolute() if to else None, open, json)
    command.write_kit(site_here(), slug, wish)
