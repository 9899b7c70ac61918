"""RSS 2.0, element by element."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from lxml import etree

from syndication.documents import document
from syndication.records import Entry, Feed, Format
from tests.syndication.documents.feeds import BY_TWO, COPY, ELSEWHERE, of
from tests.syndication.entries import KNOTS, MadePicture, a_feed, an_entry

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


def _channel(feed: Feed) -> etree._Element:
    return etree.fromstring(document(feed, Format.RSS))[0]


def _item(entry: Entry) -> etree._Element:
    item = _channel(of(entry)).find("item")
    assert item is not None
    return item


def _texts(element: etree._Element, name: str) -> list[str | None]:
    return [found.text for found in element.findall(name, NAMESPACES)]


def test_the_channel_links_to_its_page_and_to_itself() -> None:
    channel = _channel(a_feed(hub="https://hub.example/"))
    assert _texts(channel, "link") == ["https://tiny.example/"]
    links = [dict(link.attrib) for link in channel.findall("atom:link", NAMESPACES)]
    assert links == [
        {
            "href": "https://tiny.example/feeds/all.rss.xml",
            "rel": "self",
            "type": "application/rss+xml",
        },
        {"href": "https://hub.example/", "rel": "hub"},
    ]


def test_there_is_no_hub_where_none_is_told() -> None:
    assert b'"hub"' not in document(a_feed(), Format.RSS)


def test_the_channel_changed_when_its_entries_did() -> None:
    assert _texts(_channel(of(KNOTS)), "lastBuildDate") == ["Wed, 04 Mar 2026 18:00:00 +0000"]


def test_the_icon_is_the_channels_image() -> None:
    image = _channel(a_feed(icon="https://tiny.example/i.png")).find("image")
    assert image is not None
    assert {child.tag: child.text for child in image} == {
        "url": "https://tiny.example/i.png",
        "title": "Tiny",
        "link": "https://tiny.example/",
    }


def test_an_edit_moves_neither_guid_nor_date() -> None:
    was = of(an_entry(updated=KNOTS.published))
    edited = of(an_entry(title="Other", updated=datetime(2026, 9, 1, tzinfo=UTC)))
    for name in ("guid", "pubDate", "link"):
        before, after = (_channel(feed).findtext(f"item/{name}") for feed in (was, edited))
        assert before == after


def test_a_revision_is_told_beside_the_date() -> None:
    assert _texts(_item(KNOTS), "atom:updated") == ["2026-03-04T18:00:00+00:00"]
    assert _texts(_item(an_entry(updated=KNOTS.published)), "atom:updated") == []


def test_every_author_is_named() -> None:
    assert _texts(_item(BY_TWO), "dc:creator") == ["Ada Quill", "Bo Lind", "Mira Holm"]


def test_each_category_is_named_once() -> None:
    assert _texts(_item(BY_TWO), "category") == ["Water", "knots"]


def test_a_picture_is_enclosed_once_and_shown_in_no_group() -> None:
    item = _item(KNOTS)
    (enclosure,) = item.findall("enclosure")
    assert dict(enclosure.attrib) == {
        "url": "https://tiny.example/cards/posts/knots.png",
        "length": "100",
        "type": "image/png",
    }
    (media,) = item.findall("media:content", NAMESPACES)
    assert dict(media.attrib) == {
        "url": "https://tiny.example/cards/posts/knots.png",
        "type": "image/png",
        "medium": "image",
        "width": "1200",
        "height": "627",
        "fileSize": "100",
    }
    assert _texts(media, "media:description") == ["Knots, by Ada Quill"]


def test_a_picture_without_words_has_none() -> None:
    media = _item(an_entry(picture=MadePicture(alt=""))).find("media:content", NAMESPACES)
    assert media is not None
    assert len(media) == 0


@pytest.mark.parametrize("content", ["<p>All of it.</p>", ""])
@pytest.mark.parametrize("summary", ["Some of it.", ""])
def test_feedparser_takes_the_words_of_a_picture_for_nothing_else(
    summary: str, content: str
) -> None:
    raw = document(of(an_entry(summary=summary, content=content)), Format.RSS)
    (entry,) = feedparser.parse(raw).entries
    assert [part.value for part in entry.get("content", [])] == ([content] if content else [])
    assert entry.get("summary", "") == (summary or content)
    assert entry.title == KNOTS.title


@pytest.mark.parametrize("changes", [{"summary": ""}, {"content": ""}])
def test_a_picture_keeps_its_words_where_its_entry_says_less(changes: dict[str, str]) -> None:
    media = _item(an_entry(**changes)).find("media:content", NAMESPACES)
    assert media is not None
    assert _texts(media, "media:title") == ["Knots, by Ada Quill"]


def test_a_copy_names_its_original() -> None:
    assert _texts(_item(COPY), "dc:source") == ["https://review.example/salt?a=1&b=2"]
    assert _texts(_item(KNOTS), "dc:source") == []


def test_a_post_elsewhere_links_there() -> None:
    assert _texts(_item(ELSEWHERE), "link") == ["https://review.example/tide"]


def test_an_entry_without_a_summary_has_its_content_all_the_same() -> None:
    item = _item(an_entry(summary=""))
    assert _texts(item, "description") == []
    assert _texts(item, "content:encoded") == [KNOTS.content]
