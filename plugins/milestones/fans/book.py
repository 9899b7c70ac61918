"""The records that the tasks `fans.*` read and add to, and what all of these tasks say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from milestones.arithmetic.count import Counted, history
from milestones.fans.recording import (
    EXAMPLE,
    Change,
    Effect,
    change_of,
    check_together,
    named_channel,
)
from milestones.files import fans_file, goals_file
from milestones.files.record_files import read_records
from milestones.records import FANS, Reading, Records
from workbench.location import Site


@dataclass(frozen=True, slots=True)
class Wish:
    """How the author wants it."""

    dry_run: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The records of a site, and the file that readings are added to."""

    site: Site
    records: Records
    today: date

    @property
    def path(self) -> Path:
        """Where `fans.csv` is, or will be."""
        return _data_of(self.site) / fans_file.NAME

    @property
    def shown_as(self) -> str:
        """How messages name `fans.csv`."""
        return self.site.shown(self.path)

    @property
    def goals(self) -> str:
        """How messages name `goals.toml`."""
        return self.site.shown(_data_of(self.site) / goals_file.NAME)

    def again(self) -> Book:
        """The same, read again."""
        return replace(self, records=_read(self.site, self.today)[0])

    def now(self, new: Sequence[Reading] = ()) -> Counted | None:
        """How many fans there are with the `new` readings; None where they were never counted."""
        counted = history(self.records.channels, [*self.records.readings, *new])
        return counted[-1] if any(FANS in one.read for one in counted) else None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding readings."""

    changes: tuple[Change, ...]
    """What each of them does."""

    now: Counted | None
    """How many fans there are with them; None where there is no count of fans."""


def _data_of(site: Site) -> Path:
    """The folder of the records."""
    return site.content / "data"


def _read(site: Site, today: date) -> tuple[Records, list[Finding]]:
    data = _data_of(site)
    return read_records(data, site.shown(data), today)


def open_book(site: Site, today: date) -> Book:
    """The records of `site`; says what is odd there.

    Raises `FanfareError` with everything that is wrong in them, or where there is no channel.
    """
    records, odd = _read(site, today)
    console.show(odd)
    book = Book(site, records, today)
    if not records.channels:
        raise FanfareError(
            Finding(
                "no-channels",
                "No channel is named here, so nothing can be counted.",
                "Write these lines into it, with your own names, or let `invoke goals.new` do it:"
                f"\n\n{EXAMPLE}\n",
                source=book.goals,
            )
        )
    return book


def unread_book(site: Site, today: date) -> Book:
    """The book of `site` with nothing read, so that no mistake in it can be in the way."""
    return Book(site, Records({}, ()), today)


def add(book: Book, readings: Sequence[Reading], wish: Wish) -> Added:
    """Add those of `readings` that are not there already.

    They are on disk when this returns; a dry run only finds out whether they could be. What they
    change is told by the records as they are in that moment: others may add to them as well.
    """
    if wish.dry_run:
        changes, new = _changes(book, readings)
        fans_file.try_append(book.path, new, book.shown_as)
    else:
        with fans_file.opened(book.path, book.shown_as) as file:
            book = book.again()
            changes, new = _changes(book, readings)
            file.append(new)
        if new:
            warn_of_spreadsheet(book)
    return Added(changes, book.now(new))


def _changes(book: Book, readings: Sequence[Reading]) -> tuple[tuple[Change, ...], list[Reading]]:
    """What each of `readings` does to the records, and those that are to be added."""
    for reading in readings:
        named_channel(reading.channel, book.records.channels)  # which may be gone meanwhile
        check_together(reading, book.records)
    changes = tuple(change_of(reading, book.records) for reading in readings)
    return changes, [one.reading for one in changes if one.effect is not Effect.KNOWN]


def warn_of_spreadsheet(book: Book) -> None:
    """Say where a spreadsheet has `fans.csv` open, and would overwrite what was changed."""
    if fans_file.is_open_elsewhere(book.path):
        message = "This file is open in a spreadsheet, which does not know of the change."
        remedy = "Close it there without saving."
        console.show([Finding("open-elsewhere", message, remedy, Severity.WARNING, book.shown_as)])


def came_to(now: Counted | None, *, is_dry_run: bool) -> dict[str, object]:
    """How many fans there are now, and whether this was only tried, as plain JSON values."""
    fans = now and {"low": now.fans.low, "high": now.fans.high, "as_of": now.day.isoformat()}
    return {"fans": fans, "dry_run": is_dry_run}
