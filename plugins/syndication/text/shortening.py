"""Texts made to fit: cut at a sentence, else at a word, and never within a character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from syndication.text.graphemes import clusters

Fits = Callable[[str], bool]
"""Whether a text is short enough. Where one is, every beginning of it has to be as well."""

ELLIPSIS = "…"

_CLOSING = r"""["'”’»›)\]」』）〉》]*+"""

_MARK = "[.!?…؟۔।॥։።။]"
# Letters of the West and general punctuation: each a cluster of its own.
_SINGLE = re.compile("[\0-\x0c\x0e-\u02ff\u2010-\u2027\u2030-\u205e]*")
_END = re.compile(
    rf"""(?<!{_MARK}){_MARK}++{_CLOSING}(?=(?P<space>\s))
    | [。！？｡．]++{_CLOSING}                  # of scripts without spaces
    | (?<=[^\s:,;–—-])(?=[ \t]*\n)           # a line that leads to nothing""",
    re.VERBOSE,
)

_ABBREVIATION = re.compile(
    "abb|abs|al|approx|apr|art|aug|bd|bsp|bspw|bzw|ca|cf|ch|chap|co|col|corp|dec|dept|dr|ed"
    "|eds|est|etc|evtl|feb|fig|ft|gen|ggf|gov|hon|inc|jan|jr|jul|jun|lt|ltd|mar|max|me|min"
    "|mlle|mme|mr|mrs|ms|mt|no|nos|nov|nr|oct|p|par|pp|prof|rev|sen|sep|sept|sog|sr|sra|st"
    "|str|tab|tel|usw|vgl|vol|vs"
)
_LONGEST_ABBREVIATION = 8
_WORD = re.compile(r"[^\s(\[\"'“„«]+\Z")

_SENTENCE_KEEPS = 0.25
"""How much of what would fit a cut at a sentence has to keep; else it is made at a word."""

_WORDS_KEEP = 0.5
"""How much of what would fit a cut at a word has to keep; else it is made within the next."""

_DANGLING = " \t\n.,;:…–—-([{\"'“„«¿¡/&+"


def shortened(text: str, fits: Fits) -> str:
    """`text` where it fits, else as much of its beginning as does; empty where nothing does.

    It ends with a sentence if that keeps a quarter of what would fit, else with a word and an
    ellipsis, and within a word only where there is no other.
    """
    text = text.strip()
    if fits(text):
        return text
    bounds = _bounds(text)
    room = _room(text, bounds, fits)
    whole = set(bounds)
    for end in reversed([end for end in sentence_ends(text) if end <= room]):
        cut = text[:end].rstrip()
        if end in whole and len(cut) >= room * _SENTENCE_KEEPS and fits(cut):
            return cut
    return _cut_at_word(text, bounds, room, fits)


def shortened_at_word(text: str, fits: Fits) -> str:
    """`text` where it fits, else as many of its words as do, and an ellipsis."""
    text = text.strip()
    if fits(text):
        return text
    bounds = _bounds(text)
    return _cut_at_word(text, bounds, _room(text, bounds, fits), fits)


@dataclass(frozen=True, slots=True)
class Composition:
    """Paragraphs that fit together."""

    hook: str
    kept: tuple[str, ...]
    hashtags: tuple[str, ...]
    """Without `#`."""

    def __str__(self) -> str:
        line = " ".join(f"#{tag}" for tag in self.hashtags)
        return "\n\n".join(filter(None, (self.hook, *self.kept, line)))


def composed(
    hook: str, kept: Sequence[str], hashtags: Sequence[str], fits: Fits
) -> Composition | None:
    """`hook`, each part of `kept` as it is, and the `hashtags`, so that all of it fits.

    The hook is shortened; hashtags are left out, from the last, only where it would otherwise lose
    more than a half of what it can have without them. None where `kept` alone does not fit.
    """
    parts = tuple(kept)

    def with_tags(tags: tuple[str, ...]) -> Composition:
        words = shortened(hook, lambda words: fits(str(Composition(words, parts, tags))))
        return Composition(words, parts, tags)

    alone = with_tags(())
    if not fits(str(alone)):
        return None
    for most in range(len(hashtags), 0, -1):
        composition = with_tags(tuple(hashtags[:most]))
        if fits(str(composition)) and 2 * len(composition.hook) >= len(alone.hook):
            return composition
    return alone


def sentence_ends(text: str) -> Iterator[int]:
    """Where sentences of `text`, or its lines, are over: the index of what follows them."""
    for end in _END.finditer(text):
        if not end["space"] or not _is_within(text, end):
            yield end.end()


def _is_within(text: str, mark: re.Match[str]) -> bool:
    """Whether `mark` may stand within a sentence: rather believed too often than never."""
    following = text[mark.end() : mark.end() + 50].lstrip()[:1]
    if following.islower():
        return True
    if mark[0] != ".":
        return False
    found = _WORD.search(text[max(0, mark.start() - _LONGEST_ABBREVIATION) : mark.start()])
    word = found[0].casefold() if found else ""
    is_initial = len(word) == 1 and word.isalpha()
    is_ordinal = len(word) <= 2 and word.isdecimal()
    return is_initial or is_ordinal or "." in word or bool(_ABBREVIATION.fullmatch(word))


def _bounds(text: str) -> Sequence[int]:
    """Where `text` may be cut: the ends of its clusters, and its beginning."""
    if _SINGLE.fullmatch(text):
        return range(len(text) + 1)
    return [0, *accumulate(map(len, clusters(text)))]


def _room(text: str, bounds: Sequence[int], fits: Fits) -> int:
    """The last of `bounds` up to which `text` fits, with an ellipsis."""
    low, high = 0, len(bounds) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[: bounds[middle]] + ELLIPSIS):
            low = middle
        else:
            high = middle - 1
    return bounds[low]


def _cut_at_word(text: str, bounds: Sequence[int], room: int, fits: Fits) -> str:
    """The words of `text` before the index `room`, and an ellipsis."""
    is_whole = text[room : room + 1].isspace()
    words = text[:room] if is_whole else re.sub(r"\S+\Z", "", text[:room])
    if len(words) < room * _WORDS_KEEP:
        words = text[:room]
    end = len(words.rstrip(_DANGLING))
    cut = text[: bounds[bisect_right(bounds, end) - 1]] + ELLIPSIS
    return cut if cut != ELLIPSIS and fits(cut) else ""
