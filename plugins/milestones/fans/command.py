"""What the tasks `fans.record`, `fans.status` and `fans.undo` do in a terminal."""

from __future__ import annotations

import shutil
import sys

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
from milestones.records import Reading
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

    What is printed is on disk. Raises `FanfareError` as `recording.said_reading` does.
    """
    reading = said_reading(channel, count, day, note, book.records.channels, book.today)
    [change] = add(book, [reading], wish)
    now = book.now([reading])
    if wish.as_json:
        console.show_json({**change_value(change), **came_to(now, wish)})
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

    as_of_today = overview(book.records, of_events(book.records.events), book.today)
    status = status_of(book.records, as_of_today, book.today)
    if as_json:
        console.show_json(status_value(status))
        return
    width = shutil.get_terminal_size().columns
    blocks = BLOCKS if _can_be_shown(BLOCKS) else PLAIN_BLOCKS
    for line, colour in status_lines(status, width, blocks=blocks, everything=everything):
        _say_in(colour, line)


def undo(book: Book, wish: Wish, *, yes: bool) -> None:
    """Take back the lines that were added last, after showing them and, unless `yes`, asking.

    Raises `FanfareError` where there is nothing to take back, or nobody can be asked.
    """
    lines = fans_file.last_added(book.path)
    is_wanted = yes and not wish.dry_run
    if not wish.as_json:
        console.say(f"What was added last to {book.site.shown(book.path)}:")
        for one in lines:
            note = f'  "{one.note}"' if one.note else ""
            console.say(f"  {one.day} {one.channel} {one.count:,}{note}")
    if not (wish.dry_run or yes):
        if wish.as_json or not terminal.can_ask():
            message, remedy = "Nothing was taken back.", "Add --yes to do it unasked."
            raise FanfareError(Finding("not-asked", message, remedy))
        is_wanted = terminal.confirm("Take this back?")
    if is_wanted:
        lines = fans_file.take_back(book.path)
        warn_of_spreadsheet(book)
    now = book.again().now()
    if wish.as_json:
        console.show_json({"lines": [_reading_value(one) for one in lines], **came_to(now, wish)})
    elif is_wanted:
        left = f"{range_words(now)} (as of {now.day})" if now else "nothing is recorded any more"
        console.say(f"Took back {console.counted(len(lines), 'line')}; {left}.")
    else:
        console.say("Nothing was taken back.")


def _reading_value(reading: Reading) -> dict[str, object]:
    return {
        "date": reading.day.isoformat(),
        "channel": reading.channel,
        "count": reading.count,
        "note": reading.note,
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
