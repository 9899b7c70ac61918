"""What the author recorded: read when it is reckoned with, and not in every build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fanfare.findings import Finding, Severity
from fanfare.memory import Json, Memory
from fanfare.watching import Made

if TYPE_CHECKING:
    from milestones.records import Records

FILES = ("goals.toml", "fans.csv", "events.csv")
"""The author's files: no setting of static files makes them part of the site."""

_KIND = "milestones.recorded.1"


@dataclass(frozen=True, slots=True)
class Cause:
    """What an event names as its cause."""

    id: str
    line: int
    """That of the event."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What every build has to know of the files, and what is read of them only when needed."""

    digest: str
    """Of their bytes."""

    odd: tuple[Finding, ...]
    """Warnings of what is odd in them."""

    has_counts: bool
    """True where there are readings or goals: then there is something to reckon."""

    is_sample: bool
    event_ids: frozenset[str]
    causes: tuple[Cause, ...]
    reading: Made[tuple[Records, list[Finding]]]

    @property
    def records(self) -> Records:
        """All of it."""
        return self.reading.unnoted()[0]


def recorded(data: Path, shown_as: str, today: date, memory: Memory) -> Recorded | None:
    """What the folder `data` records; None where there is no file.

    Files that were read in an earlier build are not read again before somebody asks: what was not
    dated later than `today` then, is not today. Raises `FanfareError` as `read_records` does, whose
    arguments these are.
    """
    if not any((data / name).exists() for name in FILES):
        return None

    def read() -> tuple[Records, list[Finding]]:
        from milestones.files.record_files import read_records  # late: few builds need it

        return read_records(data, shown_as, today)

    reading, digest = Made(read), _digest(data)
    known = memory.recall(_KIND, shown_as, digest, lambda: _outline(*reading.unnoted()))
    outline = cast("dict[str, Any]", known)
    return Recorded(
        digest,
        tuple(
            Finding(**{**said, "severity": Severity(said["severity"])}) for said in outline["odd"]
        ),
        outline["has_counts"],
        outline["is_sample"],
        frozenset(outline["event_ids"]),
        tuple(Cause(*cause) for cause in outline["causes"]),
        reading,
    )


def _outline(records: Records, odd: list[Finding]) -> Json:
    return {
        "odd": [{**finding.as_dict()} for finding in odd],
        "has_counts": bool(records.readings or records.goals),
        "is_sample": records.is_sample,
        "event_ids": [*sorted({event.id for event in records.events if event.id})],
        "causes": [[event.caused_by, event.line] for event in records.events if event.caused_by],
    }


def _digest(data: Path) -> str:
    digest = blake2b(digest_size=16)
    for name in FILES:
        try:
            raw = (data / name).read_bytes()
        except OSError:
            raw = b""
        digest.update(b"%d " % len(raw))
        digest.update(raw)
    return digest.hexdigest()
