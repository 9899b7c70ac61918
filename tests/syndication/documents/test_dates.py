"""Moments as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.documents.dates import (
    NEVER,
    is_revised,
    last_updated,
    rfc_822,
    rfc_3339,
    updated,
    writable,
)
from tests.syndication.entries import a_feed, an_entry

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
MIDNIGHT = datetime(2026, 3, 1, tzinfo=LONDON)

# A minute before and after each switch, in the zone and as both formats have it.
SWITCHES = [
    (LONDON, "2026-03-29T00:59Z", "Sun, 29 Mar 2026 00:59:00 +0000", "2026-03-29T00:59:00+00:00"),
    (LONDON, "2026-03-29T01:01Z", "Sun, 29 Mar 2026 02:01:00 +0100", "2026-03-29T02:01:00+01:00"),
    (LONDON, "2026-10-25T00:59Z", "Sun, 25 Oct 2026 01:59:00 +0100", "2026-10-25T01:59:00+01:00"),
    (LONDON, "2026-10-25T01:01Z", "Sun, 25 Oct 2026 01:01:00 +0000", "2026-10-25T01:01:00+00:00"),
    (NEW_YORK, "2026-03-08T06:59Z", "Sun, 08 Mar 2026 01:59:00 -0500", "2026-03-08T01:59:00-05:00"),
    (NEW_YORK, "2026-03-08T07:01Z", "Sun, 08 Mar 2026 03:01:00 -0400", "2026-03-08T03:01:00-04:00"),
    (NEW_YORK, "2026-11-01T05:59Z", "Sun, 01 Nov 2026 01:59:00 -0400", "2026-11-01T01:59:00-04:00"),
    (NEW_YORK, "2026-11-01T06:01Z", "Sun, 01 Nov 2026 01:01:00 -0500", "2026-11-01T01:01:00-05:00"),
]

moments = st.datetimes(
    datetime(1800, 1, 2),  # noqa: DTZ001 -- the zone is another argument
    datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, LONDON, NEW_YORK, ZoneInfo("Europe/Amsterdam")]),
)


@pytest.mark.parametrize(("zone", "moment", "in_rss", "in_atom"), SWITCHES)
def test_a_minute_beside_a_switch_of_the_clocks_is_told_from_its_neighbours(
    zone: ZoneInfo, moment: str, in_rss: str, in_atom: str
) -> None:
    there = datetime.fromisoformat(moment).astimezone(zone)
    assert (rfc_822(there), rfc_3339(there)) == (in_rss, in_atom)


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK], ids=str)
@pytest.mark.parametrize("minute", [0, 29, 59])
@pytest.mark.parametrize("hour", [22, 23])
def test_late_evenings_stay_on_their_day(zone: ZoneInfo, hour: int, minute: int) -> None:
    there = datetime(2026, 7, 31, hour, minute, tzinfo=zone)
    assert rfc_822(there).startswith(f"Fri, 31 Jul 2026 {hour}:{minute:02}:00 ")
    assert rfc_3339(there).startswith(f"2026-07-31T{hour}:{minute:02}:00")


@given(moments)
def test_every_moment_can_be_read_back_to_the_second(moment: datetime) -> None:
    exact = moment.astimezone(UTC).replace(microsecond=0)
    assert datetime.fromisoformat(rfc_3339(moment)) == exact
    assert parsedate_to_datetime(rfc_822(moment)) == exact


@given(moments)
def test_years_have_four_digits_and_zones_are_whole_minutes(moment: datetime) -> None:
    assert len(rfc_822(moment)) == len("Sun, 01 Mar 2026 09:30:00 +0000")
    assert len(rfc_3339(moment)) == len("2026-03-01T09:30:00+00:00")


def test_an_offset_of_seconds_becomes_utc() -> None:
    before_standard_time = datetime(1890, 1, 1, 12, tzinfo=timezone(timedelta(seconds=1172)))
    assert rfc_3339(before_standard_time) == "1890-01-01T11:40:28+00:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        writable(datetime(2026, 3, 1))  # noqa: DTZ001 -- that is what is refused


class TestUpdated:
    def test_a_time_of_day_stays_as_it_is(self) -> None:
        assert updated(an_entry()) == an_entry().updated

    def test_texts_of_one_day_without_a_time_differ(self) -> None:
        names = ("posts/knots", "posts/salt", "posts/tide", "posts/mast")
        entries = [an_entry(id=f"tag:tiny.example,2025:{n}", updated=MIDNIGHT) for n in names]
        assert len({updated(entry) for entry in entries}) == len(entries)

    def test_it_depends_on_nothing_but_the_id_and_the_day(self) -> None:
        one = an_entry(published=MIDNIGHT, updated=MIDNIGHT)
        other = an_entry(published=MIDNIGHT, updated=MIDNIGHT, title="New", url="https://a.example")
        assert updated(one) == updated(other)

    @given(st.text(min_size=1))
    def test_it_is_within_the_hour_after_midnight(self, name: str) -> None:
        at = updated(an_entry(id=name, updated=MIDNIGHT))
        assert timedelta(0) < at - MIDNIGHT < timedelta(hours=1)

    def test_it_is_no_revision(self) -> None:
        assert not is_revised(an_entry(published=MIDNIGHT, updated=MIDNIGHT))

    def test_it_stays_on_its_day_where_the_clocks_change_at_midnight(self) -> None:
        for month, day in ((4, 24), (10, 30)):  # Cairo, in 2026: both at midnight
            midnight = datetime(2026, month, day, tzinfo=ZoneInfo("Africa/Cairo"))
            assert rfc_3339(updated(an_entry(updated=midnight)))[:10] == f"2026-{month:02}-{day}"


class TestLastUpdated:
    def test_it_is_the_last_of_its_entries(self) -> None:
        feed = a_feed(
            *(an_entry(updated=datetime(2026, 3, day, 1, tzinfo=UTC)) for day in (1, 3, 2))
        )
        assert last_updated(feed) == datetime(2026, 3, 3, 1, tzinfo=UTC)

    def test_an_empty_feed_never_changed(self) -> None:
        assert last_updated(a_feed(entries=())) == NEVER == datetime(1970, 1, 1, tzinfo=UTC)
