"""Sizes and lines for a text of any length. Pure: how wide words are, it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from social_cards.breaking import Piece, ends_well, pieces, torn
from social_cards.characters import SOFT_HYPHEN

Measure = Callable[[str], float]
"""The width of a text in ems."""

LEADING = 1.17
"""From one baseline to the next, in ems."""
_DANGLING, _WITHIN_A_WORD, _WELL = 0.06, 0.12, -0.1
"""What the end of a line costs, in squares of the whole width: at a word as short as "a", within a
word, and where a reader expects it."""

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
    """A soft hyphen at the end of one is to be shown."""

    starts: tuple[int, ...]
    """Where each line begins in the text, in graphemes."""


def settings(
    text: str, measure: Measure, width: float, height: float, sizes: Sizes
) -> Iterator[Setting]:
    """Ways to set `text` in a room of `width` and `height` pixels, the best first.

    Where no size takes it with its words whole, they are broken; then the type becomes as small as
    it must.
    """
    found = pieces(text)
    whole = [(piece, measure(piece.text)) for piece in found]
    space, hyphen = measure(" "), measure("-")
    for size, most in sizes:
        fitted = _Room(width / size, space, hyphen)
        yield from fitted.setting(whole, size, min(most, _lines_in(height, size)))
    parts = [(part, measure(part.text)) for piece in found for part in torn(piece)]
    for size, most in sizes[len(sizes) // 2 :]:
        fitted = _Room(width / size, space, hyphen)
        yield from fitted.setting(parts, size, min(most, _lines_in(height, size)))
    size = sizes[-1][0]
    while size > 1:
        size *= 0.94
        yield from _Room(width / size, space, hyphen).setting(parts, size, _lines_in(height, size))


def _lines_in(height: float, size: float) -> int:
    return int((height / size - 1) / LEADING) + 1


@dataclass(frozen=True, slots=True)
class _Room:
    """A room so many ems wide, for type with a space and a hyphen of such widths."""

    width: float
    space: float
    hyphen: float

    def setting(self, parts: Measured, size: float, most: int) -> Iterator[Setting]:
        """The best lines of `parts`, where `most` are enough for them."""
        if max(wide + self._tail(piece) for piece, wide in parts) > self.width:
            return
        count = self._fewest(parts)
        if count <= most:
            lines = self._balanced(parts, count)
            starts = tuple(line[0].start for line in lines)
            yield Setting(size, tuple(map(_text, lines)), starts)

    def _gap(self, piece: Piece) -> float:
        return self.space if piece.gap else 0.0

    def _tail(self, piece: Piece) -> float:
        """What `piece` needs besides its width where a line ends with it."""
        return self.hyphen if piece.is_hyphenated else 0.0

    def _fewest(self, parts: Measured) -> int:
        """How many lines there are where each takes as much as it can."""
        count, used = 0, inf
        for piece, wide in parts:
            if used + wide + self._tail(piece) > self.width:
                count, used = count + 1, 0.0
            used += wide + self._gap(piece)
        return count

    def _balanced(self, parts: Measured, count: int) -> list[list[Piece]]:
        """The `count` lines that are most alike: their widths have the least sum of squares.

        A line that ends badly counts as somewhat wider, one that ends well as narrower.
        """
        places = range(len(parts) + 1)
        ends = [0.0]
        for piece, wide in parts:
            ends.append(ends[-1] + wide + self._gap(piece))
        gaps = [0.0, *(self._gap(piece) - self._tail(piece) for piece, _ in parts)]
        costs = [0.0, *(_cost(piece) * self.width**2 for piece, _ in parts[:-1]), 0.0]
        best = [0.0, *([inf] * len(parts))]
        starts: list[list[int]] = []
        for _ in range(count):
            after, began = [inf] * len(places), [0] * len(places)
            for end in places[1:]:
                for start in range(end - 1, -1, -1):
                    wide = ends[end] - gaps[end] - ends[start]
                    if wide > self.width + 1e-9:  # sums of the same widths differ by so little
                        break
                    cost = best[start] + wide**2 + costs[end]
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


def _cost(piece: Piece) -> float:
    """What it costs where a line ends with `piece`."""
    if piece.is_torn:
        return 0.0 if ends_well(piece) else _DANGLING
    if piece.is_hyphenated:
        return _WITHIN_A_WORD
    if piece.gap and len(piece.text) < 3 and piece.text.isalpha():
        return _DANGLING
    return _WELL if ends_well(piece) else 0.0


def _text(line: Sequence[Piece]) -> str:
    text = "".join(f"{piece.text}{piece.gap}" for piece in line).rstrip()
    is_parted = line[-1].is_hyphenated and not text.endswith(SOFT_HYPHEN)
    return f"{text}{SOFT_HYPHEN}" if is_parted else text
