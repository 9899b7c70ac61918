"""`fans.csv`: what was counted, read and checked; added to, and taken back, without losing a line.

A reading is on disk when `append` returns, whatever happens to the computer afterwards. Writers
wait for one another. The author's own lines stay byte for byte as they are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path

from filelock import FileLock

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding
from milestones.files import last_addition, table_file
from milestones.files.table_file import MOST, YEARS, Table, quoted
from milestones.records import Channel, Kind, Reading

NAME = "fans.csv"
COLUMNS = ("date", "channel", "count", "note")
_NEEDED = COLUMNS[:3]

# What a spreadsheet would take for a formula goes behind an apostrophe (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@]")
_APOSTROPHE = re.compile(r"'+[=+\-@]")


def read(
    path: Path, shown_as: str, channels: Mapping[str, Channel] | None, today: date
) -> tuple[Reading, ...]:
    """All readings of the file at `path`, oldest first; none where there is no file.

    A reading of several `channels` together names them in their order there; None leaves the
    channels unchecked. Raises `FanfareError`, naming the file as `shown_as`, with everything that
    is wrong: counts that are no whole numbers, dates that are none or after `today`, unknown
    channels, rows that do not fit the heading.
    """
    if not path.exists():
        return ()
    table = table_file.parse(path.read_bytes(), shown_as, _NEEDED, COLUMNS[3:])
    # What a cell means is worked out once: 20 years of days in 12 channels repeat almost all.
    days: dict[str, date | None] = {}
    keys: dict[str, str | None] = {}
    counts: dict[str, int | None] = {}
    readings = []
    for line, _, (day_cell, channel_cell, count_cell, note) in table.rows(COLUMNS):
        if (day := days.get(day_cell)) is None:
            day = days[day_cell] = table.day(line, day_cell, today)
        if (key := keys.get(channel_cell)) is None:
            key = keys[channel_cell] = _channel(table, line, channel_cell, channels)
        if (count := counts.get(count_cell)) is None:
            count = counts[count_cell] = table.whole_number(line, count_cell)
        if day is not None and key is not None and count is not None:
            readings.append(Reading(day, key, count, _plain(note) if note else "", line))
    table.check()
    readings.sort(key=attrgetter("day"))
    return tuple(readings)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands there, whether or not that can be read as a reading."""

    day: str
    channel: str
    count: str
    note: str

    @property
    def number(self) -> int | None:
        """The count, where it is one."""
        return table_file.whole_number(self.count)


