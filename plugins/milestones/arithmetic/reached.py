"""Which milestones were reached, and when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, count

from milestones.arithmetic.count import Point
from milestones.records import Milestone, Records


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone, and the day it was reached, if it was."""

    threshold: int
    reached_on: date | None
    """The day of the first count at or above it; None while it is ahead."""

    thanks: str
    is_below_again: bool
    """True where the last count is below it; the milestone stays reached."""

    is_news: bool
    """True where so many were not there before: False on the day of the first count of all, and
    where only counting something for the first time made it so many; False while it is ahead."""


def milestones(records: Records, points: Sequence[Point]) -> tuple[Reached, ...]:
    """The milestones reached by `points`, and what is ahead, by threshold.

    Ahead are all that the author names. Who names none has the usual ones: 10, 25, 50, 100, 250
    and so on, of which only the next one is ahead.
    """
    highest = list(accumulate((point.value for point in points), max))
    found = []
    for one in records.milestones or _usual_until(highest[-1] if highest else 0):
        place = bisect_left(highest, one.threshold)
        if place == len(points):
            found.append(Reached(one.threshold, None, one.thanks, False, False))
            continue
        first = points[place]
        is_below = points[-1].value < one.threshold
        is_news = place > 0 and first.value - first.recounted >= one.threshold
        found.append(Reached(one.threshold, first.day, one.thanks, is_below, is_news))
    return tuple(found)


def _usual_until(value: int) -> Iterator[Milestone]:
    """The usual milestones up to the first one above `value`."""
    for power in count(1):
        for step in (10, 25, 50):
            threshold = step * 10 ** (power - 1)
            yield Milestone(threshold)
            if threshold > value:
                return
