"""Lines of text: how wide they are, where their ink is, and the ink itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from social_cards.characters import SOFT_HYPHEN, graphemes, is_mark
from social_cards.scripts import in_drawing_order
from social_cards.typefaces import Family, Typeface

FINER = 2
"""How much larger than shown a line is drawn.

Pillow puts letters on whole pixels: they then stand where they should, to half a pixel.
"""

_REFERENCE = 200
"""The size at which widths are measured."""

_ABOVE, _BELOW, _OVER = {230, 23, 24, 25, 26}, {220, 22, *range(10, 19), 20}, {1, 21}
_HOLAM, _THAI_TONE = 19, 107
"""Classes of marks (UAX 44, Canonical_Combining_Class); 10 to 26 are the points of Hebrew."""

_OPENING, _CLOSING = "（〈《「『【〔〖［｛", "）〉》」』】〕〗］｝"
_BRACKETS = frozenset(_OPENING + _CLOSING)
_INSIDE, _OUTSIDE, _EDGE = 0.06, 0.22, 0.04
"""How much white such a bracket keeps: within, without, and at the beginning of a line, in ems."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; on a line, from where it begins on its baseline."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters of one typeface, in the finer pixels of drawing."""

    font: FreeTypeFont
    text: str
    stroke: float
    x: float
    y: float = 0.0

    @property
    def box(self) -> Box:
        if self.text in _BRACKETS:  # of which white was taken that `getbbox` counts
            left, top, right, bottom = _ink(self.font, self.text)
            edge = ceil(self.stroke)
            x, y = self.x, self.y
            return left - edge + x, top - edge + y, right + edge + x, bottom + edge + y
        left, top, right, bottom = self.font.getbbox(
            self.text, anchor="ls", stroke_width=self.stroke
        )
        return left + self.x, top + self.y, right + self.x, bottom + self.y


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, ready to be drawn."""

    runs: tuple[_Run, ...]
    width: float
    """From where it begins to where the next letter would stand, in pixels."""

    ink: Box
    """Where anything of it is drawn, in pixels."""

    @property
    def extent(self) -> float:
        """The width of all that is drawn and of all that it takes, in pixels."""
        return max(self.width, self.ink[2]) - min(self.ink[0], 0.0)

    def mask(self) -> tuple[Image.Image, int, int]:
        """How much ink each pixel has, and where its top left corner is on the line."""
        left, top = floor(self.ink[0]) - 1, floor(self.ink[1]) - 1
        size = (ceil(self.ink[2]) + 1 - left) * FINER, (ceil(self.ink[3]) + 1 - top) * FINER
        fine = Image.new("L", size)
        draw = ImageDraw.Draw(fine)
        for run in self.runs:
            place = run.x - left * FINER, run.y - top * FINER
            draw.text(place, run.text, 255, run.font, "ls", stroke_width=run.stroke)
        return fine.reduce(FINER), left, top


def line(text: str, family: Family, size: float, levels: Sequence[int] = ()) -> Line:
    """`text` on one line in letters of `size` pixels.

    `levels` are those of its graphemes (`scripts.levels_of`): more of them are of what follows it,
    and one fewer where it ends with a hyphen of ours. Without any it runs to the right.
    """
    parts = graphemes(text)
    if parts and parts[-1] == SOFT_HYPHEN:
        parts[-1] = "-"
    known = [*levels[: len(parts)]]
    known += known[-1:] * (len(parts) - len(known)) or [0] * (len(parts) - len(known))
    runs: list[_Run] = []
    pen = 0.0
    for one in _stretches(in_drawing_order(parts, known), family):
        font = _font(one.face.file, round(size * one.face.scale * FINER))
        stroke = one.face.emboldening * size * FINER if family.bold else 0.0
        before, after = _trimmed(one, is_first=not runs)
        runs.append(_Run(font, one.letters, stroke, pen - before * font.size))
        runs += _marks(runs[-1], one.marks)
        pen += font.getlength(one.letters) - (before + after) * font.size
    boxes = [run.box for run in runs if run.text.strip()]
    left, top, right, bottom = _around(boxes) if boxes else (0.0, 0.0, 0.0, 0.0)
    ink = (left / FINER, top / FINER, right / FINER, bottom / FINER)
    return Line(tuple(runs) if boxes else (), pen / FINER, ink)


