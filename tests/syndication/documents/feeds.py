"""Feeds to make documents of."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from syndication.records import Author, Entry, Feed
from tests.syndication.entries import ADA, MIRA, MadePicture, a_feed, an_entry

LONDON = ZoneInfo("Europe/London")

BY_TWO = an_entry(authors=(ADA, Author("Bo Lind"), MIRA), categories=("Water", "knots", "Water"))

COPY = an_entry(
    id="tag:tiny.example,2025:posts/salt",
    title="Salt, “sweet” & <em>bitter</em>: 5 > 4",
    url="https://tiny.example/posts/salt/",
    published=datetime(2026, 2, 20, tzinfo=LONDON),
    updated=datetime(2026, 2, 20, tzinfo=LONDON),
    authors=(MIRA,),
    summary="Where a ]]> stands, and &amp; too.",
    content="<p>Salz, сіль, ملح, 盐, 🧂.</p>",
    language="de-CH",
    picture=MadePicture("images/Salz & Pfeffer 100%.jpg", "image/jpeg", 800, 400, alt=""),
    original="https://review.example/salt?a=1&b=2",
)

ELSEWHERE = an_entry(
    id="tag:tiny.example,2025:elsewhere/tide",
    title="Tide",
    url="https://review.example/tide",
    published=datetime(2026, 2, 20, tzinfo=LONDON),
    updated=datetime(2026, 2, 20, tzinfo=LONDON),
    summary="It comes and goes.",
    content='<p>It comes.</p>\n<p class="disclosure"><strong>Disclosure:</strong> I sail.</p>',
    categories=("Water",),
    picture=None,
    owed="Disclosure: I sail.",
    is_elsewhere=True,
)


def everything() -> Feed:
    """A feed that has one of each."""
    return a_feed(
        BY_TWO,
        COPY,
        ELSEWHERE,
        hub="https://hub.example/",
        icon="https://tiny.example/images/icon.png",
    )


def nothing() -> Feed:
    """A feed in which nothing stands yet."""
    return a_feed(entries=(), subtitle="")


def for_automations() -> Feed:
    """A feed such as that for LinkedIn: what it says is in the summaries, and nobody opens it."""
    said = "A knot is a promise a rope makes to itself.\n\nUntie it.\n\n#Knots #KnowledgeWork"
    return a_feed(
        an_entry(summary=said, content=""),
        an_entry(
            id="tag:tiny.example,2025:posts/mast",
            url="https://tiny.example/posts/mast/",
            published=datetime(2026, 2, 1, 8, tzinfo=LONDON),
            updated=datetime(2026, 2, 1, 8, tzinfo=LONDON),
            summary="Up.\n\n#Mast",
            content="",
            owed="Sponsored by Ropes Inc.",
        ),
        title="Tiny, for LinkedIn",
        stem="feeds/linkedin",
        has_stylesheet=False,
    )


def of(entry: Entry) -> Feed:
    """A feed with `entry` alone, and nothing for people to look at."""
    return a_feed(entry, has_stylesheet=False)
