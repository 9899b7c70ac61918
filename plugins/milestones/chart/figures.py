"""The charts of an overview: what is drawn, from when to when, and what is marked in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TypeVar

from milestones.arithmetic.count import Counted, Point, points, value_on
from milestones.arithmetic.projection import BandPoint, Projection
from milestones.arithmetic.ramps import Line
from milestones.chart.axes import Mark
from milestones.chart.line_chart import Dot, LineChart, line_chart
from milestones.chart.week_chart import WeekChart, week_chart
from milestones.happenings import Happening
from milestones.overview import GoalOverview, Overview
from milestones.records import FANS

OnDay = TypeVar("OnDay", Counted, Point)

UNNAMED = "count"
"""What a goal counts, where that is not said."""

MOST_MARKS = 24
"""Events that the chart marks at most: those of the rarest kinds. What happens every week explains
nothing, since it comes before everything; it would hide what happens twice a year."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beside the chart: what stood at the end of a month."""

    day: date
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ClosedGoal:
    """How a goal went that is over."""

    chart: LineChart
    rows: tuple[Point, ...]
    """The same as a table: the last count of each month."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Charts, with what stands beside them."""

    fans: LineChart
    rows: tuple[Row, ...]
    """The same as a table: the last count of each month."""

    marked: tuple[Happening, ...]
    """What is marked in `fans` by its number in this list, from 1 on."""

    weeks: WeekChart | None
    """None where there are no ripples to show."""

    goals: Mapping[str, ClosedGoal]
    """By the key of each goal that is over and was counted in its time."""


def draw(
    overview: Overview, happenings: Sequence[Happening], names: Mapping[str, str]
) -> Figures | None:
    """The charts of `overview`, with those of `happenings` marked that are rare enough.

    `names` says how a chart names what a goal counts, by its metric: the labels of the channels
    that may be named. A channel that is not among them is called `UNNAMED`. None where no fan was
    counted yet.
    """
    counted = points(overview.history, FANS)
    if not counted:
        return None
    current = overview.current if _is_of_fans(overview.current) else None
    band = _band(overview, current)
    start = counted[0].day
    end = max([counted[-1].day, *([current.goal.end] if current else []), *(b.day for b in band)])
    marked = _rare([one for one in happenings if start <= one.day <= counted[-1].day])
    return Figures(
        line_chart(
            counted,
            [Line.of(one.goal).knots for one in overview.goals if one.goal.metric == FANS],
            band,
            start=start,
            end=end,
            milestones=[
                Dot(one.reached_on, value_on(counted, one.reached_on) or 0, f"{one.threshold:,}")
                for one in overview.milestones
                if one.reached_on
            ],
            events=[Mark(one.day, str(number)) for number, one in enumerate(marked, 1)],
        ),
        _rows(overview),
        marked,
        _weeks(overview),
        {
            one.goal.key: _closed(one, {FANS: FANS, **names}.get(one.goal.metric, UNNAMED))
            for one in overview.goals
            if one.is_closed and one.count is not None
        },
    )


def _is_of_fans(goal: GoalOverview | None) -> bool:
    return goal is not None and goal.goal.metric == FANS


def _band(overview: Overview, current: GoalOverview | None) -> Sequence[BandPoint]:
    for projection in (current.projection if current else None, overview.projection):
        if isinstance(projection, Projection):
            return projection.band
    return ()


def _rare(happenings: Sequence[Happening]) -> tuple[Happening, ...]:
    """Those of the rarest kinds that find room, each kind whole, oldest first."""
    often = Counter(one.kind for one in happenings)
    kept, room = set(), MOST_MARKS
    for kind, times in sorted(often.items(), key=lambda pair: (pair[1], pair[0])):
        room -= times
        if room < 0:
            break
        kept.add(kind)
    return tuple(sorted((one for one in happenings if one.kind in kept), key=attrgetter("day")))


def _rows(overview: Overview) -> tuple[Row, ...]:
    counted = [one for one in overview.history if FANS in one.read]
    return tuple(Row(one.day, one.fans.low, one.fans.high) for one in _last_of_months(counted))


def _last_of_months(days: Sequence[OnDay]) -> Iterable[OnDay]:
    """Of `days`, oldest first, the last one in each month."""
    return {(one.day.year, one.day.month): one for one in days}.values()


def _weeks(overview: Overview) -> WeekChart | None:
    ripples = overview.ripples
    if not ripples.weeks:
        return None
    jumps = [Mark(jump.week.monday, str(number)) for number, jump in enumerate(ripples.jumps, 1)]
    return week_chart(ripples.weeks, jumps)


def _closed(one: GoalOverview, name: str) -> ClosedGoal:
    goal = one.goal
    plan = Line.of(goal).knots
    return ClosedGoal(
        line_chart(one.points, [plan], start=goal.start, end=goal.end, name=name),
        tuple(_last_of_months([point for point in one.points if point.day >= goal.start])),
    )
