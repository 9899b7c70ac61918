"""`events.csv`: talks, mentions, people met, and what led to them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path

from milestones.files import table_file
from milestones.files.table_file import Table, quoted
from milestones.records import Event

NAME = "events.csv"
COLUMNS = ("date", "kind", "title", "id", "caused_by", "url")
_NEEDED = COLUMNS[:3]

_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def read(path: Path, shown_as: str, today: date) -> tuple[Event, ...]:
    """All events of the file at `path`, oldest first; none where there is no file.

    Raises `FanfareError`, naming the file as `shown_as`, with everything that is wrong: dates that
    are none or after `today`, events without kind or title, ids that are there twice, events that
    led to each other in a circle, rows that do not fit the heading. What else `caused_by` may name
    is not known here, and not checked.
    """
    if not path.exists():
        return ()
    table = table_file.parse(path.read_bytes(), shown_as, _NEEDED, COLUMNS[3:])
    lines = list(io.StringIO(table.text, newline=""))
    events = []
    for line, last, cells in table.rows(COLUMNS):
        day_cell, kind, title, name, caused_by, url = (cell.strip() for cell in cells)
        day = table.day(line, day_cell, today)
        if not kind:
            table.wrong("kind", line, "The kind is missing.", "Write a word such as talk.")
        if not title:
            table.wrong("title", line, "The title is missing.", "Write what happened.")
        if url and not _WEB_ADDRESS.fullmatch(url):
            if _has_too_many(table, line, lines[line - 1 : last]):
                continue
            remedy = "Write it with https:// and without spaces."
            table.wrong("url", line, f"{quoted(url)} is not a web address.", remedy)
        if day is not None:
            events.append(Event(day, kind, title, name, caused_by, url, line))
    _check_ids(table, events)
    table.check()
    events.sort(key=attrgetter("day"))
    return tuple(events)


def _has_too_many(table: Table, line: int, lines: Sequence[str]) -> bool:
    """Whether the row of these `lines` has more cells than the heading, and then notes it.

    Where the last of them is empty, only a wrong cell betrays that they are not spare ones: a text
    with a comma in it has moved all that follow.
    """
    reader = csv.reader(lines, delimiter=table.separator, skipinitialspace=True)
    [cells] = reader
    has_more = len(cells) > len(table.columns)
    if has_more:
        table.too_many(line, cells)
    return has_more


def _check_ids(table: Table, events: Iterable[Event]) -> None:
    by_id: dict[str, Event] = {}
    for event in events:
        first = by_id.setdefault(event.id, event) if event.id else event
        if first is not event:
            message = f'Line {first.line} has the id "{event.id}" already.'
            table.wrong("id", event.line, message, "Give one of them another.")
    _check_circles(table, by_id)


def _check_circles(table: Table, by_id: dict[str, Event]) -> None:
    """Note each circle once, in the line of its event that is first in the file."""
    done: set[str] = set()
    for start in by_id:
        path: list[str] = []
        name = start
        while name in by_id and name not in done and name not in path:
            path.append(name)
            name = by_id[name].caused_by
        if name in path:
            circle = path[path.index(name) :]
            first = min((by_id[one] for one in circle), key=attrgetter("line"))
            message = f"This led to itself: {' < '.join([*circle, name])}."
            table.wrong("circle", first.line, message, "Take out one caused_by of these.")
        done.update(path)
