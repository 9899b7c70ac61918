"""Talking with the author in a terminal: questions, and the author's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity

NOT_PLAIN = "There are characters in it that nobody can read."
"""What is wrong with an answer that is not plain text."""


def can_ask() -> bool:
    """True where somebody sits at the keyboard and sees the question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str) -> str:
    """The author's answer to `question`, on one line of plain text; "" where it is empty.

    Asked again where the answer is no text. Raises `FanfareError` where the author ends the input
    instead of answering, or where answers come by a pipe and one is no text.
    """
    while True:
        try:
            answer = input(f"{console.printable(question, sys.stdout)} ").replace("\t", " ").strip()
        except EOFError:
            raise FanfareError(Finding("no-answer", "No answer, so nothing was done.")) from None
        except UnicodeDecodeError:
            answer = "\ufffd"
        if is_plain(answer):
            return answer
        refusal = Finding("answer", NOT_PLAIN, "Write plain text, without arrow keys and the like.")
        if not sys.stdin.isatty():  # the next line answers the next question
            raise FanfareError(refusal)
        console.say(f"  {refusal}")


def is_plain(text: str) -> bool:
    """True where `text` has no control character, and nothing that could not be read as text."""
    return not any(one == "\ufffd" or unicodedata.category(one) in ("Cc", "Cs") for one in text)


def confirm(question: str) -> bool:
    """True only where the author answers yes."""
    return ask(f"{question} [y/N]").lower() in ("y", "yes")


def open_in_editor(path: Path, environment: Mapping[str, str]) -> list[Finding]:
    """Open `path` in the editor `environment` names, and wait for it.

    Returns as warnings why the editor did not open the file or did not end well.
    """
    return list(_editing(path, environment.get("VISUAL") or environment.get("EDITOR") or ""))


def _editing(path: Path, editor: str) -> Iterator[Finding]:
    if not editor.strip():
        yield _warning(
            "Neither VISUAL nor EDITOR names an editor.", 'Set one, such as EDITOR="code --wait".'
        )
        return
    try:
        command = editor_command(editor, posix=os.name != "nt")
        ended = subprocess.run([*command, str(path)], check=False)  # noqa: S603 -- the author's own editor
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        yield _warning(f"The editor `{editor}` did not start: {reason}.", "Check VISUAL or EDITOR.")
        return
    if ended.returncode:
        yield _warning(f"The editor `{editor}` ended with status {ended.returncode}.", "")


def editor_command(editor: str, *, posix: bool) -> list[str]:
    """The words of an editor's command line; raises `ValueError` where a quote stays open.

    Windows paths hold backslashes, which are no escapes there; quotes around a word still go.
    """
    words = shlex.split(editor, posix=posix)
    return words if posix else [word.strip('"') for word in words]


def _warning(message: str, remedy: str) -> Finding:
    return Finding("editor", message, remedy, Severity.WARNING)
