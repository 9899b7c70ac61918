"""The feed that automations post to LinkedIn from: dlvr.it, Zapier, IFTTT, Buffer, Make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from syndication.linkedin.commentary import LIMIT, commentary
from syndication.linkedin.links import with_campaign
from syndication.records import Entry, Feed

STEM = "feeds/linkedin"


def linkedin_feed(
    feed: Feed,
    entries: Iterable[Entry],
    now: datetime,
    most: int,
    campaign: Mapping[str, str],
    limit: int = LIMIT,
) -> Feed:
    """`feed` with the newest `most` of `entries` as automations are to post them.

    Those whose authors want it, once their day has come: that day, if it is later, is when they
    count as published, since automations pass over what is older than what they know. Summaries are
    commentaries of at most `limit` UTF-16 units; the parameters of `campaign` are on links only,
    never in ids. Raises `FanfareError` as `commentary` does.
    """
    due = [entry for entry in entries if entry.sharing.wanted and shared_from(entry) <= now]
    due.sort(key=lambda entry: (shared_from(entry), entry.id), reverse=True)
    shown = tuple(_for_automation(entry, feed.site_url, campaign, limit) for entry in due[:most])
    return replace(feed, stem=STEM, entries=shown, has_stylesheet=False)


def shared_from(entry: Entry) -> datetime:
    """When `entry` may be shared first: never before it is published."""
    return max(entry.published, entry.sharing.not_before or entry.published)


def _for_automation(entry: Entry, site_url: str, campaign: Mapping[str, str], limit: int) -> Entry:
    published = shared_from(entry)
    return replace(
        entry,
        url=with_campaign(entry.url, site_url, campaign),
        published=published,
        updated=max(entry.updated, published),
        summary=commentary(entry, limit),
        content="",
        owed="",  # which the commentary says
    )
