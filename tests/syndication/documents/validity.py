"""What is wrong with a feed, whatever its format."""

from __future__ import annotations

from syndication.records import Format
from tests.syndication.documents import atom_rules, json_feed_rules, rss_rules

_FAULTS = {
    Format.RSS: rss_rules.faults,
    Format.ATOM: atom_rules.faults,
    Format.JSON: json_feed_rules.faults,
}


def faults(document: bytes, form: Format, *, plain: bool = True) -> list[str]:
    """What is wrong with a feed in `form`; empty where nothing is.

    `plain` is false where titles and summaries look like HTML on purpose.
    """
    return _FAULTS[form](document, plain=plain)
