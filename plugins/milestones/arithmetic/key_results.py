"""How much was done of what was to be done again and again towards a goal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from statistics import fmean

from milestones.arithmetic.evidence import Evidence
from milestones.arithmetic.ramps import MONTHS, Line, Span, periods, share_of_last
from milestones.records import (
    CONTENT_MEASURES,
    EVENTS,
    Goal,
    KeyResult,
    Period,
)

BANDS = ((0.7, "green", "done"), (0.4, "yellow", "partly done"), (0.0, "red", "hardly done"))
"""From which grade on, to two decimals, which band and in words (Doerr 2018, "Measure What
Matters", on how Google grades)."""

SWEET_SPOT = (0.6, 0.7)
"""The grades of what was neither too easy nor too hard (Google re:Work, "Tool: Grade OKRs")."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A key result over a quarter, or over the whole of its goal."""

    name: str
    measure: str
    period: Period
    start: date
    end: date
    wanted: int
    """How many from `start` to `end`; 0 where it is a wish, or too rare to be due within these."""

    gained: int
    """How many there were, so far; below 0 where more were lost than gained."""

    grade: float | None
    """From 0.0 to 1.0; None until `end`, and where nothing is wanted."""

    is_stretch: bool


@dataclass(frozen=True, slots=True)
class Current:
    """A key result in the week, month, quarter or year that is running."""

    name: str
    measure: str
    period: Period
    start: date
    end: date
    """The last day of the period, or of the goal if that comes first."""

    actual: int | None
    """How many so far; None where it is a wish."""

    target: int | None
    """How many in the whole period; None where it is a wish."""

    grade: float | None
    """What the grade would be if nothing more came; None where it is a wish."""

    is_stretch: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a goal, or the whole of it, and what its key results came to."""

    label: str
    start: date
    end: date
    is_closed: bool
    """True from the day `end` on."""

    results: tuple[Graded, ...]
    grade: float | None
    """The mean of its graded results, those of the stretch left out; None until it is closed."""

    band: str
    """`green`, `yellow` or `red`; empty without a grade."""

    count: int | None
    """The last count of the goal's metric in it or before; once it is closed, none from before the
    goal began."""

    checkpoint: int
    """What that count should be at its end."""

    is_counted: bool = True
    """Whether the goal's metric was counted within it; while it runs, or before."""


def quarters(goal: Goal, results: Iterable[KeyResult], evidence: Evidence) -> tuple[Quarter, ...]:
    """The quarters of `goal` that have begun by the day of `evidence`, each with all `results`."""
    spans = periods(goal.start, goal.end, Period.QUARTER)
    listed = list(results)
    return tuple(
        _closing(f"Quarter {number}", span, goal, listed, evidence)
        for number, span in enumerate(spans, start=1)
        if span.start <= evidence.as_of
    )


def whole(goal: Goal, results: Iterable[KeyResult], evidence: Evidence) -> Quarter:
    """The whole of `goal` in the form of a quarter, with all `results`."""
    years = periods(goal.start, goal.end, Period.YEAR)
    is_year = len(years) == 1 and share_of_last(goal.start, years, Period.YEAR) == 1
    label = "The year" if is_year else "The whole goal"
    return _closing(label, Span(goal.start, goal.end), goal, list(results), evidence)


def current(goal: Goal, results: Iterable[KeyResult], evidence: Evidence) -> tuple[Current, ...]:
    """Each of `results` in its period that is running; none outside of `goal`."""
    found = []
    for result in results:
        for span in periods(goal.start, goal.end, result.period):
            if evidence.as_of in span:
                found.append(_running(result, span, goal, evidence))
    return tuple(found)


def hints(quarters: Sequence[Quarter]) -> tuple[str, ...]:
    """What the grades of the last two closed `quarters` say of how the goal was set.

    Nothing where nobody counted in the last one: its grade tells of that, and not of the goal.
    """
    graded = [one for one in quarters if one.is_closed and one.grade is not None]
    closed = [one for one in graded[-2:] if one.is_counted]
    if closed[-1:] != graded[-1:]:
        return ()
    grades = [round(one.grade, 2) for one in closed if one.grade is not None]
    lowest, highest = SWEET_SPOT
    said = []
    if len(grades) == 2 and min(grades) >= 1:
        said.append(
            f"{closed[-2].label} and {closed[-1].label} have the grade 1.0: too easy. "
            f"Aim higher; {lowest} to {highest} is the sweet spot."
        )
    elif len(grades) == 2 and max(grades) < BANDS[1][0]:
        said.append(
            f"{closed[-2].label} and {closed[-1].label} have grades below {BANDS[1][0]}: too hard. "
            f"Want less, or make room for it; {lowest} to {highest} is the sweet spot."
        )
    elif grades and lowest <= grades[-1] <= highest:
        said.append(f"{closed[-1].label} has the grade {grades[-1]:.2f}: the sweet spot.")
    return tuple(said)


def grade(gained: int, wanted: int) -> float | None:
    """`gained` of `wanted`, from 0.0 to 1.0; None where nothing is wanted."""
    return min(1.0, max(0.0, gained / wanted)) if wanted > 0 else None


def band(grade: float | None) -> str:
    """`green`, `yellow` or `red` for a grade, as it is shown, to two decimals; else empty."""
    if grade is None:
        return ""
    return next(colour for least, colour, _ in BANDS if round(grade, 2) >= least)


def _closing(
    label: str, span: Span, goal: Goal, results: Sequence[KeyResult], evidence: Evidence
) -> Quarter:
    is_closed = evidence.as_of >= span.end
    listed = [_graded(result, span, goal, evidence, is_closed) for result in results]
    grades = [one.grade for one in listed if one.grade is not None and not one.is_stretch]
    mean = fmean(grades) if grades else None
    counted = evidence.counted(goal.metric, Span(goal.start, span.end))
    return Quarter(
        label,
        span.start,
        span.end,
        is_closed,
        tuple(listed),
        mean,
        band(mean),
        counted.value if counted else None,
        ceil(Line.of(goal).at(span.end)),
        evidence.counted(goal.metric, span) is not None,
    )


def _graded(
    result: KeyResult, span: Span, goal: Goal, evidence: Evidence, is_closed: bool
) -> Graded:
    wanted, gained = _wanted(result, span, goal), _gained(result, span, goal, evidence)
    return Graded(
        result.name,
        result.measure,
        result.period,
        span.start,
        span.end,
        wanted,
        gained,
        grade(gained, wanted) if is_closed else None,
        result.is_stretch,
    )


def _running(result: KeyResult, span: Span, goal: Goal, evidence: Evidence) -> Current:
    wanted = _wanted_of_line(result, span, goal)
    if wanted is None:
        wanted = result.target or 0
    gained = _gained(result, span, goal, evidence)
    is_wish = not result.measure
    return Current(
        result.name,
        result.measure,
        result.period,
        span.start,
        span.end,
        None if is_wish else gained,
        None if is_wish else wanted,
        grade(gained, wanted),
        result.is_stretch,
    )


def _gained(result: KeyResult, span: Span, goal: Goal, evidence: Evidence) -> int:
    measure = result.measure
    if not measure:
        return 0
    if measure in CONTENT_MEASURES or measure.startswith(EVENTS):
        return evidence.happened(measure, span)
    if _is_whole_stretch(result, goal):
        span = Span(goal.start, span.end)
    is_from_baseline = measure == goal.metric and span.start == goal.start
    return evidence.change(measure, span, goal.baseline if is_from_baseline else None)


def _wanted(result: KeyResult, span: Span, goal: Goal) -> int:
    """How many `result` wants within `span`, rounded (half up); 0 where it is a wish."""
    wanted = _wanted_of_line(result, span, goal)
    if wanted is None:
        return floor((result.target or 0) * _times(result.period, span, goal) + Fraction(1, 2))
    return wanted


def _wanted_of_line(result: KeyResult, span: Span, goal: Goal) -> int | None:
    """What the ramp, or the stretch, wants of the goal's own metric; None for other results."""
    if not result.measure:
        return 0
    if _is_whole_stretch(result, goal):
        stretch = goal.stretch.target - goal.baseline if goal.stretch else 0
        return stretch if result.target is None else result.target
    if result.target is not None or result.measure != goal.metric:
        return None
    line = Line.of(goal)
    return ceil(line.at(span.end)) - ceil(line.at(max(goal.start, span.start - timedelta(1))))


def _is_whole_stretch(result: KeyResult, goal: Goal) -> bool:
    """Whether `result` is the stretch itself: it is measured by all of it, in every quarter."""
    of_all = result.target is None or result.period is Period.YEAR
    return result.is_stretch and result.measure == goal.metric and of_all


def _times(period: Period, span: Span, goal: Goal) -> Fraction:
    """How many of `period` there are in `span`: whole weeks, parts of anything longer."""
    if period is Period.WEEK:
        return Fraction(max(1, (2 * span.days + 7) // 14))
    months = periods(goal.start, goal.end, Period.MONTH)
    within = Fraction(sum(month.start in span for month in months))
    if span.end == goal.end:
        within += share_of_last(goal.start, months, Period.MONTH) - 1
    return within / MONTHS[period]
