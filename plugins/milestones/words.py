"""How fans and goals stand, as tasks say it: `fans.status` and `goals.status` in the same words.

| function         | what it gives                                                             |
|------------------|---------------------------------------------------------------------------|
| `arrival_words`  | when a threshold may be reached, as the page says it                      |
| `pace_words`     | how a running goal stands: safe days, and what is expected                |
| `standing_value` | all of it as JSON: what `milestones.json` has, and `today`                |

A task adds to `standing_value` what only it has (`standing_value(...) | {"advice": ...}`), and
gives no key of it another meaning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fanfare.console import counted
from milestones.arithmetic.pace import Status
from milestones.arithmetic.projection import Arrival
from milestones.document import Json, document
from milestones.overview import Overview


def arrival_words(arrival: Arrival) -> str:
    """When it may be, such as `about 2026-02-01, four times in five between 2026-01-01 and ...`."""
    if arrival.likely is None:
        return "not within five years"
    about = f"about {arrival.likely}"
    if arrival.early and arrival.late:
        return f"{about}, four times in five between {arrival.early} and {arrival.late}"
    return f"{about}, hardly before {arrival.early}" if arrival.early else about


def pace_words(status: Status, day: date) -> str:
    """How a goal that runs stands on `day`, such as `4 safe days; 58.2 expected by 2025-11-23`."""
    return f"{counted(status.safe_days, 'safe day')}; {status.expected:,.1f} expected by {day}"


def standing_value(overview: Overview, today: date, *, is_sample: bool) -> dict[str, Json]:
    """How everything stands `today`, which `overview` is as of, as plain JSON values.

    The keys are those of `milestones.json`: `as_of` is the day of the last reading. `today` is the
    day that the status is told for.
    """
    last = overview.history[-1].day if overview.history else None
    value = document(replace(overview, as_of=last), is_sample)
    return {"today": today.isoformat(), **value}
