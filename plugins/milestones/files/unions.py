"""Readings of several channels together, beside those of the channels: what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from milestones.records import Reading


def contradictions(readings: Sequence[Reading]) -> Iterator[tuple[Reading, str]]:
    """Each reading of several channels that theirs do not allow, and a sentence that says why.

    Together they are at least as many as the largest of them, and at most as many as the sum. What
    a channel has is its last reading on that day or before; one without any allows everything.
    `readings` are oldest first; of those of one day and channel, the last one counts.
    """
    if not any("+" in one.channel for one in readings):
        return  # most files have none, and may be long
    counts: dict[str, int] = {}
    for _, of_day in groupby(readings, key=attrgetter("day")):
        standing = {one.channel: one for one in of_day}
        counts |= {key: one.count for key, one in standing.items() if "+" not in key}
        for key, one in standing.items():
            if "+" in key and (why := _contradiction(one, counts)):
                yield one, why


def _contradiction(reading: Reading, counts: Mapping[str, int]) -> str:
    known = {key: counts[key] for key in reading.channels if key in counts}
    if not known:
        return ""
    said = " and ".join(f"{key} {count:,}" for key, count in known.items())
    said = f"On {reading.day} there were {said}: together"
    if reading.count < max(known.values()):
        return f"{said} at least {max(known.values()):,}, not {reading.count:,}."
    if len(known) == len(reading.channels) and reading.count > sum(known.values()):
        return f"{said} at most {sum(known.values()):,}, not {reading.count:,}."
    return ""
