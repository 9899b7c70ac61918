"""The readings that an imported file adds, and those that are there already. Pure."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.imports import sources
from milestones.imports.contents import Content, People, Profile, Totals, Visits
from milestones.imports.private_lists import List, union
from milestones.records import Channel, Kind, Reading, Records

_SUNDAY = 6
_TIME_ZONES = timedelta(days=1)
"""By how much the day of a service may be ahead of the author's."""

Lists = Mapping[tuple[str, date], List]
"""By channel and day."""


Standing = Mapping[tuple[date, str], Reading]
"""The reading that counts, by day and channel: the last one of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reading to add."""

    reading: Reading
    was: Reading | None = None
    """The reading of the same day and channel that it takes the place of."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be added."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    known: int = 0
    """How many readings of the file are there already."""

    keep: tuple[date, List | None] | None = None
    """The list of the channel on a day, where it is to be kept or, with None, to go."""


def plan(
    content: Content,
    channel: Channel,
    day: date,
    records: Records,
    lists: Lists,
    *,
    with_history: bool = False,
) -> Plan:
    """What `content` adds to `records` in `channel`.

    `day` is that of a file that has none of its own; `lists` are those kept of all channels.
    Raises `FanfareError` where the file knows of days after `day`.
    """
    standing = _standing(records)
    match content:
        case People():
            return _plan_people(content, channel, day, records, lists, with_history=with_history)
        case Profile():
            new = [sources.counted(day, channel.key, content.followers, content.source)]
            notes: tuple[str, ...] = ()
        case Totals():
            _check_days(content.totals, day)
            new = list(_of_totals(content, channel))
            notes = content.notes
        case Visits():
            _check_days(content.visitors, day)
            # A file that begins within a month has fewer visitors of it than one that does not.
            new = [_larger(one, standing) for one in _of_months(content, channel)]
            notes = tuple(_about_months(content))
    rows = _news(new, standing)
    return Plan(rows, notes, len(new) - len(rows))


def _plan_people(
    people: People,
    channel: Channel,
    day: date,
    records: Records,
    lists: Lists,
    *,
    with_history: bool,
) -> Plan:
    if not people.everyone:
        message = "There is nobody in this file."
        raise FanfareError(Finding("import", message, "Export it again, with everybody."))
    joined = [member.joined for member in people.everyone if member.joined]
    if joined and max(joined) > day + _TIME_ZONES:
        message = f"Somebody in this file joined on {max(joined)}, after its day, {day}."
        remedy = "Say with --date on which day it was exported."
        raise FanfareError(Finding("import", message, remedy))
    standing = _standing(records)
    new = [sources.counted(day, channel.key, people.subscribed, people.source)]
    notes = list(people.notes)
    if with_history:
        new += _of_weeks(people, channel, day)
        notes += _about_history(people)
    rows = _news(new, standing)
    standing |= {(row.reading.day, channel.key): row.reading for row in rows}
    kept = None if people.nameless else people.hashes
    after = {key: one for key, one in lists.items() if key != (channel.key, day)}
    if kept is not None:
        after[channel.key, day] = kept
    elif channel.engaged:
        notes.append("Without all addresses it cannot be told who is in other channels as well.")
    unions = _news(_unions(records.channels, after, standing), standing)
    keep = (day, kept) if lists.get((channel.key, day)) != kept else None
    return Plan((*rows, *unions), tuple(notes), len(new) - len(rows), keep)


def _standing(records: Records) -> dict[tuple[date, str], Reading]:
    return {(one.day, one.channel): one for one in records.readings}


def _news(new: Iterable[Reading], standing: Standing) -> tuple[Row, ...]:
    """Those of `new` that are to stand, oldest first, each with the one that does now."""
    rows = [Row(one, standing.get((one.day, one.channel))) for one in new]
    rows.sort(key=lambda row: row.reading.day)
    return tuple(row for row in rows if sources.is_news(row.reading, row.was))


def _larger(new: Reading, standing: Standing) -> Reading:
    was = standing.get((new.day, new.channel))
    return was if was and was.count > new.count else new


def _of_weeks(people: People, channel: Channel, day: date) -> Iterator[Reading]:
    """How many there were on each Sunday before `day`, as far as the days in the list tell."""
    known = [one for one in people.everyone if one.joined and (one.is_subscribed or one.left)]
    joined = sorted(one.joined for one in known if one.joined)
    left = sorted(max(one.left, one.joined) for one in known if one.left and one.joined)
    if not joined:
        return
    sunday = joined[0] + timedelta(days=_SUNDAY - joined[0].weekday())
    while sunday < day:
        count = bisect_right(joined, sunday) - bisect_right(left, sunday)
        how = f"{people.source}, by days of joining"
        yield sources.concluded(sunday, channel.key, count, how, day)
        sunday += timedelta(weeks=1)


def _about_history(people: People) -> Iterator[str]:
    if not people.knows_leaving:
        yield "Those who left before the export are missing in the weeks before it."
    without = sum(not one.joined for one in people.everyone if one.is_subscribed or one.left)
    if without:
        yield f"{without:,} without a day of joining are missing in the weeks before it."


def _unions(channels: Mapping[str, Channel], lists: Lists, standing: Standing) -> Iterator[Reading]:
    """How many different people there are on the lists of engaged channels, on each list's day.

    Only lists count whose reading stands: what was taken back, or never added, changes nothing.
    """
    confirmed = {
        (key, day): one
        for (key, day), one in lists.items()
        if key in channels
        and channels[key].engaged
        and channels[key].kind is Kind.STOCK
        and (reading := standing.get((day, key)))
        and reading.count == len(one)
    }
    newest: dict[str, List] = {}
    for day in sorted({day for _, day in confirmed}):
        newest |= {key: one for (key, when), one in confirmed.items() if when == day}
        together = [key for key in channels if key in newest]
        if len(together) > 1:
            count = union(newest[key] for key in together)
            yield Reading(day, "+".join(together), count, "counted once each, from lists")


def _of_totals(totals: Totals, channel: Channel) -> Iterator[Reading]:
    for day, count in totals.totals.items():
        if totals.anchor is None or totals.anchor == day:
            yield sources.counted(day, channel.key, count, totals.source)
        else:
            how = f"{totals.source}, without losses"
            yield sources.concluded(day, channel.key, count, how, totals.anchor)


def _of_months(visits: Visits, channel: Channel) -> Iterator[Reading]:
    """The visitors of each month that is over in the file, on its last day."""
    by_month: Counter[date] = Counter()
    for day, count in visits.visitors.items():
        by_month[_month_end(day)] += count
    month, last = _month_end(min(visits.visitors)), max(visits.visitors)
    while month <= last:
        reading = sources.counted(month, channel.key, by_month[month], visits.source)
        yield replace(reading, note=f"{reading.note}, visitors of the month")
        month = _month_end(month + timedelta(days=1))


def _about_months(visits: Visits) -> Iterator[str]:
    last = max(visits.visitors)
    if last != _month_end(last):
        yield f"The month of {last} is not over in this file: import it again when it is."


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _check_days(days: Iterable[date], today: date) -> None:
    last = max(days)
    if last > today:
        message = f"The file knows of {last}, and today is {today}."
        raise FanfareError(Finding("import", message, "Is the clock of this computer right?"))
