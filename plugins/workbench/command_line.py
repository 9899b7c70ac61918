"""What every task of the command line has in common: the site it is about, and how it fails."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ParamSpec

from invoke.exceptions import Exit

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.location import Site

P = ParamSpec("P")


def today_here() -> date:
    """The day that it is where the author is."""
    return datetime.now(UTC).astimezone().date()


def site_here() -> Site:
    """The site around the current folder: invoke, too, looks for its tasks upwards."""
    here = Path.cwd()
    around = (folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file())
    return Site(next(around, here))


def author_errors(action: Callable[P, None]) -> Callable[P, None]:
    """Print the findings of a `FanfareError` instead of a traceback, and exit with status 1."""

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            action(*args, **kwargs)
        except FanfareError as error:
            console.show(error.findings)
            raise Exit(code=1) from None
        except BrokenPipeError:
            # Whoever read this has stopped, as `head` does: the rest is for nobody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Exit(code=1) from None
        except OSError as error:  # no right to a file, a full disk, ...
            source = site_here().shown(Path(error.filename)) if error.filename else ""
            console.show([Finding("system", f"{error.strerror or error}.", source=source)])
            raise Exit(code=1) from None

    return run
