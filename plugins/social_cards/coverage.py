"""Which characters a font file has. Pure but for reading the file.

The table `cmap` of OpenType in the formats 4 and 12, which are those of every font that has letters
(https://learn.microsoft.com/typography/opentype/spec/cmap).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_COLLECTION = b"ttcf"
_SFNT = (b"\0\1\0\0", b"OTTO", b"true")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of one font, as ranges in order that do not meet."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def __contains__(self, char: str) -> bool:
        place = bisect_right(self.firsts, ord(char)) - 1
        return place >= 0 and ord(char) <= self.lasts[place]


def coverage(font: bytes) -> Coverage:
    """The characters of `font`; of the first one where it is a collection.

    Raises `ValueError` where it is no font, or one without Unicode characters.
    """
    try:
        ranges = sorted(_ranges(font, _cmap(font)))
    except struct.error:
        raise ValueError("is cut short") from None
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return Coverage(tuple(first for first, _ in joined), tuple(last for _, last in joined))


def _cmap(font: bytes) -> int:
    """Where the table begins."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == _COLLECTION else 0
    if font[start : start + 4] not in _SFNT:
        raise ValueError("is neither a TrueType nor an OpenType font")
    for table in range(struct.unpack_from(">H", font, start + 4)[0]):
        tag, _checksum, offset, _length = struct.unpack_from(
            ">4sIII", font, start + 12 + 16 * table
        )
        if tag == b"cmap":
            return int(offset)
    raise ValueError("has no characters")


def _ranges(font: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    formats = {}
    for record in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        offset = cmap + struct.unpack_from(">HHI", font, cmap + 4 + 8 * record)[2]
        formats[struct.unpack_from(">H", font, offset)[0]] = offset
    if 12 in formats:
        return _groups(font, formats[12])
    if 4 in formats:
        return _segments(font, formats[4])
    raise ValueError("has no Unicode characters")


def _groups(font: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Format 12."""
    for group in range(struct.unpack_from(">I", font, table + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", font, table + 16 + 12 * group)
        if glyph or first != last:
            yield first, last


def _segments(font: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Format 4."""
    count = struct.unpack_from(">H", font, table + 6)[0] // 2
    rows = [
        struct.unpack_from(f">{count}H", font, table + 14 + 2 * row * count + (2 if row else 0))
        for row in range(4)
    ]
    for segment, (last, first, delta, offset) in enumerate(zip(*rows, strict=True)):
        if first == 0xFFFF:
            continue
        if not offset:
            yield first, last
            continue
        glyphs = table + 16 + 6 * count + 2 * segment + offset
        listed = struct.unpack_from(f">{last - first + 1}H", font, glyphs)
        for char, glyph in enumerate(listed, first):
            if glyph and (glyph + delta) & 0xFFFF:
                yield char, char
