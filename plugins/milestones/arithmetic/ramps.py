"""From where a goal begins to its target: what each quarter gains, and where that leads by when.

Quarters and months are counted from the goal's first day. A goal whose span is no whole number of
quarters has a shorter one at its end, which weighs less in the ramp, by its share of a full one.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil
from operator import attrgetter

from milestones.records import Goal, Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
"""How many months a period has; a week has none."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many there should be at the end of `day`, the last one of a period."""

    day: date
    target: int


@dataclass(frozen=True, slots=True)
class Span:
    """Some days: from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Line:
    """What a goal expects, day by day: from its baseline straight to each checkpoint."""

    knots: tuple[Checkpoint, ...]
    """The first day and the baseline, then the checkpoints of the quarters."""

    @classmethod
    def of(cls, goal: Goal) -> Line:
        """The line of `goal`."""
        return cls(_knots(goal.start, goal.end, goal.baseline, goal.target, goal.ramp))

    def at(self, day: date) -> Fraction:
        """How many there should be at the end of `day`; outside the goal, as at its nearer end."""
        if day >= self.knots[-1].day:
            return Fraction(self.knots[-1].target)
        place = bisect_left(self.knots, day, key=attrgetter("day"))
        right = self.knots[place]
        if place == 0:
            return Fraction(right.target)
        left = self.knots[place - 1]
        share = Fraction((day - left.day).days, (right.day - left.day).days)
        return left.target + share * (right.target - left.target)


def increments(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """`total` in whole numbers, in proportion to `weights`, by largest remainder.

    Of equal remainders the earlier one is rounded up first. Raises `ValueError` where `total` or a
    weight is negative, or where there is something to share and no weight.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError(f"{total} cannot be shared as {weights}")
    if not total:
        return [0] * len(weights)
    quotas = [Fraction(weight * total, whole) for weight in weights]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda place: shares[place] - quotas[place])
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def checkpoints(goal: Goal) -> tuple[Checkpoint, ...]:
    """Where `goal` should be at the end of each quarter; the last one is its target, on its end."""
    return Line.of(goal).knots[1:]


def split(goal: Goal, period: Period) -> tuple[Checkpoint, ...]:
    """Where `goal` should be at the end of each month or week (a Sunday), and on its end.

    Each is the least whole number that is not under the line, so that who has it is not behind.
    """
    line = Line.of(goal)
    return tuple(
        Checkpoint(one.end, ceil(line.at(one.end))) for one in periods(goal.start, goal.end, period)
    )


def periods(start: date, end: date, period: Period) -> list[Span]:
    """The weeks (to Sunday), months, quarters or years from `start` to `end`, which cuts the last.

    Weeks are those of the calendar, so that the first one may be cut, too. The others are counted
    from `start`.
    """
    firsts = [start]
    while firsts[-1] <= end:
        if period is Period.WEEK:
            firsts.append(monday(firsts[-1]) + timedelta(weeks=1))
        else:
            firsts.append(months_later(start, len(firsts) * MONTHS[period]))
    return [
        Span(first, min(following - timedelta(1), end)) for first, following in pairwise(firsts)
    ]


def share_of_last(start: date, spans: Sequence[Span], period: Period) -> Fraction:
    """How much of a full month, quarter or year the last of its `spans` from `start` on is."""
    last = spans[-1]
    following = months_later(start, len(spans) * MONTHS[period])
    return Fraction(last.days, (following - last.start).days)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def monday(day: date) -> date:
    """The first day of the week of `day`."""
    return day - timedelta(day.weekday())


@lru_cache  # a line is asked for again and again: in every quarter, by every key result
def _knots(
    start: date, end: date, baseline: int, target: int, ramp: str | tuple[int, ...]
) -> tuple[Checkpoint, ...]:
    quarters = periods(start, end, Period.QUARTER)
    weights = _weights(ramp, share_of_last(start, quarters, Period.QUARTER), len(quarters))
    targets = accumulate(increments(target - baseline, weights), initial=baseline)
    days = [start, *(quarter.end for quarter in quarters)]
    return tuple(Checkpoint(day, target) for day, target in zip(days, targets, strict=True))


def _weights(
    ramp: str | tuple[int, ...], last: Fraction, quarters: int
) -> Sequence[int | Fraction]:
    """How much each of so many `quarters` weighs; the last one is only that share of a full one."""
    if isinstance(ramp, tuple):
        return ramp
    weights = [Fraction(place if ramp == "backload" else 1) for place in range(1, quarters + 1)]
    weights[-1] *= last
    return weights
