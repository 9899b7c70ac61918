"""Where a line may end. Pure.

A short form of UAX 14, for titles: at spaces, after hyphens and dashes, between the characters of
scripts without spaces. No line begins with what closes, or ends with what opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from social_cards.characters import graphemes

_UNSPACED = re.compile(
    "[\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff\u0e01-\u0e5b"
    "\u3001-\u303f\uff01-\uff65]"
)
"""Chinese and Japanese, with their punctuation; and Thai, whose words no space parts either."""

_NEVER_FIRST = frozenset(
    "!%),.:;?]}¢°’”†‡›»…‥‼⁇⁈⁉℃、。〃々〉》」』】〕〗〙〛〞〟〻〜゠・ー"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "！％），．：；？］｝｠｡｣､･ｰﾞﾟ～،؛؟۔ะาำๅๆฯ·"
)
_NEVER_LAST = frozenset("([{¡¿‘“‹«〈《「『【〔〖〘〚〝（［｛｟｢＄￥￡＃＠เแโใไ")
_HYPHENS = frozenset("-‐–—/_\\|")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on one line together."""

    text: str
    gap: str
    """The white space after it, which the end of a line swallows."""


def pieces(text: str) -> list[Piece]:
    """`text` cut wherever a line may end."""
    found: list[Piece] = []
    start = place = 0
    parts = graphemes(text)
    while place < len(parts):
        end = place + 1
        while end < len(parts) and parts[end] == " ":
            end += 1
        if end == len(parts) or _may_end(parts, place, end):
            found.append(Piece("".join(parts[start : place + 1]), " " if end > place + 1 else ""))
            start = end
        place = end
    return found


def broken(word: str) -> Iterator[str]:
    """The least parts of a `word` that is longer than a line."""
    part = ""
    for one in graphemes(word):
        if part and one[0] not in _NEVER_FIRST and part[-1] not in _NEVER_LAST:
            yield part
            part = ""
        part += one
    if part:
        yield part


def _may_end(parts: list[str], last: int, following: int) -> bool:
    """True where a line may end after `parts[last]`, and the next begin with `following`."""
    before, after = parts[last], parts[following]
    is_spaced = following > last + 1
    if before[0] in _NEVER_LAST:
        return False
    if after[0] in _NEVER_FIRST:
        return is_spaced and after[0].isalnum()
    if is_spaced or _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    is_inside = last > 0 and parts[last - 1][0].isalnum() and after[0].isalnum()
    return before in _HYPHENS and is_inside
