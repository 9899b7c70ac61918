"""How wide a text is about to be, and what may stand in XML at all."""

from __future__ import annotations

import re
import unicodedata

SIZE = 12
"""Pixels of the letters in a chart, whatever its width."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids even where it is escaped (section 2.2, "Characters")."""

_WIDTHS = {
    0.30: "ijl|!'.,:;·’‘ ",
    0.36: 'frtI()[]/\\-“”"`*',
    0.56: "acekszvxyJ",
    0.62: "bdghnopqu0123456789?L_$€–^",
    0.70: "ABEFKPSTVXYZ~+=<>−&#",
    0.80: "CDGHNOQRUw",
    0.92: "mMW@%…",
}
"""Widths in em: a little more than the widest of the common sans faces needs."""

_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER, _WIDE = 0.72, 1.3


def width_of(text: str, size: int = SIZE) -> int:
    """About how many pixels wide `text` is in letters of `size` pixels: rather more than less."""
    return round(size * sum(map(_em, text)))


def _em(letter: str) -> float:
    if letter in _WIDTH_OF:
        return _WIDTH_OF[letter]
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    is_wide = unicodedata.east_asian_width(letter) in "WF"
    return _WIDE if is_wide else _OTHER


def xml_text(text: str) -> str:
    """`text` on one line, without the characters that XML cannot hold."""
    return " ".join(_NOT_XML.sub("", text).split())
