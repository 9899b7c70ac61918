"""Which entries are due on a network, and why others are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.networks.network import State
from syndication.posting.plan import Item, Standing, held_back, plan
from syndication.posting.record import History, Line
from syndication.records import Entry, Sharing
from tests.syndication.entries import KNOTS, an_entry
from tests.syndication.posting.test_record import FAILED, PENDING, POSTED

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=14)


def _item(entry: Entry, *lines: Line, since: datetime | None = SINCE) -> Item:
    [item] = plan([entry], History(lines), "linkedin", NOW, since)
    return item


def _standing(entry: Entry, *lines: Line, since: datetime | None = SINCE) -> Standing:
    return _item(entry, *lines, since=since).standing


def test_a_new_entry_is_due_on_every_network() -> None:
    assert _standing(KNOTS) is Standing.DUE
    assert _standing(KNOTS, replace(POSTED, network="mastodon")) is Standing.DUE


def test_what_was_posted_is_not_due_again() -> None:
    assert _item(KNOTS, PENDING, POSTED) == Item(KNOTS, Standing.POSTED, POSTED)


@pytest.mark.parametrize("state", [State.PENDING, State.UNKNOWN])
def test_what_may_have_been_posted_is_held_for_the_author(state: State) -> None:
    assert _standing(KNOTS, replace(PENDING, state=state)) is Standing.UNDECIDED


@pytest.mark.parametrize("state", [State.FAILED, State.REFUSED])
def test_what_was_not_posted_is_due_again(state: State) -> None:
    line = replace(FAILED, state=state)
    assert _item(KNOTS, PENDING, line) == Item(KNOTS, Standing.DUE, line)


def test_the_oldest_is_posted_first() -> None:
    newer = an_entry(id="tag:x", url="https://x.example/", file="", published=NOW)
    items = plan([newer, KNOTS], History([]), "linkedin", NOW, SINCE)
    assert [item.entry for item in items] == [KNOTS, newer]


def test_an_archive_is_never_posted_by_surprise() -> None:
    assert _standing(an_entry(published=SINCE)) is Standing.DUE
    old = an_entry(published=SINCE - timedelta(seconds=1))
    assert _standing(old) is Standing.OLD
    assert _standing(old, since=old.published) is Standing.DUE
    assert _standing(old, since=None) is Standing.DUE


def test_an_entry_is_as_old_as_the_day_it_was_held_back_for() -> None:
    old = an_entry(published=SINCE - timedelta(days=100))
    assert _standing(replace(old, sharing=Sharing(not_before=SINCE))) is Standing.DUE
    early = Sharing(not_before=SINCE - timedelta(days=99))
    assert _standing(replace(old, sharing=early)) is Standing.OLD


def test_an_entry_is_as_old_as_the_last_attempt() -> None:
    old = an_entry(published=SINCE - timedelta(days=100))
    assert _standing(old, replace(FAILED, date=SINCE.isoformat())) is Standing.DUE
    long_ago = (SINCE - timedelta(days=1)).isoformat()
    assert _standing(old, replace(FAILED, date=long_ago)) is Standing.OLD


def test_what_is_refused_grows_old_all_the_same() -> None:
    refused = replace(FAILED, state=State.REFUSED, date=NOW.isoformat())
    assert _standing(an_entry(published=SINCE), refused) is Standing.DUE
    old = an_entry(published=SINCE - timedelta(seconds=1))
    assert _standing(old, refused) is Standing.OLD
    assert _standing(old, refused, since=None) is Standing.DUE


def test_an_entry_waits_for_its_day() -> None:
    moment = Sharing(not_before=NOW)
    assert _standing(an_entry(sharing=moment)) is Standing.DUE
    assert _standing(an_entry(sharing=moment), since=None) is Standing.DUE
    later = an_entry(sharing=Sharing(not_before=NOW + timedelta(seconds=1)))
    assert _standing(later, since=None) is Standing.EARLY


def test_an_entry_that_its_author_does_not_want_posted_is_not() -> None:
    assert _standing(an_entry(sharing=Sharing(wanted=False)), since=None) is Standing.UNWANTED


def test_what_was_posted_with_another_id_is_held() -> None:
    entry = an_entry(id="tag:new.example,2026:posts/knots")
    assert _item(entry, POSTED) == Item(entry, Standing.RENAMED, POSTED)
    assert _standing(replace(entry, published=SINCE - timedelta(1)), POSTED) is Standing.OLD


@given(
    url=st.text(),
    file=st.text(),
    title=st.text(),
    slug=st.text(),
    published=st.datetimes(timezones=st.just(UTC)),
    line=st.sampled_from([PENDING, POSTED, replace(PENDING, state=State.UNKNOWN)]),
    since=st.sampled_from([None, SINCE]),
)
def test_no_change_of_an_entry_posts_it_again(
    url: str,
    file: str,
    title: str,
    slug: str,
    published: datetime,
    line: Line,
    since: datetime | None,
) -> None:
    changed = an_entry(url=url, file=file, title=title, slug=slug, published=published)
    assert _standing(changed, line, since=since) is not Standing.DUE


@given(
    old=st.sampled_from([PENDING, POSTED, replace(PENDING, state=State.UNKNOWN)]),
    kept=st.sampled_from(["url", "file", "title", "published"]),
)
def test_nor_does_a_new_id_with_it_while_anything_is_as_it_was(old: Line, kept: str) -> None:
    changes = {
        "url": "https://new.example/bends/",
        "file": "content/posts/bends.md",
        "title": "Bends",
        "published": NOW,
    }
    known = replace(old, title=KNOTS.title)
    entry = an_entry(id="tag:new", **{key: new for key, new in changes.items() if key != kept})
    assert _item(entry, known, since=None) == Item(entry, Standing.RENAMED, known)


def test_why_an_entry_that_was_asked_for_is_not_posted() -> None:
    later = Sharing(not_before=datetime(2026, 4, 1, 8, tzinfo=UTC))
    renamed = an_entry(id="tag:new.example,2026:posts/knots")
    said = [
        str(held_back(_item(an_entry(sharing=Sharing(wanted=False))), "LinkedIn")),
        str(held_back(_item(an_entry(sharing=later)), "LinkedIn")),
        str(held_back(_item(renamed, POSTED), "LinkedIn")),
    ]
    assert said == [
        "content/posts/knots.md: Its head says Linkedin: no. Take that out to have it posted.",
        "content/posts/knots.md: It is not to be posted before 2026-04-01 08:00. "
        "Wait, or change its Linkedin_date:.",
        f'content/posts/knots.md: It looks like "{POSTED.title}", which was posted to LinkedIn on '
        f'2026-03-02 with another id, "{KNOTS.id}". If it is, add a line Id: {KNOTS.id}; if not, '
        f"say `invoke linkedin.resolve {KNOTS.id} not-posted`.",
    ]
    for lines in ((), (PENDING,), (POSTED,), (FAILED,)):
        assert held_back(_item(KNOTS, *lines), "LinkedIn") is None
    assert "which may have been posted to LinkedIn" in str(
        held_back(_item(renamed, PENDING), "LinkedIn")
    )
