"""The commentary: what stands above a link card on LinkedIn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.linkedin.hashtags import hashtags_beside
from syndication.linkedin.little_text import escaped, units
from syndication.records import Entry
from syndication.text.shortening import composed

LIMIT = 3000
"""UTF-16 units (Posts API). Nobody says whether LinkedIn counts them before little text is escaped
or afterwards, so we count them afterwards: that is never too few."""

_BEYOND = 100
"""How many characters after the last that may fit are looked at, to see what is cut there."""


def commentary(entry: Entry, limit: int = LIMIT) -> str:
    """The commentary of `entry`: hook, its author if that is a guest, what is owed, hashtags.

    Raises `FanfareError` where what is owed, which is never cut, is too long.
    """
    words = hook(entry)
    made = compose(words, entry.told, hashtags_beside(words, entry.tags), limit)
    if made is None:
        remedy = "Shorten the disclosure, or write Linkedin: no"
        message = too_much_owed(entry.told, limit)
        raise FanfareError(Finding("commentary", message, remedy, source=entry.file))
    return made


def compose(hook: str, owed: str, hashtags: Sequence[str], limit: int) -> str | None:
    """A commentary of these parts: at most `limit` UTF-16 units, also as little text.

    The hook is cut at a sentence where it is too long. None where `owed` alone is.
    """

    def fits(text: str) -> bool:
        return units(escaped(text)) <= limit

    made = composed(hook[: limit + _BEYOND], [owed], hashtags, fits)
    return None if made is None else str(made)


def too_much_owed(owed: str, limit: int) -> str:
    """What to tell the author where `owed` is too long for a commentary."""
    return (
        f"Its disclosure and sponsors take {units(escaped(owed)):,} characters, as LinkedIn counts "
        f"them, of the {limit:,} of a commentary, and must not be cut."
    )


def hook(entry: Entry) -> str:
    """What `entry` is shared with: what `Linkedin:` says, else its summary, else its title.

    Line breaks stay, with one empty line at most between paragraphs, and one space between words.
    """
    said = entry.sharing.hook or entry.summary or entry.title
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in said.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
