"""Which texts have been published, and under which identifiers: readers remember both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding

LEDGER = "published.jsonl"
"""The name of the ledger in `content/data/`; a deployment writes it."""


@dataclass(frozen=True, slots=True)
class Published:
    """One text that feeds have."""

    id: str
    """Its permanent identifier."""

    file: str
    """The author's file, relative to the site's folder, with forward slashes."""

    url: str
    published: str
    """ISO 8601 time, with its offset from UTC, by which readers order it."""

    shared: str = ""
    """The same, from when on automations may post it; empty where they are not to."""


def read(path: Path, shown_as: str) -> list[Published]:
    """Every text in the ledger at `path`, the earliest recorded first.

    Raises `FanfareError`, naming the file as `shown_as`, where a line does not say of which text
    it is. What a later version may have added to a line is passed over.
    """
    return [_as_published(said, shown_as) for said in ledger.read(path, shown_as)]


def note(path: Path, shown_as: str, texts: Iterable[Published], date: str) -> None:
    """Add those of `texts` to the ledger at `path` that it does not have, with their files.

    `date` is when they were published: ISO 8601 with its offset from UTC. Raises as `read` does.
    """
    known = {(text.id, text.file) for text in read(path, shown_as)}
    for text in texts:
        if (text.id, text.file) not in known:
            ledger.append(path, {"date": date, **asdict(text)})


def _as_published(said: Mapping[str, ledger.Value], shown_as: str) -> Published:
    try:
        return ledger.as_record(Published, said)
    except ValueError:
        raise FanfareError(
            Finding(
                "ledger",
                f"The text of {said.get('date', 'an unknown day')} does not say what it was.",
                "Restore the line from git, or delete it.",
                source=shown_as,
            )
        ) from None
