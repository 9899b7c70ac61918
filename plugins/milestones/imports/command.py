"""What the task `fans.import` does in a terminal."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from milestones.fans.book import Book, Wish, came_to, warn_of_spreadsheet
from milestones.fans.recording import range_words, said_count, said_day
from milestones.files import fans_file
from milestones.files.fans_file import OpenFile
from milestones.imports.choosing import channel_for
from milestones.imports.contents import Content, PageDays, People, Profile
from milestones.imports.linkedin import totals_of_page
from milestones.imports.opening import Source
from milestones.imports.plan import Plan, day_of_same, plan, still_recorded
from milestones.imports.private_lists import Lists, PrivateLists
from milestones.imports.recognise import KNOWN, SERVICES, read
from milestones.imports.report import Import, import_lines, import_value
from milestones.imports.unseen import is_seen
from milestones.records import Channel
from workbench import terminal


@dataclass(frozen=True, slots=True)
class Export:
    """A file, and what the author says of it on the command line."""

    file: str
    channel: str = ""
    day: str = ""
    total: str = ""
    history: bool = False

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.file).expanduser()


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be done, where, and how."""

    book: Book
    export: Export
    wish: Wish
    yes: bool
    """True where nobody is to be asked before rows are added."""

    lists: PrivateLists

    @property
    def can_ask(self) -> bool:
        return terminal.can_ask() and not self.wish.as_json


def import_file(book: Book, export: Export, wish: Wish, *, yes: bool) -> None:
    """Read the file, show what it adds to `fans.csv`, and add it where the author agrees, or `yes`.

    What is added is what was shown: where something else was recorded meanwhile, all is shown anew.
    Raises `FanfareError` for what is wrong with the file or the wish, and where nobody can be
    asked: then nothing was added.
    """
    order = _Order(book, export, wish, yes, PrivateLists(book.site.root))
    content = _read(order)
    _warn_of_git(order, content)
    found = _planned(order, book, content)
    _show(order, found)
    is_done = False
    while not is_done and found.changes_something and _is_wanted(order, found):
        now = _added(order, found)
        is_done = now is None
        if now:
            found = now
            if not wish.as_json:
                console.say("Something else was recorded meanwhile. By now it is this:")
            _show(order, found)
    _say_what_came(order, found, is_added=is_done and bool(found.plan.rows))


def _warn_of_git(order: _Order, content: Content) -> None:
    """Say where git would publish the addresses in the file."""
    site, path = order.book.site, order.export.path
    if isinstance(content, People) and is_seen(path, site.root):
        message = "This file has people's addresses, and git has it, or would take it in."
        remedy = "Move it out of the site's folder, or delete it once it is imported."
        shown_as = site.shown(path)
        console.show([Finding("private", message, remedy, Severity.WARNING, shown_as)])


def _is_wanted(order: _Order, found: Import) -> bool:
    if order.wish.dry_run:
        return False
    if order.yes or not found.plan.rows:  # what is only kept in private/ changes no count
        return True
    try:
        return order.can_ask and terminal.confirm("Add them?")
    except KeyboardInterrupt:
        console.complain("\nStopped. Nothing was added.")
        raise


def _say_what_came(order: _Order, found: Import, *, is_added: bool) -> None:
    """Say what was added, and how many fans there are now."""
    book, wish = order.book, order.wish
    readings = found.readings
    if is_added:
        warn_of_spreadsheet(book)
    elif wish.dry_run:
        fans_file.try_append(book.path, readings, book.shown_as)
    now = book.again().now(readings if wish.dry_run else [])
    if wish.as_json:
        came = came_to(now, is_dry_run=wish.dry_run)
        console.show_json({**import_value(found), "added": is_added, **came})
    elif is_added:
        is_told = now and found.channel and found.channel.engaged
        fans = f"; {range_words(now)} (as of {now.day})" if now and is_told else ""
        console.say(f"Added {console.counted(len(readings), 'row')}{fans}.")
    elif readings:
        console.say("Nothing was added.")
    if readings and not (is_added or wish.dry_run or order.can_ask):
        message = "Nobody can be asked here, and nothing was added."
        raise FanfareError(Finding("not-asked", message, "Say --yes to add the rows unasked."))


