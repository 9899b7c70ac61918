"""When a number of fans may be reached, told from how the count has moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, pairwise
from operator import add, attrgetter
from random import Random

from milestones.arithmetic.count import Point
from milestones.arithmetic.ramps import monday

RUNS = 1_000
RANKS = (RUNS // 10 - 1, RUNS // 2 - 1, RUNS * 9 // 10 - 1)
"""Of all runs in order, those that bound the 80 % interval, and the middle one."""

BLOCK = 4
"""Weeks drawn together, so that what follows a good week usually follows it here."""

RECENT = 52
"""Weeks drawn from: a year, which has each season once. How an audience moved before that says
little of how it moves now."""

LEAST = 8
"""Of these weeks, how many need a count."""

HORIZON = 261
"""Weeks ahead, five years, beyond which nothing is said."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a threshold may be reached: four runs in five do between `early` and `late`."""

    threshold: int
    early: date | None
    """One run in ten is there by then; None, as below, where that takes more than five years."""

    likely: date | None
    """Half of the runs are."""

    late: date | None
    """Nine in ten are."""


@dataclass(frozen=True, slots=True)
class BandPoint:
    """How many there may be on a day: four runs in five have between `low` and `high`."""

    day: date
    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Projection:
    """What comes if the next weeks are like the last ones."""

    arrivals: tuple[Arrival, ...]
    """One for each threshold asked for, in that order."""

    band: tuple[BandPoint, ...]
    """Week by week, from the last count on."""

    basis: str
    """How the weeks were that it is told from, those of gaps among them, in a sentence: also
    whether the count fell."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is projected."""

    why: str


def project(
    points: Sequence[Point], thresholds: Sequence[int], until: date
) -> Projection | Refusal:
    """When `points`, oldest first, may arrive at `thresholds`, and where they may be `until` then.

    Blocks of four weekly net changes are drawn from those of the last year and put in a row, 1,000
    times: the moving block bootstrap (Künsch 1989, "The jackknife and the bootstrap for general
    stationary observations", Annals of Statistics 17(3)). Weeks end on the weekday of the last
    point; what a gap gained is spread over its days. What came of counting otherwise is left out.
    The draws are seeded by the points, so that these give the same answer always and everywhere.
    Refused where too few weeks have a point.
    """
    recent, counted = _recent(points)
    if counted < LEAST:
        more = LEAST - counted
        weeks = "week" if more == 1 else "weeks"
        return Refusal(
            f"A projection needs counts in {LEAST} weeks of one year: {more} {weeks} more."
        )
    values = _weekly(recent)
    last = recent[-1]
    runs = _Runs.drawn([later - earlier for earlier, later in pairwise(values)], _seed(recent))
    arrivals = tuple(_arrival(runs, threshold, last) for threshold in thresholds)
    is_recounted = any(point.recounted for point in points if point.day > recent[0].day)
    return Projection(arrivals, _band(runs, last, until), _basis(values, is_recounted))


def _recent(points: Sequence[Point]) -> tuple[Sequence[Point], int]:
    """The points of the weeks that are drawn from and the last one before, and in how many weeks.

    Earlier values are as if all had always been counted as it was in the end.
    """
    if not points:
        return (), 0
    first = points[-1].day - timedelta(weeks=RECENT)
    start = max(0, bisect_right(points, first, key=attrgetter("day")) - 1)
    recent, recounted = [], 0
    for point in reversed(points[start:]):
        recent.append(Point(point.day, point.value + recounted))
        recounted += point.recounted
    return recent[::-1], len({monday(point.day) for point in recent if point.day >= first})


