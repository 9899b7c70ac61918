"""Where a login takes place: what it may ask, show and read there."""

from __future__ import annotations

import getpass
import secrets
import warnings
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench import terminal


@dataclass(frozen=True, slots=True)
class Desk:
    """The author's, or that of a test."""

    environ: Mapping[str, str]
    can_ask: bool
    """True where somebody sits at the keyboard and sees the question."""

    ask_hidden: Callable[[str], str]
    """The answer to a question, which nobody sees being typed."""

    open_page: Callable[[str], bool]
    """Show a page in a browser; False where there is none."""

    now: Callable[[], datetime]
    randomness: Callable[[int], str]
    """So many random bytes, as text for URLs."""

    seconds: float = 30.0
    """How long a network may take to answer."""

    patience_seconds: float = 300.0
    """How long the author may take to log in, and to click Allow."""


def author_desk(environ: Mapping[str, str], *, browser: bool = True) -> Desk:
    """The desk of whoever typed the command; without `browser`, no page is opened."""
    return Desk(
        environ,
        terminal.can_ask(),
        ask_hidden,
        webbrowser.open if browser else _no_browser,
        lambda: datetime.now(UTC).astimezone(),
        secrets.token_urlsafe,
    )


def ask_hidden(question: str) -> str:
    """The author's answer to `question`, typed without an echo.

    Raises `FanfareError` where there is none, or the terminal would show it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            answer = getpass.getpass(f"{question} ").strip()
        except (EOFError, UnicodeDecodeError):
            answer = ""
        except getpass.GetPassWarning:
            message = "This terminal would show what you type."
            raise FanfareError(Finding("terminal", message, "Use another one.")) from None
    if not answer:
        raise FanfareError(Finding("no-answer", "No answer, so nothing was done."))
    return answer


def _no_browser(_address: str) -> bool:
    return False


def setting(settings: Mapping[str, Any], name: str, before: str = "") -> str:
    """The setting `name`, which a login needs.

    Raises `FanfareError` where there is none; `before` is what the author does before writing it.
    """
    value = str(settings.get(name) or "").strip()
    if not value:
        write = f'{"write" if before else "Write"} {name} = "..." into pelicanconf.py.'
        raise FanfareError(Finding("setting-missing", f"{name} is missing.", f"{before}{write}"))
    return value
