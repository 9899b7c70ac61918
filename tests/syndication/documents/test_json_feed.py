"""JSON Feed 1.1, member by member."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from syndication.documents import document
from syndication.records import Entry, Feed, Format
from tests.syndication.documents.feeds import BY_TWO, COPY, ELSEWHERE, of
from tests.syndication.entries import KNOTS, MadePicture, a_feed, an_entry


def _feed(feed: Feed) -> dict[str, Any]:
    value = json.loads(document(feed, Format.JSON))
    assert isinstance(value, dict)
    return value


def _item(entry: Entry) -> dict[str, Any]:
    (item,) = _feed(of(entry))["items"]
    assert isinstance(item, dict)
    return item


def test_the_feed_says_what_and_where_it_is() -> None:
    feed = _feed(a_feed(hub="https://hub.example/", icon="https://tiny.example/i.png"))
    del feed["items"], feed["user_comment"]
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tiny",
        "home_page_url": "https://tiny.example/",
        "feed_url": "https://tiny.example/feeds/all.json",
        "description": "I help.",
        "icon": "https://tiny.example/i.png",
        "authors": [{"name": "Ada Quill", "url": "https://tiny.example/"}],
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    }


def test_an_item_has_everything_of_its_entry() -> None:
    assert _item(BY_TWO) == {
        "id": "tag:tiny.example,2025:posts/knots",
        "url": "https://tiny.example/posts/knots/",
        "title": "Knots & how to untie them",
        "content_html": KNOTS.content,
        "summary": "A knot is a promise a rope makes to itself.",
        "image": "https://tiny.example/cards/posts/knots.png",
        "date_published": "2026-03-01T09:30:00+00:00",
        "date_modified": "2026-03-04T18:00:00+00:00",
        "authors": [
            {"name": "Ada Quill", "url": "https://tiny.example/authors/ada-quill/"},
            {"name": "Bo Lind"},
            {"name": "Mira Holm", "url": "https://tiny.example/guests/mira-holm/"},
        ],
        "tags": ["Water", "knots"],
        "attachments": [
            {
                "url": "https://tiny.example/cards/posts/knots.png",
                "mime_type": "image/png",
                "size_in_bytes": 100,
                "title": "Knots, by Ada Quill",
            }
        ],
    }


def test_what_was_not_revised_has_no_date_of_it() -> None:
    assert "date_modified" not in _item(an_entry(updated=KNOTS.published))


def test_a_post_elsewhere_is_there_and_is_about_what_is_there() -> None:
    item = _item(ELSEWHERE)
    assert item["url"] == item["external_url"] == "https://review.example/tide"


def test_a_copy_is_here() -> None:
    item = _item(COPY)
    assert item["url"] == "https://tiny.example/posts/salt/"
    assert "external_url" not in item


def test_an_item_says_its_language_where_it_is_not_the_feeds() -> None:
    assert _item(COPY)["language"] == "de-CH"
    assert "language" not in _item(KNOTS)
    (item,) = _feed(replace(of(COPY), language="de-CH"))["items"]
    assert "language" not in item


def test_an_item_without_content_has_text() -> None:
    item = _item(an_entry(content="", owed="Disclosure: I sail."))
    assert "content_html" not in item
    assert item["content_text"] == f"{KNOTS.summary} Disclosure: I sail."
    assert _item(an_entry(content="", summary=""))["content_text"] == KNOTS.title


def test_what_is_empty_is_left_out() -> None:
    item = _item(an_entry(picture=None, categories=(), summary=""))
    assert set(item) == {
        *("id", "url", "title", "content_html", "date_published", "date_modified", "authors"),
    }
    assert "title" not in _item(an_entry(picture=MadePicture(alt="")))["attachments"][0]


def test_letters_are_written_as_they_are() -> None:
    raw = document(of(an_entry(title="Übér 盐 🧂 שלום")), Format.JSON)
    assert "Übér 盐 🧂 שלום".encode() in raw
    assert b"\\u" not in raw
