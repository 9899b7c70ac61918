"""The command line of the workbench: thin tasks that call it and print."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import errors_in
from workbench.location import Site

P = ParamSpec("P")


def _site() -> Site:
    return Site(Path.cwd())


def _author_errors(action: Callable[P, None]) -> Callable[P, None]:
    """Print the findings of a `FanfareError` instead of a traceback, and exit with status 1."""

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except FanfareError as error:
            console.show(error.findings)
            raise Exit(code=1) from None

    return run


@task
@_author_errors
def build(_context: Context) -> None:
    """Build the site for writing: drafts visible, relative addresses, into output/."""
    from workbench.publish import build_in_place

    with console.progress() as progress:
        built = build_in_place(_site(), progress)
    console.show(built.warnings)
    pages = console.counted(len(built.manifest.sources), "post or page", "posts and pages")
    console.say(f"Built {pages} in {built.seconds:.1f} s: output/index.html")


@task
@_author_errors
def publish(_context: Context) -> None:
    """Build the site for the world, check it, and swap it into output/ if it is right."""
    from workbench.publish import publish as publish_site

    with console.progress() as progress:
        published = publish_site(_site(), progress)
    console.show(published.findings)
    built = published.build
    console.say(
        f"Published for {built.manifest.site_url} in {built.seconds:.1f} s: "
        f"{console.summary(published.findings)}."
    )


@task
def clean(_context: Context) -> None:
    """Delete what the tools made: output/ and .fanfare/."""
    for folder in (_site().output, _site().workplace):
        if folder.exists():
            shutil.rmtree(folder)
            console.say(f"Deleted {folder.name}/")
