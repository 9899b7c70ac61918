"""The feed that automations post from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from syndication.documents import document
from syndication.linkedin.feed import linkedin_feed
from syndication.records import Entry, Feed, Format, Sharing
from tests.syndication.entries import KNOTS, a_feed, an_entry

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CAMPAIGN = {"utm_source": "linkedin"}


def made_of(*entries: Entry, **options: Any) -> Feed:
    said: dict[str, Any] = {"now": NOW, "most": 10, "campaign": {}}
    return linkedin_feed(a_feed(), entries, **said | options)


def held_until(month: int, day: int, **changes: Any) -> Entry:
    not_before = datetime(2026, month, day, tzinfo=UTC)
    return an_entry(sharing=Sharing(not_before=not_before), **changes)


def numbered(number: int) -> Entry:
    published = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=number)
    return an_entry(id=f"tag:tiny.example,2025:{number}", published=published)


def test_it_is_for_machines() -> None:
    feed = made_of(KNOTS)
    assert feed.stem == "feeds/linkedin"
    assert not feed.has_stylesheet


def test_entries_are_what_is_to_be_posted() -> None:
    [entry] = made_of(KNOTS, campaign=CAMPAIGN).entries
    assert entry.summary == f"{KNOTS.summary}\n\n#Knots #KnowledgeWork"
    assert entry.content == ""
    assert entry.title == KNOTS.title
    assert entry.picture is KNOTS.picture
    assert (entry.published, entry.updated) == (KNOTS.published, KNOTS.updated)


def test_what_is_owed_to_readers_is_said_once() -> None:
    raw = document(made_of(an_entry(owed="Disclosure: They gave me a rope.")), Format.RSS)
    assert raw.decode().count("They gave me a rope.") == 1


def test_a_guest_is_named_in_what_the_sites_author_posts() -> None:
    [entry] = made_of(an_entry(byline="By Mira Holm.", owed="Disclosure: A rope.")).entries
    assert "\n\nBy Mira Holm. Disclosure: A rope.\n\n#Knots" in entry.summary


def test_the_campaign_is_on_the_link_and_not_in_the_id() -> None:
    [entry] = made_of(KNOTS, campaign=CAMPAIGN).entries
    assert entry.url == f"{KNOTS.url}?utm_source=linkedin"
    assert entry.id == KNOTS.id


def test_links_to_originals_elsewhere_have_no_campaign() -> None:
    elsewhere = an_entry(url="https://quay.example/knots", is_elsewhere=True)
    [entry] = made_of(elsewhere, campaign=CAMPAIGN).entries
    assert entry.url == "https://quay.example/knots"


def test_authors_opt_out_post_by_post() -> None:
    assert made_of(an_entry(sharing=Sharing(wanted=False))).entries == ()


def test_an_entry_is_held_back_until_its_day() -> None:
    entry = held_until(6, 1)
    assert made_of(entry, now=NOW - timedelta(seconds=1)).entries == ()
    [shown] = made_of(entry, now=NOW).entries
    assert shown.published == shown.updated == NOW


def test_holding_back_never_makes_an_entry_older() -> None:
    [shown] = made_of(held_until(1, 1)).entries
    assert shown.published == KNOTS.published


def test_the_newest_by_the_day_they_may_be_shared() -> None:
    entries = [numbered(number) for number in range(12)]
    held = held_until(5, 1, id="tag:tiny.example,2025:held")
    feed = made_of(*reversed(entries), held, most=3)
    assert [entry.id.rpartition(":")[2] for entry in feed.entries] == ["held", "11", "10"]


def test_entries_of_one_moment_have_one_order() -> None:
    pair = [an_entry(id="tag:a"), an_entry(id="tag:b")]
    assert made_of(*pair) == made_of(*reversed(pair))


NEWEST = datetime(2026, 3, 10, tzinfo=UTC)
