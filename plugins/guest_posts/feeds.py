"""What Pelican's feeds miss of guests and of posts elsewhere, put right entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedgenerator import SyndicationFeed
    from pelican.contents import Content


def mend(feed: SyndicationFeed, texts: Mapping[str, Content], site_address: str) -> None:
    """Mend the entries of `feed` that stand for `texts`, which have them by their address.

    * A post elsewhere leads to its original, and is identified by it: Pelican puts the site's own
      address in front where addresses are relative, and leaves the query out of its identifier.
    * Every author is named, and not the first alone.
    * What is owed to the reader stands in the summary, too: some readers show nothing else.
    """
    for item in feed.items:
        text = texts.get(item["link"].removeprefix(f"{site_address}/").removesuffix("?ref=feed"))
        if text is None:
            continue
        if text.host:
            item["link"] = item["unique_id"] = text.url
        if len(text.authors) > 1:
            item["author_name"] = ", ".join(author.name for author in text.authors)
        if text.owed and item["description"] and text.owed not in item["description"]:
            item["description"] += text.owed
