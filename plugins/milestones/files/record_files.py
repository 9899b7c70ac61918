"""The author's records in `content/data/`: read, checked together, once, at the door."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, errors_in, ordered
from milestones.files import events_file, fans_file, goals_file
from milestones.files.unions import contradictions
from milestones.records import EVENTS, Event, KeyResult, Reading, Records

_NEAR = 0.75
"""How alike two kinds of events are, from 0 to 1, where one is probably a slip."""


def read_records(data: Path, shown_as: str, today: date) -> tuple[Records, list[Finding]]:
    """What the folder `data` records, and warnings of what is odd there.

    A file that is missing is as good as an empty one. Nothing may be recorded for days after
    `today`. Raises `FanfareError` with everything that is wrong in all three files, each named as
    in the folder `shown_as`.
    """
    goals = goals_file.read(data / goals_file.NAME, f"{shown_as}/{goals_file.NAME}")
    findings = list(goals.findings)
    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()
    fans, happened = f"{shown_as}/{fans_file.NAME}", f"{shown_as}/{events_file.NAME}"
    try:
        readings = fans_file.read(data / fans_file.NAME, fans, goals.channels, today)
    except FanfareError as error:
        findings += error.findings
    try:
        events = events_file.read(data / events_file.NAME, happened, today)
    except FanfareError as error:
        findings += error.findings
    if errors_in(findings):
        raise FanfareError.of(findings)
    findings += _almost_counted(goals.key_results, events, goals.source)
    findings += _contradicting(readings, fans)
    records = Records(
        goals.channels or {},
        readings,
        events,
        goals.goals,
        goals.key_results,
        goals.milestones,
        goals.thanks,
        goals.is_sample,
    )
    return records, ordered(findings)


def _almost_counted(
    key_results: Iterable[KeyResult], events: Iterable[Event], source: str
) -> Iterator[Finding]:
    """A warning of each key result that counts no event, and almost some."""
    kinds = {event.kind.casefold(): event.kind for event in events}
    for one in key_results:
        counted = one.measure.removeprefix(EVENTS).strip().casefold()
        if one.measure.startswith(EVENTS) and counted not in kinds:
            near = difflib.get_close_matches(counted, kinds, n=1, cutoff=_NEAR)
            if near:
                yield Finding(
                    "goals",
                    f'No event is of the kind in "{one.measure}".',
                    f'Did you mean "{EVENTS}{kinds[near[0]]}"?',
                    Severity.WARNING,
                    source,
                    one.line,
                )


def _contradicting(readings: Sequence[Reading], source: str) -> Iterator[Finding]:
    """A warning of each reading of several channels together that theirs do not allow."""
    remedy = "Correct whichever is wrong, or delete this line."
    for one, why in contradictions(readings):
        yield Finding("together", why, remedy, Severity.WARNING, source, one.line)
