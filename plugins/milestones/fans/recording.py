"""A count as the author says it on the command line, and what it changes in the records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter

from fanfare.console import counted
from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from milestones.arithmetic.count import Counted
from milestones.files.table_file import YEARS, iso_day, whole_number
from milestones.files.unions import contradictions
from milestones.records import Channel, Kind, Reading, Records

EXAMPLE = """\
[[channels]]
key = "newsletter"
label = "The newsletter"
kind = "stock"
engaged = true"""
"""The least that `goals.toml` must say before anything can be counted."""


class Effect(StrEnum):
    """What a new reading does to the records."""

    ADDED = "added"

    CORRECTED = "corrected"
    """It replaces the reading of the same channel and day."""

    KNOWN = "known"
    """The same is recorded already: nothing is to be added."""


@dataclass(frozen=True, slots=True)
class Change:
    """A new reading beside what was recorded before."""

    reading: Reading
    effect: Effect

    was: Reading | None
    """The reading it replaces or repeats, else the last one before it; None for the first one, and
    for attendance, where each reading is an event of its own."""


def said_reading(
    channel: str, count: str, day: str, note: str, channels: Mapping[str, Channel], today: date
) -> Reading:
    """The reading that the author means by these words; of `today` where `day` is empty.

    Raises `FanfareError` where they mean none.
    """
    key = named_channel(channel, channels)
    return Reading(said_day(day, today), key, said_count(count), " ".join(note.split()))


def named_channel(said: str, channels: Mapping[str, Channel]) -> str:
    """The key of the channel that is `said` by key or label, or keys joined by `+`.

    Raises `FanfareError` where there is none, naming the nearest.
    """
    name = said.strip().casefold()
    if name in channels:
        return name
    labelled = [key for key, one in channels.items() if one.label.casefold() == name]
    if len(labelled) > 1:
        message = f'Several channels are labelled "{said}".'
        raise FanfareError(Finding("channel", message, f"Write {' or '.join(labelled)}."))
    if labelled:
        return labelled[0]
    if "+" in said:
        return _union([named_channel(part, channels) for part in said.split("+")], channels)
    known = [*channels, *(channel.label for channel in channels.values())]
    message = f'"{said}" is no channel.' if said else "It is not said which channel was counted."
    remedy = did_you_mean(said, known, f"one of {', '.join(channels)}")
    raise FanfareError(Finding("channel", message, remedy))


def change_of(reading: Reading, records: Records) -> Change:
    """What `reading` does to `records`, which do not have it yet."""
    if _kind_of(reading, records.channels) is Kind.ATTENDANCE:
        return Change(reading, Effect.ADDED, None)
    same = [
        old for old in records.readings if old.channel == reading.channel and old.day <= reading.day
    ]
    was = same[-1] if same else None
    if was is None or was.day < reading.day:
        return Change(reading, Effect.ADDED, was)
    is_known = was.count == reading.count and reading.note in ("", was.note)
    return Change(reading, Effect.KNOWN if is_known else Effect.CORRECTED, was)


def check_together(reading: Reading, records: Records) -> None:
    """Raise `FanfareError` where `reading` is of several channels, and theirs do not allow it."""
    if len(reading.channels) == 1:
        return
    readings = sorted([*records.readings, reading], key=attrgetter("day"))
    for one, why in contradictions(readings):
        if one is reading:
            remedy = "Record first how many there are in each of them, if that has changed."
            raise FanfareError(Finding("together", why, remedy))


def change_line(change: Change, channels: Mapping[str, Channel]) -> str:
    """What was recorded, beside what was before, such as `2026-11-22 newsletter 104 (...)`."""
    reading = change.reading
    beside = _beside(change, _kind_of(reading, channels))
    aside = ", ".join(filter(None, (beside, _standing(reading, channels))))
    return f"{reading.day} {reading.channel} {reading.count:,} ({aside})"


def range_words(now: Counted) -> str:
    """How many fans there are, such as `at least 131 fans, at most 281`."""
    return f"at least {counted(now.fans.low, 'fan')}, at most {now.fans.high:,}"


def change_value(change: Change) -> dict[str, object]:
    """The change as plain JSON values."""
    was = change.was
    return {
        "channel": change.reading.channel,
        "date": change.reading.day.isoformat(),
        "count": change.reading.count,
        "note": change.reading.note,
        "effect": change.effect.value,
        "was": {"date": was.day.isoformat(), "count": was.count} if was else None,
    }


def difference(number: int) -> str:
    """A change with its sign: `+7`, `-7`, `0`."""
    return f"{number:+,}" if number else "0"


def _beside(change: Change, kind: Kind) -> str:
    """How the count stands to the one before."""
    reading, was = change.reading, change.was
    if kind is Kind.ATTENDANCE:
        return "one event"
    if was is None:
        return "the first reading"
    match change.effect:
        case Effect.KNOWN:
            return "recorded already"
        case Effect.CORRECTED if was.count == reading.count:
            return "with a new note"
        case Effect.CORRECTED:
            return f"corrected, was {was.count:,}"
        case Effect.ADDED:
            return f"was {was.count:,} on {was.day}, {difference(reading.count - was.count)}"


def _standing(reading: Reading, channels: Mapping[str, Channel]) -> str:
    """What is counted, where it is not simply the fans in one channel."""
    if len(reading.channels) > 1:
        return "each person once"
    return "" if channels[reading.channel].engaged else "not counted as fans"


def _union(keys: Sequence[str], channels: Mapping[str, Channel]) -> str:
    """The channels `keys`, counted together, as `fans.csv` names them."""
    for key in keys:
        channel = channels[key]
        if channel.kind is not Kind.STOCK or not channel.engaged or keys.count(key) > 1:
            message = f'"{key}" cannot be counted together with others like that.'
            remedy = "Join different stock channels that are engaged, such as newsletter+patrons."
            raise FanfareError(Finding("channel", message, remedy))
    return "+".join(key for key in channels if key in keys)


def _kind_of(reading: Reading, channels: Mapping[str, Channel]) -> Kind:
    """The kind of its channel; several that were counted together are all stock."""
    return channels[reading.channel].kind if len(reading.channels) == 1 else Kind.STOCK


def said_count(said: str) -> int:
    """The whole number that is `said`; raises `FanfareError` where it is none."""
    if (number := whole_number(said)) is not None:
        return number
    digits = re.sub(r"[,.' _]", "", said)
    is_grouped = digits != said and re.fullmatch(r"\d{4,10}", digits, re.ASCII)
    example = digits if is_grouped else "104"
    message = f'"{said}" is no count.' if said else "It is not said how many there are."
    raise FanfareError(Finding("count", message, f"Write a whole number, such as {example}."))


def said_day(said: str, today: date) -> date:
    """The day that is `said` as `2026-01-31`; `today` where nothing is.

    Raises `FanfareError` where it is none, long ago, or still to come.
    """
    if not said:
        return today
    if (day := iso_day(said)) is None:
        message = f'"{said}" is no date.'
        raise FanfareError(Finding("date", message, f"Write it as {today.isoformat()}."))
    if day > today:
        message = f"{said} is still to come: today is {today}."
        raise FanfareError(Finding("date", message, "Write the day of the count."))
    if day.year not in YEARS:
        message = f"{said} is before {YEARS[0]}."
        raise FanfareError(Finding("date", message, "Write the year that is meant."))
    return day
