"""Everything there is to say of fans and goals on a day: what page, JSON and terminal show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from milestones.arithmetic.count import Counted, Point, Range, history
from milestones.arithmetic.evidence import Evidence
from milestones.arithmetic.how_counted import how_counted, how_in_general
from milestones.arithmetic.key_results import (
    Current,
    Quarter,
    current,
    grade,
    hints,
    quarters,
    whole,
)
from milestones.arithmetic.pace import Status, status
from milestones.arithmetic.projection import Projection, Refusal, project
from milestones.arithmetic.ramps import Checkpoint, Span, checkpoints, split
from milestones.arithmetic.reached import Reached, milestones
from milestones.arithmetic.ripples import Ripples, ripples
from milestones.happenings import Happening
from milestones.records import FANS, Channel, Goal, Period, Records

AHEAD = timedelta(weeks=52)
"""How far the band of a projection goes where no goal says until when."""

_NO_DAY = date.min
"""Stands for the day where none was asked for and nothing was read."""


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many a channel has, by its last reading; of attendance, all together so far."""

    channel: Channel
    count: int
    as_of: date


@dataclass(frozen=True, slots=True)
class GoalOverview:
    """A goal, and how it stands or ended."""

    goal: Goal
    points: tuple[Point, ...]
    """The counts of its metric within its span, and the last one before it."""

    count: int | None
    """The last count until its end; None where there is none, or where it is closed and none was
    made after it began."""

    counted_on: date | None
    """The day of that count."""

    checkpoints: tuple[Checkpoint, ...]
    months: tuple[Checkpoint, ...]
    weeks: tuple[Checkpoint, ...]
    status: Status
    is_closed: bool
    """True from its last day on."""

    stretch_grade: float | None
    """How much of its stretch there is, from 0.0 to 1.0; None without a stretch or a count."""

    current_results: tuple[Current, ...]
    """Its key results in the week, month, quarter and year that are running."""

    quarters: tuple[Quarter, ...]
    """Those that have begun."""

    year: Quarter
    """The whole of it."""

    hints: tuple[str, ...]
    projection: Projection | Refusal | None
    """Of its metric, to its target; None before it begins, once it is closed, while it is reached.
    For a goal of fans it is the `projection` of the overview."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How many fans there are, whether that is on track, and what may have helped."""

    as_of: date | None
    """The day it tells of; None where nothing was read yet and no day was asked for."""

    counted_on: date | None
    """The last day on which the fans were counted; on a later one other things were read."""

    fans: Range | None
    """None before the first reading of an engaged channel."""

    history: tuple[Counted, ...]
    channels: tuple[ChannelCount, ...]
    """Those that have a reading, in the order of the file."""

    how: str
    """How the fans were counted, in a few sentences."""

    how_in_general: str
    """The same without a word of which channels there are."""

    goals: tuple[GoalOverview, ...]
    """Oldest first."""

    current: GoalOverview | None
    """The last one that has begun, so that one that ended is shown until the next begins; before
    any has, the first."""

    milestones: tuple[Reached, ...]
    projection: Projection | Refusal | None
    """Of fans: to the next milestone and, where the current goal is one of fans that still runs and
    is not reached, to its target. None only where it is not to be told."""

    ripples: Ripples


def overview(
    records: Records, happenings: Sequence[Happening], as_of: date | None = None
) -> Overview:
    """All there is to say at the end of `as_of`; None means the day of the last reading.

    `happenings` are those of the content and of the recorded events. What came after the day is as
    if it had not been recorded.
    """
    if as_of is None and records.readings:
        as_of = max(reading.day for reading in records.readings)
    last = as_of or date.max
    counted = history(records.channels, (one for one in records.readings if one.day <= last))
    known = [one for one in happenings if one.day <= last]
    evidence = Evidence(records.channels, counted, known, as_of or _NO_DAY)
    fans = evidence.points(FANS)
    reached = milestones(records, fans)
    ahead = [one.threshold for one in reached if one.reached_on is None][:1]
    goals = tuple(_goal(goal, records, evidence, ahead) for goal in records.goals)
    begun = [one for one in goals if one.goal.start <= evidence.as_of]
    current_goal = next(iter(begun[-1:] or goals), None)
    projection = None
    if current_goal and current_goal.goal.metric == FANS:
        projection = current_goal.projection
    return Overview(
        as_of,
        fans[-1].day if fans else None,
        counted[-1].fans if fans else None,
        tuple(counted),
        _channel_counts(records.channels, counted),
        how_counted(records.channels, counted),
        how_in_general(records.channels, counted),
        goals,
        current_goal,
        reached,
        projection or project(fans, ahead, evidence.as_of + AHEAD),
        ripples(fans, known),
    )


def _goal(
    goal: Goal, records: Records, evidence: Evidence, milestones_ahead: Sequence[int]
) -> GoalOverview:
    as_of = evidence.as_of
    values = evidence.points(goal.metric)
    first = bisect_left(values, goal.start, key=attrgetter("day")) - 1
    until = bisect_right(values, goal.end, key=attrgetter("day"))
    counted = evidence.counted(goal.metric, Span(goal.start, goal.end))
    count = counted.value if counted else None
    results = [one for one in records.key_results if one.goal in ("", goal.key)]
    closings = quarters(goal, results, evidence)
    projection = None
    if goal.start <= as_of < goal.end and (count is None or count < goal.target):
        thresholds = {goal.target, *(milestones_ahead if goal.metric == FANS else ())}
        projection = project(values, sorted(thresholds), goal.end)
    return GoalOverview(
        goal,
        tuple(values[max(0, first) : until]),
        count,
        counted.day if counted else None,
        checkpoints(goal),
        split(goal, Period.MONTH),
        split(goal, Period.WEEK),
        status(goal, count, goal.start if as_of == _NO_DAY else as_of),
        as_of >= goal.end,
        _stretch_grade(goal, count),
        current(goal, results, evidence),
        closings,
        whole(goal, results, evidence),
        hints(closings),
        projection,
    )


def _stretch_grade(goal: Goal, count: int | None) -> float | None:
    if goal.stretch is None or count is None:
        return None
    return grade(count - goal.baseline, goal.stretch.target - goal.baseline)


def _channel_counts(
    channels: Mapping[str, Channel], counted: Sequence[Counted]
) -> tuple[ChannelCount, ...]:
    last_read = {key: one.day for one in counted for key in one.read}
    return tuple(
        ChannelCount(channel, counted[-1].channels[key], last_read[key])
        for key, channel in channels.items()
        if key in last_read
    )
