"""`fans.csv`: what was counted, read and checked; added to, and taken back, without losing a line.

A reading is on disk when `append` returns, whatever happens to the computer afterwards. Writers
wait for one another. The author's own lines stay byte for byte as they are.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path

from filelock import FileLock

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding
from milestones.files import table_file
from milestones.files.table_file import Row, Table, quoted
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


def append(path: Path, readings: Sequence[Reading]) -> None:
    """Add `readings` as the last lines of the file at `path`, all or none, on disk on return.

    The new lines follow the file's own columns, separator and line ends; where there is no file,
    it begins with a heading. `take_back` undoes it. Raises `FanfareError` where the file could not
    be read with them: its heading is wrong, a quotation mark is open, it has no place for a note.
    """
    if not readings:
        return
    file = path.resolve()  # where it is a link, it stays one
    file.parent.mkdir(parents=True, exist_ok=True)
    with _locked(file):
        old = file.read_bytes() if file.exists() else b""
        new, rows = _with_more(old, readings, path.name)
        _remember(file, _Addition(rows, len(old), _digest(old), _digest(new)))
        write_whole(file, new)


def take_back(path: Path) -> list[Reading]:
    """Remove the lines that the last `append` added to the file at `path`, and return them.

    Whatever was written between or after them stays; a file with nothing left is removed. What was
    added is remembered in `.fans.csv.undo` beside it, which git is to ignore; where there is none,
    as in a fresh clone, the last line goes. Raises `FanfareError` where there is nothing to take
    back, or where the lines are no longer as they were added.
    """
    file = path.resolve()
    with _locked(file):
        readings, left = _taken_back(file, path.name)
        if left:
            write_whole(file, left)
        else:
            file.unlink()
        _remember(file, _Addition())
    return readings


def last_added(path: Path) -> list[Reading]:
    """What `take_back` would take back now, and return; it raises the same."""
    file = path.resolve()
    with _locked(file):
        return _taken_back(file, path.name)[0]


def is_open_elsewhere(path: Path) -> bool:
    """True while LibreOffice has the file at `path` open: it would overwrite what was added."""
    return any(one.with_name(f".~lock.{one.name}#").exists() for one in (path, path.resolve()))


def _locked(file: Path) -> FileLock:
    return FileLock(file.with_name(f".{file.name}.lock"))


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


def _taken_back(file: Path, source: str) -> tuple[list[Reading], bytes]:
    """What was added last to `file`, and the bytes of the file without it."""
    raw = file.read_bytes() if file.exists() else b""
    table = table_file.parse(raw, source, _NEEDED, COLUMNS[3:])
    rows = [*table.rows(COLUMNS)]
    table.check()
    addition, now = _last_addition(file), _digest(raw)
    if addition is None:
        rows = rows[-1:]
    else:
        rows = [] if now == addition.before else _those_that_say(addition.rows, rows, source)
    if not rows:
        remedy = "Only the last recording can be; take other lines out by hand."
        raise _stopped("There is nothing to take back.", remedy, source)
    readings = [_reading(table, row) for row in rows]
    if addition and now == addition.after:
        return readings, raw[: addition.length]
    return readings, table.without(rows)


@dataclass(frozen=True, slots=True)
class _Addition:
    """What the last `append` did; nothing once that was taken back."""

    rows: list[list[str]] = field(default_factory=list)
    """The cells of each line it added."""

    length: int = 0
    """How many bytes there were before."""

    before: str = ""
    after: str = ""
    """Digests of the file before and after."""


def _memory(file: Path) -> Path:
    return file.with_name(f".{file.name}.undo")


def _remember(file: Path, addition: _Addition) -> None:
    write_whole(_memory(file), json.dumps(asdict(addition), ensure_ascii=False))


def _last_addition(file: Path) -> _Addition | None:
    """What `_remember` wrote; None where there is nothing, or nothing that can be read."""
    try:
        return _Addition(**json.loads(_memory(file).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _those_that_say(wanted: Iterable[Sequence[str]], rows: Sequence[Row], source: str) -> list[Row]:
    """Of `rows`, for each of the `wanted` cells the last one that says the same, in their order."""
    missing = Counter(map(tuple, wanted))
    found = []
    for row in reversed(rows):
        said = _said(row)
        if missing[said]:
            missing[said] -= 1
            found.append(row)
    for cells in missing.elements():
        message = f"What was recorded last is no longer there as it was: {', '.join(cells)}."
        remedy = "Take it out by hand if it is there in another form."
        raise _stopped(message, remedy, source)
    return found[::-1]


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


def _said(row: Row) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row[2])


def _reading(table: Table, row: Row) -> Reading:
    """What `row` says; raises `FanfareError` where its date or its count is none."""
    line, _, (day_cell, channel, count_cell, note) = row
    day, count = table.day(line, day_cell, date.max), table.whole_number(line, count_cell)
    if day is None or count is None:
        raise FanfareError.of(table.findings())
    return Reading(day, channel.strip(), count, _plain(note), line)


def _plain(cell: str) -> str:
    """The note in `cell`, without what keeps a spreadsheet from taking it for a formula."""
    note = cell.strip()
    return note[1:] if _APOSTROPHE.match(note) else note


def _stopped(message: str, remedy: str, source: str, line: int = 0) -> FanfareError:
    return FanfareError(Finding("fans", message, remedy, source=source, line=line))
