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
from milestones.files.table_file import MOST
from milestones.imports import sources
from milestones.imports.contents import Content, People, Profile, Totals, Visits
from milestones.imports.opening import AGAIN
from milestones.imports.private_lists import List, Lists, union
from milestones.records import Channel, Kind, Reading, Records

_SUNDAY = 6
_TIME_ZONES = timedelta(days=1)
"""By how much the day of a service may be ahead of the author's."""

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

    `day` is that of a file that has none of its own, and today for the others; `lists` are those
    kept of all channels. Raises `FanfareError` where the file knows of days after `day`, or comes
    to more than can be counted.
    """
    standing = _standing(records)
    match content:
        case People():
            return _plan_people(content, channel, day, records, lists, with_history=with_history)
        case Profile():
            new = [sources.counted(day, channel.key, content.followers, content.source)]
            notes: tuple[str, ...] = ()
        case Totals():
            new = [one for one in _of_totals(content, channel) if one.day <= day]
            notes = (*content.notes, *_about_days_to_come(content.totals, day))
        case Visits():
            come = {when: count for when, count in content.visitors.items() if when <= day}
            # A file that begins within a month has fewer visitors of it than one that does not.
            months = _of_months(come, content.source, channel)
            new = [_larger(one, standing) for one in months]
            notes = (*_about_months(come), *_about_days_to_come(content.visitors, day))
    for one in new:
        if one.count > MOST:
            message = f"The file comes to {one.count:,} on {one.day}, more than can be counted."
            raise FanfareError(Finding("import", message, AGAIN))
    rows = _news(new, standing)
    return Plan(rows, notes, len(new) - len(rows))


def still_recorded(lists: Lists, records: Records) -> Lists:
    """Those of `lists` whose counts are among the readings: none that was taken back."""
    counts = {(one.channel, one.day, one.count) for one in records.readings}
    return {key: one for key, one in lists.items() if (*key, len(one)) in counts}


def day_of_same(people: People, channel: Channel, lists: Lists) -> date | None:
    """The last day on which the same people were on the list of `channel`; None where never."""
    same = (day for (key, day), one in lists.items() if key == channel.key and one == people.hashes)
    return None if people.nameless else max(same, default=None)


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
    found = _unions(records.channels, after, standing)
    unions = _news((one.reading for one in found if one.reading), standing)
    if channel.engaged:
        notes += _about_old_lists(found, channel, day)
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


@dataclass(frozen=True, slots=True)
class _Old:
    """A list whose channel was counted again without one."""

    key: str
    day: date
    since: date
    """The last day on which its channel was counted."""


@dataclass(frozen=True, slots=True)
class _Union:
    """What the lists that there were on the day of one of them come to."""

    day: date
    reading: Reading | None
    """None where fewer than two of them can be compared, or a wider union would be lost."""

    old: tuple[_Old, ...]
    """Those that cannot be compared with the others."""


def _unions(channels: Mapping[str, Channel], lists: Lists, standing: Standing) -> list[_Union]:
    """How many different people there are on the lists of engaged channels, on each list's day.

    Only lists count whose reading stands, and is the last one of its channel on that day: what was
    taken back, or never added, changes nothing, and who was there long ago is not who is there now.
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
    newest: dict[str, date] = {}
    found: list[_Union] = []
    holding: list[frozenset[str]] = []
    for day in sorted({day for _, day in confirmed}):
        newest |= {key: when for key, when in confirmed if when == day}
        if len(newest) < 2:
            continue
        last = {key: _last_counted(key, when, day, standing) for key, when in newest.items()}
        old = tuple(_Old(key, newest[key], last[key]) for key in newest if last[key] > newest[key])
        members = newest.keys() - {one.key for one in old}
        reading = None
        # A narrower union would end a wider one that holds, and people counted would be lost.
        if len(members) > 1 and not any(one & members and one - members for one in holding):
            count = union(confirmed[key, newest[key]] for key in members)
            keys = "+".join(key for key in channels if key in members)
            reading = Reading(day, keys, count, "counted once each, from lists")
            holding = [*(one for one in holding if not one & members), frozenset(members)]
        found.append(_Union(day, reading, old))
    return found


def _last_counted(key: str, listed: date, day: date, standing: Standing) -> date:
    """The last day, from `listed` to `day`, of which a count of the channel `key` was known then.

    What was concluded only later is left out: so the order of imports does not matter.
    """
    when = day
    while when > listed:
        if (one := standing.get((when, key))) and sources.known_on(one) <= day:
            return when
        when -= timedelta(days=1)
    return listed


def _about_old_lists(found: Iterable[_Union], channel: Channel, day: date) -> Iterator[str]:
    """What is too old for the list of `channel` on `day`, or where that list is itself."""
    imported = channel.key, day
    old = [
        one
        for union in found
        for one in union.old
        if union.day == day or (one.key, one.day) == imported
    ]
    for key, when in dict.fromkeys((one.key, one.day) for one in old):
        since = max(one.since for one in old if (one.key, one.day) == (key, when))
        yield (
            f"The list of {key} of {when} is too old to be compared with others: {key} was counted "
            f"on {since} without one. To count everybody once, export {key} again, and import it."
        )


def _of_totals(totals: Totals, channel: Channel) -> Iterator[Reading]:
    for day, count in totals.totals.items():
        if totals.anchor is None or totals.anchor == day:
            yield sources.counted(day, channel.key, count, totals.source)
        else:
            how = f"{totals.source}, without losses"
            yield sources.concluded(day, channel.key, count, how, totals.anchor)


def _of_months(visitors: Mapping[date, int], source: str, channel: Channel) -> Iterator[Reading]:
    """The visitors of each month that is over in the file, on its last day."""
    if not visitors:
        return
    by_month: Counter[date] = Counter()
    for day, count in visitors.items():
        by_month[_month_end(day)] += count
    month, last = _month_end(min(visitors)), max(visitors)
    while month <= last:
        reading = sources.counted(month, channel.key, by_month[month], source)
        yield replace(reading, note=f"{reading.note}, visitors of the month")
        month = _month_end(month + timedelta(days=1))


def _about_months(visitors: Iterable[date]) -> Iterator[str]:
    last = max(visitors, default=None)
    if last and last != _month_end(last):
        yield f"The month of {last} is not over in this file: import it again when it is."


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _about_days_to_come(days: Iterable[date], today: date) -> Iterator[str]:
    """What is left out, as it is tomorrow already where the service is."""
    last = max(days)
    if last > today + _TIME_ZONES:
        message = f"The file knows of {last}, and today is {today}."
        raise FanfareError(Finding("import", message, "Is the clock of this computer right?"))
    if last > today:
        yield f"What it says of {last} is left out: that day is still to come here."
