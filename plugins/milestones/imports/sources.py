"""What the note of a reading says of where it is from, and which of two readings is right.

A total that was counted on its day is better than one that was concluded later, and of two
conclusions the one drawn sooner after the day is better: it has missed fewer who left meanwhile.
So it does not matter in which order files are imported.
"""

from __future__ import annotations

import re
from datetime import date

from milestones.records import Reading

_CONCLUDED = re.compile(r", as known on (\d{4}-\d{2}-\d{2})$", re.ASCII)


def counted(day: date, channel: str, count: int, source: str) -> Reading:
    """A reading that an export of `source` counted on its `day`."""
    return Reading(day, channel, count, f"{source} export")


def concluded(day: date, channel: str, count: int, how: str, known_on: date) -> Reading:
    """A reading of an earlier `day`, concluded in the way `how` from what was `known_on` a day."""
    return Reading(day, channel, count, f"{how}, as known on {known_on}")


def known_on(reading: Reading) -> date:
    """The day on which `reading` was known: its own, unless its note says that of a conclusion."""
    found = _CONCLUDED.search(reading.note)
    try:
        said = date.fromisoformat(found[1]) if found else reading.day
    except ValueError:
        said = reading.day
    return max(said, reading.day)


def is_news(new: Reading, old: Reading | None) -> bool:
    """True where `new` is to stand in the place of `old`, the reading of that day and channel.

    Of two that are known on the same day, the one imported later is a correction.
    """
    if old is None or known_on(new) < known_on(old):
        return True
    return known_on(new) == known_on(old) and new.count != old.count
