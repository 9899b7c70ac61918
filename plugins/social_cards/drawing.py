"""The picture of a card.

It is laid out for 1200 x 627 pixels, and larger or smaller in the same proportions; what another
shape has more of, the title gets. A title that runs to the left turns the whole card round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from social_cards import fitting
from social_cards.cards import HEIGHT, MOST_BYTES, MOST_PHOTOS, WIDTH, Card
from social_cards.characters import graphemes, shortened
from social_cards.fitting import LEADING, Setting
from social_cards.photos import in_a_row
from social_cards.scripts import is_right_to_left, joined, levels_of
from social_cards.sheet import Sheet
from social_cards.typefaces import Family
from social_cards.typesetting import Line, line, width_of

MARGIN = 84
"""Left and right of all that is drawn, in pixels of a card of the usual size."""

_SITE_BASELINE = 100
_TITLE_TOP = 134

_TITLE_END, _RULE, _PHOTO_TOP = 196, 168, 146
"""From below."""

_PHOTO, _PHOTO_STEP, _RING, _PHOTO_GAP = 98, 74, 5, 26
_NAMES_BASELINE, _NOTE_BASELINE, _ONLY_BASELINE = 41, 84, 61
"""From the top of the photos."""
_RIBBON_WIDTH, _RIBBON_LENGTH, _RIBBON_NOTCH, _RIBBON_GAP = 46, 112, 17, 40

_TITLE_SIZES = (
    (124, 1), (112, 1), (102, 1), (94, 2), (87, 2), (80, 2), (74, 3), (69, 3), (64, 3), (59, 4),
    (55, 4), (51, 4), (48, 5), (45, 5), (42, 6), (39, 6), (36, 7), (34, 7), (32, 8), (30, 8),
)  # fmt: skip
_DENSE_SIZES = ((168, 1), (154, 1), (140, 1), (128, 1), (116, 2), (108, 2), (100, 2))
"""What is tried before, for Chinese, Japanese, Korean and Arabic: few letters say much there."""

_DENSE = re.compile(
    "[\u0600-\u06ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\ufb50-\ufdff\ufe70-\ufefc]"
)

_CAPITALS = 0.7
"""How high capital letters are, in ems."""

_SITE_SIZES, _NAME_SIZES, _NOTE_SIZES = (40, 36, 32), (36, 33, 30), (30,)

_NAME_RISE, _NAME_FALL = 50, 22
"""How far from its baseline the ink of a small line may go."""

_FINER = 4
"""How much larger than shown the ribbon is drawn, for smooth edges."""


def draw(
    card: Card, bold: Family, regular: Family, width: int = WIDTH, height: int = HEIGHT
) -> bytes:
    """The PNG of `card`.

    Raises `OSError` where a photo cannot be read.
    """
    return _Drawing(card, bold, regular, width, height).png()


class _Drawing:
    """A card being drawn. Lengths are pixels of a card of the usual size."""

    def __init__(self, card: Card, bold: Family, regular: Family, width: int, height: int) -> None:
        self.card, self.bold, self.regular = card, bold, regular
        self.scale = min(width / WIDTH, height / HEIGHT)
        self.height = height / self.scale
        self.inner = width / self.scale - 2 * MARGIN
        title = shortened(bold.shown(card.title)) or bold.shown(card.site)
        self.mirrored = is_right_to_left(title)
        self.title = joined(title)
        self.has_foot = bool(card.names or card.note or card.photos)
        self.colours = dict(card.colours)
        self.sheet = Sheet(width, height, self.colours)

    def png(self) -> bytes:
        """The finished file."""
        self._put_ribbon()
        room = self.inner - _RIBBON_WIDTH - _RIBBON_GAP
        self._put(self._fitted(self.card.site, self.bold, _SITE_SIZES, room), 0, _SITE_BASELINE)
        self._put_title()
        if self.has_foot:
            rule = Image.new("L", (self._px(self.inner), max(1, self._px(2))), 255)
            self.sheet.stain(rule, self._px(MARGIN), self._px(self.height - _RULE), "rule")
            self._put_foot()
        return self.sheet.png(round(MOST_BYTES * max(1, self.scale**2)))

    def _px(self, length: float) -> int:
        return round(length * self.scale)

    def _put_ribbon(self) -> None:
        """A bookmark that hangs into the card."""
        wide, long = self._px(_RIBBON_WIDTH) * _FINER, self._px(_RIBBON_LENGTH) * _FINER
        fine = Image.new("L", (wide, long))
        notch = long - self._px(_RIBBON_NOTCH) * _FINER
        corners = [(0, 0), (wide, 0), (wide, long), (wide / 2, notch), (0, long)]
        ImageDraw.Draw(fine).polygon(corners, 255)
        ribbon = fine.reduce(_FINER)
        self.sheet.stain(ribbon, self._x(self.inner - _RIBBON_WIDTH, ribbon.width), 0, "mark")

    def _put_title(self) -> None:
        if not self.title:
            return
        room = self.height - (_TITLE_END if self.has_foot else MARGIN) - _TITLE_TOP
        for size, block in self._blocks(room):
            (first, _), (last, depth) = block[0], block[-1]
            rise, fall = first.ink[1] / self.scale, depth + last.ink[3] / self.scale
            widest = max(one.extent for one, _ in block) / self.scale
            # By the height of capitals and not of ink: titles of a size stand on the same lines.
            middle = _TITLE_TOP + (room - depth + _CAPITALS * size) / 2
            if fall - rise <= room and widest <= self.inner:
                break
        start = max(_TITLE_TOP - rise, min(middle, _TITLE_TOP + room - fall))
        for one, below in block:
            self._put(one, 0, start + below)

    def _blocks(self, room: float) -> Iterator[tuple[float, list[tuple[Line, float]]]]:
        """Ever smaller sizes, and the title's lines, each with how far it is below the first."""

        def measure(text: str) -> float:
            return width_of(text, self.bold)

        levels = levels_of(self.title, right_to_left=self.mirrored)
        sizes = (*_DENSE_SIZES, *_TITLE_SIZES) if _is_dense(self.title) else _TITLE_SIZES
        for setting in fitting.settings(self.title, measure, self.inner, room, sizes):
            yield setting.size, self._block(setting, levels)

    def _block(self, setting: Setting, levels: Sequence[int]) -> list[tuple[Line, float]]:
        lines = [
            line(text, self.bold, setting.size * self.scale, levels[start:])
            for text, start in zip(setting.lines, setting.starts, strict=True)
        ]
        block = [(lines[0], 0.0)]
        for above, one in pairwise(lines):
            apart = (above.ink[3] - one.ink[1]) / self.scale + 2  # where letters are very tall
            block.append((one, block[-1][1] + max(setting.size * LEADING, apart)))
        return block

    def _put_foot(self) -> None:
        top = self.height - _PHOTO_TOP
        start = self._put_photos(top)
        room = self.inner - start
        names = self._fitted_names(room)
        note = self._fitted(self.card.note, self.regular, _NOTE_SIZES, room)
        is_alone = not (names.runs and note.runs)
        self._put(names, start, top + (_ONLY_BASELINE if is_alone else _NAMES_BASELINE))
        self._put(note, start, top + (_ONLY_BASELINE if is_alone else _NOTE_BASELINE), "soft")

    def _fitted_names(self, room: float) -> Line:
        """As many names as there is room for, and how many there are more."""
        names = self.card.names
        for left_out in range(len(names)):
            shown = ", ".join(names[: len(names) - left_out])
            more = f" +{left_out}" if left_out else ""
            is_last = left_out == len(names) - 1
            one = self._fitted(shown, self.bold, _NAME_SIZES, room, more, is_cut=is_last)
            if one.extent <= room * self.scale:
                break
        else:
            return line("", self.bold, 1)
        return one

    def _put_photos(self, top: float) -> float:
        """Draw the photos; returns where what stands beside them begins."""
        photos = self.card.photos[:MOST_PHOTOS]
        if not photos:
            return 0
        side, step, ring = map(self._px, (_PHOTO, _PHOTO_STEP, _RING))
        row = in_a_row(photos, side, step, ring, self.colours["paper"])
        self.sheet.paste(row, self._x(0, row.width), self._px(top))
        return row.width / self.scale + _PHOTO_GAP

    def _fitted(
        self,
        text: str,
        family: Family,
        sizes: Sequence[int],
        room: float,
        more: str = "",
        *,
        is_cut: bool = True,
    ) -> Line:
        """`text` and `more` on one line, as large as there is room for.

        Where there is none, `text` is cut if `is_cut`, or too wide.
        """
        text = family.shown(text)
        mirrored = is_right_to_left(text)

        def at(size: float, text: str) -> Line:
            text = joined(f"{text}{more}")
            levels = levels_of(text, right_to_left=mirrored)
            return line(text, family, size * self.scale, levels)

        tallest = at(sizes[0], text)
        rise, fall = -tallest.ink[1] / self.scale, tallest.ink[3] / self.scale
        if rise > _NAME_RISE or fall > _NAME_FALL:
            text = "".join(one[0] for one in graphemes(text))  # without a tower of marks
        for size in sizes:
            one = at(size, text)
            if one.extent <= room * self.scale:
                return one
        if not is_cut:
            return one
        parts = graphemes(text)
        few, many = 0, len(parts)
        while many - few > 1:
            middle = (few + many) // 2
            one = at(sizes[-1], _cut(parts, middle))
            few, many = (middle, many) if one.extent <= room * self.scale else (few, middle)
        return at(sizes[-1], _cut(parts, few))

    def _put(self, one: Line, start: float, baseline: float, colour: str = "ink") -> None:
        """Draw a line that begins `start` from the margin on the side where the text begins."""
        if one.runs:
            mask, left, top = one.mask()
            x = self._x(start, round(one.extent)) - round(min(one.ink[0], 0))
            self.sheet.stain(mask, x + left, self._px(baseline) + top, colour)

    def _x(self, start: float, width: int) -> int:
        """Where `width` pixels begin that are `start` from the margin."""
        x = self._px(MARGIN + start)
        return self.sheet.width - x - width if self.mirrored else x


def _cut(parts: Sequence[str], count: int) -> str:
    return f"{''.join(parts[:count]).rstrip()}…"


def _is_dense(text: str) -> bool:
    """True where most letters are of scripts that say much with few."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(map(bool, map(_DENSE.match, letters))) > len(letters)