def _weekly(points: Sequence[Point]) -> list[int]:
    """The value on the day of the last point, and on that weekday before, oldest first.

    Between two points it is linear, rounded: so all further sums are exact.
    """
    last = points[-1].day
    weeks = min(RECENT, (last - points[0].day).days // 7)
    values = []
    for day in (last - timedelta(weeks=back) for back in range(weeks, -1, -1)):
        place = bisect_left(points, day, key=attrgetter("day"))
        right = points[place]
        left = right if right.day == day else points[place - 1]
        days = max(1, (right.day - left.day).days)
        gained = (right.value - left.value) * (day - left.day).days
        values.append(left.value + (2 * gained + days) // (2 * days))
    return values


def _seed(points: Sequence[Point]) -> int:
    told = " ".join(f"{point.day.isoformat()}:{point.value}" for point in points)
    return int.from_bytes(sha256(told.encode()).digest())


@dataclass(frozen=True, slots=True)
class _Runs:
    """Many ways the count may go on, each as the blocks drawn for it."""

    gained: list[list[int]]
    """By block: what was gained after each of its weeks."""

    drawn_blocks: list[list[int]]
    """By run."""

    begun: list[list[int]]
    """By run: what was gained before each of its blocks."""

    peaks: list[list[int]]
    """By run: the most that was gained up to the end of each of its blocks."""

    @classmethod
    def drawn(cls, changes: Sequence[int], seed: int) -> _Runs:
        """Runs over the horizon, from `changes` of at least `BLOCK` weeks."""
        starts = range(len(changes) - BLOCK + 1)
        gained = [list(accumulate(changes[start : start + BLOCK])) for start in starts]
        totals, highest = [one[-1] for one in gained], [max(one) for one in gained]
        # Of the methods of Random, only random() stays the same from one Python to the next.
        draw, count = Random(seed).random, len(gained)  # noqa: S311 -- nothing secret
        every, begun, peaks = [], [], []
        for _ in range(RUNS):
            blocks = [int(draw() * count) for _ in range(-(-HORIZON // BLOCK))]
            sums = list(accumulate((totals[block] for block in blocks), initial=0))
            every.append(blocks)
            begun.append(sums)
            peaks.append(list(accumulate(map(add, sums, [highest[b] for b in blocks]), max)))
        return cls(gained, every, begun, peaks)

    def weeks_to(self, gain: int) -> list[int | None]:
        """In how many weeks each run has gained so much, soonest first; None beyond the horizon."""
        if gain <= 0:
            return [0] * RUNS
        weeks = []
        for blocks, begun, peaks in zip(self.drawn_blocks, self.begun, self.peaks, strict=True):
            place = bisect_left(peaks, gain)
            if place < len(blocks):
                within = self.gained[blocks[place]]
                reached = next(at for at, one in enumerate(within) if begun[place] + one >= gain)
                weeks.append(place * BLOCK + reached + 1)
        soon = sorted(week for week in weeks if week <= HORIZON)
        return [*soon, *[None] * (RUNS - len(soon))]

    def after(self, week: int) -> list[int]:
        """What each run has gained after so many weeks, at least 1, least first."""
        place, within = divmod(week - 1, BLOCK)
        pairs = zip(self.drawn_blocks, self.begun, strict=True)
        return sorted(begun[place] + self.gained[blocks[place]][within] for blocks, begun in pairs)


def _arrival(runs: _Runs, threshold: int, last: Point) -> Arrival:
    weeks = runs.weeks_to(threshold - last.value)
    early, likely, late = (weeks[rank] for rank in RANKS)
    return Arrival(threshold, _in(early, last), _in(likely, last), _in(late, last))


def _in(weeks: int | None, last: Point) -> date | None:
    return None if weeks is None else last.day + timedelta(weeks=weeks)


def _band(runs: _Runs, last: Point, until: date) -> tuple[BandPoint, ...]:
    band = [BandPoint(last.day, last.value, last.value, last.value)]
    for week in range(1, min(HORIZON, (until - last.day).days // 7) + 1):
        gains = runs.after(week)
        low, likely, high = (max(0, last.value + gains[rank]) for rank in RANKS)
        band.append(BandPoint(last.day + timedelta(weeks=week), low, likely, high))
    return tuple(band)


def _basis(values: Sequence[int], is_recounted: bool) -> str:
    weeks = len(values) - 1
    change = values[-1] - values[0]
    a_week = f"{abs(change) / weeks:.1f}"
    if len(set(values)) == 1:
        moved = "stood still"
    elif not change:
        moved = "moved, and ended where it began"
    else:
        by = "less than 0.1" if a_week == "0.0" else a_week
        moved = f"{'grew' if change > 0 else 'fell'} by {by} a week on average"
    aside = ", changes in how it is counted left out" if is_recounted else ""
    return f"In the {weeks} weeks up to the last reading the count {moved}{aside}."
