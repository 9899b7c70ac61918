"""Sizes and lines for a text of any length. Pure: how wide words are, it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from social_cards.breaking import Piece, broken, pieces

Measure = Callable[[str], float]
"""The width of a text in ems."""

LEADING = 1.17
"""From one baseline to the next, in ems."""
_DANGLING = 0.06
"""What a short word at a line's end costs, in squares of the whole width."""

Measured = Sequence[tuple[Piece, float]]
"""Pieces, each with its width in ems."""

Sizes = Sequence[tuple[float, int]]
"""Sizes of type in pixels, the largest first, each with how many lines it may have at most."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A text broken into lines."""

    size: float
    """Of the type, in pixels."""

    lines: tuple[str, ...]


def settings(
    text: str, measure: Measure, width: float, height: float, sizes: Sizes
) -> Iterator[Setting]:
    """Ways to set `text` in a room of `width` and `height` pixels, the best first.

    Where no size takes it with its words whole, they are broken; then the type becomes as small as
    it must.
    """
    whole = [(piece, measure(piece.text)) for piece in pieces(text)]
    space = measure(" ")
    for size, most in sizes:
        yield from _setting(whole, space, size, width, min(most, _lines_in(height, size)))
    torn = [part for piece, _ in whole for part in _torn(piece, measure)]
    for size, most in sizes[len(sizes) // 2 :]:
        yield from _setting(torn, space, size, width, min(most, _lines_in(height, size)))
    size = sizes[-1][0]
    while size > 1:
        size *= 0.94
        yield from _setting(torn, space, size, width, _lines_in(height, size))


def _lines_in(height: float, size: float) -> int:
    return int((height / size - 1) / LEADING) + 1


def _setting(
    parts: Measured, space: float, size: float, width: float, most: int
) -> Iterator[Setting]:
    room = width / size
    if max(wide for _, wide in parts) > room:
        return
    lines = _filled(parts, space, room)
    if len(lines) <= most:
        yield Setting(size, tuple(map(_text, _balanced(parts, space, room, len(lines)))))


def _filled(parts: Measured, space: float, room: float) -> list[list[Piece]]:
    """Lines that take as much as they can."""
    lines: list[list[Piece]] = []
    used = 0.0
    for piece, wide in parts:
        gap = space if lines and lines[-1][-1].gap else 0.0
        if lines and used + gap + wide <= room:
            lines[-1].append(piece)
            used += gap + wide
        else:
            lines.append([piece])
            used = wide
    return lines


def _balanced(parts: Measured, space: float, room: float, count: int) -> list[list[Piece]]:
    """The `count` lines that are most alike: their widths have the least sum of squares.

    A line that ends with a word as short as "a" counts as somewhat wider.
    """
    places = range(len(parts) + 1)
    ends = [0.0]
    for piece, wide in parts:
        ends.append(ends[-1] + wide + (space if piece.gap else 0.0))
    gaps = [0.0, *(space if piece.gap else 0.0 for piece, _ in parts)]
    dangling = [0.0, *(_DANGLING * room**2 * _is_short(piece) for piece, _ in parts[:-1]), 0.0]
    best = [0.0, *([inf] * len(parts))]
    starts: list[list[int]] = []
    for _ in range(count):
        after, began = [inf] * len(places), [0] * len(places)
        for end in places[1:]:
            for start in range(end - 1, -1, -1):
                wide = ends[end] - gaps[end] - ends[start]
                if wide > room:
                    break
                cost = best[start] + wide**2 + dangling[end]
                if cost < after[end]:
                    after[end], began[end] = cost, start
        best = after
        starts.append(began)
    lines: list[list[Piece]] = []
    end = len(parts)
    for began in reversed(starts):
        lines.append([piece for piece, _ in parts[began[end] : end]])
        end = began[end]
    return lines[::-1]


def _is_short(piece: Piece) -> bool:
    return bool(piece.gap) and len(piece.text) < 3 and piece.text.isalpha()


def _torn(piece: Piece, measure: Measure) -> Iterator[tuple[Piece, float]]:
    """The parts of a word, each on its own."""
    parts = list(broken(piece.text))
    for part, following in pairwise([*parts, None]):
        yield Piece(str(part), piece.gap if following is None else ""), measure(str(part))


def _text(line: Sequence[Piece]) -> str:
    return "".join(f"{piece.text}{piece.gap}" for piece in line).rstrip()
