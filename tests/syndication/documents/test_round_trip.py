"""What a reader gets out of a document is what was put into it, whatever it is."""

from __future__ import annotations

import json
from calendar import timegm
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndication.documents import document
from syndication.records import Author, Entry, Format
from syndication.text.characters import xml_safe
from tests.syndication.documents.validity import faults
from tests.syndication.entries import KNOTS, MadePicture, a_feed, an_entry

HOSTILE = (
    "]]>",
    "<![CDATA[a]]>",
    "&amp;amp; &lt;b&gt;",
    "<script>alert(1)</script>",
    "</title></item>",
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    "👩\u200d🚀 𝒳 🇪🇺",
    "\u202eשלום مرحبا\u202c",
    "盐と塩",
    "a\u00a0b\u2028c",
    "\"quoted\" 'twice' \\ \\u0041",
    "\U0010ffff\ufdd0",
)


def _is_left_alone(text: str) -> bool:
    """Whether feedparser takes `text` for what it is, and not for UTF-8 read as Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8") == text
    except UnicodeError:
        return True


# Readers take away white space at both ends; feedparser also takes U+0080 to U+009F for letters of
# Windows-1252, as browsers do.
characters = st.characters(exclude_characters="".join(map(chr, range(0x80, 0xA0))))
texts = st.text(characters).map(xml_safe) | st.sampled_from(HOSTILE)
lines = texts.map(lambda text: " ".join(text.split())).filter(_is_left_alone)
filled = lines.filter(bool)
zones = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kolkata"]).map(ZoneInfo)
moments = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001 -- the zone is another argument
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=zones,
)

entries = st.builds(
    an_entry,
    title=filled,
    published=moments,
    updated=moments,
    authors=st.lists(filled, min_size=1, max_size=3, unique=True).map(
        lambda names: tuple(Author(name, "https://tiny.example/a/") for name in names)
    ),
    summary=lines,
    content=lines,
    categories=st.lists(filled, max_size=3, unique=True).map(tuple),
    picture=st.none() | st.builds(MadePicture, alt=lines),
    owed=lines,
)


@dataclass(frozen=True)
class Read:
    """What a reader makes of an entry."""

    id: str
    title: str
    link: str
    published: int
    """In seconds since 1970."""

    authors: tuple[str, ...]
    summary: str
    content: str
    categories: tuple[str, ...]
    enclosures: tuple[str, ...]


def _expected(entry: Entry) -> Read:
    return Read(
        entry.id,
        entry.title,
        entry.url,
        int(entry.published.astimezone(UTC).replace(microsecond=0).timestamp()),
        tuple(author.name for author in entry.authors),
        " ".join(filter(None, (entry.summary, entry.owed))),
        entry.content,
        entry.categories,
        ("https://tiny.example/cards/posts/knots.png",) if entry.picture else (),
    )


def _by_feedparser(raw: bytes, form: Format) -> list[Read]:
    """What feedparser reads, where it is told to leave HTML as it is."""
    headers = {"content-type": f"{form.media_type}; charset=utf-8"}
    parsed = feedparser.parse(
        raw, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    assert not parsed.bozo, parsed.bozo_exception
    return [
        Read(
            entry.id,
            entry.title,
            entry.link,
            timegm(entry.published_parsed),
            tuple(author.name for author in entry.authors),
            entry.get("summary", "") if "summary_detail" in entry else "",
            entry.content[0].value if "content" in entry else "",
            tuple(tag.term for tag in entry.get("tags", ())),
            tuple(one.href for one in entry.enclosures),
        )
        for entry in parsed.entries
    ]


def _by_json(raw: bytes) -> list[Read]:
    items: Sequence[dict[str, Any]] = json.loads(raw)["items"]
    return [
        Read(
            item["id"],
            item["title"],
            item["url"],
            int(datetime.fromisoformat(item["date_published"]).timestamp()),
            tuple(author["name"] for author in item["authors"]),
            item.get("summary", ""),
            item.get("content_html", ""),
            tuple(item.get("tags", ())),
            tuple(one["url"] for one in item.get("attachments", ())),
        )
        for item in items
    ]


def _read(raw: bytes, form: Format) -> list[Read]:
    return _by_json(raw) if form is Format.JSON else _by_feedparser(raw, form)


@pytest.mark.parametrize("form", Format, ids=lambda form: form.key)
@given(entry=entries)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_an_entry_comes_back_as_it_was(form: Format, entry: Entry) -> None:
    feed = a_feed(entry, replace(KNOTS, id="tag:tiny.example,2025:other"))
    raw = document(feed, form)
    assert _read(raw, form)[0] == _expected(entry)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", Format, ids=lambda form: form.key)
def test_hostile_texts_make_documents_without_faults(form: Format, text: str) -> None:
    title = " ".join(text.split())
    entry = an_entry(title=title, summary=title, content=f"<p>{title}</p>", owed=title)
    raw = document(a_feed(entry, title=title, subtitle=title), form)
    assert faults(raw, form, plain=False) == []
    assert _read(raw, form) == [_expected(entry)]


@pytest.mark.parametrize("form", Format, ids=lambda form: form.key)
def test_a_body_of_a_megabyte_comes_back(form: Format) -> None:
    body = "".join(f"<p>{place} ]]&gt; &amp;amp; 盐 🧂</p>\n" for place in range(30_000)).strip()
    assert len(body.encode()) > 1_000_000
    entry = an_entry(content=body)
    assert _read(document(a_feed(entry), form), form) == [_expected(entry)]
