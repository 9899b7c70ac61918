"""Lines of text: how wide they are, where their ink is, and the ink itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from social_cards.characters import is_mark
from social_cards.scripts import in_drawing_order
from social_cards.typefaces import Family, Typeface

FINER = 2
"""How much larger than shown a line is drawn.

Pillow puts letters on whole pixels: they then stand where they should, to half a pixel.
"""

_REFERENCE = 200
"""The size at which widths are measured."""

_ABOVE, _BELOW, _OVER, _THAI_TONE = 230, 220, 1, 107
"""Classes of marks (UAX 44, Canonical_Combining_Class)."""

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


def line(text: str, family: Family, size: float, *, right_to_left: bool) -> Line:
    """`text` on one line in letters of `size` pixels. `right_to_left` is its main direction."""
    runs: list[_Run] = []
    pen = 0.0
    for face, letters, marks in _stretches(text, family, right_to_left=right_to_left):
        font = _font(face.file, round(size * face.scale * FINER))
        stroke = face.emboldening * size * FINER if family.bold else 0.0
        runs.append(_Run(font, letters, stroke, pen))
        runs += _marks(runs[-1], marks)
        pen += font.getlength(letters)
    boxes = [run.box for run in runs if run.text.strip()]
    left, top, right, bottom = _around(boxes) if boxes else (0.0, 0.0, 0.0, 0.0)
    ink = (left / FINER, top / FINER, right / FINER, bottom / FINER)
    return Line(tuple(runs) if boxes else (), pen / FINER, ink)


def width_of(text: str, family: Family, *, right_to_left: bool) -> float:
    """The width of `text` on one line, in ems."""
    stretches = _stretches(text, family, right_to_left=right_to_left)
    lengths = (
        _font(face.file, _REFERENCE).getlength(letters) * face.scale
        for face, letters, _marks in stretches
    )
    return sum(lengths) / _REFERENCE


def _stretches(
    text: str, family: Family, *, right_to_left: bool
) -> Iterator[tuple[Typeface, str, str]]:
    """Letters that follow each other in one typeface; or one letter, and its marks."""
    now, letters = family.faces[0], ""
    for grapheme in in_drawing_order(text, right_to_left=right_to_left):
        shown = family.found(grapheme)
        if shown is None:
            continue
        has_marks = any(map(is_mark, shown.text[1:]))
        if letters and (has_marks or shown.face is not now):
            yield now, letters, ""
            letters = ""
        if has_marks:
            yield shown.face, shown.text[0], shown.text[1:]
        else:
            now, letters = shown.face, letters + shown.text
    if letters:
        yield now, letters, ""


def _marks(base: _Run, marks: str) -> Iterator[_Run]:
    """The `marks` of a letter, where they cover neither it nor each other."""
    if not marks:
        return
    font, (left, above, right, below) = base.font, _ink(base.font, base.text)
    top, gap, after = above, font.size * 0.05, font.getlength(base.text)
    for char in marks:
        kind, box = unicodedata.combining(char), _ink(font, char)
        x, y = after, 0.0
        if kind in (_ABOVE, _BELOW, _OVER):
            x = (left + right - box[0] - box[2]) / 2
        if kind == _ABOVE or (kind == _THAI_TONE and above < top):
            y = min(0.0, above - gap - box[3])
        elif kind == _BELOW:
            y = max(0.0, below + gap - box[1])
        yield _Run(font, char, base.stroke, base.x + x, y)
        if kind != _OVER:
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
