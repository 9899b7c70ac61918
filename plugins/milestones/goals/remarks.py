"""What hearing a sentence comes to: remarks, and how phrases are looked for.

English only: in another language hardly anything is ever heard. Too little is heard rather than too
much: patterns cannot know what a sentence means, so a phrase counts only where who says it, and of
whom, leaves little doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from milestones.goals.numerals import NUMBER_WORDS

NUMBER = rf"(?:\d[\d,.]*k?|{'|'.join(sorted(NUMBER_WORDS))})"
"""A pattern for a number, or the first word of one."""

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"

CLAUSE = r"(?:^|(?<=[,;:.!?(] )|(?<=\band )|(?<=\bbut )|(?<=\bso )|(?<=\bbecause )|(?<=\bthat ))"
"""Where a clause may begin."""

LOWER = r"(?-i:(?![A-Z]))"
"""Says that no name follows."""

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|(?<!\w)‘(?:[^’]|’(?=\w))*’')


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend in a text."""

    rule: str
    what: str
    """What is wrong, to follow the name of the text: `is a question`."""

    instead: str
    """What to write instead, in one sentence."""


def phrases(*patterns: str) -> re.Pattern[str]:
    """What finds any of the `patterns`, as whole words, in capitals or not."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def heard_in(text: str) -> str:
    """`text` as it is listened to: on one line, apostrophes straight, titles in quotes left out."""
    without_titles = _QUOTED.sub("Title", text)
    return " ".join(without_titles.replace("’", "'").split())


def first(pattern: re.Pattern[str], text: str) -> str:
    """What `pattern` finds first in `text`; "" where there is nothing."""
    found = pattern.search(text)
    return found[0] if found else ""
