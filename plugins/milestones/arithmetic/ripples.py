"""What came before the weeks that brought most, and what the author says led to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from statistics import quantiles

from milestones.arithmetic.count import Point
from milestones.arithmetic.ramps import monday
from milestones.happenings import Happening, counted_by

LEAST_GAINS = 8
"""How many weekly gains there have to be before one of them is called a jump."""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    monday: date
    gain: int | None
    """What its last count has more than that of the week before, or fewer, what came of counting
    otherwise left out; None where one of the two weeks has no count: what came over several weeks
    belongs to none of them."""

    stories: int
    """How many were published here, those of guests included."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A week that brought more than nine of ten do."""

    week: Week
    before: tuple[Happening, ...]
    """What happened in the seven days before it, oldest first. It coincided; whether it was the
    cause, nobody knows."""

    within: tuple[Happening, ...]
    """What happened in the week itself, oldest first: before its last count, or after."""


@dataclass(frozen=True, slots=True)
class Ripple:
    """Something that happened, and what the author says came of it."""

    happening: Happening
    led_to: tuple[Ripple, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Ripples:
    """Weeks, jumps and chains, all oldest first."""

    weeks: tuple[Week, ...]
    jumps: tuple[Jump, ...]
    chains: tuple[Ripple, ...]


def ripples(points: Sequence[Point], happenings: Iterable[Happening]) -> Ripples:
    """All of it, of `points` of one metric, oldest first."""
    known = sorted(happenings, key=attrgetter("day"))
    every_week = weeks(points, known)
    return Ripples(every_week, jumps(every_week, known), chains(known))


def weeks(points: Sequence[Point], happenings: Iterable[Happening]) -> tuple[Week, ...]:
    """Every week from that of the first of `points` to that of the last, those without any too."""
    last_in = {monday(point.day): point.value for point in points}
    if not last_in:
        return ()
    recounted: Counter[date] = Counter()
    for point in points:
        if point.recounted:
            recounted[monday(point.day)] += point.recounted
    stories = Counter(monday(one.day) for one in counted_by("stories", happenings))
    found, day = [], min(last_in)
    while day <= max(last_in):
        now, before = last_in.get(day), last_in.get(day - timedelta(weeks=1))
        gain = None if now is None or before is None else now - before - recounted[day]
        found.append(Week(day, gain, stories[day]))
        day += timedelta(weeks=1)
    return tuple(found)


def jumps(weeks: Iterable[Week], happenings: Sequence[Happening]) -> tuple[Jump, ...]:
    """The `weeks` whose gain is above the 0.9 quantile of all of them; none among too few.

    Between two gains the quantile is linear (Hyndman and Fan 1996, definition 7). `happenings` are
    oldest first.
    """
    gains = [(week, week.gain) for week in weeks if week.gain is not None]
    if len(gains) < LEAST_GAINS:
        return ()
    limit = quantiles((gain for _, gain in gains), n=10, method="inclusive")[-1]
    in_week: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        in_week[monday(one.day)].append(one)
    return tuple(
        Jump(week, tuple(in_week[week.monday - timedelta(weeks=1)]), tuple(in_week[week.monday]))
        for week, gain in gains
        if gain > max(0, limit)
    )


def chains(happenings: Iterable[Happening]) -> tuple[Ripple, ...]:
    """What led to something, each with all that came of it.

    Of several happenings with one id the oldest is meant. A chain begins with what has no cause, or
    one that nobody knows. Where causes go round in a circle, the oldest of them begins the chain.
    """
    known = sorted(happenings, key=attrgetter("day"))
    effects: dict[int, list[int]] = defaultdict(list)
    cause_of = _causes(known)
    for effect in sorted(cause_of):
        effects[cause_of[effect]].append(effect)
    roots = [place for place in range(len(known)) if place in effects and place not in cause_of]
    order = list(roots)
    for place in order:  # which grows as it goes, so that causes come before effects
        order += effects.get(place, ())
    made: dict[int, Ripple] = {}
    for place in reversed(order):
        led_to = tuple(made[effect] for effect in effects.get(place, ()))
        made[place] = Ripple(known[place], led_to)
    return tuple(made[root] for root in roots)


def _causes(known: Sequence[Happening]) -> dict[int, int]:
    """For each place in `known` (oldest first) that of its cause, without circles."""
    place_of: dict[str, int] = {}
    for place, one in enumerate(known):
        if one.id:
            place_of.setdefault(one.id, place)
    causes: dict[int, int] = {}
    for effect in reversed(range(len(known))):  # so that of a circle the oldest has no cause
        cause = place_of.get(known[effect].caused_by)
        if cause is not None and effect not in _and_before(cause, causes):
            causes[effect] = cause
    return causes


def _and_before(place: int | None, causes: Mapping[int, int]) -> Iterator[int]:
    while place is not None:
        yield place
        place = causes.get(place)
