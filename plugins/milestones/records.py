"""What the author records: a goal, channels, what was counted in them, what happened.

`record_files.read_records` reads and checks all of it, once, at the door. Everything else in this
plugin works on what is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How the counts of a channel make one number."""

    STOCK = "stock"
    """Followers, subscribers: the last reading is how many there are."""

    ATTENDANCE = "attendance"
    """People at an event: each reading is one event, and they add up."""

    REACH = "reach"
    """Visitors, views: how often something was seen. Never people, never fans."""


class Period(StrEnum):
    """How often a key result is due."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


SECTIONS = ("commitment", "value", "reconnaissance", "strategy", "execution")
"""The five parts in which a big goal is planned, in their order."""

FANS = "fans"
"""The metric, and the measure, that is the low end of the range of fans."""

CONTENT_MEASURES = ("stories", "guest_posts", "elsewhere", "partnerships")
"""Measures that are counted from the content itself."""

EVENTS = "events:"
"""How a measure begins that counts events of one kind, as in `events:mention`."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where `fans.fetch` asks for the count of a channel."""

    network: str
    """`mastodon` or `bluesky`."""

    name: str
    """The user on a Mastodon server; the handle on Bluesky."""

    host: str
    """Where the network's server is, as `https://...`, without a slash at the end."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One place where fans are counted."""

    key: str
    """Its name in `fans.csv`: small letters, digits, hyphens."""

    label: str
    kind: Kind
    engaged: bool
    """True where those counted here are fans; reach is never engaged."""

    counts: str = ""
    """What counts as one here, such as `an address that was confirmed and has not left`."""

    account: Account | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of `fans.csv`: how many there were, on a day, in a channel."""

    day: date
    channel: str
    """The key of a channel; of several, joined by `+`, where they were counted together, each
    person once."""

    count: int
    note: str = ""
    line: int = 0

    @property
    def channels(self) -> tuple[str, ...]:
        """The keys of the channels it counts."""
        return tuple(self.channel.split("+"))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of `events.csv`: a talk, a mention, somebody met."""

    day: date
    kind: str
    """One word or several of the author's choice, such as `talk`."""

    title: str
    id: str = ""
    """What others name it by in their `caused_by`."""

    caused_by: str = ""
    """The `id` of the event, or the file's name without its ending of the post, that led to it."""

    url: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Milestone:
    """A number of fans worth a date."""

    threshold: int
    thanks: str = ""
    """To whom, in a sentence; shown once it is reached."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a goal would be if nothing were impossible."""

    statement: str
    target: int


@dataclass(frozen=True, slots=True)
class Goal:
    """One year's aim, or that of another span of time."""

    key: str
    """What its key results name it by; empty where it is the only one and has none."""

    statement: str
    metric: str
    """`fans`, or the key of a channel."""

    target: int
    baseline: int
    start: date
    end: date
    """The last day that counts."""

    ramp: str | tuple[int, ...]
    """`even`, `backload`, or what is to be gained in each quarter."""

    control: str
    """`mine`, or `theirs` where somebody else decides."""

    sections: Mapping[str, str]
    """Of `SECTIONS`, those that are written."""

    stretch: Stretch | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One thing to do or to reach again and again, and how it is measured."""

    name: str
    measure: str
    """`fans`, the key of a channel, one of `CONTENT_MEASURES`, or `events:` and a kind; empty where
    it is only a wish: then it has no grade."""

    period: Period
    target: int | None
    """How many in each period; None for the metric of the goal itself, which follows its ramp."""

    goal: str
    """The key of its goal; empty where it is meant for every goal."""

    is_stretch: bool = False
    """True where it belongs to the stretch: graded apart."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Records:
    """All that was recorded, checked."""

    channels: Mapping[str, Channel]
    """By key, in the order of the file."""

    readings: tuple[Reading, ...]
    """Oldest first; those of one day in the order of the file."""

    events: tuple[Event, ...] = ()
    """Oldest first."""

    goals: tuple[Goal, ...] = ()
    """By start; no two at once."""

    key_results: tuple[KeyResult, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    """By threshold; empty where the author names none: then the usual ones count."""

    thanks: str = ""
    """What the page says to everybody."""

    is_sample: bool = False
    """True where all of it is made up to show how it looks."""