def _read(order: _Order) -> Content:
    export = order.export
    if not export.file:
        message = "It is not said which file to import."
        raise FanfareError(Finding("import", message, f"Known are {KNOWN}."))
    with nullcontext(console.Silent()) if order.wish.as_json else console.progress() as progress:
        source = Source(export.path, order.book.site.shown(export.path), progress)
        return _with_total(read(source, order.lists.digest), export)


def _with_total(content: Content | PageDays, export: Export) -> Content:
    """`content`, of a page with the totals that follow from the one that the author says."""
    if isinstance(content, PageDays):
        return totals_of_page(content, said_count(export.total) if export.total else None)
    if export.total:
        message = f"A {content.source} file says itself how many there are."
        raise FanfareError(Finding("import", message, "Leave --total out."))
    return content


def _planned(order: _Order, book: Book, content: Content) -> Import:
    """What `content` adds to the records as they are in `book`."""
    if isinstance(content, People) and not content.counts_now:
        who = "It adds nothing: those who left do not tell how many there are."
        return Import(content, None, Plan((), (*content.notes, who)))
    export = order.export
    channel = channel_for(content, export.channel, book.records.channels, SERVICES)
    kept = order.lists.read()
    known = still_recorded(kept, book.records)
    day, notes = _day(book, export, content, channel, known)
    planned = plan(content, channel, day, book.records, known, with_history=export.history)
    gone = set(kept) - set(known)
    if planned.keep:
        gone.discard((channel.key, day))
    notes += planned.notes
    if gone:
        some = console.counted(len(gone), "list")
        notes += (f"{some} to be removed from private/: the count is not in fans.csv any more.",)
    return Import(content, channel, replace(planned, notes=notes), frozenset(gone))


def _day(
    book: Book, export: Export, content: Content, channel: Channel, lists: Lists
) -> tuple[date, tuple[str, ...]]:
    """The day of a file that has none of its own, today for the others; and how that is known."""
    if export.history and not isinstance(content, People):
        message = f"A {content.source} file has no days on which somebody joined."
        raise FanfareError(Finding("import", message, "Leave --history out."))
    if not isinstance(content, People | Profile):
        if export.day:
            message = f"A {content.source} file says itself of which days it is."
            raise FanfareError(Finding("import", message, "Leave --date out."))
        return book.today, ()
    if export.day:
        return said_day(export.day, book.today), ()
    if isinstance(content, People) and (same := day_of_same(content, channel, lists)):
        return same, (f"Day: {same}, that of the same list before (--date says another).",)
    day = datetime.fromtimestamp(export.path.stat().st_mtime).astimezone().date()
    if day > book.today:
        message = f"The file says that it was written on {day}, and today is {book.today}."
        raise FanfareError(Finding("import", message, "Say the day of the export with --date."))
    return day, (f"Day: {day}, when the file was written (--date says another).",)


def _added(order: _Order, found: Import) -> Import | None:
    """None once `found` is added; where it is not that any more, what it is, and none is added."""
    with fans_file.opened(order.book.path, order.book.shown_as) as file:
        content = found.content
        if isinstance(content, People) and order.lists.renew_key():
            content = _read(order)
        now = _planned(order, order.book.again(), content)
        if import_value(now) != import_value(found):
            return now
        _write(file, now, order.lists)
    return None


def _write(file: OpenFile, found: Import, lists: PrivateLists) -> None:
    """Keep the list, then add the rows: where that fails, the list is as it was."""
    if found.channel and found.plan.keep:
        day, new = found.plan.keep
        old = lists.read().get((found.channel.key, day))
        lists.put(found.channel.key, day, new)
        try:
            file.append(found.readings)
        except BaseException:
            lists.put(found.channel.key, day, old)
            raise
    else:
        file.append(found.readings)
    for channel, day in found.gone:
        lists.put(channel, day, None)


def _show(order: _Order, found: Import) -> None:
    if not order.wish.as_json:
        for line in import_lines(found):
            console.say(line)
