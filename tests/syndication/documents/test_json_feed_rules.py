"""The rules for JSON Feed refuse what its specification forbids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from syndication.documents import document
from syndication.records import Format
from tests.syndication.documents.feeds import of
from tests.syndication.documents.json_feed_rules import faults
from tests.syndication.entries import KNOTS, a_feed

Feed = dict[str, Any]
SITE = "https://tiny.example"


def _valid() -> Feed:
    value = json.loads(document(of(KNOTS), Format.JSON))
    assert isinstance(value, dict)
    return value


def _faults(feed: Feed) -> list[str]:
    return faults(json.dumps(feed).encode())


def test_what_is_right_passes() -> None:
    assert _faults(_valid()) == []


def test_no_json_is_refused() -> None:
    assert faults(b"{") != []
    assert faults('{"title": "é"}'.encode("latin-1")) != []


@pytest.mark.parametrize("name", ["version", "title", "items", "feed_url"])
def test_a_feed_must_have_it(name: str) -> None:
    feed = _valid()
    del feed[name]
    assert _faults(feed)


@pytest.mark.parametrize("name", ["id", "url", "content_html"])
def test_an_item_must_have_it(name: str) -> None:
    feed = _valid()
    del feed["items"][0][name]
    assert _faults(feed)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "https://jsonfeed.org/version/1"},
        {"title": 1},
        {"home_page_url": "/"},
        {"icon": "icon.png"},
        {"authors": {"name": "Ada"}},
        {"authors": [{}]},
        {"authors": [{"name": "Ada", "uri": SITE}]},
        {"language": "English text"},
        {"hubs": [{"type": "WebSub"}]},
        {"hubs": [{"url": SITE}]},
        {"expired": "no"},
        {"links": []},
        {"_own": "no object"},
    ],
)
def test_a_feed_may_not_say(changes: Feed) -> None:
    assert _faults(_valid() | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 1},
        {"id": ""},
        {"url": "posts/knots/"},
        {"external_url": "knots"},
        {"image": "/cards/knots.png"},
        {"date_published": "2026-03-01"},
        {"date_published": "2026-03-01T09:30:00"},
        {"date_modified": "Sun, 01 Mar 2026 09:30:00 +0000"},
        {"tags": "knots"},
        {"tags": [1]},
        {"attachments": [{"url": f"{SITE}/a.png"}]},
        {"attachments": [{"url": f"{SITE}/a.png", "mime_type": "png"}]},
        {"attachments": [{"url": f"{SITE}/a", "mime_type": "image/png", "size_in_bytes": "1"}]},
        {"published": "2026-03-01T09:30:00Z"},
        {"content_html": '<a href="/about/">Who?</a>'},
        {"title": "<b>Knots</b>"},
        {"summary": "Knots &amp; how"},
    ],
)
def test_an_item_may_not_say(changes: Feed) -> None:
    feed = _valid()
    feed["items"][0] |= changes
    assert _faults(feed)


def _add_extension(feed: Feed) -> None:
    feed["_own"] = feed["items"][0]["_own"] = {"about": SITE}


def _say_text(feed: Feed) -> None:
    feed["items"][0]["content_text"] = feed["items"][0].pop("content_html")


def _say_less(feed: Feed) -> None:
    feed["items"] = [{"id": "1", "url": SITE, "content_text": "A"}]
    for name in set(feed) - {"version", "title", "items", "feed_url"}:
        del feed[name]


def _say_more(feed: Feed) -> None:
    feed |= {"next_url": f"{SITE}/2", "favicon": f"{SITE}/i.png", "expired": True}
    feed["items"][0] |= {"banner_image": f"{SITE}/b.png", "external_url": "http://a.example"}
    feed["items"][0]["attachments"][0]["duration_in_seconds"] = 1.5
    feed["authors"] = [{"avatar": f"{SITE}/a.png"}, {"url": "mailto:ada@tiny.example"}]


@pytest.mark.parametrize("change", [_add_extension, _say_text, _say_less, _say_more])
def test_what_the_specification_allows_passes(change: Callable[[Feed], None]) -> None:
    feed = _valid()
    change(feed)
    assert _faults(feed) == []


def test_two_items_with_one_id_are_refused() -> None:
    feed = _valid()
    feed["items"] *= 2
    assert _faults(feed) == [f"two items have the id {KNOTS.id}"]


def test_an_empty_feed_passes() -> None:
    assert faults(document(a_feed(entries=()), Format.JSON)) == []
