"""How many fans there are: at least so many, at most so many.

Channels tell totals, and people are in several of them. So the honest number is a range: at least
the largest channel, at most all of them added up. Where lists were compared by hand or by
`fans.import`, a reading of several channels joined by `+` says how many different people are in
them (their union), which narrows the range.

Numbers of one channel compare with each other; a union is exact on its day only. From then on its
low end goes down by what its channels lost since, its high end up by what they gained since, as if
nobody who left was in another of them, and nobody who came was. It holds until a newer union counts
one of its channels.

The fans are counted on a day on which that is read which makes the low end, or on which it moves.
What is read in a smaller channel says nothing of it: else a letter that is counted once a quarter
would stand still for three months, and leap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from milestones.records import FANS, Channel, Kind, Reading


@dataclass(frozen=True, slots=True)
class Range:
    """At least `low` people and at most `high`; never is `low` above `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What was known at the end of a day that has a reading."""

    day: date
    fans: Range
    """People in engaged channels; 0 to 0 while none of these has a reading."""

    channels: Mapping[str, int]
    """By key, of those read so far: stock and reach, the last reading; attendance, all of them."""

    read: frozenset[str]
    """The metrics counted on that very day: keys of channels, and `FANS` where the low end was."""

    largest: str
    """What the low end of `fans` is the count of: a key, or several joined by `+`; may be empty."""

    together: tuple[str, ...]
    """The unions that hold, as keys joined by `+`."""

    recounted: int
    """How much of the low end's change came of counting otherwise: a stock channel or a union for
    the first time, or a union no more. Those people were there before, or still are."""


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one metric on a day on which it was counted."""

    day: date
    value: int
    recounted: int = 0
    """How much of its change came of counting otherwise: neither gained nor lost."""


def history(channels: Mapping[str, Channel], readings: Iterable[Reading]) -> list[Counted]:
    """What was known on each day that has a reading, oldest first.

    `readings` may come in any order; of those of one day in one channel, the last one counts, but
    for attendance, where each is an event. Those of several channels are of engaged stock.

    The low end is the largest of the engaged stock channels, the single events and the unions. The
    high end is the sum of engaged channels, with unions in the place of their channels. Both can
    only rise when a channel has one more from some day on, or a union has (`test_count` shows it).
    A raised reading that is followed by another of its channel is a larger loss between the two: it
    may lower what a union made in between says today, as it should.
    """
    engaged = frozenset(key for key, channel in channels.items() if channel.engaged)
    tally = _Tally(channels, engaged)
    by_day = groupby(sorted(readings, key=attrgetter("day")), key=attrgetter("day"))
    return [tally.counted(day, list(of_day)) for day, of_day in by_day]


def points(history: Iterable[Counted], metric: str) -> list[Point]:
    """The values of `metric` on the days it was counted, oldest first.

    `metric` is `FANS`, which is the low end of the range, or the key of a channel.
    """
    if metric == FANS:
        return [Point(one.day, one.fans.low, one.recounted) for one in history if FANS in one.read]
    return [Point(one.day, one.channels[metric]) for one in history if metric in one.read]


def value_on(points: Sequence[Point], day: date) -> int | None:
    """The last value on or before `day`; None before the first one."""
    place = bisect_right(points, day, key=attrgetter("day"))
    return points[place - 1].value if place else None


@dataclass(slots=True)
class _Union:
    """A union that holds, and what its members had when it was counted."""

    members: frozenset[str]
    count: int
    then: dict[str, int]
    """By key. A member without a reading by then has its first one after it."""

    def range(self, now: Mapping[str, int]) -> Range:
        """At least and at most so many people, when its members have `now`."""
        lost = grown = largest = together = 0
        for member, then in self.then.items():
            count = now[member]
            if count < then:
                lost += then - count
            else:
                grown += count - then
            largest = max(largest, count)
            together += count
        low = max(self.count - lost, largest)
        high = self.count + grown
        if len(self.then) == len(self.members):  # more people than in all of them there cannot be
            low, high = min(low, together), min(high, together)
        return Range(low, max(low, high))  # where a union and the counts contradict each other


@dataclass(slots=True)
class _Tally:
    """What is known so far, day by day."""

    channels: Mapping[str, Channel]
    engaged: frozenset[str]
    counts: dict[str, int] = field(default_factory=dict)
    unions: dict[str, _Union] = field(default_factory=dict)
    largest_event: tuple[int, str] = (0, "")
    low: int = 0
    """Of the day before, as the next two."""

    largest: str = ""
    largest_stock: str = ""
    """As `largest`, but never an event: what was counted once cannot be counted again."""

    _added_up: list[str] = field(default_factory=list)
    """Engaged channels that have a reading and are in no union that holds."""

    _new: set[str] = field(default_factory=set)
    """Channels and unions that were not counted before the day."""

    def counted(self, day: date, readings: Sequence[Reading]) -> Counted:
        """What is known after the `readings` of one day."""
        self._new.clear()
        read, unions = set(), {}
        for reading in readings:
            if "+" in reading.channel:
                unions[frozenset(reading.channels)] = reading.count
                continue
            read.add(reading.channel)
            self._add(reading)
        for members in sorted(unions, key=lambda one: (len(one), sorted(one))):
            self._unite(members, unions[members])
        if unions or self._new:
            self._notice_members()
        low, high, largest_stock = self._stock()
        largest = largest_stock
        if self.largest_event[0] > low:
            low, largest = self.largest_event
        if low != self.low or self._is_counted(read.union(*unions), largest_stock):
            read.add(FANS)
        recounted = low - self.low if self._counts_otherwise(largest) else 0
        self.low, self.largest, self.largest_stock = low, largest, largest_stock
        return Counted(
            day,
            Range(low, high),
            dict(self.counts),
            frozenset(read),
            largest,
            tuple(self.unions),
            recounted,
        )

    def _add(self, reading: Reading) -> None:
        key, count = reading.channel, reading.count
        if key not in self.counts:
            self._new.add(key)
        if self.channels[key].kind is not Kind.ATTENDANCE:
            self.counts[key] = count
            return
        self.counts[key] = self.counts.get(key, 0) + count
        if key in self.engaged:
            self.largest_event = max(self.largest_event, (count, key))

    def _unite(self, members: frozenset[str], count: int) -> None:
        keys = "+".join(key for key in self.channels if key in members)
        if keys not in self.unions:
            self._new.add(keys)
        for other in [key for key, one in self.unions.items() if one.members & members]:
            del self.unions[other]
        then = {key: self.counts[key] for key in members if key in self.counts}
        self.unions[keys] = _Union(members, count, then)

    def _notice_members(self) -> None:
        united: set[str] = set()
        for union in self.unions.values():
            united |= union.members
            for key in union.members & self.counts.keys():
                union.then.setdefault(key, self.counts[key])
        self._added_up = [
            key for key in self.channels if key in self.counts.keys() & self.engaged - united
        ]

    def _counts_otherwise(self, largest: str) -> bool:
        """Whether the low end is of what was not counted before, or was of what is no longer.

        Who comes to the first event of a channel was not there before.
        """
        if not self.largest or largest == self.largest:
            return False
        ended = self.largest not in self.counts and self.largest not in self.unions
        begun = largest in self._new and (
            largest in self.unions or self.channels[largest].kind is Kind.STOCK
        )
        return ended or begun

    def _is_counted(self, read: Set[str], largest: str) -> bool:
        """Whether the channel is among those `read` that can move the low end, then or now.

        While there is none, any engaged one can.
        """
        able = {self._largest_of(keys) for keys in (self.largest_stock, largest) if keys}
        return not read.isdisjoint(able or self.engaged)

    def _largest_of(self, keys: str) -> str:
        return max(keys.split("+"), key=lambda key: self.counts.get(key, 0))

    def _stock(self) -> tuple[int, int, str]:
        """The low end without events, the high end with them, and what the low end is of."""
        low, high, largest = 0, 0, ""
        for key in self._added_up:
            count = self.counts[key]
            high += count
            if count > low and self.channels[key].kind is Kind.STOCK:
                low, largest = count, key
        for keys, union in self.unions.items():
            people = union.range(self.counts)
            high += people.high
            if people.low > low:
                low, largest = people.low, keys
        return low, high, largest
