"""Pixels of few colours: what makes a card small, and the same on every machine."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image, ImageColor

_SHADES = {"ink": 32, "soft": 20, "mark": 12, "rule": 2}
"""How many steps from the paper to each colour, the colour included."""

_PHOTO_COLOURS = 160

_ANY = [0, *([255] * 255)]

_RUN_LENGTHS = 3
"""zlib's Z_RLE. With its other strategies, what Pillow brings along compresses differently on
different processors (zlib-rs, issue 91); runs are all that is to be found here anyway."""

Colour = tuple[int, int, int]


class Sheet:
    """A picture in the making. Its pixels are numbers of colours."""

    def __init__(self, width: int, height: int, colours: Mapping[str, str]) -> None:
        """An empty one. `colours` are those of `cards.COLOURS`."""
        self._pixels = Image.new("L", (width, height))
        self._palette = [_colour(colours["paper"])]
        self._numbers = {
            name: self._shades(_colour(colours[name]), steps) for name, steps in _SHADES.items()
        }

    @property
    def width(self) -> int:
        """In pixels."""
        return self._pixels.width

    def stain(self, mask: Image.Image, x: int, y: int, colour: str) -> None:
        """Put as much of `colour` on each pixel from `x`, `y` on as `mask` says."""
        self._pixels.paste(mask.point(self._numbers[colour]), (x, y), mask.point(_ANY))

    def paste(self, picture: Image.Image, x: int, y: int) -> None:
        """Put a small `picture` on it; all of them share what colours are left."""
        few = picture.quantize(_PHOTO_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        flat, first = few.getpalette() or [], len(self._palette)
        self._palette += zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        numbers = [min(first + number, 255) for number in range(256)]
        self._pixels.paste(Image.frombytes("L", few.size, few.tobytes()).point(numbers), (x, y))

    def png(self, most: int) -> bytes:
        """The file, with edges as smooth as `most` bytes allow."""
        for step in (1, 2, 4, 8):
            raw = self._png(step)
            if len(raw) <= most:
                break
        return raw

    def _png(self, step: int) -> bytes:
        """The file with only every so many of the shades."""
        pixels = self._pixels.point(self._coarser(step)) if step > 1 else self._pixels
        picture = Image.frombytes("P", pixels.size, pixels.tobytes())
        picture.putpalette([channel for colour in self._palette for channel in colour])
        raw = io.BytesIO()
        picture.save(raw, "PNG", compress_type=_RUN_LENGTHS)
        return raw.getvalue()

    def _coarser(self, step: int) -> list[int]:
        """The number that stands for each number."""
        numbers = list(range(256))
        for shades in self._numbers.values():
            first, last = shades[1], shades[-1]
            for number in range(first, last + 1):
                numbers[number] = min(last, first + (number - first) // step * step + step // 2)
        return numbers

    def _shades(self, full: Colour, steps: int) -> list[int]:
        """The number of the colour for each degree of ink, 0 to 255."""
        paper, first = self._palette[0], len(self._palette)
        for step in range(1, steps + 1):
            red, green, blue = (
                round(light + (dark - light) * step / steps)
                for light, dark in zip(paper, full, strict=True)
            )
            self._palette.append((red, green, blue))
        return [0, *(first + ink * steps // 256 for ink in range(1, 256))]


def _colour(written: str) -> Colour:
    red, green, blue, *_ = ImageColor.getrgb(written)
    return red, green, blue
