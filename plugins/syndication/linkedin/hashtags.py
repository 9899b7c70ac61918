"""Hashtags: made of tags, and found in texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

MOST = 5
"""Three to five are recommended."""

_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and "}
"""Signs that a tag loses its meaning without: C is neither C++ nor C#."""

_JOINERS = "\u200c\u200d"
"""What Persian and the languages of India write within words."""

_OPENING = "([{\"'“„‘‚«‹¿¡「『（、。，！？：；"
_CANDIDATE = re.compile(r"[#＃](?P<name>[^\s#＃]+)")


def hashtags(tags: Sequence[str], most: int = MOST) -> tuple[str, ...]:
    """The first `most` of `tags` as hashtags, without `#`.

    Each word begins with a capital, so that screen readers can tell the words apart: `knowledge
    work` is KnowledgeWork, `B2B sales` B2BSales, `e-mail` EMail, `iOS` stays. Letters, marks and
    digits of any script; none of digits only, and none twice, whatever its case.
    """
    made: dict[str, str] = {}
    for tag in tags:
        name = "".join(map(_capitalised, _words(tag)))
        if any(map(str.isalpha, name)):
            made.setdefault(name.casefold(), name)
    return tuple(made.values())[:most]


def hashtags_beside(text: str, tags: Sequence[str]) -> tuple[str, ...]:
    """Those `hashtags` of `tags` that are not in `text` already."""
    used = {name.casefold() for _, name in find_hashtags(text)}
    return tuple(name for name in hashtags(tags) if name.casefold() not in used)


def find_hashtags(text: str) -> Iterator[tuple[int, str]]:
    """Every hashtag in `text`: the index of its sign, and its name.

    It begins the text, or follows a space or an opening quote or bracket: neither `C#` nor the end
    of an address is one. One with an underscore is none either, as networks differ there.
    """
    for found in _CANDIDATE.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if before and not before.isspace() and before not in _OPENING:
            continue
        name = _beginning(found["name"])
        after = found["name"][len(name) : len(name) + 1]
        if any(map(str.isalpha, name)) and after != "_":
            yield found.start(), name


def _words(tag: str) -> list[str]:
    """The words of a tag, of letters, marks and digits."""
    text = unicodedata.normalize("NFC", tag).strip().lstrip("#＃")
    spoken = "".join(_SPOKEN.get(char, char) for char in text)
    kept = (
        char if _is_of_name(char) or char in _JOINERS else "" if char in "'’" else " "
        for char in spoken
    )
    words = ("".join(kept)).split()
    return [word for word in (_without_loose_marks(word) for word in words) if word]


def _without_loose_marks(word: str) -> str:
    """`word` without marks and joiners that belong to what was left out, such as an emoji."""
    start = next((index for index, char in enumerate(word) if char.isalnum()), len(word))
    return word[start:].rstrip(_JOINERS)


def _capitalised(word: str) -> str:
    """`word` with a capital at its start, unless its capitals stand elsewhere: `iOS`."""
    return word if any(map(str.isupper, word[1:])) else word[:1].title() + word[1:]


def _beginning(text: str) -> str:
    """As much of `text` as can be the name of a hashtag."""
    end = 0
    for end, char in enumerate(text, 1):
        if not _is_of_name(char) and char not in _JOINERS:
            end -= 1
            break
    return text[:end].rstrip(_JOINERS)


def _is_of_name(char: str) -> bool:
    """Letters, marks and digits; not the marks that make a picture of the character before."""
    category = unicodedata.category(char)
    is_selector = "\ufe00" <= char <= "\ufe0f" or category == "Me"
    return (category[0] in "LM" or category == "Nd") and not is_selector
