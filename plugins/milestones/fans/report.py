"""How many fans there are and what follows from that: lines to read, values for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from fanfare.console import counted
from milestones.arithmetic.pace import week_end
from milestones.arithmetic.projection import Refusal
from milestones.document import Json
from milestones.fans.recording import difference
from milestones.fans.status import FansStatus, Row
from milestones.overview import GoalOverview
from milestones.words import arrival_words, pace_words, standing_value

BLOCKS = "▁▂▃▄▅▆▇█"
"""What a sparkline is made of, lowest first."""

PLAIN_BLOCKS = "_.-:=+*#"
"""The same, for a terminal that knows no Unicode."""

WEEKS = 26
"""How many weeks are shown unless all are asked for."""

Line = tuple[str, str]
"""A line, and the colour that it may have; its words say the same."""


def status_lines(
    status: FansStatus, width: int, *, blocks: str = BLOCKS, everything: bool = False
) -> Iterator[Line]:
    """The headline, the weeks, the channels, the goal, the next milestone, and the advice.

    The weeks fit into `width` columns. `everything` is all weeks that do, and all channels.
    """
    if status.is_sample:
        yield "Sample data.", ""
    yield from _headline(status)
    if spark := _weeks(status, width, blocks, everything=everything):
        yield spark, ""
    if status.rows:
        yield "", ""
        for line in _table(status.rows, everything=everything):
            yield line, ""
    yield "", ""
    if goal := status.overview.current:
        yield from _goal(goal, status.today)
    yield from ((line, "") for line in _next(status))
    yield status.advice, ""


def status_value(status: FansStatus) -> dict[str, Json]:
    """The same as plain JSON values: those of `standing_value`, and what only `fans.status` has.

    Each channel is there, also if it was never counted, and has what it gained. Key results and
    grades are not: those are for `goals.status` and `goals.grade`.
    """
    goal = status.overview.current
    return {
        **standing_value(status.overview, status.today, is_sample=status.is_sample),
        "channels": [_row_value(row) for row in status.rows],
        "weeks": [{"date": one.day.isoformat(), "low": one.value} for one in status.lows],
        "week_end": week_end(goal.goal, status.today).isoformat() if goal else None,
        "advice": status.advice,
    }


def sparkline(values: Sequence[int], blocks: str = BLOCKS) -> str:
    """One block for each of `values`, from the lowest of them to the highest; equal ones are low.

    After Tufte, "Beautiful Evidence" (2006): word-sized, without a scale.
    """
    least, span = min(values, default=0), max(values, default=0) - min(values, default=0)
    highest = len(blocks) - 1
    return "".join(blocks[(value - least) * highest // (span or 1)] for value in values)


def _headline(status: FansStatus) -> Iterator[Line]:
    fans = status.overview.fans
    if fans is None:
        yield "No fans have been counted yet.", ""
    else:
        words = f"At least {counted(fans.low, 'fan')}, at most {fans.high:,}"
        yield f"{words}, as of {status.overview.counted_on}.", ""


def _weeks(status: FansStatus, width: int, blocks: str, *, everything: bool) -> str:
    """The low end week by week between its first and last value; "" where there is no week."""
    if not status.lows:
        return ""
    room = max(1, width - 40)  # the rest is for the words around
    lows = status.lows[-(room if everything else min(room, WEEKS)) :]
    first, last = lows[0].value, lows[-1].value
    spark = sparkline([one.value for one in lows], blocks)
    return f"{first:,} {spark} {last:,}  ({counted(len(lows), 'week')})"


def _table(rows: Sequence[Row], *, everything: bool) -> Iterator[str]:
    shown = [row for row in rows if everything or row.channel.engaged]
    heading = ("channel", "kind", "count", "as of", "since last", "7 days", "28 days")
    cells = [
        (
            row.channel.label,
            row.channel.kind.value
            if row.channel.engaged
            else f"{row.channel.kind.value}, not fans",
            "-" if row.count is None else f"{row.count:,}",
            row.as_of.isoformat() if row.as_of else "never",
            *map(_changed, (row.since_last, row.days_7, row.days_28)),
        )
        for row in shown
    ]
    if cells:
        yield from _aligned([heading, *cells])
    if hidden := len(rows) - len(shown):
        yield f"{counted(hidden, 'channel')} not counted as fans: say --all."


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows with their columns under each other: two of words, then numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        aligned = [
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(cells)
        ]
        yield "  ".join(aligned).rstrip()


def _changed(number: int | None) -> str:
    return "-" if number is None else difference(number)


def _goal(goal: GoalOverview, today: date) -> Iterator[Line]:
    status, needed = goal.status, goal.status.needed_this_week
    words = [status.word.capitalize()]
    if goal.count is not None:
        words[0] += f": {goal.count:,} of {goal.goal.target:,}"
    if not goal.is_closed and status.word not in ("not begun", "reached"):
        words.append(pace_words(status, today))
        more = f"{needed:,} more" if needed else "no more"
        words.append(f"{more} needed by {week_end(goal.goal, today)}")
    yield f"Goal: {goal.goal.statement}", ""
    yield f"{'; '.join(words)}.", status.colour


def _next(status: FansStatus) -> Iterator[str]:
    projection = status.overview.projection
    if status.ahead is None or status.overview.fans is None:
        return
    title = f"Next milestone: {counted(status.ahead.threshold, 'fan')}"
    if isinstance(projection, Refusal):
        yield f"{title}. {projection.why}"
    elif arrival := status.arrival:
        yield f"{title}, {arrival_words(arrival)}."


def _row_value(row: Row) -> dict[str, Json]:
    return {
        "key": row.channel.key,
        "label": row.channel.label,
        "kind": row.channel.kind.value,
        "engaged": row.channel.engaged,
        "count": row.count,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        "since_last": row.since_last,
        "days_7": row.days_7,
        "days_28": row.days_28,
    }
