"""RSS 2.0 (https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from syndication.documents.common import GENERATOR, categories, picture_address, summary
from syndication.documents.dates import last_updated, writable
from syndication.documents.extension import NAME, RssFeed, RssItem
from syndication.records import Entry, Feed, Format


def of_entry(entry: Entry, feed: Feed) -> etree._Element:
    """`entry` as it stands in `feed`. Raises `ValueError` where RSS cannot hold it."""
    made = FeedEntry()
    made.register_extension(NAME, partial(RssItem, entry, feed.site_url), atom=False)
    made.guid(entry.id, permalink=False)
    made.title(entry.title)
    made.link(href=entry.url)
    made.description(summary(entry))
    made.category([{"term": name} for name in categories(entry)])
    if picture := entry.picture:
        address = picture_address(picture, feed.site_url)
        made.enclosure(address, picture.length, picture.type)
    element: etree._Element = made.rss_entry()
    return element


def of_feed(feed: Feed, items: Sequence[etree._Element]) -> bytes:
    """The document of `feed`, whose `items` are its entries; they move into it.

    Raises `ValueError` where RSS cannot hold it.
    """
    made = FeedGenerator()
    made.register_extension(NAME, partial(RssFeed, feed, items), atom=False)
    made.title(feed.title)
    made.link(href=feed.url(Format.RSS), rel="self", type=Format.RSS.media_type)
    made.link(href=feed.home, rel="alternate")  # the last one is the channel's
    made.description(feed.subtitle or feed.title)  # there must be one
    made.language(feed.language)
    made.updated(writable(last_updated(feed)))
    made.generator(GENERATOR)
    made.docs("")
    if feed.icon:
        made.image(feed.icon, feed.title, feed.home)
    document: bytes = made.rss_str(pretty=True)
    return document
