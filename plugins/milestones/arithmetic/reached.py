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


def milestones(records: Records, points: Sequence[Point]) -> tuple[Reached, ...]:
    """The milestones reached by `points`, and what is ahead, by threshold.

    Ahead are all that the author names. Who names none has the usual ones: 10, 25, 50, 100, 250
    and so on, of which only the next one is ahead.
    """
    highest = list(accumulate((point.value for point in points), max))
    found = []
    for one in records.milestones or _usual_until(highest[-1] if highest else 0):
        place = bisect_left(highest, one.threshold)
        reached_on = points[place].day if place < len(points) else None
        is_below = reached_on is not None and points[-1].value < one.threshold
        found.append(Reached(one.threshold, reached_on, one.thanks, is_below))
    return tuple(found)


def _usual_until(value: int) -> Iterator[Milestone]:
    """The usual milestones up to the first one above `value`."""
    for power in count(1):
        for step in (10, 25, 50):
            threshold = step * 10 ** (power - 1)
            yield Milestone(threshold)
            if threshold > value:
                return
