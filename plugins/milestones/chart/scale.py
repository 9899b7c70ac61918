"""Where values and days stand on an axis, and which of them are named there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

from milestones.chart.text import width_of

PARTS = 1000
"""A plot has so many parts in each direction, whatever its size on the screen."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As they stand on an axis; `strftime` would follow the machine's locale."""

_MINUS = "\N{MINUS SIGN}"
_BETWEEN_TICKS = 6
"""Pixels that are free between two names on the axis of days."""

_OVER = 12
"""Pixels by which the last name may stand over the end of the axis."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, and its name."""

    part: int
    text: str


@dataclass(frozen=True, slots=True)
class Values:
    """A vertical axis from `low` to `high`, both named, with `step` between names."""

    low: int
    high: int
    step: int

    def part(self, value: float) -> int:
        """How far from the top `value` is, in parts: less than none where it is above."""
        return round(PARTS * (self.high - value) / (self.high - self.low))

    def ticks(self, is_signed: bool = False) -> tuple[Tick, ...]:
        """The named values, lowest first, as `1,000`; where signed, as `+10` and `−10`."""
        values = range(self.low, self.high + 1, self.step)
        return tuple(Tick(self.part(one), number(one, is_signed)) for one in values)


@dataclass(frozen=True, slots=True)
class Days:
    """A horizontal axis from one day to another."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a chart cannot begin on {self.start} and end on {self.end}")

    def part(self, day: date) -> int:
        """How far from the left `day` is, in parts; the middle where there is one day only."""
        length = (self.end - self.start).days
        return round(PARTS * (day - self.start).days / length) if length else PARTS // 2

    def ticks(self, width: int) -> tuple[Tick, ...]:
        """The days, months or years that are named on an axis `width` pixels wide.

        As many as have room. A year stands at its first name; the year of the start only where no
        other begins, or where it begins itself.
        """
        length = (self.end - self.start).days
        for step, days_apart in _STEPS:
            if length / days_apart * _BETWEEN_TICKS > width:
                continue  # not even the gaps would have room
            days = [*step.days(self.start, self.end)]
            ticks = self._named(days, step)
            while days and _end(ticks[-1], width) > width + _OVER:
                days.pop()
                ticks = self._named(days, step)
            if all(
                _end(tick, width) + _BETWEEN_TICKS <= later.part * width / PARTS
                for tick, later in pairwise(ticks)
            ):
                return ticks
        return ()

    def _named(self, days: Sequence[date], step: _Step) -> tuple[Tick, ...]:
        ticks = []
        has_another = bool(days) and days[0].year < days[-1].year and days[0].month > 1
        year = days[0].year if has_another else 0
        for day in days:
            name = step.name(day)
            if day.year != year and not step.is_years:
                name = f"{name} {day.year}"
            year = day.year
            ticks.append(Tick(self.part(day), name))
        return tuple(ticks)


def _end(tick: Tick, width: int) -> float:
    """Where the name of `tick`, which begins there, ends; in pixels."""
    return tick.part * width / PARTS + width_of(tick.text)


@dataclass(frozen=True, slots=True)
class _Step:
    """Every so many days, or, where those are none, months."""

    every_days: int = 0
    every_months: int = 0

    @property
    def is_years(self) -> bool:
        return self.every_months >= 12

    def days(self, start: date, end: date) -> Iterator[date]:
        """The days from `start` to `end` on which a step begins; weeks begin on Mondays."""
        if self.every_days:
            for ordinal in range(start.toordinal(), end.toordinal() + 1):
                if ordinal % self.every_days == 1 % self.every_days:
                    yield date.fromordinal(ordinal)
            return
        first = start.year * 12 + start.month - (start.day == 1)
        last = end.year * 12 + end.month - 1
        for month in range(first, last + 1):
            if month % self.every_months == 0:
                yield date(month // 12, month % 12 + 1, 1)

    def name(self, day: date) -> str:
        if self.is_years:
            return str(day.year)
        month = MONTHS[day.month - 1]
        return month if self.every_months else f"{day.day} {month}"


_STEPS = (
    *((_Step(every_days=days), days) for days in (1, 2, 7, 14)),
    *(
        (_Step(every_months=months), months * 30)
        for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
    ),
)
"""From the shortest to the longest, each with about how many days it has."""


def values_between(low: int, high: int, most: int = 5) -> Values:
    """An axis on which both ends have room, with at most `most` steps of 1, 2, 2.5 or 5 times 10ⁿ.

    Steps are whole numbers, for what is counted is whole.
    """
    for step in _nice_steps():
        bottom, top = low // step, -(-high // step)
        if top - bottom <= most:
            return Values(bottom * step, max(top, bottom + 1) * step, step)
    raise AssertionError  # pragma: no cover -- the steps never end


def _nice_steps() -> Iterator[int]:
    for power in count():
        ten = 10**power
        yield ten
        yield 2 * ten
        if power:
            yield 25 * ten // 10
        yield 5 * ten


def number(value: int, is_signed: bool = False) -> str:
    """`value` as it stands in a text: `1,000`, `−20`; where signed, `+20`."""
    sign = _MINUS if value < 0 else "+" if is_signed and value else ""
    return f"{sign}{abs(value):,}"


def written(day: date) -> str:
    """`day` as it stands in a text: `3 Oct 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
