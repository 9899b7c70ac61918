"""What a command says while it works: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from fanfare.findings import Finding, Severity, errors_in, ordered

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_CONTROLS |= {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
del _CONTROLS[ord("\n")], _CONTROLS[ord("\t")]


class Progress(Protocol):
    """Told by long work how far it has come."""

    def step(self, name: str, total: int | None = None) -> None:
        """A step called `name` begins; it will `advance` `total` times, where that is known."""

    def advance(self) -> None:
        """One more piece of the current step is done."""


class Silent:
    """Progress that says nothing."""

    def step(self, name: str, total: int | None = None) -> None:
        """Begin a step."""

    def advance(self) -> None:
        """Count one piece."""


class Lines:
    """Progress for logs and pipes: one line when a step begins."""

    def step(self, name: str, total: int | None = None) -> None:
        """Begin a step."""
        say(f"{name} ..." if total is None else f"{name}: {total} ...")

    def advance(self) -> None:
        """Count one piece."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress that suits where the output goes: a rich bar in a terminal, else plain lines."""
    if not sys.stdout.isatty():
        yield Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, transient=True) as bars:
        yield _RichProgress(bars)


class _RichProgress:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def step(self, name: str, total: int | None = None) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=total)

    def advance(self) -> None:
        if self._task is not None:
            self._bars.advance(self._task)


def say(line: str) -> None:
    """Print one line on standard output, at once; what is not `printable` there is escaped."""
    _print(line, sys.stdout)


def complain(line: str) -> None:
    """Print one line on standard error, at once; what is not `printable` there is escaped."""
    _print(line, sys.stderr)


def printable(text: str, stream: TextIO) -> str:
    """`text` with escapes for what `stream` has no bytes for, and for what a terminal would obey.

    Files bring control characters along (C0 and C1, ECMA-48), which retitle a terminal or hide
    what was printed; of these only line ends and tabs stay. Others turn around what follows them,
    such as U+202E (Unicode Standard Annex 9, section 2). The marks U+200E, U+200F and U+061C, which
    Arabic and Hebrew need, turn no letter around, and stay.
    """
    encoding = stream.encoding or "utf-8"
    return text.translate(_CONTROLS).encode(encoding, "backslashreplace").decode(encoding)


def _print(line: str, stream: TextIO) -> None:
    print(printable(line, stream), file=stream, flush=True)


def show(findings: Iterable[Finding]) -> None:
    """Print findings on standard error, errors first, one a line, each with its severity."""
    for finding in ordered(findings):
        complain(f"{finding.severity}: {finding}")


def summary(findings: Iterable[Finding]) -> str:
    """How many errors and warnings there are, in words."""
    listed = list(findings)
    errors = len(errors_in(listed))
    warnings = len(listed) - errors
    return f"{counted(errors, Severity.ERROR)}, {counted(warnings, Severity.WARNING)}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def show_json(value: object) -> None:
    """Print `value` as JSON on standard output, in ASCII where that cannot print all of it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if printable(text, sys.stdout) != text:
        text = json.dumps(value, indent=2)
    say(text)
