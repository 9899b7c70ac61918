"""Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from syndication.documents.common import GENERATOR, categories, summary
from syndication.documents.dates import last_updated, updated, writable
from syndication.documents.extension import NAME, AtomEntry, AtomFeed
from syndication.records import Author, Entry, Feed, Format


def of_entry(entry: Entry, feed: Feed) -> etree._Element:
    """`entry` as it stands in `feed`. Raises `ValueError` where Atom cannot hold it."""
    made = FeedEntry()
    extension = partial(AtomEntry, entry, feed.site_url, feed.language)
    made.register_extension(NAME, extension, rss=False)
    made.id(entry.id)
    made.title(entry.title)
    made.published(writable(entry.published))
    made.updated(writable(updated(entry)))
    made.author([_person(author) for author in entry.authors])
    made.link(href=entry.url)
    made.category([{"term": name} for name in categories(entry)])
    if in_short := summary(entry):
        made.summary(in_short, type="text")
    if entry.content:
        made.content(entry.content, type="html")
    element: etree._Element = made.atom_entry()
    return element


def of_feed(feed: Feed, entries: Sequence[etree._Element]) -> bytes:
    """The document of `feed`, whose `entries` are given as elements; they move into it.

    Raises `ValueError` where Atom cannot hold it.
    """
    made = FeedGenerator()
    made.register_extension(NAME, partial(AtomFeed, feed, entries), rss=False)
    made.id(feed.id)
    made.title(feed.title)
    made.subtitle(feed.subtitle)
    made.updated(writable(last_updated(feed)))
    made.author(_person(feed.author))
    made.link(href=feed.url(Format.ATOM), rel="self", type=Format.ATOM.media_type)
    if feed.hub:
        made.link(href=feed.hub, rel="hub")
    made.link(href=feed.home, rel="alternate", type="text/html")
    made.language(feed.language)
    made.icon(feed.icon)
    made.generator(GENERATOR)
    document: bytes = made.atom_str(pretty=True)
    return document


def _person(author: Author) -> dict[str, str]:
    return {"name": author.name, "uri": author.url}
