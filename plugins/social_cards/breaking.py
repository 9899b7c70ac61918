"""Where a line may end. Pure.

A short form of UAX 14, for titles: at spaces, after hyphens and dashes, where the author says so,
between the characters of scripts without spaces. No line begins with what closes, or ends with what
opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from social_cards.characters import SOFT_HYPHEN, SPACE_OF_NO_WIDTH, graphemes

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
_NEVER_LAST = frozenset("([{¡¿‘“„‚«‹〈《「『【〔〖〘〚〝（［｛｟｢＄￥￡＃＠เแโใไ")
_HYPHENS = frozenset("-‐–—/_\\|")
_DASHES = frozenset("-‐–—")
_AFTER_A_SPACE = frozenset(":;!?%")
"""What French and others write with a space before it."""

_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u058f\u1e00-\u1fff]")
"""Of scripts whose words are parted with a hyphen: Latin, Greek, Cyrillic, Armenian."""

_VOWELS = frozenset("aeiouyáàâäãåāæéèêëēěėęíìîïīóòôöõøōőœúùûüūůűýαεηιουωаеёиіоуыэюя")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on one line together."""

    text: str
    gap: str = ""
    """The white space after it, which the end of a line swallows."""

    start: int = 0
    """Where it begins in the whole text, in graphemes."""

    is_torn: bool = False
    """True where the word goes on after it, and only want of room ends a line there."""

    is_hyphenated: bool = False
    """True where a line that ends with it shows a hyphen."""


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
            gap = " " if end > place + 1 else ""
            is_hyphenated = parts[place] == SOFT_HYPHEN and not gap
            one = "".join(parts[start : place + 1])
            found.append(Piece(one, gap, start, is_hyphenated=is_hyphenated))
            start = end
        place = end
    return found


def torn(piece: Piece) -> Iterator[Piece]:
    """The least parts of a word that is longer than a line."""
    parts: list[list[str]] = []
    for one in graphemes(piece.text):
        if parts and one[0] not in _NEVER_FIRST and parts[-1][-1][-1] not in _NEVER_LAST:
            parts.append([one])
        elif parts:
            parts[-1].append(one)
        else:
            parts = [[one]]
    start = piece.start
    for part, following in pairwise([*parts, None]):
        if part is None:
            continue
        text = "".join(part)
        if following is None:
            yield Piece(text, piece.gap, start, piece.is_torn, piece.is_hyphenated)
        else:
            is_in_word = all(map(_LETTERS.match, (part[-1], following[0])))
            yield Piece(text, "", start, True, is_in_word or text == SOFT_HYPHEN)
        start += len(part)


def ends_well(piece: Piece) -> bool:
    """True where a reader expects a break, or does not mind it: after a comma, a vowel."""
    if piece.is_torn:
        return piece.text[-1].casefold() in _VOWELS or not piece.is_hyphenated
    return piece.text[-1] in ",;:.!?–—、。，：；！？،؛؟" and piece.text[0] not in "–—"


def _may_end(parts: list[str], last: int, following: int) -> bool:
    """True where a line may end after `parts[last]`, and the next begin with `following`."""
    before, after = parts[last], parts[following]
    if following > last + 1:
        return not _is_glued(parts, last, following)
    if SOFT_HYPHEN in (before, after) or SPACE_OF_NO_WIDTH in (before, after):
        return before in (SOFT_HYPHEN, SPACE_OF_NO_WIDTH)
    if before[0] in _NEVER_LAST or after[0] in _NEVER_FIRST:
        return False
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    is_inside = last > 0 and parts[last - 1][0].isalnum() and after[0].isalnum()
    return before in _HYPHENS and is_inside


def _is_glued(parts: list[str], last: int, following: int) -> bool:
    """True where the space between belongs to a sign: `Quoi ?`, `« mots »`, `one – two`.

    A dash that stands alone ends the line before it. Marks that touch a word, as in »Ja«, are no
    such signs.
    """
    before, after = parts[last], parts[following]
    opens_alone = last == 0 or parts[last - 1] == " "
    closes_alone = following + 1 == len(parts) or not parts[following + 1][0].isalnum()
    if before in "«‹" and opens_alone:
        return True
    if after in "»›" and closes_alone:
        return True
    is_alone = following + 1 < len(parts) and parts[following + 1] == " "
    return after[0] in _AFTER_A_SPACE or (after in _DASHES and is_alone)
