"""Moments as feeds write them."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime

from syndication.records import Entry, Feed

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed changed that has nothing in it. What says `now` would be another file each day."""

_FIRST_HOUR = 3599
"""In seconds, midnight itself left out."""


def rfc_822(moment: datetime) -> str:
    """`moment` as in `Sun, 01 Mar 2026 09:30:00 +0000`, in English whatever the locale.

    The zone is a number and the year has four digits
    (https://www.rssboard.org/rss-profile#data-types-datetime).
    """
    return format_datetime(writable(moment))


def rfc_3339(moment: datetime) -> str:
    """`moment` as in `2026-03-01T09:30:00+00:00`."""
    return writable(moment).isoformat()


def writable(moment: datetime) -> datetime:
    """`moment` in whole seconds, with an offset in whole minutes: neither format has more.

    Offsets had seconds before there was standard time. Raises `ValueError` where there is no zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("its date has no time zone")
    moment = moment.replace(microsecond=0)
    return moment.astimezone(UTC) if offset % timedelta(minutes=1) else moment


def updated(entry: Entry) -> datetime:
    """When `entry` was last changed, as its documents say it.

    Of texts that have no more than a date, those of one day would all say midnight, which makes
    validators warn: to each its own moment within the hour after it, for as long as it keeps its
    id. No later, since what a feed says of today should not be yet to come.
    """
    moment = entry.updated
    if moment.time() != time.min:
        return moment
    return moment + timedelta(seconds=1 + zlib.crc32(entry.id.encode()) % _FIRST_HOUR)


def is_revised(entry: Entry) -> bool:
    """Whether `entry` was changed after it was published."""
    return entry.updated != entry.published


def last_updated(feed: Feed) -> datetime:
    """When any entry of `feed` was last changed; `NEVER` where it has none."""
    return max(map(updated, feed.entries), default=NEVER)
