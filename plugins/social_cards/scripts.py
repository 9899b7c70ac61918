"""The order and the forms in which the characters of a line are drawn. Pure.

Pillow's own shaping rests on a library of the system (FriBidi), which not every machine has: two of
them would draw different cards. Here all of it is in packages that come as they are everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_base_level,
    get_embedding_levels,
    get_empty_storage,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from bidi.mirror import MIRRORED

from social_cards.characters import graphemes

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_UNSETTABLE = (
    (0x0700, 0x074F),  # Syriac
    (0x07C0, 0x085F),  # N'Ko, Samaritan, Mandaic
    (0x0900, 0x0DFF),  # the scripts of India and Sri Lanka
    (0x0F00, 0x109F),  # Tibetan, Burmese
    (0x1780, 0x18AF),  # Khmer, Mongolian
    (0x1900, 0x1C7F),  # Limbu to Ol Chiki
    (0x1CC0, 0x1CFF),  # Sundanese, Vedic
    (0xA800, 0xAAFF),  # Syloti Nagri to Meetei Mayek
    (0xABC0, 0xABFF),
    (0x10A00, 0x11FFF),  # Kharosthi to Tamil
    (0x1E900, 0x1E95F),  # Adlam
)
"""Scripts whose letters change form or place beside others, which nothing here knows how to do."""

_DIRECTIONS = frozenset(("L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "WS", "ON"))

_MOST_BRACKETS = 63
"""Of brackets within brackets, so many are followed (UAX 9, BD16)."""

_ARABIC_POINTS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed]")

_JOINING_BOTH = "ؠػؼؽؾؿٮٯٸټٽځڂڅښڛڜڝڞڟڠڡڢڣڥڧڨڪګڬڮڰڲڴڵڶڷڸڹڼڽڿۂێۑۺۻۼۿ"
_JOINING_BEFORE = "ٲٳٵٶډڊڋڏڐڒړڔڕږڗڙۃۄۊۍۏەۮۯ"
"""Letters of Kurdish, Pashto, Sindhi, Uyghur and others, whose joined forms Unicode does not have.

Our Arabic font has these for private use: `fonts/README.md` says where.
"""


def is_right_to_left(text: str) -> bool:
    """True where the first letter of `text` that has a direction runs to the left (UAX 9, P2)."""
    return bool(_RIGHT_TO_LEFT.search(text)) and get_base_level(text) == 1


def can_be_set(char: str) -> bool:
    """False for letters of scripts that come out wrong, and points of Arabic, whatever the font."""
    return not _ARABIC_POINTS.match(char) and not any(
        first <= ord(char) <= last for first, last in _UNSETTABLE
    )


def joined(text: str) -> str:
    """`text` with Arabic letters in their joined forms, in the order of writing.

    Vowel points of Arabic are left out.
    """
    return _reshaper().reshape(text.replace("\u200d", "")) if _ARABIC.search(text) else text


def levels_of(text: str, *, right_to_left: bool) -> list[int]:
    """How deep each grapheme of `text` is in directions within others (UAX 9); odd ones run left.

    `right_to_left` is the direction of the whole text. It is to be whole: which way a bracket or a
    stop runs may depend on what stands on another line.
    """
    parts = graphemes(text)
    if not right_to_left and not _RIGHT_TO_LEFT.search(text):
        return [0] * len(parts)
    chars = [part[0] for part in parts]
    storage = get_empty_storage()
    storage["base_level"] = int(right_to_left)
    storage["base_dir"] = "R" if right_to_left else "L"
    get_embedding_levels("".join(map(_with_direction, chars)), storage)
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage, False)
    _resolve_brackets([*map(_canonical, chars)], storage["chars"], "R" if right_to_left else "L")
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    return [int(char["level"]) for char in storage["chars"]]


def in_drawing_order(parts: Sequence[str], levels: Sequence[int]) -> list[str]:
    """The graphemes of a line from left to right, brackets turned (UAX 9, L2 and L4)."""
    if not any(levels):
        return list(parts)
    turned = [
        MIRRORED.get(part, part) if level % 2 else part
        for part, level in zip(parts, levels, strict=True)
    ]
    return [turned[place] for place in _visual(levels)]


def _resolve_brackets(chars: Sequence[str], found: Sequence[dict[str, Any]], main: str) -> None:
    """Give brackets the direction of what is between them (UAX 9, N0), which the package does not.

    `found` is what it has found of each of `chars`, `main` the direction of the text.
    """
    for opening, closing in _pairs(chars, found):
        inside = {_strong(char) for char in found[opening + 1 : closing]}
        if main not in inside and inside - {""}:
            before = (_strong(char) for char in reversed(found[:opening]))
            direction = next(filter(None, before), main)
        elif main in inside:
            direction = main
        else:
            continue
        found[opening]["type"] = found[closing]["type"] = direction


def _pairs(chars: Sequence[str], found: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where brackets open and close each other, in the order of opening (UAX 9, BD16)."""
    pairs: list[tuple[int, int]] = []
    awaited: list[tuple[str, int]] = []
    for place, char in enumerate(chars):
        if found[place]["type"] != "ON" or char not in MIRRORED:
            continue
        kind = unicodedata.category(char)
        if kind == "Ps" and len(awaited) == _MOST_BRACKETS:
            break
        if kind == "Ps":
            awaited.append((_canonical(MIRRORED[char]), place))
        elif kind == "Pe":
            depth = next((n for n, (one, _) in enumerate(reversed(awaited)) if one == char), None)
            if depth is not None:
                del awaited[len(awaited) - depth :]
                pairs.append((awaited.pop()[1], place))
    return sorted(pairs)


def _strong(char: Mapping[str, Any]) -> str:
    """The direction that neutral neighbours take from a character: L, R or none."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(char["type"], "")


def _canonical(char: str) -> str:
    return {"\u2329": "\u3008", "\u232a": "\u3009"}.get(char, char)


def _with_direction(char: str) -> str:
    """A character of the direction of `char`; none is left out or ends the line."""
    if "\ue000" <= char <= "\ue400":
        return "\u0627"
    return char if unicodedata.bidirectional(char) in _DIRECTIONS else "!"


def _visual(levels: Sequence[int]) -> list[int]:
    """The places of the line in drawing order (UAX 9, L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        first = 0
        while first < len(order):
            last = first
            while last < len(order) and levels[order[last]] >= level:
                last += 1
            order[first:last] = reversed(order[first:last])
            first = last + 1
    return order


@cache
def _reshaper() -> ArabicReshaper:
    from arabic_reshaper import ArabicReshaper  # which few sites need

    reshaper = ArabicReshaper({"delete_harakat": True, "support_zwj": False})
    reshaper.letters = {
        **reshaper.letters,
        **{letter: _private_forms(letter) for letter in _JOINING_BOTH},
        **{letter: (letter, "", "", _private_forms(letter)[3]) for letter in _JOINING_BEFORE},
    }
    return reshaper


def _private_forms(letter: str) -> tuple[str, str, str, str]:
    """The isolated, initial, medial and final form of `letter` in our Arabic font."""
    place = 0xE000 + 4 * (ord(letter) - 0x600)
    return letter, chr(place + 1), chr(place + 2), chr(place + 3)
