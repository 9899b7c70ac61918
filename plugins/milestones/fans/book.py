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
from milestones.fans.recording import EXAMPLE, Change, Effect, change_of
from milestones.files import fans_file, goals_file
from milestones.files.record_files import read_records
from milestones.records import Reading, Records
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
    def goals(self) -> str:
        """How messages name `goals.toml`."""
        return self.site.shown(_data_of(self.site) / goals_file.NAME)

    def again(self) -> Book:
        """The same, read again."""
        data = _data_of(self.site)
        return replace(self, records=read_records(data, self.site.shown(data), self.today)[0])

    def now(self, new: Sequence[Reading] = ()) -> Counted | None:
        """What is known with the readings that are `new`; None where nothing is."""
        counted = history(self.records.channels, [*self.records.readings, *new])
        return counted[-1] if counted else None


def _data_of(site: Site) -> Path:
    """The folder of the records."""
    return site.content / "data"


def open_book(site: Site, today: date) -> Book:
    """The records of `site`; says what is odd there.

    Raises `FanfareError` with everything that is wrong in them, or where there is no channel.
    """
    data = _data_of(site)
    records, odd = read_records(data, site.shown(data), today)
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


def add(book: Book, readings: Sequence[Reading], wish: Wish) -> list[Change]:
    """Add those of `readings` that are not there already, and return what each of them does.

    They are on disk when this returns; a dry run adds nothing.
    """
    changes = [change_of(reading, book.records) for reading in readings]
    new = [change.reading for change in changes if change.effect is not Effect.KNOWN]
    if new and not wish.dry_run:
        fans_file.append(book.path, new)
        warn_of_spreadsheet(book)
    return changes


def warn_of_spreadsheet(book: Book) -> None:
    """Say where a spreadsheet has `fans.csv` open, and would overwrite what was changed."""
    if fans_file.is_open_elsewhere(book.path):
        message = "This file is open in a spreadsheet, which does not know of the change."
        remedy = "Close it there without saving."
        source = book.site.shown(book.path)
        console.show([Finding("open-elsewhere", message, remedy, Severity.WARNING, source)])


def came_to(now: Counted | None, wish: Wish) -> dict[str, object]:
    """How many fans there are now, and whether this was only tried, as plain JSON values."""
    fans = {
        "low": now.fans.low if now else None,
        "high": now.fans.high if now else None,
        "as_of": now.day.isoformat() if now else None,
    }
    return {"fans": fans, "dry_run": wish.dry_run}
