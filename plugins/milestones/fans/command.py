"""What the tasks `fans.record`, `fans.status` and `fans.undo` do in a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.fans.book import Book, Wish, add, came_to, warn_of_spreadsheet
from milestones.fans.recording import (
    Effect,
    change_line,
    change_value,
    range_words,
    said_reading,
)
from milestones.files import fans_file
from milestones.files.fans_file import Line
from workbench import terminal

_STYLES = {
    "red": "red",
    "orange": "dark_orange",
    "blue": "blue",
    "green": "green",
    "grey": "bright_black",
}
"""How rich calls the colours of a status."""


def record(
    book: Book, channel: str, count: str, wish: Wish, *, day: str = "", note: str = ""
) -> None:
    """Add the count that these words say to the readings, unless the same is there already.

    What is printed is on disk. Raises `FanfareError` as `recording.said_reading` and
    `recording.check_together` do.
    """
    reading = said_reading(channel, count, day, note, book.records.channels, book.today)
    added = add(book, [reading], wish)
    [change], now = added.changes, added.now
    if wish.as_json:
        console.show_json({**change_value(change), **came_to(now, is_dry_run=wish.dry_run)})
        return
    words = [change_line(change, book.records.channels)]
    if now and all(book.records.channels[key].engaged for key in reading.channels):
        as_of = "" if now.day == reading.day else f" (as of {now.day})"
        words.append(f"{range_words(now)}{as_of}")
    console.say("; ".join(words))
    if wish.dry_run:
        console.say("Nothing was recorded.")
    elif change.effect is Effect.KNOWN:
        console.say("Nothing was added.")


def show_status(book: Book, *, everything: bool, as_json: bool) -> None:
    """Print how many fans there are today, and what follows from that."""
    from milestones.fans.report import BLOCKS, PLAIN_BLOCKS, status_lines, status_value
    from milestones.fans.status import status_of
    from milestones.happenings import of_events
    from milestones.overview import overview

    # Key results count what is published, and to read that takes a moment: `goals.status` does.
    records = replace(book.records, key_results=())
    status = status_of(
        records, overview(records, of_events(records.events), book.today), book.today
    )
    if as_json:
        console.show_json(status_value(status))
        return
    width = shutil.get_terminal_size().columns
    blocks = BLOCKS if _can_be_shown(BLOCKS) else PLAIN_BLOCKS
    for line, colour in status_lines(status, width, blocks=blocks, everything=everything):
        _say_in(colour, line)


def undo(book: Book, wish: Wish, *, yes: bool) -> None:
    """Take back the lines that were added last, after showing them and, unless `yes`, asking.

    Works whatever is wrong in the records, which may be what was added last: `book` may be unread.
    Raises `FanfareError` where there is nothing to take back, where nobody can be asked, or where
    something else was added while the author was asked.
    """
    lines = fans_file.last_added(book.path, book.shown_as)
    if not wish.as_json:
        console.say(f"What was added last to {book.shown_as}:")
        for one in lines:
            console.say(f"  {_said(one)}")
    is_wanted = not wish.dry_run and (yes or _is_wanted(wish))
    if is_wanted:
        with fans_file.opened(book.path, book.shown_as) as file:
            file.take_back(lines)
        warn_of_spreadsheet(book)
    _show_undone(book, lines, wish, is_done=is_wanted)


def _is_wanted(wish: Wish) -> bool:
    """What the author answers; raises `FanfareError` where nobody can be asked."""
    if wish.as_json or not terminal.can_ask():
        message, remedy = "Nothing was taken back.", "Add --yes to do it unasked."
        raise FanfareError(Finding("not-asked", message, remedy))
    try:
        return terminal.confirm("Take this back?")
    except KeyboardInterrupt:
        console.complain("\nStopped. Nothing was taken back.")
        raise


def _show_undone(book: Book, lines: Sequence[Line], wish: Wish, *, is_done: bool) -> None:
    """Print what was taken back, and what is left; also what is wrong with that."""
    if not (wish.as_json or is_done):
        console.say("Nothing was taken back.")
        return
    left = f"Took back {console.counted(len(lines), 'line')}"
    try:
        now = book.again().now()
    except FanfareError as error:
        console.show(error.findings)
        now = None
    else:
        words = f"{range_words(now)} (as of {now.day})" if now else "no fans are counted any more"
        left = f"{left}; {words}"
    if wish.as_json:
        values = [_line_value(one) for one in lines]
        console.show_json({"lines": values, **came_to(now, is_dry_run=wish.dry_run)})
    else:
        console.say(f"{left}.")


def _said(line: Line) -> str:
    count = f"{line.number:,}" if line.number is not None else line.count
    note = f'  "{line.note}"' if line.note else ""
    return f"{line.day} {line.channel} {count}{note}"


def _line_value(line: Line) -> dict[str, object]:
    return {
        "date": line.day,
        "channel": line.channel,
        "count": line.count if line.number is None else line.number,
        "note": line.note,
    }


def _can_be_shown(text: str) -> bool:
    """True where standard output has all characters of `text`."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _say_in(colour: str, line: str) -> None:
    """Print one line, in a terminal in its colour."""
    if not colour or not sys.stdout.isatty():
        console.say(line)
        return
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False, soft_wrap=True).print(Text(line, style=_STYLES[colour]))
