"""Portraits: round, and small."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from social_cards.cards import Photo

_FINER = 4
_UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@lru_cache(maxsize=64)
def square_photo(photo: Photo, side: int, paper: str) -> Image.Image:
    """The middle of `photo` as a square of `side` pixels, on `paper` where one sees through it.

    Raises `OSError` where the file is no picture that Pillow reads.
    """
    try:
        with Image.open(photo.file) as opened:
            opened.draft("RGB", (2 * side, 2 * side))  # a JPEG is then read at less cost
            upright = ImageOps.exif_transpose(_in_eight_bits(opened)).convert("RGBA")
    except _UNREADABLE as error:
        raise OSError(f"{photo.file}: {error}") from error
    edge = min(upright.size)
    left = (upright.width - edge) / 2
    top = (upright.height - edge) / 3  # a head is in the upper part of what is higher than wide
    square = upright.resize(
        (side, side),
        Image.Resampling.BICUBIC,
        (left, top, left + edge, top + edge),
        reducing_gap=3.0,
    )
    on_paper = Image.new("RGBA", square.size, paper)
    on_paper.alpha_composite(square)
    return on_paper.convert("RGB")


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits as grey of 8: what Pillow makes of it by itself is white."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def in_a_row(
    photos: Sequence[Photo], diameter: int, step: int, ring: int, paper: str
) -> Image.Image:
    """`photos` as discs of `diameter` pixels on `paper`, each `step` pixels on from the last.

    Where they overlap, a ring of `ring` pixels of paper parts them.
    """
    row = Image.new("RGB", (diameter + step * (len(photos) - 1), diameter), paper)
    halo = _disc(diameter + 2 * ring)
    for place, photo in enumerate(photos):
        if place:
            row.paste(paper, (place * step - ring, -ring), halo)
        row.paste(square_photo(photo, diameter, paper), (place * step, 0), _disc(diameter))
    return row


@lru_cache(maxsize=16)
def _disc(diameter: int) -> Image.Image:
    fine = Image.new("L", (diameter * _FINER, diameter * _FINER))
    ImageDraw.Draw(fine).ellipse((0, 0, fine.width - 1, fine.height - 1), 255)
    return fine.reduce(_FINER)


def is_picture(file: str) -> bool:
    """True where Pillow reads the whole of `file`."""
    try:
        with Image.open(file) as opened:
            opened.load()
    except _UNREADABLE:
        return False
    return True
