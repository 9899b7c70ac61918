"""What automations post from the LinkedIn feed, and what they do not post again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from syndication.documents import document
from syndication.linkedin.feed import linkedin_feed
from syndication.records import Entry, Format, Sharing
from tests.syndication.entries import a_feed, an_entry

MARCH = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
KNOTS = an_entry(published=MARCH, updated=MARCH)
TIDES = an_entry(
    id="tag:tiny.example,2025:posts/tides",
    title="Tides",
    url="https://tiny.example/posts/tides/",
    published=MARCH + timedelta(days=2),
    updated=MARCH + timedelta(days=2),
    slug="tides",
)


@dataclass
class Automation:
    """Fetches a feed now and then, and posts what it takes for new. The first time, nothing is."""

    posted: list[str] = field(default_factory=list)
    """The titles, in order."""

    has_seen_any: bool = False

    def fetch(self, raw: bytes) -> None:
        """Look at the feed as it is now, oldest first."""
        feed = feedparser.parse(raw)
        assert not feed.bozo
        items = list(reversed(feed.entries))
        if not self.has_seen_any:
            self.see(items)
            return
        new = [item for item in items if self.is_new(item)]
        self.see(items)
        self.posted += [item.title for item in new]

    def is_new(self, item: feedparser.FeedParserDict) -> bool:
        raise NotImplementedError

    def see(self, items: Sequence[feedparser.FeedParserDict]) -> None:
        self.has_seen_any = True


@dataclass
class ByGuid(Automation):
    """As Zapier does."""

    seen: set[str] = field(default_factory=set)

    def key(self, item: feedparser.FeedParserDict) -> str:
        return str(item.id)

    def is_new(self, item: feedparser.FeedParserDict) -> bool:
        return self.key(item) not in self.seen

    def see(self, items: Sequence[feedparser.FeedParserDict]) -> None:
        super().see(items)
        self.seen |= {self.key(item) for item in items}


@dataclass
class ByLink(ByGuid):
    """As Letterhead does."""

    def key(self, item: feedparser.FeedParserDict) -> str:
        return str(item.link)


@dataclass
class ByDate(Automation):
    """As FeedMail and most others do: what is newer than the newest they know."""

    newest: tuple[int, ...] = ()

    def is_new(self, item: feedparser.FeedParserDict) -> bool:
        return tuple(item.published_parsed) > self.newest

    def see(self, items: Sequence[feedparser.FeedParserDict]) -> None:
        super().see(items)
        self.newest = max([self.newest, *(tuple(item.published_parsed) for item in items)])


ALL = [ByGuid, ByDate, ByLink]


def published(
    *entries: Entry, now: datetime = MARCH + timedelta(days=30), **campaign: str
) -> bytes:
    """The LinkedIn feed of a site with `entries`, built at `now`."""
    return document(linkedin_feed(a_feed(), entries, now, 10, campaign), Format.RSS)


@pytest.fixture(params=ALL, ids=lambda kind: kind.__name__)
def automation(request: pytest.FixtureRequest) -> Automation:
    """One that knows the site with one post."""
    kind: Callable[[], Automation] = request.param
    automation = kind()
    automation.fetch(published(KNOTS))
    return automation


def test_a_new_post_is_posted_once(automation: Automation) -> None:
    for _ in range(3):
        automation.fetch(published(TIDES, KNOTS))
    assert automation.posted == ["Tides"]


LATER = MARCH + timedelta(days=20)
CHANGES = {
    "a typo fix": replace(KNOTS, summary="A knot is a promise.", content="<p>Knot.</p>"),
    "another hook": replace(KNOTS, sharing=Sharing(hook="Why knots?")),
    "another title": replace(KNOTS, title="Knots, untied"),
    "a revision": replace(KNOTS, updated=LATER),
    "other tags": replace(KNOTS, tags=("rope",), categories=("Water", "rope")),
    "another picture": replace(KNOTS, picture=None),
    "a day to share it that is past": replace(KNOTS, sharing=Sharing(not_before=MARCH)),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_a_change_posts_nothing_again(automation: Automation, changed: Entry) -> None:
    automation.fetch(published(changed))
    automation.fetch(published(TIDES, changed))
    assert automation.posted == ["Tides"]


MOVED = "https://tiny.example/posts/how-to-untie-them/"
ADDRESSES = {
    "another slug": published(replace(KNOTS, url=MOVED)),
    "a campaign": published(KNOTS, utm_source="linkedin"),
}


@pytest.mark.parametrize("raw", ADDRESSES.values(), ids=ADDRESSES)
def test_another_address_posts_nothing_again(automation: Automation, raw: bytes) -> None:
    automation.fetch(raw)
    goes_by_address = isinstance(automation, ByLink)
    assert automation.posted == ([KNOTS.title] if goes_by_address else [])


def test_a_post_is_held_back_and_posted_once_when_its_day_comes(automation: Automation) -> None:
    day = TIDES.published + timedelta(days=5)
    held = replace(KNOTS, id="tag:held", title="Held", url="https://tiny.example/held/")
    held = replace(held, sharing=Sharing(not_before=day))
    automation.fetch(published(TIDES, held, KNOTS, now=day - timedelta(minutes=1)))
    assert automation.posted == ["Tides"]
    for minutes in (1, 60, 600):
        automation.fetch(published(TIDES, held, KNOTS, now=day + timedelta(minutes=minutes)))
    assert automation.posted == ["Tides", "Held"]


def test_an_unwanted_post_is_never_posted(automation: Automation) -> None:
    automation.fetch(published(replace(TIDES, sharing=Sharing(wanted=False)), KNOTS))
    assert automation.posted == []


def test_a_post_that_leaves_the_feed_and_comes_back_is_not_posted_again(
    automation: Automation,
) -> None:
    automation.fetch(published(TIDES, KNOTS))
    automation.fetch(published(TIDES))
    automation.fetch(published(TIDES, KNOTS))
    assert automation.posted == ["Tides"]
