"""How the goal stands, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from milestones.arithmetic.key_results import Current
from milestones.arithmetic.projection import Projection, Refusal
from milestones.overview import GoalOverview

_BAR = 30
"""Characters of the progress bar."""


@dataclass(frozen=True, slots=True)
class Need:
    """What has to come by a day for the count to stand on the line then."""

    period: str
    """`week`, `month` or `quarter`."""

    is_next: bool
    """True where `day` is the last of its own, so that this is the one that follows."""

    by: date
    count: int
    """How many more."""

    target: int
    """How many that makes."""


def needs(goal: GoalOverview, day: date) -> list[Need]:
    """What the week, the month and the quarter of `day` need; nothing outside of the goal.

    The count of a last day closes its period: what is left to do then is the next one's.
    """
    if goal.is_closed or day < goal.goal.start:
        return []
    have = goal.goal.baseline if goal.count is None else goal.count
    found = []
    for period, checkpoints in (
        ("week", goal.weeks),
        ("month", goal.months),
        ("quarter", goal.checkpoints),
    ):
        ahead = next((one for one in checkpoints if one.day > day), checkpoints[-1])
        is_next = any(one.day == day for one in checkpoints)
        missing = max(0, ahead.target - have)
        found.append(Need(period, is_next, ahead.day, missing, ahead.target))
    return found


def status_lines(goal: GoalOverview, day: date) -> Iterator[str]:
    """How `goal` stands on `day`, for the terminal."""
    status, count = goal.status, goal.count
    yield goal.goal.statement
    yield ""
    target = goal.goal.target
    share = max(0, min(target, count or 0)) / target
    done = int(share * _BAR)
    have = "nothing counted yet"
    if count is not None:
        have = f"{count:,} of {target:,} ({share:.0%}), counted on {goal.points[-1].day}"
    yield f"  [{'#' * done}{'.' * (_BAR - done)}]  {have}"
    safe = f"{status.safe_days} safe day{'' if status.safe_days == 1 else 's'}"
    expected = f"expected by {day}: {status.expected:,.1f}"
    if day < goal.goal.start:
        yield f"  {status.word}: it begins on {goal.goal.start}"
    elif goal.is_closed:
        yield f"  {status.word}: it ended on {goal.goal.end}"
    else:
        yield f"  {status.word}: {safe}; {expected}"
    rows = [*_need_rows(goal, day), *_projection_rows(goal), *_stretch_rows(goal)]
    if rows:
        yield ""
    for name, said in rows:
        yield f"  {name:<12}  {said}"
    if goal.current_results:
        yield ""
        yield from _result_lines(goal.current_results)


def status_value(goal: GoalOverview, day: date) -> dict[str, object]:
    """The same as plain JSON values."""
    one, status = goal.goal, goal.status
    stretch = one.stretch
    return {
        "as_of": day.isoformat(),
        "goal": {
            "key": one.key,
            "statement": one.statement,
            "metric": one.metric,
            "target": one.target,
            "baseline": one.baseline,
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
        },
        "count": goal.count,
        "counted_on": goal.points[-1].day.isoformat() if goal.points else None,
        "status": {
            "word": status.word,
            "safe_days": status.safe_days,
            "expected": round(status.expected, 1),
            "needed_per_week": status.needed_per_week,
        },
        "needed": {
            need.period: {"by": need.by.isoformat(), "count": need.count, "target": need.target}
            for need in needs(goal, day)
        },
        "projection": _projection_value(goal.projection),
        "stretch": stretch
        and {
            "statement": stretch.statement,
            "target": stretch.target,
            "grade": None if goal.stretch_grade is None else round(goal.stretch_grade, 2),
        },
        "key_results": [_result_value(result) for result in goal.current_results],
    }


def _need_rows(goal: GoalOverview, day: date) -> Iterator[tuple[str, str]]:
    for need in needs(goal, day):
        which = "next" if need.is_next else "this"
        yield f"{which} {need.period}", f"{need.count:,} more by {need.by}, to be {need.target:,}"


def _projection_rows(goal: GoalOverview) -> Iterator[tuple[str, str]]:
    match goal.projection:
        case Refusal(why):
            yield "projected", why
        case Projection(arrivals):
            for one in arrivals:
                likely = f"around {one.likely}" if one.likely else "not within five years"
                early = one.early or "later than in five years"
                late = one.late or "later than in five years, or never"
                within = f" (four times in five: {early} to {late})" if one.early else ""
                yield "projected", f"{one.threshold:,} {likely}{within}"


def _stretch_rows(goal: GoalOverview) -> Iterator[tuple[str, str]]:
    stretch = goal.goal.stretch
    if stretch:
        grade = "" if goal.stretch_grade is None else f", grade {goal.stretch_grade:.2f}"
        yield "stretch", f"{goal.count or 0:,} of {stretch.target:,}{grade}: {stretch.statement}"


def _result_lines(results: Sequence[Current]) -> Iterator[str]:
    name = max(len(result.name) for result in results)
    period = max(len(result.period) for result in results)
    for result in results:
        if result.actual is None:
            so_far = "no measure"
        else:
            so_far = f"{result.actual:,} of {result.target:,}, until {result.end}"
        stretch = "  (stretch)" if result.is_stretch else ""
        yield f"  {result.name:<{name}}  this {result.period:<{period}}  {so_far}{stretch}"


def _projection_value(projection: Projection | Refusal | None) -> dict[str, object] | None:
    match projection:
        case Refusal(why):
            return {"refused": why}
        case Projection(arrivals):
            return {
                "arrivals": [
                    {
                        "threshold": one.threshold,
                        "early": _iso(one.early),
                        "likely": _iso(one.likely),
                        "late": _iso(one.late),
                    }
                    for one in arrivals
                ]
            }
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _result_value(result: Current) -> dict[str, object]:
    return {
        "name": result.name,
        "measure": result.measure,
        "period": result.period.value,
        "start": result.start.isoformat(),
        "end": result.end.isoformat(),
        "actual": result.actual,
        "target": result.target,
        "grade": None if result.grade is None else round(result.grade, 2),
        "is_stretch": result.is_stretch,
    }
