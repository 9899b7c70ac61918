"""What feedgen 1.0 leaves out of a document or gets wrong, through the extensions it offers.

An extension is asked after feedgen has written its own elements: of an entry when the entry is
made, of a feed when everything but the entries stands. feedgen writes Atom's elements without a
namespace and declares it by an attribute, and so do we.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from fanfare.pictures import Picture
from syndication.documents.browser_page import stylesheet
from syndication.documents.common import picture_address, summary
from syndication.documents.dates import is_revised, last_updated, rfc_822, rfc_3339, updated
from syndication.documents.introduction import introduction
from syndication.records import Entry, Feed, Format

NAME = "fanfare"
"""Under which feedgen knows the extensions."""

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class RssFeed:
    """Adds the hub and the items, and says when they last changed without asking the locale."""

    feed: Feed
    items: Sequence[etree._Element]

    def extend_ns(self) -> Mapping[str, str]:
        """The prefixes that items need."""
        return {"dc": DUBLIN_CORE, "media": MEDIA}

    def extend_rss(self, rss: etree._Element) -> None:
        """Complete the document."""
        channel = rss[0]
        for changed in channel.iter("lastBuildDate"):
            changed.text = rfc_822(last_updated(self.feed))
        if self.feed.hub:
            _add(channel, f"{{{ATOM}}}link", rel="hub", href=self.feed.hub)
        if self.feed.has_stylesheet:
            _introduce(rss, channel, self.feed, Format.RSS)
        channel.extend(self.items)


@dataclass(frozen=True, slots=True)
class RssItem:
    """Adds what RSS takes from other vocabularies, and what feedgen cannot be told."""

    entry: Entry
    site_url: str

    def extend_rss(self, item: etree._Element) -> None:
        """Complete an item."""
        entry = self.entry
        _add(item, "pubDate", rfc_822(entry.published))
        if is_revised(entry):
            _add(item, f"{{{ATOM}}}updated", rfc_3339(updated(entry)))
        for author in entry.authors:
            _add(item, f"{{{DUBLIN_CORE}}}creator", author.name)
        if entry.original:
            # `source` is for the feed that an item was taken from, which nobody knows here
            _add(item, f"{{{DUBLIN_CORE}}}source", entry.original)
        if entry.content:
            _add(item, f"{{{CONTENT}}}encoded", entry.content)
        if picture := entry.picture:
            media = _add_media(item, picture, picture_address(picture, self.site_url))
            # Where an entry lacks its own, feedparser takes a picture's description for the summary
            # or the content (https://github.com/kurtmckee/feedparser/issues/53).
            name = "description" if summary(entry) and entry.content else "title"
            if picture.alt:
                _add(media, f"{{{MEDIA}}}{name}", picture.alt, type="plain")


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """Adds the entries, and what a browser shows."""

    feed: Feed
    entries: Sequence[etree._Element]

    def extend_ns(self) -> Mapping[str, str]:
        """Nothing: all of it is Atom."""
        return {}

    def extend_atom(self, atom: etree._Element) -> None:
        """Complete the document."""
        if self.feed.has_stylesheet:
            _introduce(atom, atom, self.feed, Format.ATOM)
        atom.extend(self.entries)


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """Adds the links of an entry, of which feedgen writes no more than the address."""

    entry: Entry
    site_url: str
    feed_language: str

    def extend_atom(self, atom: etree._Element) -> None:
        """Complete an entry."""
        entry = self.entry
        if entry.language != self.feed_language:
            atom.set(f"{{{XML}}}lang", entry.language)
        for link in atom.findall("link"):
            atom.remove(link)
        _add(atom, "link", rel="alternate", type="text/html", href=entry.url)
        if entry.original:
            _add(atom, "link", rel="via", href=entry.original)
        if picture := entry.picture:
            link = _add(
                atom,
                "link",
                rel="enclosure",
                type=picture.type,
                length=str(picture.length),
                href=picture_address(picture, self.site_url),
            )
            if picture.alt:
                link.set("title", picture.alt)


def _introduce(root: etree._Element, parent: etree._Element, feed: Feed, form: Format) -> None:
    """Let browsers show `feed` as a page.

    The page stands before the entries, where RFC 4287, appendix B, has elements of others.
    """
    root.addprevious(stylesheet(feed.file(form)))
    parent.append(introduction(feed, form))


def _add_media(item: etree._Element, picture: Picture, address: str) -> etree._Element:
    """`picture` as Media RSS has it, in no group (https://www.rssboard.org/media-rss)."""
    return _add(
        item,
        f"{{{MEDIA}}}content",
        url=address,
        type=picture.type,
        medium="image",
        width=str(picture.width),
        height=str(picture.height),
        fileSize=str(picture.length),
    )


def _add(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element
