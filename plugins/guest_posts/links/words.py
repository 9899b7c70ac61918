"""Whether a name stands in a text as a word of its own, in any script.

The bounds are those of Unicode Standard Annex 29, "Word Boundaries", but stricter where a link
could lead to the wrong person: "Holm" is neither in "Holm-Smith" nor in "holm.Holm.example" or
"@Holm". Texts are decomposed (NFD).
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303b\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9f"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
"""Scripts written without spaces: Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Han, Kana, Bopomofo."""

_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_BEFORE_ITS_CONSONANT = re.compile("[\u0e40-\u0e44\u0ec0-\u0ec4]")
_BEHIND_ITS_CONSONANT = re.compile("[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]")
"""Vowels of Thai and Lao that are letters, not marks, and yet never a word's end or beginning."""

_INVISIBLE_JOINTS = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
_JOINTS = frozenset("-‐‑־.·・׳״@/\\")
_APOSTROPHES = frozenset("'’‘ʼ")
_HANDLES = frozenset("@#/\\")
_STACKERS = frozenset("\u1039\u17d2\u1a60")
"""What puts a consonant below the one before, in Myanmar, Khmer and Tai Tham."""

_ENDINGS = (
    *("님", "씨", "은", "는", "이", "가", "을", "를", "의", "에", "에서", "에게", "에게서", "께"),
    *("께서", "한테", "와", "과", "랑", "이랑", "하고", "도", "만", "로", "으로", "처럼", "보다"),
    *("부터", "까지", "마저", "조차", "이나", "나", "라는", "이라는", "라고", "이라고", "입니다"),
)
_KOREAN_ENDING = re.compile(
    f"(?:{'|'.join(unicodedata.normalize('NFD', ending) for ending in _ENDINGS)})+"
    "(?![\u1100-\u11ff])"
)
"""What Korean puts right behind a name: courtesy and particles, several at a time."""


def stands_alone(text: str, start: int, end: int) -> bool:
    """True where `text[start:end]` is no part of a longer word."""
    return not _begins_earlier(text, start) and not _ends_later(text, end)


def _begins_earlier(text: str, start: int) -> bool:
    if start == 0:
        return False
    before = text[start - 1]
    if before in _INVISIBLE_JOINTS or before in _STACKERS or before in _HANDLES:
        return True
    first = text[start]
    if before in _APOSTROPHES:  # O'Neill, but d'Alembert
        letter = _letter_before(text, start - 1)
        return letter.isupper() and _is_letter(first)
    if before in _JOINTS:
        return _same_name(_letter_before(text, start - 1), before, first)
    return _same_word(_letter_before(text, start), first)


def _ends_later(text: str, end: int) -> bool:
    after = text[end : end + 1]
    if not after:
        return False
    if after in _INVISIBLE_JOINTS or unicodedata.category(after)[0] == "M":
        return True
    last, next_one = _letter_before(text, end), text[end + 1 : end + 2]
    if after in _APOSTROPHES:  # Holm's, but not the D in D'Angelo
        return next_one.isupper() and _is_letter(last)
    if after in _JOINTS:
        return _same_name(last, after, next_one)
    korean = _KOREAN_ENDING.match(text, end)
    if korean:
        return _ends_later(text, korean.end())
    return _same_word(last, after)


def _letter_before(text: str, end: int) -> str:
    """The character before `end` without the marks on it; empty at the beginning."""
    while end > 0 and unicodedata.category(text[end - 1])[0] == "M":
        end -= 1
    return text[end - 1 : end] if end else ""


def _is_letter(character: str) -> bool:
    """True for what words are made of: letters, numbers and what joins them, as the low line."""
    if not character:
        return False
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Pc"


def _same_word(left: str, right: str) -> bool:
    """True where no word ends between two characters that follow each other."""
    if not _is_letter(left) or not _is_letter(right):
        return False
    if _BEFORE_ITS_CONSONANT.match(left) or _BEHIND_ITS_CONSONANT.match(right):
        return True
    if _UNSPACED.match(left) or _UNSPACED.match(right):
        return bool(_KATAKANA.match(left) and _KATAKANA.match(right))
    return True


def _same_name(left: str, joint: str, right: str) -> bool:
    """True where the punctuation `joint` makes one name, or one address, of what it stands between.

    The dot of Katakana does so between foreign names only: elsewhere it separates.
    """
    if joint == "・":
        return bool(_KATAKANA.match(left) and _KATAKANA.match(right))
    return _is_letter(left) and _is_letter(right)
