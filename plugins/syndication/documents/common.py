"""What every format says of an entry in the same words."""

from __future__ import annotations

import re
from urllib.parse import quote

from fanfare.pictures import Picture
from syndication.records import Entry

GENERATOR = "Fanfare"
"""Which program made a feed."""

# RFC 3986, section 2.1: what makes a per cent sign the beginning of an escape.
_BARE_PER_CENT = re.compile("%(?![0-9A-Fa-f]{2})")
_UNESCAPED = "/%:@!$&'()*+,;=~"


def summary(entry: Entry) -> str:
    """The summary in plain text, and what is owed to the reader: many are shown nothing else."""
    between = "\n" if "\n" in entry.summary else " "
    return between.join(filter(None, (entry.summary, entry.owed)))


def picture_address(picture: Picture, site_url: str) -> str:
    """The absolute address of `picture`, percent-encoded (RFC 3986)."""
    path = _BARE_PER_CENT.sub("%25", picture.url)
    return f"{site_url}/{quote(path, safe=_UNESCAPED)}"


def categories(entry: Entry) -> list[str]:
    """The names of its category and its tags, each once."""
    return list(dict.fromkeys(entry.categories))
