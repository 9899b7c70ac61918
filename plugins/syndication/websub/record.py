"""The ledger of what hubs were told: one line for each answer, or lack of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding

FILE = "pings.jsonl"
"""Its name in the folder of ledgers."""


class State(StrEnum):
    """What became of telling a hub of one feed."""

    TOLD = "told"
    """Accepted: any 2xx."""

    REFUSED = "refused"
    """Answered with anything else."""

    FAILED = "failed"
    """Not answered."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    date: str
    """ISO 8601 time with its offset from UTC."""

    feed: str
    """Its address."""

    digest: str
    """Stands for what was in it: SHA-256, in hexadecimal."""

    hub: str
    status: int
    """Of the hub's answer; 0 where there was none."""

    state: State
    reason: str = ""
    """Why it was not told, in a sentence."""


def read(path: Path, shown_as: str) -> list[Line]:
    """Every line of the ledger at `path`, oldest first.

    Raises `FanfareError`, naming the file as `shown_as`, where a line does not say which feed a
    hub was told of. What a later version may have added to a line is passed over.
    """
    return [_as_line(said, shown_as) for said in ledger.read(path, shown_as)]


def append(path: Path, line: Line) -> None:
    """Add `line` to the ledger at `path`, on disk when this returns."""
    ledger.append(path, asdict(line))


def told(lines: Iterable[Line]) -> dict[tuple[str, str], str]:
    """The digest that each hub was last told of each feed, by the addresses of feed and hub."""
    return {(line.feed, line.hub): line.digest for line in lines if line.state is State.TOLD}


def _as_line(said: Mapping[str, ledger.Value], shown_as: str) -> Line:
    try:
        return ledger.as_record(Line, said)
    except ValueError:
        raise FanfareError(
            Finding(
                "ledger",
                f"The ping of {said.get('date', 'an unknown day')} does not say which hub was told "
                "of which feed, or what came of it.",
                "Restore the line from git, or delete it.",
                source=shown_as,
            )
        ) from None
