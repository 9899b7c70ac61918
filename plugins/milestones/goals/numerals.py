"""Numbers as people write them into an English sentence: `1,000`, `10k`, `ten thousand`."""

from __future__ import annotations

import re

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(_ONES)}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_SUFFIXES = {"k": 1_000, "m": 1_000_000} | _LARGE

_FIGURES = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[,.' \u00a0\u2009\u202f\u2019]\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?:\s?(k|m|dozen|hundred|thousand|million)\b)?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"\d+\.\d{1,2}")
_WORD = re.compile(r"[a-z]+|\d")

NUMBER_WORDS = frozenset({*_SMALL, *_LARGE})
"""Words that are numbers, or parts of one."""


def numbers_in(text: str) -> set[int]:
    """The whole numbers that `text` says, in figures or in words, those of dates among them."""
    return {*_in_figures(text), *_in_words(_FIGURES.sub(" 0 ", text))}


def _in_figures(text: str) -> list[int]:
    found = []
    for figures, suffix in _FIGURES.findall(text):
        is_decimal = _DECIMAL.fullmatch(figures)
        value = float(figures) if is_decimal else int(re.sub(r"\D", "", figures))
        found.append(round(value * _SUFFIXES.get(suffix.lower(), 1)))
    return found


def _in_words(text: str) -> list[int]:
    """Each run of number words as one: `one hundred and fifty` is 150, `a thousand` 1,000."""
    found: list[int] = []
    done, part = 0, None  # what came to its thousands, and what did not yet
    for word in [*_WORD.findall(text.lower()), "."]:
        if word in _SMALL:
            part = (part or 0) + _SMALL[word]
        elif word in ("thousand", "million"):
            done, part = done + (1 if part is None else part) * _LARGE[word], 0
        elif word in _LARGE:
            part = (part or 1) * _LARGE[word]
        elif word != "and" or part is None:
            if part is not None:
                found.append(done + part)
            done, part = 0, None
    return found
