"""Words in a plot: each where it has room, none over another.

A plot may become wider and higher than it was thought to be, and never needs another arrangement
for it: words keep their size, what they stand at moves apart. So two words are kept apart in the
direction in which the places they belong to lie apart. There are two arrangements, for a narrow
plot and for a wide one; which of them is seen, CSS decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from milestones.chart.curve import Place
from milestones.chart.scale import PARTS
from milestones.chart.text import SIZE, width_of

_ABOVE, _BELOW = 10, 3
"""How far letters reach above and below the line they stand on, in pixels."""

_GAP = 3
"""Pixels between two words, at least."""

DOT = 40
"""What it costs to hide a dot, in pixels of a line."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The smallest plot for which an arrangement of words is meant, in pixels."""

    name: str
    width: int
    height: int


NARROW = Layout("narrow", 250, 190)
WIDE = Layout("wide", 480, 190)
LAYOUTS = (NARROW, WIDE)


@dataclass(frozen=True, slots=True)
class Box:
    """What a word covers, in pixels from the left and the top of a plot."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words."""

    text: str
    x: int
    """Parts from the left of the plot of the place it belongs to."""

    y: int
    """Parts from its top."""

    dx: int = 0
    """Pixels from that place to where the words stand."""

    dy: int = 0
    anchor: str = "start"
    """What stands there: their `start`, `middle` or `end`."""

    kind: str = "note"
    """What they name, for their looks."""

    layout: str = ""
    """The name of the layout it is meant for; empty where it suits all."""

    @property
    def left(self) -> str:
        """`x` as SVG has it: `12.5%`."""
        return percent(self.x)

    @property
    def top(self) -> str:
        """`y` as SVG has it."""
        return percent(self.y)

    def box(self, width: float, height: float) -> Box:
        """What it covers in a plot of `width` and `height` pixels."""
        length = width_of(self.text)
        before = {"start": 0.0, "middle": length / 2, "end": float(length)}[self.anchor]
        left = self.x * width / PARTS + self.dx - before
        line = self.y * height / PARTS + self.dy
        return Box(left, line - _ABOVE, left + length, line + _BELOW)


def percent(parts: int) -> str:
    """`125` as `12.5%`."""
    return f"{parts / 10:g}%"


@dataclass(frozen=True, slots=True)
class Wish:
    """A word that is to stand somewhere in a plot."""

    labels: Sequence[Label]
    """Where it may stand, in the order of preference."""

    may_hide: float = inf
    """How many pixels of a line it may cover rather than be left out."""

    clear_of: Sequence[Place] = ()
    """A curve of which it may cover nothing."""


def place(
    wishes: Iterable[Wish],
    layout: Layout,
    curves: Iterable[Sequence[Place]],
    dots: Iterable[Place] = (),
) -> list[Label]:
    """One label of each wish: of those that cover no other label, the one that hides least.

    Wishes that come first choose first; one that fits nowhere is left out. To hide one of `dots`
    is as bad as to hide `DOT` pixels of a curve.
    """
    drawn = [_Drawn.of(curve, layout) for curve in curves]
    marked = [(x * layout.width / PARTS, y * layout.height / PARTS) for x, y in dots]
    placed: list[Label] = []
    for wish in wishes:
        best, least = None, wish.may_hide
        clear_of = _Drawn.of(wish.clear_of, layout)
        for order, label in enumerate(wish.labels):
            box = label.box(layout.width, layout.height)
            if (
                not _is_inside(label, layout)
                or clear_of.within(box)
                or not all(apart(label, other, layout) for other in placed)
            ):
                continue
            hidden = order + _hidden_by(box, drawn, marked)
            if hidden < least:
                best, least = label, hidden
        if best:
            placed.append(replace(best, layout=layout.name))
    return placed


