"""How the goal stands, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from milestones.arithmetic.key_results import Current
from milestones.arithmetic.projection import Projection, Refusal
from milestones.document import Json
from milestones.overview import GoalOverview, Overview
from milestones.words import arrival_words, pace_words, standing_value

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
        have = f"{count:,} of {target:,} ({share:.0%}), counted on {goal.counted_on}"
    yield f"  [{'#' * done}{'.' * (_BAR - done)}]  {have}"
    if day < goal.goal.start:
        yield f"  {status.word}: it begins on {goal.goal.start}"
    elif goal.is_closed:
        yield f"  {status.word}: it ended on {goal.goal.end}"
    else:
        yield f"  {status.word}: {pace_words(status, day)}"
    rows = [*_need_rows(goal, day), *_projection_rows(goal), *_stretch_rows(goal)]
    if rows:
        yield ""
    for name, said in rows:
        yield f"  {name:<12}  {said}"
    if goal.current_results:
        yield ""
        yield from _result_lines(goal.current_results)


def status_value(overview: Overview, day: date, *, is_sample: bool) -> dict[str, Json]:
    """The same as plain JSON values: what `words.standing_value` has, and what only this task says.

    That is the `count` of the current goal's metric, when it was counted, and what is `needed`.
    """
    goal = overview.current
    return standing_value(overview, day, is_sample=is_sample) | {
        "count": goal.count if goal else None,
        "counted_on": goal.counted_on.isoformat() if goal and goal.counted_on else None,
        "needed": {
            need.period: {"by": need.by.isoformat(), "count": need.count, "target": need.target}
            for need in (needs(goal, day) if goal else ())
        },
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
                yield "projected", f"{one.threshold:,} {arrival_words(one)}"


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
