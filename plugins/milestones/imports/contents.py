"""What an exported file can hold, once it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from fanfare.console import counted


@dataclass(frozen=True, slots=True)
class Member:
    """One person on a list."""

    is_subscribed: bool
    joined: date | None = None
    left: date | None = None
    called: str = "subscribed"
    """What the service calls it: `cancelled`, `bounced`."""


@dataclass(frozen=True, slots=True)
class People:
    """A list of people, each once."""

    source: str
    """The service's name, such as `Kit`."""

    summary: str
    """What was recognised, in a sentence without an end: `Kit: 412 people, ...`."""

    members: Mapping[bytes, Member]
    """By the keyed hash of the address."""

    nameless: tuple[Member, ...] = ()
    """People without an address: they count, and cannot be found on another list."""

    notes: tuple[str, ...] = ()
    """What the author should know, in sentences."""

    counts_now: bool = True
    """False where the file holds only those who left: how many there are it does not say."""

    knows_leaving: bool = False
    """True where those who left are in it, with the day."""

    @property
    def everyone(self) -> tuple[Member, ...]:
        """All people, with an address or without."""
        return (*self.members.values(), *self.nameless)

    @property
    def subscribed(self) -> int:
        """How many are subscribed now."""
        return sum(member.is_subscribed for member in self.everyone)

    @property
    def hashes(self) -> frozenset[bytes]:
        """The keyed hashes of those subscribed now."""
        return frozenset(one for one, member in self.members.items() if member.is_subscribed)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there were, day by day."""

    source: str
    summary: str
    totals: Mapping[date, int]
    anchor: date | None = None
    """The day whose total the others were walked back from; None where each was counted itself."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageDays:
    """What LinkedIn says of a page day by day: `linkedin.totals_of_page` makes totals of it."""

    source: str
    summary: str
    figures: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Visits:
    """How many visitors there were, day by day: reach, never people."""

    source: str
    summary: str
    visitors: Mapping[date, int]
    """Days without a visitor may be missing."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """The followers of one account at the moment it was asked."""

    source: str
    summary: str
    followers: int
    network: str
    """As in `records.Account`."""

    account: str
    """The name of the account; of Mastodon, without a server."""


Content: TypeAlias = People | Totals | Visits | Profile


def span(days: Collection[date]) -> str:
    """How many days there are, and from when to when."""
    if not days:
        return "no day"
    return f"{counted(len(days), 'day')} ({min(days)} to {max(days)})"