@contextmanager
def opened(path: Path, shown_as: str) -> Iterator[OpenFile]:
    """The file at `path`, while nobody else writes to it: others wait until this one is done.

    Who decides by what is recorded what to add reads it in here, once more, and adds in here:

        with fans_file.opened(path, shown_as) as file:
            records, _ = read_records(...)
            file.append([reading for reading in readings if is_new(reading, records)])

    What was read before may have been added to meanwhile. Nobody is asked anything in here, and
    it is not opened in itself: that would wait for ever. Messages name the file as `shown_as`.
    """
    file = path.resolve()  # where it is a link, it stays one
    file.parent.mkdir(parents=True, exist_ok=True)
    with _lock(file):
        yield OpenFile(file, shown_as)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The file, as only the one who has it `opened` may change it."""

    file: Path
    shown_as: str

    def append(self, readings: Sequence[Reading]) -> None:
        """Add `readings` as the last lines, all or none, on disk on return; `take_back` undoes it.

        The new lines follow the file's own columns, separator and line ends; where there is no
        file, it begins with a heading. Raises `FanfareError` where the file could not be read with
        them: a count or a day is none, the heading is wrong, a quotation mark is open, there is no
        place for a note.
        """
        if not readings:
            return
        old = _bytes_of(self.file)
        new, rows = _with_more(old, readings, self.shown_as)
        last_addition.remember(self.file, old, new, rows)
        write_whole(self.file, new)

    def last_added(self) -> list[Line]:
        """The lines that the last `append` added, as they stand there now.

        What was added is remembered in `.fans.csv.undo` beside the file, which git is to ignore;
        where nothing is, as in a fresh clone, it is the last line. Raises `FanfareError` where
        there is nothing to take back, or where the lines are no longer as they were added.
        """
        return _taken_back(self.file, self.shown_as)[0]

    def take_back(self, expected: Sequence[Line]) -> None:
        """Remove the lines that are `last_added`, if these are the `expected` ones.

        Whatever was written between or after them stays; a file with nothing left is removed.
        Raises `FanfareError` as `last_added` does, and where the lines are others.
        """
        lines, left = _taken_back(self.file, self.shown_as)
        if lines != [*expected]:
            message = "Something else was added meanwhile, and nothing was taken back."
            remedy = "Look at it, with `invoke fans.undo --dry-run`."
            raise _stopped(message, remedy, self.shown_as)
        if left:
            write_whole(self.file, left)
        else:
            self.file.unlink()
        last_addition.forget(self.file)


def append(path: Path, readings: Sequence[Reading], shown_as: str = NAME) -> None:
    """Add `readings` to the file at `path`, whatever is in it; else as `OpenFile.append`."""
    if readings:
        with opened(path, shown_as) as file:
            file.append(readings)


def try_append(path: Path, readings: Sequence[Reading], shown_as: str) -> None:
    """Raise what `append` would, and write nothing."""
    _with_more(_bytes_of(path), readings, shown_as)


def last_added(path: Path, shown_as: str) -> list[Line]:
    """The lines that were added last to the file at `path`; as `OpenFile.last_added`."""
    file = path.resolve()
    # Only who has added something has made a lock: where there is none, looking makes none.
    with _lock(file) if _lock_file(file).exists() else nullcontext():
        return OpenFile(file, shown_as).last_added()


def is_open_elsewhere(path: Path) -> bool:
    """True while LibreOffice has the file at `path` open: it would overwrite what was added."""
    return any(one.with_name(f".~lock.{one.name}#").exists() for one in (path, path.resolve()))


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _lock(file: Path) -> FileLock:
    return FileLock(_lock_file(file))


def _lock_file(file: Path) -> Path:
    return file.with_name(f".{file.name}.lock")


def _with_more(
    old: bytes, readings: Iterable[Reading], source: str
) -> tuple[bytes, list[list[str]]]:
    """The file `old` with `readings` at its end, and the cells of what was added."""
    table = table_file.parse(old, source, _NEEDED, COLUMNS[3:])
    for _ in table.rows(COLUMNS):
        pass  # where a quotation mark is open, what is added would be part of that cell
    table.check()
    more = [""]
    if not table.columns:
        table.columns = COLUMNS
        more.append(",".join(COLUMNS) + table.line_end)
    elif not table.text.endswith(("\n", "\r")):
        more.append(table.line_end)
    rows = []
    for reading in readings:
        _check(reading.day, reading.count, source)
        note = reading.note.strip()
        if note and "note" not in table.columns:
            message, remedy = "There is no column for the note.", f"Add {table.separator}note here."
            raise _stopped(message, remedy, source, table.heading_line)
        note = f"'{note}" if _FORMULA.match(note) else note
        cells = [reading.day.isoformat(), reading.channel, str(reading.count), note]
        rows.append(cells)
        more.append(table_file.row_of(dict(zip(COLUMNS, cells, strict=True)), table))
    try:
        return old + "".join(more).encode(), rows
    except UnicodeEncodeError:  # bytes of a terminal that were no text
        remedy = "Write the note without special characters."
        raise _stopped("The note is not UTF-8 text.", remedy, source) from None


def _check(day: date, count: object, source: str) -> None:
    """Raise `FanfareError` unless these can be read again: services say what they like."""
    if day.year not in YEARS:
        message = f"{day} is not between {YEARS[0]} and {YEARS[-1]}, so nothing can be added."
        raise _stopped(message, "Write the year that is meant.", source)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST:
        message = f"{quoted(str(count))} is no count, so nothing can be added."
        raise _stopped(message, f"It is to be a whole number from 0 to {MOST:,}.", source)


def _taken_back(file: Path, source: str) -> tuple[list[Line], bytes]:
    """What was added last to `file`, and the bytes of the file without it."""
    raw = _bytes_of(file)
    table = table_file.parse(raw, source, _NEEDED, COLUMNS[3:])
    rows = [*table.rows(COLUMNS)]
    table.check()
    addition = last_addition.recall(file)
    rows = last_addition.rows_of(addition, raw, table, rows)
    lines = []
    for _, _, cells in rows:
        day, channel, count, note = (cell.strip() for cell in cells)
        lines.append(Line(day, channel, count, _plain(note)))
    return lines, last_addition.without(addition, raw, table, rows)


def _channel(
    table: Table, line: int, cell: str, channels: Mapping[str, Channel] | None
) -> str | None:
    """The key, or the keys in their order, that `cell` says; None, and noted, where it is wrong."""
    said = cell.strip()
    if channels is None or said in channels:
        return said
    parts = [part.strip() for part in said.split("+")]
    for part in parts:
        if part not in channels:
            message = f"{quoted(part)} is not a channel." if part else "The channel is missing."
            table.wrong(f"channel {part}", line, message, _meant(part, channels))
            return None
    members = [channels[part] for part in parts]
    if len(set(parts)) < len(parts):
        message = f"{quoted(said)} names a channel twice."
        table.wrong("union", line, message, "Write each of them once.")
        return None
    for one in members:
        if one.kind is not Kind.STOCK or not one.engaged:
            message = f'"{one.key}" cannot be part of {quoted(said)}.'
            remedy = "Only stock channels that are engaged are counted together, each person once."
            table.wrong("union", line, message, remedy)
            return None
    return "+".join(key for key in channels if key in parts)


def _meant(said: str, channels: Mapping[str, Channel]) -> str:
    """The remedy for what is `said` instead of the key of a channel."""
    names = {one.label.casefold(): key for key, one in channels.items()}
    names |= {key: key for key in channels}
    if near := difflib.get_close_matches(said.casefold(), names, n=1):
        return f'Did you mean "{names[near[0]]}"?'
    known = f"Write one of {', '.join(channels)}, or add" if channels else "Add"
    return f"{known} a channel to goals.toml."


def _plain(cell: str) -> str:
    """The note in `cell`, without what keeps a spreadsheet from taking it for a formula."""
    note = cell.strip()
    return note[1:] if _APOSTROPHE.match(note) else note


def _stopped(message: str, remedy: str, source: str, line: int = 0) -> FanfareError:
    return FanfareError(Finding("fans", message, remedy, source=source, line=line))
