"""Whether the count is on the line that leads to the goal, and for how long if nothing comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from milestones.arithmetic.ramps import Line, monday
from milestones.records import Goal

SAFETY = (
    (7, "ahead", "grey"),
    (3, "on track", "green"),
    (2, "close", "blue"),
    (1, "tight", "orange"),
    (0, "due", "red"),
)
"""From how many safe days on a word and a colour are given: after Beeminder, whose colours say for
how many days one is safe."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a goal stands on a day."""

    word: str
    """`ahead`, `on track`, `close`, `tight`, `due` (on the line, and under it tomorrow), `behind`;
    `reached`, `missed`; `not begun`, `not counted`."""

    colour: str
    """`grey`, `green`, `blue`, `orange` or `red`; never to be shown without the word."""

    safe_days: int
    """How many days the count stays on the line or above if nothing more comes; 0 if under it."""

    expected: float
    """How many there should be by the end of the day."""

    needed_per_week: int
    """How many a week have to come until the next checkpoint to have its target then, rounded up;
    in the last week before it, all that are missing."""

    needed_this_week: int
    """How many have to come by `week_end` to be on the line then."""


def expected(goal: Goal, day: date) -> float:
    """How many there should be at the end of `day`: linear in days between the checkpoints."""
    return float(Line.of(goal).at(day))


def week_end(goal: Goal, day: date) -> date:
    """The next Sunday after `day`, but not after the goal's end.

    After, since a Sunday's count closes its week: what it leaves to do is the next one's.
    """
    return min(max(goal.end, day), monday(day + timedelta(1)) + timedelta(6))


def status(goal: Goal, count: int | None, day: date) -> Status:
    """How `goal` stands at the end of `day` with `count`.

    None means that nothing was counted yet: what is needed is then counted from the baseline.
    From its last day on a goal is reached or missed.
    """
    line = Line.of(goal)
    have = goal.baseline if count is None else count
    here = line.at(day)
    safe_days = 0 if count is None or have < here else max(0, _safe_until(line, have, day))
    word, colour = _verdict(goal, count, day, have < here, safe_days)
    return Status(
        word,
        colour,
        safe_days,
        float(here),
        _needed_per_week(line, have, day),
        max(0, ceil(line.at(week_end(goal, day))) - have) if day < goal.end else 0,
    )


def _verdict(
    goal: Goal, count: int | None, day: date, is_under: bool, safe_days: int
) -> tuple[str, str]:
    if count is None:
        return ("not begun" if day < goal.start else "not counted"), "grey"
    if count >= goal.target:
        return "reached", "grey"
    if day >= goal.end:
        return "missed", "red"
    if day < goal.start:
        return "not begun", "grey"
    if is_under:
        return "behind", "red"
    return next((word, colour) for least, word, colour in SAFETY if safe_days >= least)


def _safe_until(line: Line, count: int, day: date) -> int:
    """Days from `day` to the last one whose end finds `count` on the line or above."""
    above = next((place for place, knot in enumerate(line.knots) if knot.target > count), None)
    if above is None:
        return (line.knots[-1].day - day).days
    left, right = line.knots[above - 1], line.knots[above]
    days, rise = (right.day - left.day).days, right.target - left.target
    return (left.day - day).days + (count - left.target) * days // rise


def _needed_per_week(line: Line, count: int, day: date) -> int:
    ahead = next((knot for knot in line.knots[1:] if knot.day > day), None)
    if ahead is None:
        return 0
    weeks = max(Fraction(1), Fraction((ahead.day - max(day, line.knots[0].day)).days, 7))
    return max(0, ceil((ahead.target - count) / weeks))
