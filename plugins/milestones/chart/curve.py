"""Polylines over days: cut to the days that are shown, thinned to what can be seen, written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise

from milestones.chart.scale import PARTS, Days, Values

Value = tuple[date, float]
"""What was, or will be, on a day."""

Place = tuple[int, int]
"""Parts from the left, and from the top, of a plot."""

COLUMNS = 100
"""Into so many columns a polyline is divided before it is thinned."""


def cut(values: Iterable[Value], days: Days) -> list[Value]:
    """`values`, oldest first, from the start to the end of `days`.

    Where the line crosses an end, there is a value on that day: the one in between.
    """
    ordered = sorted(values, key=lambda value: value[0])
    shown = [value for value in ordered if days.start <= value[0] <= days.end]
    for earlier, later in pairwise(ordered):
        if earlier[0] < days.start < later[0]:
            shown.insert(0, _on(days.start, earlier, later))
        if earlier[0] < days.end < later[0]:
            shown.append(_on(days.end, earlier, later))
    return shown


def _on(day: date, earlier: Value, later: Value) -> Value:
    share = (day - earlier[0]).days / (later[0] - earlier[0]).days
    return day, earlier[1] + (later[1] - earlier[1]) * share


def curve(values: Iterable[Value], days: Days, scale: Values) -> tuple[Place, ...]:
    """Where the polyline through `values` has its corners, thinned."""
    return thinned([(days.part(day), scale.part(value)) for day, value in values])


def to_the_top(places: Sequence[Place]) -> tuple[Place, ...]:
    """`places` up to where their line leaves the plot at its top."""
    return _kept(places, stops=True)


def under_the_top(places: Sequence[Place]) -> tuple[Place, ...]:
    """`places`, and along the top of the plot wherever their line is above it."""
    return _kept(places, stops=False)


def _kept(places: Sequence[Place], stops: bool) -> tuple[Place, ...]:
    kept = [(x, max(y, 0)) for x, y in places[:1]]
    for (left, top), (right, then) in pairwise(places):
        if top < 0 and stops:
            break
        if (top < 0) != (then < 0):
            kept.append((round(left + (right - left) * top / (top - then)), 0))
        if then >= 0 or not stops:
            kept.append((right, max(then, 0)))
    return tuple(dict.fromkeys(kept))


def thinned(places: Sequence[Place], columns: int = COLUMNS) -> tuple[Place, ...]:
    """At most four of `places` in each column: the first, the lowest, the highest, the last.

    A line drawn through these covers the same pixels where a column is one pixel wide, and still
    shows every peak where it is wider (M4: Jugel, Jerzak, Hackenbroich, Markl, "M4: A
    Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
    """
    if len(places) <= 4 * columns:
        return tuple(dict.fromkeys(places))
    kept: dict[Place, None] = {}
    for _, column in groupby(places, key=lambda place: place[0] * columns // (PARTS + 1)):
        within = list(column)
        numbers = range(len(within))
        lowest = max(numbers, key=lambda at: within[at][1])
        highest = min(numbers, key=lambda at: within[at][1])
        for at in sorted({0, lowest, highest, len(within) - 1}):
            kept[within[at]] = None
    return tuple(kept)


def path(places: Sequence[Place]) -> str:
    """SVG path data of a polyline, in relative steps (SVG 2, section 9.3.4); empty for no places.

    A single place is a line without length: with round caps, a dot.
    """
    if not places:
        return ""
    (left, top), *_ = places
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(places)] or [(0, 0)]
    return f"M{left} {top}l{_packed(one for step in steps for one in step)}"


def dots(places: Sequence[Place]) -> str:
    """SVG path data of a dot at each of `places`, where lines have round caps."""
    return "".join(f"M{left} {top}h0" for left, top in places)


def area(upper: Sequence[Place], lower: Sequence[Place]) -> str:
    """SVG path data of what lies between two polylines; empty where there is nothing between."""
    return f"{path([*upper, *reversed(lower)])}z" if len(upper) > 1 else ""


def _packed(numbers: Iterable[int]) -> str:
    """Numbers of path data, with a space only where a sign does not part them already."""
    return "".join(str(one) if one < 0 else f" {one}" for one in numbers).lstrip()
