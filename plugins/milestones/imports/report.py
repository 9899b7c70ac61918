"""What is said of an import: lines for a terminal, plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from milestones.imports.contents import Content
from milestones.imports.plan import Plan, Row
from milestones.records import Channel, Reading

_SHOWN = 4
"""How many rows are shown of the first and of the last ones, where there are many."""


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was read, and what it adds."""

    content: Content
    channel: Channel | None
    """None where it adds nothing to any."""

    plan: Plan
    gone: frozenset[tuple[str, date]] = frozenset()
    """Lists that are kept, by channel and day, whose counts are not recorded any more."""

    @property
    def readings(self) -> list[Reading]:
        """What is to be added to `fans.csv`."""
        return [row.reading for row in self.plan.rows]

    @property
    def changes_something(self) -> bool:
        """True where there is anything to write, be it in `private/` only."""
        return bool(self.plan.rows or self.plan.keep or self.gone)


def import_lines(found: Import) -> Iterator[str]:
    """What was recognised, and what is to be added."""
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


def import_value(found: Import) -> dict[str, object]:
    """The same as plain JSON values, with all rows."""
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
    }


def _cells(row: Row) -> tuple[str, str, str, str]:
    reading = row.reading
    note = f"{reading.note} (corrects {row.was.count:,})" if row.was else reading.note
    return reading.day.isoformat(), reading.channel, f"{reading.count:,}", note
