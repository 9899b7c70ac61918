"""Which entries are due on a network, and which are not and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from syndication.networks.network import UNDECIDED, State
from syndication.posting.record import History, Line
from syndication.records import Entry


class Standing(StrEnum):
    """How an entry stands on a network."""

    DUE = "due"
    POSTED = "posted"

    UNDECIDED = "undecided"
    """It may have been posted or not: the author decides."""

    RENAMED = "renamed"
    """What looks like it was posted under another id: see `History.namesake`."""

    UNWANTED = "unwanted"
    """Its head says `Linkedin: no`."""

    EARLY = "early"
    """Its `Linkedin_date:` is to come."""

    OLD = "old"
    """It is older than what a queue takes by itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry, as it stands on one network."""

    entry: Entry
    standing: Standing
    last: Line | None = None
    """What the ledger says of it, last; of its namesake where it is renamed."""


def plan(
    entries: Sequence[Entry], history: History, network: str, now: datetime, since: datetime | None
) -> list[Item]:
    """Every entry as it stands on `network` at `now`, the oldest first.

    Nothing is old without `since`. What failed or was refused is due again. What failed is as old
    as the last attempt; what was refused, and may be refused for ever, as the entry.
    """
    ids = frozenset(entry.id for entry in entries)
    files = frozenset(entry.file for entry in entries)
    items = []
    for entry in sorted(entries, key=lambda entry: entry.published):
        last = history.last(network, entry.id)
        standing = _standing(entry, last, now, since)
        if standing is Standing.DUE and not last:
            namesake = history.namesake(network, entry, ids, files)
            standing, last = (Standing.RENAMED if namesake else standing), namesake
        items.append(Item(entry, standing, last))
    return items


def _standing(entry: Entry, last: Line | None, now: datetime, since: datetime | None) -> Standing:
    if last and last.state is State.PUBLISHED:
        return Standing.POSTED
    if last and last.state in UNDECIDED:
        return Standing.UNDECIDED
    if not entry.sharing.wanted:
        return Standing.UNWANTED
    not_before = entry.sharing.not_before
    if not_before and now < not_before:
        return Standing.EARLY
    latest = max(entry.published, not_before or entry.published)
    latest = max(latest, last.time) if last and last.state is State.FAILED else latest
    return Standing.OLD if since and latest < since else Standing.DUE


def held_back(item: Item, label: str) -> Finding | None:
    """Why `item` is not posted though it was asked for, and what to do; None where nothing is odd.

    `label` is what people call the network. What was posted already is nothing odd, and what may
    have been is told of elsewhere.
    """
    sharing, last = item.entry.sharing, item.last
    if item.standing is Standing.UNWANTED:
        message, remedy = "Its head says Linkedin: no.", "Take that out to have it posted."
    elif item.standing is Standing.EARLY and sharing.not_before:
        message = f"It is not to be posted before {sharing.not_before:%Y-%m-%d %H:%M}."
        remedy = "Wait, or change its Linkedin_date:."
    elif item.standing is Standing.RENAMED and last:
        was = "may have been" if last.state in UNDECIDED else "was"
        message = (
            f'It looks like "{last.title}", which {was} posted to {label} on {last.date[:10]} '
            f'with another id, "{last.entry}".'
        )
        remedy = (
            f"If it is, add a line Id: {last.entry}; if not, say "
            f"`invoke {last.network}.resolve {last.entry} not-posted`."
        )
    else:
        return None
    return Finding("held-back", message, remedy, source=item.entry.file)


def no_such_entry(slug: str, known: Iterable[str]) -> FanfareError:
    """What to raise where nothing is called `slug`; something is by each of `known`."""
    message = f'No published entry is called "{slug}".' if slug else "Nobody said which entry."
    remedy = did_you_mean(slug, known, "the last part of its address, or its file")
    return FanfareError(Finding("entry", message, remedy))


def several_entries(slug: str, unambiguous: Iterable[str]) -> FanfareError:
    """What to raise where more than one entry is called `slug`."""
    remedy = f"Write one of {', '.join(unambiguous)}."
    return FanfareError(Finding("entry", f'Several entries are called "{slug}".', remedy))


def names_of(entry: Entry) -> tuple[str, ...]:
    """What an author may call an entry: the last part of its address, its id, its file."""
    return entry.slug, entry.id, entry.file
