"""What readers take for one character: extended grapheme clusters (UAX #29, Unicode 16).

Never cut within one: that leaves half an emoji, an accent without its letter, or half a syllable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_JOINER = "\u200d"
_NON_JOINER = "\u200c"
_ALWAYS_ALONE = ("Cc", "Cf", "Zl", "Zp", "Cs")
_EXTENDING = "\u200c\u200d\uff9e\uff9f"
"""Grapheme_Extend and ZWJ, beside marks; the last two are halfwidth marks of Katakana."""

_FOLLOWING = "\u0e33\u0eb3"
"""SpacingMark, beside marks of the category Mc: two vowels of Thai and Lao."""

_PREPENDED = (
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e"
    "\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941\U00011d46\U00011f02"
)
_MARKS_OF_THEIR_OWN = frozenset(
    "\u102b\u102c\u1038\u1062\u1063\u1064\u1067\u1068\u1069\u106a\u106b\u106c\u106d\u1083\u1087"
    "\u1088\u1089\u108a\u108b\u108c\u108f\u109a\u109b\u109c\u1a61\u1a63\u1a64\uaa7b\uaa7d"
    "\U00011720\U00011721"
)
"""Marks of the category Mc that UAX #29, table 2, excepts."""

_LINKERS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"
"""Viramas that join two consonants to one syllable (Indic_Conjunct_Break=Linker)."""

_LINKED = ("DEVANAGARI", "BENGALI", "GUJARATI", "ORIYA", "TELUGU", "MALAYALAM")
"""The scripts of these."""

_VOWELS = ("A", "E", "I", "O", "U", "VOCALIC", "CANDRA", "SHORT", "CHILLU", "ARCHAIC II", "DOT")
"""What the names of their letters begin with that are no consonants."""

_PICTOGRAPHS = "\xa9\xae\u203c\u2049\u2122\u2139\u3030\u303d"
"""Extended_Pictographic outside the blocks of symbols."""


def clusters(text: str) -> Iterator[str]:
    """The clusters of `text`, in order; together they are `text`."""
    start, flags, conjunct, pictured = 0, 0, "", False
    before = ""
    for index, char in enumerate(text):
        is_flag_half = "\U0001f1e6" <= char <= "\U0001f1ff"
        if before and not (
            _continues(before, char)
            or (flags % 2 and is_flag_half)
            or (conjunct == "linked" and _is_consonant(char))
            or (pictured and before == _JOINER and _is_pictograph(char))
        ):
            yield text[start:index]
            start, flags, conjunct, pictured = index, 0, "", False
        flags = flags + 1 if is_flag_half else 0
        pictured = _is_pictograph(char) or (pictured and _extends(char))
        if _is_consonant(char):
            conjunct = "begun"
        elif conjunct and char in _LINKERS:
            conjunct = "linked"
        elif not _extends(char) or char == _NON_JOINER:
            conjunct = ""
        before = char
    if text:
        yield text[start:]


def length(text: str) -> int:
    """How many clusters `text` has."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in clusters(text))


def _continues(before: str, char: str) -> bool:
    """Rules GB3 to GB9b: whether `char` belongs to what ends with `before`."""
    if before == "\r":
        return char == "\n"
    if _is_control(before) or _is_control(char):
        return False
    return _extends(char) or _is_following(char) or before in _PREPENDED or _is_hangul(before, char)


@lru_cache(4096)
def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me")
        or char in _EXTENDING
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # the colours of skin
        or "\U000e0020" <= char <= "\U000e007f"  # tags, of which regional flags consist
    )


@lru_cache(4096)
def _is_following(char: str) -> bool:
    is_mark = unicodedata.category(char) == "Mc" and char not in _MARKS_OF_THEIR_OWN
    return is_mark or char in _FOLLOWING


@lru_cache(4096)
def _is_control(char: str) -> bool:
    is_exempt = _extends(char) or char in _PREPENDED
    return unicodedata.category(char) in _ALWAYS_ALONE and not is_exempt


@lru_cache(4096)
def _is_consonant(char: str) -> bool:
    """Whether a virama joins `char` to another letter (Indic_Conjunct_Break=Consonant)."""
    if not "\u0915" <= char <= "\u0d3a" or unicodedata.category(char) != "Lo":
        return False
    script, _, letter = unicodedata.name(char).partition(" LETTER ")
    return script in _LINKED and not letter.startswith(_VOWELS)


@lru_cache(4096)
def _is_pictograph(char: str) -> bool:
    """Extended_Pictographic, which `unicodedata` does not know: nearly every symbol is."""
    return char in _PICTOGRAPHS or (
        char >= "\u2190"
        and unicodedata.category(char) in ("So", "Sm", "Cn")
        and not "\U0001f1e6" <= char <= "\U0001f1ff"
    )


def _is_hangul(before: str, char: str) -> bool:
    """Rules GB6 to GB8: letters that make up one syllable."""
    first, second = _hangul(before), _hangul(char)
    return (
        (first == "L" and second in ("L", "V", "LV", "LVT"))
        or (first in ("LV", "V") and second in ("V", "T"))
        or (first in ("LVT", "T") and second == "T")
    )


def _hangul(char: str) -> str:
    """Which part of a syllable `char` is; empty for what is none (Hangul_Syllable_Type)."""
    code = ord(char)
    if 0xAC00 <= code <= 0xD7A3:
        return "LV" if (code - 0xAC00) % 28 == 0 else "LVT"
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    return "T" if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB else ""
