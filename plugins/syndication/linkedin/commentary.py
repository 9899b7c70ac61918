"""The commentary: what stands above a link card on LinkedIn."""

from __future__ import annotations

import re

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.linkedin.hashtags import find_hashtags, hashtags
from syndication.linkedin.little_text import escaped, units
from syndication.records import Entry
from syndication.shortening import Composition, composed

LIMIT = 3000
"""UTF-16 units (Posts API). Nobody says whether LinkedIn counts them before little text is escaped
or afterwards, so we count them afterwards: that is never too few."""

_BEYOND = 100
"""How many characters after the last that may fit are looked at, to see what is cut there."""


def commentary(entry: Entry, limit: int = LIMIT) -> str:
    """The commentary of `entry`: hook, what is owed to readers, hashtags.

    Plain text of at most `limit` UTF-16 units, also as little text. The hook is cut at a sentence
    where it is too long. Raises `FanfareError` where what is owed, which is never cut, is.
    """
    return str(compose(entry, limit))


def compose(entry: Entry, limit: int = LIMIT) -> Composition:
    """The parts of `commentary`."""
    words = hook(entry)[: limit + _BEYOND]
    used = {name.casefold() for _, name in find_hashtags(words)}
    tags = [tag for tag in hashtags(entry.tags) if tag.casefold() not in used]
    made = composed(words, [entry.owed], tags, lambda text: units(escaped(text)) <= limit)
    if made is None:
        length = units(escaped(entry.owed))
        message = (
            f"Its disclosure and sponsors take {length:,} characters, as LinkedIn counts them, of "
            f"the {limit:,} of a commentary, and must not be cut."
        )
        remedy = "Shorten the disclosure, or write Linkedin: no"
        raise FanfareError(Finding("commentary", message, remedy, source=entry.file))
    return made


def hook(entry: Entry) -> str:
    """What `entry` is shared with: what `Linkedin:` says, else its summary, else its title.

    Line breaks stay, with one empty line at most between paragraphs, and one space between words.
    """
    said = entry.sharing.hook or entry.summary or entry.title
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in said.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
