"""What makes an Atom document invalid, or its feed one that embarrasses its author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tests.syndication.documents.texts import (
    RFC_3339,
    faults_of_html,
    faults_of_plain,
    is_absolute,
)

_GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
_ATOM = {"a": "http://www.w3.org/2005/Atom"}
_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")


def faults(document: bytes, *, plain: bool = True) -> list[str]:
    """What is wrong with an Atom feed; empty where nothing is.

    `plain` is false where titles and summaries look like HTML on purpose.
    """
    try:
        feed = etree.fromstring(document, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return [f"it is no XML: {error}"]
    if not _GRAMMAR.validate(feed):
        return [f"RFC 4287, appendix B: {error.message}" for error in _GRAMMAR.error_log]
    return [*_of_feed(feed), *_of_texts(feed, plain)]


def _of_feed(feed: etree._Element) -> Iterator[str]:
    entries = feed.findall("a:entry", _ATOM)
    yield from _of_links(feed, "the feed")
    own = [link for link in feed.findall("a:link", _ATOM) if link.get("rel") == "self"]
    if len(own) != 1 or own[0].get("type") != "application/atom+xml":
        yield "the feed has no link to itself with its type (4.1.1)"
    if feed.find("a:author", _ATOM) is None and not (
        entries and all(entry.find("a:author", _ATOM) is not None for entry in entries)
    ):
        yield "neither the feed nor each of its entries has an author (4.1.1)"
    for entry in entries:
        yield from _of_entry(entry)
    for name in ("id", "updated"):
        counted = Counter(entry.findtext(f"a:{name}", "", _ATOM) for entry in entries)
        yield from (f"two entries have the {name} {text}" for text, n in counted.items() if n > 1)
    if entries:
        last = max(entry.findtext("a:updated", "", _ATOM) for entry in entries)
        if len(entries) == 1 and feed.findtext("a:updated", "", _ATOM) != last:
            yield "the feed was not updated with its entry"


def _of_entry(entry: etree._Element) -> Iterator[str]:
    name = entry.findtext("a:id", "", _ATOM)
    yield from _of_links(entry, name)
    content = entry.find("a:content", _ATOM)
    has_summary = entry.find("a:summary", _ATOM) is not None
    if content is None and not _relations(entry, "alternate"):
        yield f"{name} has neither content nor an alternate link (4.1.2)"
    if content is not None and not has_summary:
        kind = content.get("type", "text")
        if content.get("src"):
            yield f"{name} has its content elsewhere, and no summary (4.1.2)"
        elif kind not in {"text", "html", "xhtml"} and not re.search("^text/|/xml$|[+]xml$", kind):
            yield f"{name} has its content in Base64, and no summary (4.1.2)"
    for link in _relations(entry, "enclosure"):
        if not re.fullmatch("[1-9][0-9]*", link.get("length", "")) or not link.get("type"):
            yield f"{name} has an enclosure without its length or its type"


def _of_links(element: etree._Element, name: str) -> Iterator[str]:
    alternates = Counter(
        (link.get("type"), link.get("hreflang")) for link in _relations(element, "alternate")
    )
    if any(number > 1 for number in alternates.values()):
        yield f"{name} has two alternate links of one type and language (4.1.1, 4.1.2)"


def _relations(element: etree._Element, relation: str) -> list[etree._Element]:
    links = element.findall("a:link", _ATOM)
    return [link for link in links if link.get("rel", "alternate") == relation]


def _of_texts(feed: etree._Element, plain: bool) -> Iterator[str]:
    for name in ("published", "updated"):
        for element in feed.iterfind(f".//a:{name}", _ATOM):
            if not RFC_3339.fullmatch(element.text or ""):
                yield f"{name} is no date: {element.text!r} (3.3)"
    for element in feed.iterfind(".//a:id", _ATOM):
        if not _URI.fullmatch(element.text or ""):
            yield f"id is no IRI: {element.text!r} (4.2.6)"
    for name in ("uri", "icon", "logo"):
        for element in feed.iterfind(f".//a:{name}", _ATOM):
            if not is_absolute(element.text or ""):
                yield f"{name} is not absolute: {element.text!r}"
    for element in feed.iterfind(".//a:link", _ATOM):
        if not is_absolute(element.get("href", "")):
            yield f"link is not absolute: {element.get('href')!r}"
    for element in feed.iterfind(".//a:name", _ATOM):
        if not element.text:
            yield "an author has no name"
    for element in feed.iterfind(".//a:content", _ATOM):
        if element.get("type") == "html":
            yield from faults_of_html(element.text or "", "content")
    for name in ("title", "summary", "subtitle"):
        for element in feed.iterfind(f".//a:{name}", _ATOM):
            if plain and element.get("type", "text") == "text":
                yield from faults_of_plain(element.text or "", name)
