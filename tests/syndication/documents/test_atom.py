"""Atom, element by element."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser
from lxml import etree

from syndication.documents import Documents, document
from syndication.records import Entry, Feed, Format
from tests.syndication.documents.feeds import BY_TWO, COPY, ELSEWHERE, of
from tests.syndication.entries import KNOTS, MadePicture, a_feed, an_entry

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _feed(feed: Feed) -> etree._Element:
    return etree.fromstring(document(feed, Format.ATOM))


def _entry(entry: Entry) -> etree._Element:
    element = _feed(of(entry)).find("a:entry", ATOM)
    assert element is not None
    return element


def _links(element: etree._Element) -> list[dict[str, str]]:
    return [dict(link.attrib.items()) for link in element.findall("a:link", ATOM)]


def test_the_feed_links_to_itself_to_its_hub_and_to_its_page() -> None:
    assert _links(_feed(a_feed(hub="https://hub.example/"))) == [
        {
            "href": "https://tiny.example/feeds/all.atom.xml",
            "rel": "self",
            "type": "application/atom+xml",
        },
        {"href": "https://hub.example/", "rel": "hub"},
        {"href": "https://tiny.example/", "rel": "alternate", "type": "text/html"},
    ]


def test_an_entry_links_to_its_page_its_original_and_its_picture() -> None:
    assert _links(_entry(replace(COPY, picture=MadePicture()))) == [
        {"rel": "alternate", "type": "text/html", "href": "https://tiny.example/posts/salt/"},
        {"rel": "via", "href": "https://review.example/salt?a=1&b=2"},
        {
            "rel": "enclosure",
            "type": "image/png",
            "length": "100",
            "href": "https://tiny.example/cards/posts/knots.png",
            "title": "Knots, by Ada Quill",
        },
    ]


def test_a_post_elsewhere_links_there() -> None:
    assert [link["href"] for link in _links(_entry(ELSEWHERE))] == ["https://review.example/tide"]


def test_every_author_has_a_name_and_an_address_where_there_is_one() -> None:
    authors = [
        (author.findtext("a:name", None, ATOM), author.findtext("a:uri", None, ATOM))
        for author in _entry(BY_TWO).findall("a:author", ATOM)
    ]
    assert authors == [
        ("Ada Quill", "https://tiny.example/authors/ada-quill/"),
        ("Bo Lind", None),
        ("Mira Holm", "https://tiny.example/guests/mira-holm/"),
    ]


def test_content_is_html_and_the_summary_is_text() -> None:
    entry = _entry(KNOTS)
    content, in_short = entry.find("a:content", ATOM), entry.find("a:summary", ATOM)
    assert content is not None
    assert in_short is not None
    assert (content.get("type"), content.text) == ("html", KNOTS.content)
    assert (in_short.get("type"), in_short.text) == ("text", KNOTS.summary)


def test_without_content_or_summary_an_entry_has_neither() -> None:
    entry = _entry(an_entry(content="", summary=""))
    assert entry.find("a:content", ATOM) is None
    assert entry.find("a:summary", ATOM) is None


def test_an_entry_says_its_language_where_it_is_not_the_feeds() -> None:
    documents = Documents()
    languages = []
    for language in ("en", "de", "en"):
        raw = documents.document(replace(of(KNOTS), language=language), Format.ATOM)
        feed = etree.fromstring(raw)
        entry = feed.find("a:entry", ATOM)
        assert entry is not None
        languages.append((feed.get(LANGUAGE), entry.get(LANGUAGE)))
    assert languages == [("en", None), ("de", "en"), ("en", None)]


def test_texts_of_one_day_are_updated_at_moments_of_their_own_but_published_at_once() -> None:
    midnight = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/London"))
    feed = a_feed(
        *(
            an_entry(id=f"tag:tiny.example,2025:{name}", published=midnight, updated=midnight)
            for name in ("a", "b", "c")
        )
    )
    entries = _feed(feed).findall("a:entry", ATOM)
    updated = [entry.findtext("a:updated", "", ATOM) for entry in entries]
    assert len(set(updated)) == 3
    assert all(moment.startswith("2026-03-29T00:") for moment in updated)
    published = {entry.findtext("a:published", "", ATOM) for entry in entries}
    assert published == {"2026-03-29T00:00:00+00:00"}
    assert _feed(feed).findtext("a:updated", "", ATOM) == max(updated)


def test_feedparser_finds_every_author_and_every_link() -> None:
    (entry,) = feedparser.parse(document(of(BY_TWO), Format.ATOM)).entries
    assert [author.get("name") for author in entry.authors] == ["Ada Quill", "Bo Lind", "Mira Holm"]
    assert [link.rel for link in entry.links] == ["alternate", "enclosure"]
