"""A count over time, beside what was planned and what is to be expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Protocol

from milestones.chart.axes import (
    Framed,
    Mark,
    Spot,
    day_labels,
    day_ticks,
    grid,
    room_beside,
    row_label,
    value_labels,
)
from milestones.chart.curve import Place, area, curve, cut, dots, path, to_the_top, under_the_top
from milestones.chart.labels import LAYOUTS, Label, Layout, Wish, merged, numbers, place
from milestones.chart.scale import PARTS, Days, Values, number, values_between, written
from milestones.chart.text import xml_text

PLAN, PROJECTION, EVENTS = "plan", "projection", "events"
"""What is written at these in the chart."""

NOTHING = "Nothing has been counted yet."
"""What stands in a chart without a reading."""

HIGHEST = 2.5
"""The projection reaches at most so many times higher than all that is certain or planned: where
it goes further, it leaves the chart at the top."""

_SINGLE_READINGS = 15
"""Up to so many readings, each has a dot."""

_MAY_HIDE = 20
"""Pixels of a line that the number of a milestone may cover: its dot stands there in any case."""

_DAYS_LINE, _EVENTS_LINE = 17, 46
"""Pixels below the plot on which the words of these rows stand."""


class Counted(Protocol):
    """What was counted on a day."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def value(self) -> int:
        """How many there were."""


class Planned(Protocol):
    """What is to be reached by a day."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def target(self) -> int:
        """How many there are to be."""


class Projected(Protocol):
    """Between which bounds the count is likely to be on a day."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def low(self) -> int:
        """Hardly fewer than these."""

    @property
    def likely(self) -> int:
        """Neither rather more nor rather fewer than these."""

    @property
    def high(self) -> int:
        """Hardly more than these."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A milestone: when it was reached, how many there were, what is written at it."""

    day: date
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class LineChart(Framed):
    """What `templates/milestones/chart/line.svg` draws: path data in parts of the plot."""

    axis: str
    """The line of zero, where that is in the plot."""

    band: str
    likely: str
    plans: tuple[str, ...]
    checkpoints: str
    actual: str
    readings: str
    """Dots at the readings, where these are few."""

    milestones: tuple[Spot, ...]
    last: Spot | None
    """The last reading."""

    events: str
    """Where something happened, one pixel being one part down."""


def line_chart(
    actual: Sequence[Counted],
    lines: Sequence[Sequence[Planned]] = (),
    band: Sequence[Projected] = (),
    *,
    start: date,
    end: date,
    milestones: Sequence[Dot] = (),
    events: Sequence[Mark] = (),
    name: str = "fans",
) -> LineChart:
    """The chart of what was counted from `start` to `end`; `name` says what that is.

    Each of `lines` is the plan of one goal, with its baseline on its first day. What lies before
    `start` or after `end` is cut off. Raises ValueError where `end` is before `start`.
    """
    days = Days(start, end)
    counted = cut([(one.day, one.value) for one in actual], days)
    planned = [cut([(one.day, one.target) for one in line], days) for line in lines]
    low = cut([(one.day, one.low) for one in band], days)
    likely = cut([(one.day, one.likely) for one in band], days)
    high = cut([(one.day, one.high) for one in band], days)
    reached = [one for one in milestones if start <= one.day <= end]
    happened = sorted(
        (one for one in events if start <= one.day <= end), key=lambda event: event.day
    )

    certain = [value for line in (counted, *planned) for _, value in line]
    certain += [one.value for one in reached]
    scale = _scale(certain, [value for line in (low, likely, high) for _, value in line])
    actual_curve = curve(counted, days, scale)
    plan_curves = [one for one in (curve(line, days, scale) for line in planned) if one]
    likely_curve = to_the_top(curve(likely, days, scale))
    spots = [(days.part(one.day), scale.part(one.value)) for one in reached]
    corners = [(days.part(day), scale.part(value)) for line in planned for day, value in line]

    last = f"{number(round(counted[-1][1]))} {xml_text(name)}" if counted else ""
    named = [(spot, xml_text(one.label)) for one, spot in zip(reached, spots, strict=True)]
    wishes = [*_wishes(actual_curve, last.strip(), plan_curves, likely_curve, named)]
    marked = [(days.part(one.day), xml_text(one.label)) for one in happened]
    curves = [actual_curve, *plan_curves, likely_curve]
    seen = [*spots, *actual_curve[-1:]]

    def labels_in(layout: Layout) -> list[Label]:
        like = Label("", 0, PARTS, dy=_EVENTS_LINE, anchor="middle", kind="event")
        return [
            *place(wishes, layout, curves, seen),
            *day_labels(days, layout, _DAYS_LINE),
            *numbers(marked, layout, like),
        ]

    beside = [*value_labels(scale), *[row_label(EVENTS, _EVENTS_LINE)] * bool(marked)]
    return LineChart(
        grid=grid(scale),
        axis=f"M0 {scale.part(0)}h{PARTS}" if scale.low <= 0 else "",
        day_ticks=day_ticks(days, LAYOUTS),
        band=area(*(under_the_top(curve(line, days, scale)) for line in (high, low))),
        likely=path(likely_curve),
        plans=tuple(map(path, plan_curves)),
        checkpoints=dots(corners),
        actual=path(actual_curve),
        readings=dots(actual_curve) if len(counted) <= _SINGLE_READINGS else "",
        milestones=tuple(Spot(*spot) for spot in spots),
        last=Spot(*actual_curve[-1]) if actual_curve else None,
        events="".join(f"M{x} {_EVENTS_LINE - 18}v6" for x, _ in marked),
        labels=(*beside, *merged(*map(labels_in, LAYOUTS))),
        room_left=room_beside(beside),
        room_below=(_EVENTS_LINE if marked else _DAYS_LINE) + 7,
        description=" ".join(_sentences(counted, planned, low, high, scale, name)),
    )


