"""What everybody may know: the author's choice, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from milestones.arithmetic.key_results import Quarter
from milestones.arithmetic.projection import Arrival, Projection, Refusal
from milestones.arithmetic.reached import Reached
from milestones.arithmetic.ripples import Jump, Ripples
from milestones.chart.figures import Figures, draw
from milestones.happenings import Happening
from milestones.overview import GoalOverview, Overview
from milestones.records import Records

_TELL_THE_COUNT = (
    "goal", "stretch", "projection", "chart", "ripples", "badge", "widget", "channels", "quarters",
    "key_results",
)  # fmt: skip
"""The parts in which the count can be read: they are as private as it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of what a goal wants to gain is gained: from 0 to `wanted`."""

    gained: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Published:
    """What page, JSON, badge and feeds may say."""

    overview: Overview
    """With nothing in it that is private: that is None or empty."""

    figures: Figures | None
    thanks: str
    is_sample: bool
    parts: frozenset[str]
    """The parts that are public."""

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """When milestones and the goal may be reached; none where that cannot be said."""
        of_fans = self.overview.projection
        return of_fans.arrivals if isinstance(of_fans, Projection) else ()

    @property
    def refusal(self) -> str:
        """Why that cannot be said; else empty."""
        of_fans = self.overview.projection
        return of_fans.why if isinstance(of_fans, Refusal) else ""

    @property
    def progress(self) -> Progress | None:
        """How far the current goal is; None without one, or without a count."""
        current = self.overview.current
        if current is None or current.count is None:
            return None
        goal = current.goal
        gained = min(max(current.count, goal.baseline), goal.target) - goal.baseline
        return Progress(gained, goal.target - goal.baseline)


def public_parts(choice: Mapping[str, bool]) -> frozenset[str]:
    """The names of what is public, of a choice for every part."""
    chosen = {part for part, is_public in choice.items() if is_public}
    return frozenset(chosen if "count" in chosen else chosen.difference(_TELL_THE_COUNT))


def publish(
    overview: Overview, records: Records, happenings: Sequence[Happening], parts: frozenset[str]
) -> Published:
    """What everybody may know where `parts` are public. `happenings` are marked in the chart."""
    shown = only(overview, parts)
    marked = [one for one in happenings if one.is_recorded] if "events" in parts else []
    return Published(
        shown,
        draw(shown, marked) if "chart" in parts else None,
        records.thanks if "thanks" in parts else "",
        records.is_sample,
        parts,
    )


def only(overview: Overview, parts: frozenset[str]) -> Overview:
    """`overview` with None, or nothing, in the place of all that is not among `parts`."""
    goals = tuple(_goal(goal, parts) for goal in overview.goals) if "goal" in parts else ()
    current = overview.goals.index(overview.current) if overview.current else None
    return replace(
        overview,
        fans=overview.fans if "count" in parts else None,
        how=_how(overview, parts),
        how_in_general="",
        history=overview.history if "count" in parts else (),
        channels=overview.channels if "channels" in parts else (),
        goals=goals,
        current=goals[current] if goals and current is not None else None,
        milestones=_milestones(overview.milestones, parts),
        projection=_projection(overview, parts),
        ripples=_ripples(overview.ripples, parts),
    )


def _how(overview: Overview, parts: frozenset[str]) -> str:
    if "count" not in parts:
        return ""
    return overview.how if "channels" in parts else overview.how_in_general


def _projection(overview: Overview, parts: frozenset[str]) -> Projection | Refusal | None:
    if "projection" not in parts:
        return None
    projection = overview.projection
    if not isinstance(projection, Projection) or "goal" in parts:
        return projection
    thresholds = {one.threshold for one in overview.milestones} if "milestones" in parts else set()
    kept = tuple(one for one in projection.arrivals if one.threshold in thresholds)
    return replace(projection, arrivals=kept)


def _goal(goal: GoalOverview, parts: frozenset[str]) -> GoalOverview:
    said = goal.goal
    if "stretch" not in parts:
        said = replace(said, stretch=None)
    if "plan" not in parts:
        said = replace(said, sections={})
    year = goal.year
    if "quarters" not in parts:
        year = replace(year, grade=None, band="")
    if not {"quarters", "key_results"} <= parts:
        year = replace(year, results=())
    return replace(
        goal,
        goal=said,
        year=year,
        quarters=_quarters(goal, parts),
        hints=goal.hints if "quarters" in parts else (),
        current_results=goal.current_results if "key_results" in parts else (),
        stretch_grade=goal.stretch_grade if "stretch" in parts else None,
        projection=goal.projection if "projection" in parts else None,
    )


def _quarters(goal: GoalOverview, parts: frozenset[str]) -> tuple[Quarter, ...]:
    if "quarters" not in parts:
        return ()
    if "key_results" in parts:
        return goal.quarters
    return tuple(replace(quarter, results=()) for quarter in goal.quarters)


def _milestones(milestones: tuple[Reached, ...], parts: frozenset[str]) -> tuple[Reached, ...]:
    if "milestones" not in parts:
        return ()
    if "thanks" in parts:
        return milestones
    return tuple(replace(one, thanks="") for one in milestones)


def _ripples(ripples: Ripples, parts: frozenset[str]) -> Ripples:
    if "ripples" not in parts:
        return Ripples((), (), ())
    if "events" in parts:
        return ripples
    jumps = (
        Jump(jump.week, tuple(one for one in jump.before if not one.is_recorded))
        for jump in ripples.jumps
    )
    return Ripples(ripples.weeks, tuple(jumps), ())
