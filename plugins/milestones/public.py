"""What everybody may know: the author's choice, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from milestones.arithmetic.count import Counted
from milestones.arithmetic.key_results import Current, Graded, Quarter
from milestones.arithmetic.projection import Arrival, Projection, Refusal
from milestones.arithmetic.reached import Reached
from milestones.arithmetic.ripples import Ripples
from milestones.chart.figures import Figures, draw
from milestones.happenings import Happening
from milestones.overview import GoalOverview, Overview
from milestones.records import FANS, Records

_UNDER_WAY = ("ahead", "on track", "close", "tight", "due", "behind")


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

    labels: Mapping[str, str]
    """What the author calls the metrics of goals, by key; without those that are private."""

    @property
    def has_widget(self) -> bool:
        """True where the newest figures may be shown, and there are any."""
        return "widget" in self.parts and self.overview.fans is not None

    @property
    def progress(self) -> int | None:
        """How much of the current goal's target there is; None without a goal or a count."""
        current = self.overview.current
        if current is None or current.count is None:
            return None
        return min(current.count, current.goal.target)

    @property
    def is_running(self) -> bool:
        """True while the current goal is between its line and its target."""
        current = self.overview.current
        return bool(current and current.status.word in _UNDER_WAY)

    @property
    def line_now(self) -> int:
        """How many the current goal asks for by now; 0 without one."""
        current = self.overview.current
        return ceil(current.status.expected) if current else 0

    @property
    def goal_arrival(self) -> Arrival | None:
        """When the current goal may be reached; None where that cannot be said."""
        current = self.overview.current
        return _arrivals(current.projection).get(current.goal.target) if current else None

    @property
    def arrivals(self) -> Mapping[int, Arrival]:
        """When milestones ahead may be reached, by threshold."""
        return _arrivals(self.overview.projection)

    @property
    def basis(self) -> str:
        """From which weeks that is told, in a sentence; empty where it is not."""
        current = self.overview.current
        every = (current.projection if current else None, self.overview.projection)
        return next((one.basis for one in every if isinstance(one, Projection)), "")

    @property
    def has_gains(self) -> bool:
        """True where there is a week of which it is known what it brought."""
        return any(week.gain is not None for week in self.overview.ripples.weeks)

    @property
    def earlier_goals(self) -> tuple[GoalOverview, ...]:
        """Goals that are over, but for the current one, newest first."""
        closed = (one for one in self.overview.goals if one.is_closed)
        return tuple(one for one in closed if one is not self.overview.current)[::-1]


def publish(
    overview: Overview, records: Records, happenings: Sequence[Happening], parts: frozenset[str]
) -> Published:
    """What everybody may know where `parts` are public. `happenings` are marked in the chart."""
    shown = only(overview, parts)
    marked = [one for one in happenings if one.is_recorded] if "events" in parts else []
    labels = {key: one.label for key, one in records.channels.items()}
    if "channels" not in parts:
        labels.clear()
    return Published(
        shown,
        draw(shown, marked, labels) if "chart" in parts else None,
        records.thanks if "thanks" in parts else "",
        records.is_sample,
        parts,
        labels,
    )


def only(overview: Overview, parts: frozenset[str]) -> Overview:
    """`overview` with None, or nothing, in the place of all that is not among `parts`."""
    goals = tuple(_goal(one, overview, parts) for one in overview.goals) if "goal" in parts else ()
    current = overview.goals.index(overview.current) if overview.current else None
    return replace(
        overview,
        fans=overview.fans if "count" in parts else None,
        how=_how(overview, parts),
        how_in_general="",
        history=_history(overview.history, parts),
        channels=overview.channels if "channels" in parts else (),
        goals=goals,
        current=goals[current] if goals and current is not None else None,
        milestones=_milestones(overview.milestones, parts),
        projection=_projection(overview.projection, overview, parts),
        ripples=_ripples(overview.ripples, parts),
    )


def _arrivals(projection: Projection | Refusal | None) -> dict[int, Arrival]:
    found = projection.arrivals if isinstance(projection, Projection) else ()
    return {one.threshold: one for one in found}


def _how(overview: Overview, parts: frozenset[str]) -> str:
    if "count" not in parts:
        return ""
    return overview.how if "channels" in parts else overview.how_in_general


def _history(history: tuple[Counted, ...], parts: frozenset[str]) -> tuple[Counted, ...]:
    if "count" not in parts:
        return ()
    if "channels" in parts:
        return history
    of_fans = (one for one in history if FANS in one.read)
    return tuple(
        replace(one, channels={}, read=frozenset({FANS}), largest="", together=())
        for one in of_fans
    )


def _projection(
    projection: Projection | Refusal | None, overview: Overview, parts: frozenset[str]
) -> Projection | Refusal | None:
    """`projection` to those numbers that are public themselves."""
    if "projection" not in parts:
        return None
    if not isinstance(projection, Projection):
        return projection
    known = {one.threshold for one in overview.milestones} if "milestones" in parts else set()
    if "goal" in parts:
        known |= {one.goal.target for one in overview.goals}
    kept = tuple(one for one in projection.arrivals if one.threshold in known)
    return replace(projection, arrivals=kept)


def _goal(one: GoalOverview, overview: Overview, parts: frozenset[str]) -> GoalOverview:
    goal = one.goal
    if "stretch" not in parts:
        goal = replace(goal, stretch=None)
    if "plan" not in parts:
        goal = replace(goal, sections={})
    if "channels" not in parts and goal.metric != FANS:
        goal = replace(goal, metric="")
    shows_quarters, shows_results = "quarters" in parts, "key_results" in parts
    return replace(
        one,
        goal=goal,
        year=_quarter(one.year, parts),
        quarters=tuple(_quarter(each, parts) for each in one.quarters) if shows_quarters else (),
        hints=one.hints if shows_quarters else (),
        current_results=_without_stretch(one.current_results, parts) if shows_results else (),
        stretch_grade=one.stretch_grade if "stretch" in parts else None,
        projection=_projection(one.projection, overview, parts),
    )


def _quarter(quarter: Quarter, parts: frozenset[str]) -> Quarter:
    """`quarter` with its grade and its results as far as these are public."""
    if "quarters" not in parts:
        quarter = replace(quarter, grade=None, band="")
    if not {"quarters", "key_results"} <= parts:
        return replace(quarter, results=())
    return replace(quarter, results=_without_stretch(quarter.results, parts))


Result = TypeVar("Result", Current, Graded)


def _without_stretch(results: Iterable[Result], parts: frozenset[str]) -> tuple[Result, ...]:
    return tuple(one for one in results if "stretch" in parts or not one.is_stretch)


def _milestones(milestones: tuple[Reached, ...], parts: frozenset[str]) -> tuple[Reached, ...]:
    """Where the count is private, nothing that bounds it from above."""
    if "milestones" not in parts:
        return ()
    if "count" not in parts:
        reached = (one for one in milestones if one.reached_on)
        milestones = tuple(replace(one, is_below_again=False) for one in reached)
    if "thanks" in parts:
        return milestones
    return tuple(replace(one, thanks="") for one in milestones)


def _ripples(ripples: Ripples, parts: frozenset[str]) -> Ripples:
    if "ripples" not in parts:
        return Ripples((), (), ())
    if "events" in parts:
        return ripples
    jumps = (
        replace(jump, before=_published(jump.before), within=_published(jump.within))
        for jump in ripples.jumps
    )
    return Ripples(ripples.weeks, tuple(jumps), ())


def _published(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """Those that everybody can see anyway, on the site or elsewhere."""
    return tuple(one for one in happenings if not one.is_recorded)