def width_of(text: str, family: Family) -> float:
    """The width of `text` on one line, in ems."""
    lengths = (
        (_font(one.face.file, _REFERENCE).getlength(one.letters) / _REFERENCE - sum(_trimmed(one)))
        * one.face.scale
        for one in _stretches(graphemes(text), family)
    )
    return sum(lengths)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Letters that follow each other in one typeface; or one letter, and its marks."""

    face: Typeface
    letters: str
    marks: str = ""


def _stretches(parts: Iterable[str], family: Family) -> Iterator[_Stretch]:
    now, letters = family.faces[0], ""
    for grapheme in parts:
        shown = family.found(grapheme)
        if shown is None:
            continue
        is_alone = any(map(is_mark, shown.text[1:])) or shown.text in _BRACKETS
        if letters and (is_alone or shown.face is not now):
            yield _Stretch(now, letters)
            letters = ""
        if is_alone:
            yield _Stretch(shown.face, shown.text[0], shown.text[1:])
        else:
            now, letters = shown.face, letters + shown.text
    if letters:
        yield _Stretch(now, letters)


def _trimmed(one: _Stretch, *, is_first: bool = False) -> tuple[float, float]:
    """How much of its white a bracket as wide as a letter loses before and after it, in ems.

    What is left parts it from the text around it; from that between the brackets, a little does.
    """
    if one.letters not in _BRACKETS:
        return 0.0, 0.0
    left, right = _sides(one.face.file, one.letters)
    if one.letters in _OPENING:
        before, after = (_EDGE if is_first else _OUTSIDE), _INSIDE
    else:
        before, after = _INSIDE, _OUTSIDE
    return max(0.0, left - before), max(0.0, right - after)


@lru_cache
def _sides(file: Path, char: str) -> tuple[float, float]:
    """The white left and right of the ink of `char`, in ems; none of what is no full em wide."""
    font = _font(file, _REFERENCE)
    left, _, right, _ = _ink(font, char)
    advance = font.getlength(char)
    if advance < 0.9 * _REFERENCE:
        return 0.0, 0.0
    return left / _REFERENCE, (advance - right) / _REFERENCE


def _marks(base: _Run, marks: str) -> Iterator[_Run]:
    """The `marks` of a letter, where they cover neither it nor each other."""
    if not marks:
        return
    font, (left, above, right, below) = base.font, _ink(base.font, base.text)
    top, gap, after = above, font.size * 0.05, font.getlength(base.text)
    for char in marks:
        kind, box = unicodedata.combining(char), _ink(font, char)
        x, y = after, 0.0
        if kind in _ABOVE | _BELOW | _OVER:
            x = (left + right - box[0] - box[2]) / 2
        elif kind == _HOLAM:
            x = left - (box[0] + box[2]) / 2
        if kind in _ABOVE or kind == _HOLAM or (kind == _THAI_TONE and above < top):
            y = min(0.0, above - gap - box[3])
        elif kind in _BELOW:
            y = max(0.0, below + gap - box[1])
        yield _Run(font, char, base.stroke, base.x + x, y)
        if kind not in _OVER:
            above, below = min(above, box[1] + y), max(below, box[3] + y)


def _ink(font: FreeTypeFont, char: str) -> Box:
    """Where `char` is drawn, to the pixel; `getbbox` counts the way to it as well."""
    drawn, (left, top) = font.getmask2(char, "L", anchor="ls")
    box = drawn.getbbox() or (0, 0, 0, 0)
    return left + box[0], top + box[1], left + box[2], top + box[3]


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@lru_cache(maxsize=128)
def _font(file: Path, size: int) -> FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
