"""What happened, and when: what the author recorded, and what the content itself tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestones.records import Event

STORY = "story"
GUEST_POST = "guest post"
ELSEWHERE = "elsewhere"
PARTNERSHIP = "partnership"

_KINDS_OF = {
    "stories": (STORY, GUEST_POST),  # what a guest wrote was published here as well
    "guest_posts": (GUEST_POST,),
    "elsewhere": (ELSEWHERE,),
    "partnerships": (PARTNERSHIP,),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened on a day."""

    day: date
    kind: str
    """`STORY`, `GUEST_POST`, `ELSEWHERE`, `PARTNERSHIP`, or the kind of an event."""

    title: str
    id: str = ""
    """What others name as their cause: the `id` of an event, a post's file name without ending."""

    caused_by: str = ""
    url: str = ""
    is_recorded: bool = False
    """True for what stands in `events.csv`: an event may be called `story`, too."""


def of_events(events: Iterable[Event]) -> list[Happening]:
    """The `events` the author recorded, in their order."""
    return [
        Happening(event.day, event.kind, event.title, event.id, event.caused_by, event.url, True)
        for event in events
    ]


def counted_by(measure: str, happenings: Iterable[Happening]) -> list[Happening]:
    """Those of `happenings` that a measure counts: one of `CONTENT_MEASURES`, or `events:...`."""
    from milestones.records import EVENTS  # late: most builds reckon nothing

    if measure.startswith(EVENTS):
        kind = measure.removeprefix(EVENTS).strip().casefold()
        return [one for one in happenings if one.is_recorded and one.kind.casefold() == kind]
    kinds = _KINDS_OF[measure]
    return [one for one in happenings if not one.is_recorded and one.kind in kinds]
