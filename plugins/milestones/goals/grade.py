"""The close of a quarter, or of a whole goal: what was wanted, what was gained, the grade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from milestones.arithmetic.key_results import BANDS, Graded, Quarter, hints
from milestones.overview import GoalOverview

_YEAR = "year"
_OF_THE_CALENDAR = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_OF_THE_GOAL = re.compile(r"(?:quarter|q)? ?(\d{1,2})", re.IGNORECASE)
_LABELS = "a date such as 2026-03-31, 2026-Q1, Q1 for the first of the goal, or year"


@dataclass(frozen=True, slots=True)
class Close:
    """What is closed, to be looked at."""

    goal: GoalOverview
    parts: tuple[Quarter, ...]
    """A quarter, the whole goal, or the last quarter and the whole."""

    @property
    def hints(self) -> tuple[str, ...]:
        """What the quarter that is shown, and the one before it, say of how the goal was set."""
        quarters = self.goal.quarters
        return hints(
            quarters[
                : max((quarters.index(one) + 1 for one in self.parts if one in quarters), default=0)
            ]
        )


def chosen(goals: Sequence[GoalOverview], key: str, quarter: str) -> Close:
    """What `key` and `quarter` name of `goals`, oldest first; the last that is closed, if nothing.

    `quarter` is a date, a quarter of the calendar (`2026-Q1`: the one that shares most days with
    it), one of the goal (`Q1`), or `year` for the whole. Raises `FanfareError` where there is no
    such goal or quarter, or it is not closed yet.
    """
    if key:
        goals = [goal for goal in goals if goal.goal.key == key] or _no_goal(key, goals)
    if not goals:
        raise _refusal("There is no goal yet.", "Begin with `invoke goals.new`.")
    if quarter:
        return _named(goals, quarter.strip())
    for goal in reversed(goals):
        if closed := [one for one in goal.quarters if one.is_closed]:
            return Close(goal, (closed[-1], goal.year) if goal.is_closed else (closed[-1],))
    first = goals[-1].checkpoints[0].day
    raise _refusal("No quarter is closed yet.", f"The first one ends on {first}.")


def grade_lines(close: Close) -> Iterator[str]:
    """The grades for the terminal."""
    yield close.goal.goal.statement
    for part in close.parts:
        yield ""
        yield from _part_lines(part)
    for hint in close.hints:
        yield ""
        yield hint


def grade_value(close: Close, *, is_sample: bool) -> dict[str, object]:
    """The same as plain JSON values."""
    goal = close.goal.goal
    return {
        "sample": is_sample,
        "goal": {"key": goal.key, "statement": goal.statement},
        "closed": [
            {
                "label": part.label,
                "start": part.start.isoformat(),
                "end": part.end.isoformat(),
                "count": part.count,
                "checkpoint": part.checkpoint,
                "grade": _rounded(part.grade),
                "band": part.band or None,
                "key_results": [_result_value(result) for result in part.results],
            }
            for part in close.parts
        ],
        "hints": list(close.hints),
    }


def _no_goal(key: str, goals: Sequence[GoalOverview]) -> list[GoalOverview]:
    keys = [goal.goal.key for goal in goals if goal.goal.key]
    remedy = did_you_mean(key, keys, f"one of {', '.join(keys)}") if keys else "Leave --goal out."
    raise _refusal(f'No goal has the key "{key}".', remedy)


def _named(goals: Sequence[GoalOverview], said: str) -> Close:
    if said.casefold() == _YEAR:
        closed = [goal for goal in goals if goal.is_closed]
        if not closed:
            raise _refusal("No goal is closed yet.", f"The last one ends on {goals[-1].goal.end}.")
        return Close(closed[-1], (closed[-1].year,))
    if found := _OF_THE_GOAL.fullmatch(said):
        goal, number = _newest_closed(goals), int(found[1])
        quarters = [one for one in goal.quarters if one.label.endswith(f" {number}")]
        return Close(goal, (_closed(quarters, said),))
    first, last = _days(said)
    shared = [
        ((min(one.end, last) - max(one.start, first)).days, goal, one)
        for goal in goals
        for one in goal.quarters
        if one.start <= last and first <= one.end
    ]
    if not shared:
        raise _refusal(f"No quarter of a goal that has begun is at {said}.", f"Write {_LABELS}.")
    _, goal, quarter = max(shared, key=lambda found: found[0])
    return Close(goal, (_closed([quarter], said),))


def _newest_closed(goals: Sequence[GoalOverview]) -> GoalOverview:
    with_closed = (goal for goal in reversed(goals) if any(one.is_closed for one in goal.quarters))
    return next(with_closed, goals[-1])


def _closed(quarters: Sequence[Quarter], said: str) -> Quarter:
    if not quarters:
        raise _refusal(f'The goal has no quarter "{said}" that has begun.', f"Write {_LABELS}.")
    if not quarters[0].is_closed:
        end = quarters[0].end
        raise _refusal(f"{quarters[0].label} is not closed: its last day is {end}.", "Wait for it.")
    return quarters[0]


def _days(said: str) -> tuple[date, date]:
    """The first and the last day that `said` means."""
    if found := _OF_THE_CALENDAR.fullmatch(said):
        year, quarter = int(found[1]), int(found[2])
        if year:
            first = date(year, 3 * quarter - 2, 1)
            following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
            return first, following - timedelta(1)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise _refusal(f'"{said}" is no quarter.', f"Write {_LABELS}.") from None
    return day, day


def _part_lines(part: Quarter) -> Iterator[str]:
    yield f"{part.label}, {part.start} to {part.end}"
    own = [result for result in part.results if not result.is_stretch]
    stretch = [result for result in part.results if result.is_stretch]
    width = max((len(result.name) for result in part.results), default=0)
    if own:
        yield ""
        yield from _table(own, width)
    yield ""
    if part.grade is not None:
        words = next(said for _, colour, said in BANDS if colour == part.band)
        yield f"  The objective: {part.grade:.2f}, {part.band} ({words})"
    else:
        which = "No key result has a measure" if own else "There is no key result"
        yield f"  {which}, so there is no grade."
    counted = "nothing was counted" if part.count is None else f"{part.count:,} were counted"
    yield f"  On the last day {part.checkpoint:,} were wanted; {counted}."
    if stretch:
        yield ""
        yield "  The stretch, which is no part of the grade:"
        yield ""
        yield from _table(stretch, width)


def _table(results: Sequence[Graded], width: int) -> Iterator[str]:
    yield f"  {'':<{width}}  {'wanted':>7}  {'gained':>7}  grade"
    for result in results:
        grade = "-" if result.grade is None else f"{result.grade:.2f}"
        wanted = f"{result.wanted:,}" if result.measure else "-"
        gained = f"{result.gained:,}" if result.measure else "-"
        yield f"  {result.name:<{width}}  {wanted:>7}  {gained:>7}  {grade:>5}"


def _result_value(result: Graded) -> dict[str, object]:
    return {
        "name": result.name,
        "measure": result.measure,
        "period": result.period.value,
        "wanted": result.wanted,
        "gained": result.gained,
        "grade": _rounded(result.grade),
        "is_stretch": result.is_stretch,
    }


def _rounded(grade: float | None) -> float | None:
    return None if grade is None else round(grade, 2)


def _refusal(message: str, remedy: str) -> FanfareError:
    return FanfareError(Finding("grade", message, remedy))
