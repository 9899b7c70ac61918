"""Identifiers of entries and feeds: tag URIs (RFC 4151), which no change of address touches."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlsplit

# RFC 3986, section 3.1: a scheme, a colon, and something without white space or controls.
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s\x00-\x1f<>\"]+")

_UNESCAPED = "/;:@&=+$,!~*'()"
"""What may stand in the specific part as it is, beside letters and digits (RFC 4151, pchar)."""


def is_identifier(text: str) -> bool:
    """True where `text` can be the `Id:` of an entry: an absolute URI."""
    return bool(_ABSOLUTE.fullmatch(text))


def tag_uri(entity: str, site_url: str, day: date, name: str) -> str:
    """The identifier of what is called `name` on this site.

    `entity` is the site's tagging entity. Where it has none, its host on `day` stands for it: then
    the identifier holds as long as neither of them changes.
    """
    authority = entity or f"{urlsplit(site_url).hostname or 'localhost'},{day.isoformat()}"
    return f"tag:{authority}:{quote(name, safe=_UNESCAPED)}"


def feed_id(entity: str, site_url: str, stem: str) -> str:
    """The identifier of the feeds whose files are called `stem`, the same in every format.

    Without an entity, nothing outlives a change of domain: then their address serves as well.
    """
    return f"tag:{entity}:{quote(stem, safe=_UNESCAPED)}" if entity else f"{site_url}/{stem}"
