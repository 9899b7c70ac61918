"""Goals and fans for programs: `milestones.json`, and what tasks print with `--json`.

`milestones.schema.json`, beside this module, says what each key means (JSON Schema 2020-12).
"""

from __future__ import annotations

from datetime import date

from milestones.arithmetic.key_results import Graded, Quarter
from milestones.arithmetic.projection import Arrival, Projection, Refusal
from milestones.overview import GoalOverview, Overview

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can say."""


def document(overview: Overview, is_sample: bool = False) -> dict[str, Json]:
    """All that `overview` says, as JSON values; dates are ISO 8601, grades from 0.0 to 1.0.

    What the overview does not tell, since it is private or not there, is null or an empty list.
    """
    current = overview.current
    return {
        "as_of": _day(overview.as_of),
        "sample": is_sample,
        "fans": _fans(overview),
        "counted": overview.how or None,
        "goal": _goal(current) if current else None,
        "checkpoints": _checkpoints(current),
        "status": _status(current) if current else None,
        "projection": _projection(overview.projection),
        "milestones": [
            {"threshold": one.threshold, "reached_on": _day(one.reached_on)}
            for one in overview.milestones
        ],
        "key_results": _key_results(current),
        "quarters": [_quarter(one) for one in current.quarters] if current else [],
        "channels": [
            {
                "key": one.channel.key,
                "label": one.channel.label,
                "kind": one.channel.kind.value,
                "engaged": one.channel.engaged,
                "count": one.count,
                "as_of": _day(one.as_of),
            }
            for one in overview.channels
        ],
        "earlier_goals": [
            _goal(one)
            | {"count": one.count, "status": _status(one), "grade": _grade(one.year.grade)}
            for one in overview.goals
            if one.is_closed and one is not current
        ],
    }


def _fans(overview: Overview) -> dict[str, Json] | None:
    fans = overview.fans
    counted_on = _day(overview.counted_on)
    return {"low": fans.low, "high": fans.high, "as_of": counted_on} if fans else None


def _goal(one: GoalOverview) -> dict[str, Json]:
    goal = one.goal
    return {
        "key": goal.key or None,
        "statement": goal.statement,
        "metric": goal.metric or None,
        "target": goal.target,
        "baseline": goal.baseline,
        "start": _day(goal.start),
        "end": _day(goal.end),
        "ramp": goal.ramp if isinstance(goal.ramp, str) else list(goal.ramp),
        "control": goal.control,
        "stretch": _stretch(one),
        "plan": dict(goal.sections),
        "projection": _projection(one.projection),
    }


def _stretch(one: GoalOverview) -> dict[str, Json] | None:
    stretch = one.goal.stretch
    if stretch is None:
        return None
    return {
        "statement": stretch.statement,
        "target": stretch.target,
        "grade": _grade(one.stretch_grade),
    }


def _checkpoints(one: GoalOverview | None) -> list[Json]:
    if one is None:
        return []
    return [{"date": _day(each.day), "target": each.target} for each in one.checkpoints]


def _status(one: GoalOverview) -> dict[str, Json]:
    status = one.status
    return {
        "word": status.word,
        "safe_days": status.safe_days,
        "expected": round(status.expected, 1),
        "needed_per_week": status.needed_per_week,
        "needed_this_week": status.needed_this_week,
    }


def _arrival(one: Arrival) -> dict[str, Json]:
    return {
        "threshold": one.threshold,
        "early": _day(one.early),
        "likely": _day(one.likely),
        "late": _day(one.late),
    }


def _projection(projection: Projection | Refusal | None) -> dict[str, Json] | None:
    if projection is None:
        return None
    if isinstance(projection, Refusal):
        return {"refused": projection.why, "basis": None, "arrivals": []}
    return {
        "refused": None,
        "basis": projection.basis,
        "arrivals": [_arrival(one) for one in projection.arrivals],
    }


def _key_results(one: GoalOverview | None) -> list[Json]:
    if one is None:
        return []
    return [
        {
            "name": each.name,
            "measure": each.measure or None,
            "period": each.period.value,
            "start": _day(each.start),
            "end": _day(each.end),
            "actual": each.actual,
            "target": each.target,
            "grade": _grade(each.grade),
            "stretch": each.is_stretch,
        }
        for each in one.current_results
    ]


def _quarter(quarter: Quarter) -> dict[str, Json]:
    return {
        "label": quarter.label,
        "start": _day(quarter.start),
        "end": _day(quarter.end),
        "closed": quarter.is_closed,
        "count": quarter.count,
        "checkpoint": quarter.checkpoint,
        "grade": _grade(quarter.grade),
        "band": quarter.band or None,
        "key_results": [_graded(one) for one in quarter.results],
    }


def _graded(one: Graded) -> dict[str, Json]:
    return {
        "name": one.name,
        "measure": one.measure or None,
        "period": one.period.value,
        "actual": one.gained,
        "target": one.wanted,
        "grade": _grade(one.grade),
        "stretch": one.is_stretch,
    }


def _grade(grade: float | None) -> float | None:
    return None if grade is None else round(grade, 2)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
