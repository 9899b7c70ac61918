"""What the task `fans.import` does in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.fans.book import Book, warn_of_spreadsheet
from milestones.fans.recording import range_words, said_count, said_day
from milestones.files import fans_file
from milestones.imports.choosing import channel_for
from milestones.imports.contents import Content, PageDays, People, Profile
from milestones.imports.linkedin import totals_of_page
from milestones.imports.opening import Source
from milestones.imports.plan import Plan, Row, plan
from milestones.imports.private_lists import PrivateLists
from milestones.imports.recognise import KNOWN, SERVICES, read
from milestones.records import Channel
from workbench import terminal

_SHOWN = 4
"""How many rows are shown of the first and of the last ones, where there are many."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the author says on the command line."""

    file: str
    channel: str = ""
    day: str = ""
    total: str = ""
    history: bool = False
    yes: bool = False
    dry_run: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Import:
    """A file that was read, and what it adds."""

    content: Content
    channel: Channel | None
    """None where it adds nothing to any."""

    plan: Plan


def import_file(book: Book, wish: Wish) -> None:
    """Read the file, show what it adds to `fans.csv`, and add it where the author agrees.

    Raises `FanfareError` for what is wrong with the file or the wish, and where nobody can be
    asked: then nothing was added.
    """
    lists = PrivateLists(book.site.root, keeps=not wish.dry_run)
    found = _read(book, wish, lists)
    rows = found.plan.rows
    if not wish.as_json:
        for line in _lines(found):
            console.say(line)
    can_ask = terminal.can_ask() and not wish.as_json
    is_wanted = wish.yes or not rows  # what is only kept in private/ changes no count
    if rows and can_ask and not (wish.yes or wish.dry_run):
        is_wanted = terminal.confirm("Add them?")
    if is_wanted and not wish.dry_run:
        _add(book, found, lists)
    is_added = bool(rows) and is_wanted and not wish.dry_run
    if is_added:
        warn_of_spreadsheet(book)
    if wish.as_json:
        console.show_json(_value(found, is_added=is_added))
    elif rows:
        console.say(_came_to(book, found) if is_added else "Nothing was added.")
    if not (is_wanted or can_ask or wish.dry_run):
        message = "Nobody can be asked here, and nothing was added."
        raise FanfareError(Finding("not-asked", message, "Say --yes to add the rows unasked."))


def _read(book: Book, wish: Wish, lists: PrivateLists) -> _Import:
    if not wish.file:
        message = "It is not said which file to import."
        raise FanfareError(Finding("import", message, f"Known are {KNOWN}."))
    path = Path(wish.file).expanduser()
    with nullcontext(console.Silent()) if wish.as_json else console.progress() as progress:
        source = Source(path, book.site.shown(path), progress)
        content = _with_total(read(source, lists.digest), wish)
    if isinstance(content, People) and not content.counts_now:
        who = "It adds nothing: those who left do not tell how many there are."
        return _Import(content, None, Plan((), (*content.notes, who)))
    channel = channel_for(content, wish.channel, book.records.channels, SERVICES)
    day = _day(wish, content, channel, path, book.today)
    kept = lists.read() if isinstance(content, People) else {}
    planned = plan(content, channel, day, book.records, kept, with_history=wish.history)
    return _Import(content, channel, planned)


def _with_total(content: Content | PageDays, wish: Wish) -> Content:
    """`content`, of a page with the totals that follow from the one that the author says."""
    if isinstance(content, PageDays):
        return totals_of_page(content, said_count(wish.total) if wish.total else None)
    if wish.total:
        message = f"A {content.source} file says itself how many there are."
        raise FanfareError(Finding("import", message, "Leave --total out."))
    return content


def _day(wish: Wish, content: Content, channel: Channel, path: Path, today: date) -> date:
    """The day of a file that has none of its own; today for the others."""
    if wish.history and not isinstance(content, People):
        message = f"A {content.source} file has no days on which somebody joined."
        raise FanfareError(Finding("import", message, "Leave --history out."))
    if not isinstance(content, People | Profile):
        if wish.day:
            message = f"A {content.source} file says itself of which days it is."
            raise FanfareError(Finding("import", message, "Leave --date out."))
        return today
    if not wish.day:
        day = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
        if day > today:
            message = f"The file says that it was written on {day}, and today is {today}."
            raise FanfareError(Finding("import", message, "Say the day of the export with --date."))
        return day
    return said_day(wish.day, today)


def _add(book: Book, found: _Import, lists: PrivateLists) -> None:
    """Keep the list, then add the rows: where that fails, the list is as it was."""
    readings = [row.reading for row in found.plan.rows]
    if found.channel is None or found.plan.keep is None:
        fans_file.append(book.path, readings)
        return
    day, new = found.plan.keep
    old = lists.read().get((found.channel.key, day))
    lists.put(found.channel.key, day, new)
    try:
        fans_file.append(book.path, readings)
    except BaseException:
        lists.put(found.channel.key, day, old)
        raise


def _came_to(book: Book, found: _Import) -> str:
    """What was added, and how many fans there are now."""
    added = f"Added {console.counted(len(found.plan.rows), 'row')}"
    now = book.now([row.reading for row in found.plan.rows])
    if now is None or not found.channel or not found.channel.engaged:
        return f"{added}."
    return f"{added}; {range_words(now)} (as of {now.day})."


def _lines(found: _Import) -> Iterator[str]:
    yield f"{found.content.summary}."
    if found.channel:
        yield f'For the channel {found.channel.key} ("{found.channel.label}").'
    yield from found.plan.notes
    rows = found.plan.rows
    if not rows:
        if found.plan.known:
            yield "Nothing to add: all of it is there already."
        return
    widths = [max(len(cells[place]) for cells in map(_cells, rows)) for place in range(3)]
    shown: list[Row | None] = list(rows)
    if len(rows) > 2 * _SHOWN + 1:
        shown = [*rows[:_SHOWN], None, *rows[-_SHOWN:]]
    for row in shown:
        if row is None:
            yield f"  ... {len(rows) - 2 * _SHOWN:,} more"
            continue
        day, channel, count, note = _cells(row)
        cells = f"{day:{widths[0]}}  {channel:{widths[1]}}  {count:>{widths[2]}}"
        yield f"  {cells}  {note}"


def _cells(row: Row) -> tuple[str, str, str, str]:
    reading = row.reading
    note = f"{reading.note} (corrects {row.was.count:,})" if row.was else reading.note
    return reading.day.isoformat(), reading.channel, f"{reading.count:,}", note


def _value(found: _Import, *, is_added: bool) -> dict[str, object]:
    rows = [
        {
            "date": row.reading.day.isoformat(),
            "channel": row.reading.channel,
            "count": row.reading.count,
            "note": row.reading.note,
            "was": row.was.count if row.was else None,
        }
        for row in found.plan.rows
    ]
    return {
        "source": found.content.source,
        "recognised": found.content.summary,
        "channel": found.channel.key if found.channel else None,
        "notes": list(found.plan.notes),
        "rows": rows,
        "added": is_added,
    }
