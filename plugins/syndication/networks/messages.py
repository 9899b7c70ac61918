"""An entry as a message, ready for any network: each makes it as long as it may be there. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from syndication.linkedin.commentary import hook
from syndication.linkedin.hashtags import hashtags_beside
from syndication.linkedin.links import with_campaign
from syndication.networks.network import Message
from syndication.records import Entry


def message(entry: Entry, site_url: str, campaign: Mapping[str, str]) -> Message:
    """`entry` as a message whose link has the parameters of `campaign`."""
    words = hook(entry)
    return Message(
        entry_id=entry.id,
        url=with_campaign(entry.url, site_url, campaign),
        title=entry.title,
        description=entry.summary,
        hook=words,
        hashtags=hashtags_beside(words, entry.tags),
        language=entry.language,
        picture=entry.picture,
        owed=entry.told,
    )