def apart(one: Label, other: Label, layout: Layout) -> bool:
    """True where neither covers the other in a plot as large as `layout`, nor in a larger one."""
    a, b = one.box(layout.width, layout.height), other.box(layout.width, layout.height)
    return (
        (a.right + _GAP <= b.left and one.x <= other.x)
        or (b.right + _GAP <= a.left and other.x <= one.x)
        or (a.bottom <= b.top and one.y <= other.y)
        or (b.bottom <= a.top and other.y <= one.y)
    )


def merged(narrow: Sequence[Label], wide: Sequence[Label]) -> tuple[Label, ...]:
    """The labels of both layouts, those that are the same in both once."""
    everywhere = {replace(label, layout="") for label in narrow}
    everywhere &= {replace(label, layout="") for label in wide}
    both = [*narrow, *wide]
    named = (replace(label, layout="") for label in both)
    return tuple(
        dict.fromkeys(
            common if common in everywhere else label
            for label, common in zip(both, named, strict=True)
        )
    )


def numbers(marks: Sequence[tuple[int, str]], layout: Layout, like: Label) -> list[Label]:
    """A row of the short names of marks, from the left; those too close to each other as `3–5`.

    `marks` are parts from the left and names; all else of the labels is as in `like`.
    """
    row: list[tuple[int, int, Label]] = []
    for number, (x, _) in enumerate(marks):
        first = last = number
        label = _within(replace(like, text=marks[number][1], x=x), layout)
        while row and not apart(row[-1][2], label, layout):
            first, *_ = row.pop()
            names = f"{marks[first][1]}–{marks[last][1]}"
            middle = (marks[first][0] + marks[last][0]) // 2
            label = _within(replace(like, text=names, x=middle), layout)
        row.append((first, last, label))
    return [replace(label, layout=layout.name) for *_, label in row]


def _within(label: Label, layout: Layout) -> Label:
    """`label`, moved where it would reach far over an end of its row."""
    box = label.box(layout.width, layout.height)
    if box.left < -SIZE / 2:
        return replace(label, x=0, dx=-SIZE // 2, anchor="start")
    if box.right > layout.width + SIZE:
        return replace(label, x=PARTS, dx=SIZE, anchor="end")
    return label


def _is_inside(label: Label, layout: Layout) -> bool:
    box = label.box(layout.width, layout.height)
    return (
        box.left >= 0
        and box.right <= layout.width
        and box.top >= -_ABOVE
        and box.bottom <= layout.height - 1
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A curve in pixels."""

    lefts: Sequence[float]
    tops: Sequence[float]

    @classmethod
    def of(cls, curve: Sequence[Place], layout: Layout) -> _Drawn:
        return cls(
            [x * layout.width / PARTS for x, _ in curve],
            [y * layout.height / PARTS for _, y in curve],
        )

    def within(self, box: Box) -> float:
        """How many pixels of it, measured from left to right, lie in `box`."""
        first = max(bisect_left(self.lefts, box.left), 1)
        last = min(bisect_right(self.lefts, box.right) + 1, len(self.lefts))
        return sum(self._part_within(number, box) for number in range(first, last))

    def _part_within(self, number: int, box: Box) -> float:
        left, right = self.lefts[number - 1], self.lefts[number]
        start, end = max(left, box.left), min(right, box.right)
        slope = (self.tops[number] - self.tops[number - 1]) / (right - left) if right > left else 0
        heights = [self.tops[number - 1] + slope * (at - left) for at in (start, end)]
        if right == left:
            heights = [self.tops[number - 1], self.tops[number]]
        if max(heights) < box.top or min(heights) > box.bottom:
            return 0
        return max(end - start, 1)


def _hidden_by(box: Box, curves: Sequence[_Drawn], dots: Sequence[tuple[float, float]]) -> float:
    reach = 4
    hidden = sum(
        box.left - reach < x < box.right + reach and box.top - reach < y < box.bottom + reach
        for x, y in dots
    )
    return DOT * hidden + sum(curve.within(box) for curve in curves)