def _scale(certain: Sequence[float], projected: Sequence[float]) -> Values:
    """From zero; where all is far above and yet differs, from not so far below it."""
    highest = max(certain, default=0)
    if projected:
        highest = max(highest, min(max(projected), highest * HIGHEST or max(projected)))
    lowest = min([*certain, *projected], default=0)
    low, high = int(lowest // 1), int(-(-highest // 1))
    if 4 * low > 3 * high and low < high:
        return values_between(min(low, high * 9 // 10), high)
    return values_between(min(low, 0), high)


def _wishes(
    actual: Sequence[Place],
    last: str,
    plans: Sequence[Sequence[Place]],
    likely: Sequence[Place],
    milestones: Sequence[tuple[Place, str]],
) -> Iterator[Wish]:
    """What is to be written into the plot, the most important first."""
    if actual:
        yield Wish([*_beside(actual[-1], last, "actual")])
    else:
        tops = (PARTS // 2, PARTS // 5)
        yield Wish([Label(NOTHING, PARTS // 2, y, anchor="middle") for y in tops])
    if plans:
        yield Wish([*_along(plans[-1], PLAN, "plan")], clear_of=actual)
    if likely:
        yield Wish([*_along(likely, PROJECTION, "projection")], clear_of=actual)
    for spot, label in sorted(milestones, key=lambda one: one[0][1]):
        yield Wish([*_beside(spot, label, "milestone")], _MAY_HIDE)


def _beside(spot: Place, text: str, kind: str) -> Iterator[Label]:
    """Where `text` may stand at a dot."""
    x, y = spot
    for dx, dy, anchor in (
        (-7, -6, "end"),
        (8, 15, "start"),
        (8, 4, "start"),
        (-8, 4, "end"),
        (0, -10, "middle"),
        (0, 20, "middle"),
        (7, -7, "start"),
        (-7, 16, "end"),
    ):
        yield Label(text, x, y, dx, dy, anchor, kind)


def _along(line: Sequence[Place], text: str, kind: str) -> Iterator[Label]:
    """Where `text` may stand at a line: rather towards its end."""
    first, last = line[0][0], line[-1][0]
    for share in (0.8, 0.9, 0.7, 0.6, 1.0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0):
        x = round(first + share * (last - first))
        y = _top_at(line, x)
        for dx, dy, anchor in (
            (-6, -6, "end"),
            (6, 15, "start"),
            (6, -6, "start"),
            (-6, 15, "end"),
        ):
            yield Label(text, x, y, dx, dy, anchor, kind)


def _top_at(line: Sequence[Place], x: int) -> int:
    for (left, top), (right, then) in pairwise(line):
        if left <= x < right:
            return round(top + (then - top) * (x - left) / (right - left))
    return line[-1][1]


def _sentences(
    counted: Sequence[tuple[date, float]],
    planned: Sequence[Sequence[tuple[date, float]]],
    low: Sequence[tuple[date, float]],
    high: Sequence[tuple[date, float]],
    scale: Values,
    name: str,
) -> Iterator[str]:
    """What the chart shows, for those who hear it."""
    if not counted:
        yield NOTHING
    else:
        ends = dict.fromkeys(map(_said, (counted[0], counted[-1])))
        yield f"{xml_text(name)}: {', '.join(ends)}."
        highest = max(counted, key=lambda one: one[1])
        if highest[1] > counted[-1][1]:
            yield f"The most: {_said(highest)}."
    if plans := "; ".join(_said(line[-1]) for line in planned if line):
        yield f"Planned: {plans}."
    if low:
        lowest, most = (number(round(line[-1][1])) for line in (low, high))
        yield f"Projected for {written(low[-1][0])}: between {lowest} and {most}."
    if scale.low > 0:
        yield f"The scale begins at {number(scale.low)}."


def _said(value: tuple[date, float]) -> str:
    return f"{number(round(value[1]))} on {written(value[0])}"
