"""An entry as a message, ready for a network."""

from __future__ import annotations

from collections.abc import Mapping

from syndication.linkedin.commentary import compose
from syndication.linkedin.links import with_campaign
from syndication.linkedin.little_text import units
from syndication.networks.network import Message
from syndication.records import Entry
from syndication.shortening import shortened_at_word


def message(
    entry: Entry, site_url: str, campaign: Mapping[str, str], limits: Mapping[str, int]
) -> Message:
    """`entry` within `limits`, those of the setting `LINKEDIN_LIMITS`, in UTF-16 units.

    Raises `FanfareError` where what is owed to readers is longer than a commentary.
    """
    composition = compose(entry, limits["commentary"])
    return Message(
        entry_id=entry.id,
        url=with_campaign(entry.url, site_url, campaign),
        title=_cut(entry.title, limits["article_title"]),
        description=_cut(entry.summary, limits["article_description"]),
        commentary=str(composition),
        hook=composition.hook,
        hashtags=composition.hashtags,
        language=entry.language,
        picture=entry.picture,
        owed=entry.owed,
    )


def _cut(text: str, limit: int) -> str:
    return shortened_at_word(" ".join(text.split()), lambda cut: units(cut) <= limit)
