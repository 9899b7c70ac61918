"""What a title is made of: graphemes, as a font without sequences can show them. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""How many graphemes of a title a card shows; what is longer ends with an ellipsis."""

MOST_MARKS = 4
"""How many marks one letter is shown with."""

_ZWNJ, _ZWJ, _KEYCAP, _NO_BREAK = "\u200c", "\u200d", "\u20e3", "\u00a0"
SOFT_HYPHEN, SPACE_OF_NO_WIDTH = "\u00ad", "\u200b"
"""Where the author lets a word end its line, with a hyphen and without."""

_KEPT_FORMATS = frozenset(
    (_ZWNJ, _ZWJ, "\u200e", "\u200f", "\u061c", SOFT_HYPHEN, SPACE_OF_NO_WIDTH)
)
"""Invisible characters that change what stands beside them: joining (UAX 44), direction, breaks."""

_AT_NO_END = f" {_NO_BREAK}{SOFT_HYPHEN}{SPACE_OF_NO_WIDTH}"

_GENDERS = frozenset("\u2640\u2642")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_DRAWN = re.compile(r"[^\u00ad\u200b-\u200f\u061c\ufe00-\ufe0f\U000e0020-\U000e01ef]")


def cleaned(text: str) -> str:
    """`text` on one line, composed (NFC), without what nobody sees."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(filter(_is_seen, text.replace("\u202f", _NO_BREAK)))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", kept)).strip(_AT_NO_END)


def shortened(text: str, most: int = LONGEST) -> str:
    """`text` with at most `most` graphemes, the ellipsis included, cut at a word near it."""
    parts = graphemes(text)
    if len(parts) <= most:
        return text
    kept = "".join(parts[: most - 1])
    at_word = kept.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > len(kept) // 2 else kept).rstrip(' ,;:.–—-')}…"


def graphemes(text: str) -> list[str]:
    """What a reader takes for single characters (UAX 29, without its rules for old Hangul)."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for char in text:
        if found and _continues(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def showable(grapheme: str) -> list[str]:
    """The graphemes that stand for `grapheme` where no font knows sequences (UTS 51, 2.2).

    People without their skin tone and gender sign, families as their members, flags as the letters
    of their country, keycaps as what is on them. Any other grapheme stands for itself.
    """
    if _is_flag_letter(grapheme[0]):
        return [chr(ord(char) - 0x1F1E6 + ord("A")) for char in grapheme if _is_flag_letter(char)]
    if _KEYCAP in grapheme:
        return [grapheme[0]]
    if len(grapheme) == 1 or not _is_pictograph(grapheme[0]):
        return [grapheme]
    parts = ("".join(filter(_DRAWN.match, part)) for part in grapheme.split(_ZWJ))
    people = (re.sub("[\U0001f3fb-\U0001f3ff]+$", "", part) or part for part in parts)
    return [part for place, part in enumerate(people) if part and not (place and part in _GENDERS)]


def flattened(text: str) -> str:
    """`text` with each grapheme that no font knows replaced by those that stand for it.

    The letters of a flag are a word of their own.
    """
    if text.isascii():
        return text
    found: list[str] = []
    was_flag = False
    for one in graphemes(text):
        is_flag = _is_flag_letter(one[0])
        if (
            found
            and (is_flag or was_flag)
            and found[-1][-1].isalnum()
            and (is_flag or one.isalnum())
        ):
            found.append(" ")
        found += showable(one)
        was_flag = is_flag
    return "".join(found)


def drawn(grapheme: str) -> str:
    """The characters of `grapheme` that a font has to have."""
    return "".join(filter(_DRAWN.match, grapheme))


def is_mark(char: str) -> bool:
    """True for what stands above, below or in the character before it."""
    return unicodedata.category(char) in ("Mn", "Me")


def _continues(grapheme: str, char: str) -> bool:
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char in (_ZWJ, _ZWNJ):
        return True
    if 0x1F3FB <= ord(char) <= 0x1F3FF or 0xE0020 <= ord(char) <= 0xE007F:
        return _is_pictograph(grapheme[0])
    if _is_flag_letter(char):
        return _is_flag_letter(grapheme[0]) and len(grapheme) == 1
    return grapheme.endswith(_ZWJ) and _is_pictograph(char) and _is_pictograph(grapheme[0])


def _is_flag_letter(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _is_pictograph(char: str) -> bool:
    return ord(char) >= 0x2190 and unicodedata.category(char) in ("So", "Sk", "Sm")


def _is_seen(char: str) -> bool:
    """False for control characters, lone surrogates and formats such as the soft hyphen."""
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs"):
        return True
    is_tag = 0xE0020 <= ord(char) <= 0xE007F  # with which flags of regions are spelt
    return is_tag or char.isspace() or char in _KEPT_FORMATS
