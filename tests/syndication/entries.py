"""Entries, feeds and pictures to test with, without a site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from syndication.records import Author, Entry, Feed

PNG = b"\x89PNG\r\n\x1a\n" + bytes(92)

ADA = Author("Ada Quill", "https://tiny.example/authors/ada-quill/")
MIRA = Author("Mira Holm", "https://tiny.example/guests/mira-holm/")


@dataclass(frozen=True)
class MadePicture:
    """A picture in memory."""

    url: str = "cards/posts/knots.png"
    type: str = "image/png"
    width: int = 1200
    height: int = 627
    alt: str = "Knots, by Ada Quill"
    raw: bytes = PNG

    @property
    def length(self) -> int:
        return len(self.raw)

    def read(self) -> bytes:
        return self.raw


KNOTS = Entry(
    id="tag:tiny.example,2025:posts/knots",
    title="Knots & how to untie them",
    url="https://tiny.example/posts/knots/",
    published=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    updated=datetime(2026, 3, 4, 18, 0, tzinfo=UTC),
    authors=(ADA,),
    summary="A knot is a promise a rope makes to itself.",
    content='<p>A <em>knot</em> is a promise. <a href="https://tiny.example/about/">Who?</a></p>',
    categories=("Water", "knots", "knowledge work"),
    tags=("knots", "knowledge work"),
    language="en",
    picture=MadePicture(),
    slug="knots",
    file="content/posts/knots.md",
)


def an_entry(**changes: Any) -> Entry:
    """`KNOTS`, with `changes`."""
    return replace(KNOTS, **changes)


def a_feed(*entries: Entry, **changes: Any) -> Feed:
    """The feed of all `entries`, with `changes`."""
    feed = Feed(
        id="tag:tiny.example,2025:feeds/all",
        title="Tiny",
        subtitle="I help.",
        home="https://tiny.example/",
        site_url="https://tiny.example",
        stem="feeds/all",
        language="en",
        author=Author("Ada Quill", "https://tiny.example/"),
        entries=entries or (KNOTS,),
    )
    return replace(feed, **changes)
