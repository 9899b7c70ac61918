"""The picture of a card.

It is laid out for 1200 x 627 pixels, and larger or smaller in the same proportions; what another
shape has more of, the title gets. A title that runs to the left turns the whole card round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from social_cards import fitting
from social_cards.cards import HEIGHT, MOST_BYTES, MOST_PHOTOS, WIDTH, Card
from social_cards.characters import graphemes, shortened
from social_cards.fitting import LEADING, Setting
from social_cards.photos import in_a_row
from social_cards.scripts import is_right_to_left
from social_cards.sheet import Sheet
from social_cards.typefaces import Family
from social_cards.typesetting import Line, line, width_of

MARGIN = 84
"""Left and right of all that is drawn, in pixels of a card of the usual size."""

_SITE_BASELINE = 98
_TITLE_TOP = 134

_TITLE_END, _RULE, _PHOTO_TOP = 192, 160, 136
"""From below."""

_PHOTO, _PHOTO_STEP, _RING, _PHOTO_GAP = 84, 64, 4, 24
_RIBBON_WIDTH, _RIBBON_LENGTH, _RIBBON_NOTCH, _RIBBON_GAP = 46, 112, 17, 40

_TITLE_SIZES = (
    (124, 1), (112, 1), (102, 1), (94, 2), (87, 2), (80, 2), (74, 3), (69, 3), (64, 3), (59, 4),
    (55, 4), (51, 4), (48, 5), (45, 5), (42, 6), (39, 6), (36, 7),
)  # fmt: skip
_NAME_SIZES, _NOTE_SIZES = (30, 27, 24), (25,)

_NAME_RISE, _NAME_FALL = 50, 17
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
        self.title = shortened(bold.shown(card.title)) or bold.shown(card.site)
        self.mirrored = is_right_to_left(self.title)
        self.colours = dict(card.colours)
        self.sheet = Sheet(width, height, self.colours)

    def png(self) -> bytes:
        """The finished file."""
        self._put_ribbon()
        room = self.inner - _RIBBON_WIDTH - _RIBBON_GAP
        self._put(self._fitted(self.card.site, self.bold, _NAME_SIZES, room), 0, _SITE_BASELINE)
        self._put_title()
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
        room = self.height - _TITLE_END - _TITLE_TOP
        for block in self._blocks(room):
            (first, _), (last, depth) = block[0], block[-1]
            rise, fall = first.ink[1] / self.scale, depth + last.ink[3] / self.scale
            widest = max(one.extent for one, _ in block) / self.scale
            if fall - rise <= room and widest <= self.inner:
                break
        start = _TITLE_TOP + (room - fall - rise) / 2
        for one, below in block:
            self._put(one, 0, start + below)

    def _blocks(self, room: float) -> Iterator[list[tuple[Line, float]]]:
        """The title in ever smaller type: its lines, each with how far it is below the first."""

        def measure(text: str) -> float:
            return width_of(text, self.bold, right_to_left=self.mirrored)

        for setting in fitting.settings(self.title, measure, self.inner, room, _TITLE_SIZES):
            yield self._block(setting)

    def _block(self, setting: Setting) -> list[tuple[Line, float]]:
        lines = [
            line(text, self.bold, setting.size * self.scale, right_to_left=self.mirrored)
            for text in setting.lines
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
        byline = self._fitted(self.card.byline, self.bold, _NAME_SIZES, room)
        note = self._fitted(self.card.note, self.regular, _NOTE_SIZES, room)
        middle = top + _PHOTO / 2 + 10
        is_alone = not (byline.runs and note.runs)
        self._put(byline, start, middle - (0 if is_alone else 20))
        self._put(note, start, middle + (0 if is_alone else 22), "soft")

    def _put_photos(self, top: float) -> float:
        """Draw the photos; returns where what stands beside them begins."""
        photos = self.card.photos[:MOST_PHOTOS]
        if not photos:
            return 0
        side, step, ring = map(self._px, (_PHOTO, _PHOTO_STEP, _RING))
        row = in_a_row(photos, side, step, ring, self.colours["paper"])
        self.sheet.paste(row, self._x(0, row.width), self._px(top))
        return row.width / self.scale + _PHOTO_GAP

    def _fitted(self, text: str, family: Family, sizes: Sequence[int], room: float) -> Line:
        """`text` on one line, as large as there is room for; cut where there is none."""
        text = family.shown(text)
        mirrored = is_right_to_left(text)

        def at(size: float, text: str) -> Line:
            return line(text, family, size * self.scale, right_to_left=mirrored)

        tallest = at(sizes[0], text)
        rise, fall = -tallest.ink[1] / self.scale, tallest.ink[3] / self.scale
        if rise > _NAME_RISE or fall > _NAME_FALL:
            text = "".join(one[0] for one in graphemes(text))  # without a tower of marks
        for size in sizes:
            one = at(size, text)
            if one.extent <= room * self.scale:
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
