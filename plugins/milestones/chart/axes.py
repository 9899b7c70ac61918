"""What the charts have in common: named values on the left, named days and marks below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from milestones.chart.labels import Label, Layout, percent
from milestones.chart.scale import PARTS, Days, Values
from milestones.chart.text import width_of

_BESIDE = 8
"""Pixels between a plot and the words left of it."""


@dataclass(frozen=True, slots=True)
class Framed:
    """What every chart has around its plot."""

    grid: str
    """Path data in parts, as wide as `day_ticks`."""

    day_ticks: tuple[tuple[str, str], ...]
    """For each layout its name and where the days are named, one pixel being one part down."""

    labels: tuple[Label, ...]
    room_left: int
    """Pixels beside the plot."""

    room_below: int
    description: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day; `label` is its number in a list beside the chart."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a plot, in parts."""

    x: int
    y: int

    @property
    def left(self) -> str:
        """`x` as SVG has it: `12.5%`."""
        return percent(self.x)

    @property
    def top(self) -> str:
        """`y` as SVG has it."""
        return percent(self.y)


def grid(scale: Values) -> str:
    """Path data of a line at each named value."""
    return "".join(f"M0 {tick.part}h{PARTS}" for tick in scale.ticks())


def value_labels(scale: Values, is_signed: bool = False) -> list[Label]:
    """The named values, left of the plot."""
    return [
        Label(tick.text, 0, tick.part, dx=-_BESIDE, dy=4, anchor="end", kind="value")
        for tick in scale.ticks(is_signed)
    ]


def day_ticks(days: Days, layouts: Iterable[Layout]) -> tuple[tuple[str, str], ...]:
    """For each layout, its name, and path data of short lines at the named days, in pixels down."""
    return tuple(
        (layout.name, "".join(f"M{tick.part} 0v5" for tick in days.ticks(layout.width)))
        for layout in layouts
    )


def day_labels(days: Days, layout: Layout, line: int) -> list[Label]:
    """The named days; the words stand `line` pixels below the plot."""
    return [
        Label(tick.text, tick.part, PARTS, dy=line, kind="day", layout=layout.name)
        for tick in days.ticks(layout.width)
    ]


def row_label(text: str, line: int) -> Label:
    """The name of a row, left of it; `line` is as in `day_labels`."""
    return Label(text, 0, PARTS, dx=-_BESIDE, dy=line, anchor="end", kind="row")


def room_beside(labels: Sequence[Label]) -> int:
    """How many pixels are needed left of the plot for `labels`."""
    return max(width_of(label.text) for label in labels) + _BESIDE + 2
