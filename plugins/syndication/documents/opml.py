"""A list of feeds to subscribe to at once, in OPML 2.0 (http://opml.org/spec2.opml): a blogroll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from lxml import etree

from syndication.documents.browser_page import element, link, page, stylesheet
from syndication.text.characters import xml_safe

MEDIA_TYPE = "text/xml"
"""What pages announce it as: OPML has no registered media type."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One site with a feed."""

    text: str
    """What readers call it."""

    feed_url: str
    """Absolute address of its feed, RSS or Atom: OPML calls both rss."""

    home_url: str = ""
    """Absolute address of the site; empty where nobody knows."""

    description: str = ""


def opml(title: str, outlines: Sequence[Outline], file: str = "feeds/blogroll.opml.xml") -> bytes:
    """The document that lists `outlines` in their order, to be written as `file`.

    `file` is relative to the site's root. Characters that XML cannot hold are left out. Nothing in
    it says when it was made: the same list is the same bytes.
    """
    title = xml_safe(title)
    outlines = [Outline(*map(xml_safe, astuple(outline))) for outline in outlines]
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    head.append(_introduction(title, outlines))
    body = etree.SubElement(root, "body")
    for outline in outlines:
        etree.SubElement(body, "outline", dict(_attributes(outline)))
    root.addprevious(stylesheet(file))
    return etree.tostring(
        root.getroottree(), encoding="utf-8", xml_declaration=True, pretty_print=True
    )


def _attributes(outline: Outline) -> Iterator[tuple[str, str]]:
    """As OPML 2.0, "Subscription lists", names them; those that are empty are left out."""
    yield "text", outline.text
    yield "title", outline.text
    yield "type", "rss"
    yield "xmlUrl", outline.feed_url
    if outline.home_url:
        yield "htmlUrl", outline.home_url
    if outline.description:
        yield "description", outline.description


def _introduction(title: str, outlines: Sequence[Outline]) -> etree._Element:
    """What people see of it who open it in a browser."""
    return page(
        "<header>",
        "<p><strong>This is a blogroll:</strong> the feeds of other sites, all in one file. To "
        "follow them, save this page and import it into your feed reader.</p>",
        "</header>",
        element("h1", title),
        "<ol>",
        *map(_item, outlines),
        "</ol>",
    )


def _item(outline: Outline) -> str:
    return (
        f"<li><h2>{link(outline.home_url or outline.feed_url, outline.text)}</h2>"
        f"<p>{link(outline.feed_url, 'Feed')}</p>{element('p', outline.description)}</li>"
    )
