"""How many fans there are, whether that is on the way to the goal, and what seems to help.

The author records in `content/data/`: `goals.toml` (goals, channels, key results), `fans.csv` (what
was counted) and `events.csv` (what happened). All of it is checked before anything is built. The
plugin writes the page of milestones, the same as JSON, and a badge for other sites; for feeds there
is an entry of each milestone reached. Nothing of it depends on the day of the build: everything is
said as of the last reading.

In the context of every template:

| name                    | what it is                                                           |
|-------------------------|----------------------------------------------------------------------|
| `milestones`            | `public.Published`: what everybody may know; None where nothing is   |
| `milestone_entries`     | one text for each milestone reached, newest first, for feeds         |
| `milestones_happenings` | `happenings.Happening`: what was published, what was recorded        |

`MILESTONES_PUBLIC` says part by part what everybody may know. What is private is in none of these
but `milestones_happenings`, which is for tasks.

A theme shows the page with a template `milestones.html` that includes `milestones/page.html`, and
the newest figures anywhere else with `milestones/widget.html`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

# Pelican loads a plugin from `PLUGIN_PATHS` without what stands beside it.
if (_beside := str(Path(__file__).parents[1])) not in sys.path:
    sys.path.append(_beside)

from fanfare.findings import Complaint, did_you_mean
from fanfare.settings import Setting, file_or_none, text

__all__ = ["PUBLIC", "SETTINGS", "WATCHED", "register"]

PUBLIC = {
    "count": True,
    "goal": True,
    "stretch": True,
    "projection": True,
    "chart": True,
    "milestones": True,
    "events": True,
    "ripples": True,
    "thanks": True,
    "badge": True,
    "widget": True,
    "feed": True,
    "key_results": False,
    "quarters": False,
    "channels": False,
    "plan": False,
}
"""The parts, and whether everybody may know of them where `MILESTONES_PUBLIC` does not say."""


def _parts(value: object) -> Iterable[Complaint]:
    if not isinstance(value, dict):
        yield (
            f"{value!r} does not say what of what",
            'Write {"key_results": True}, or leave it out.',
        )
        return
    for part, choice in value.items():
        if part not in PUBLIC:
            yield (
                f'"{part}" is no part',
                did_you_mean(str(part), PUBLIC, f"one of {', '.join(PUBLIC)}"),
            )
        elif not isinstance(choice, bool):
            yield f'"{part}" is {choice!r}', "Write True or False, without quotes."


SETTINGS = (
    Setting("MILESTONES_PUBLIC", "which parts everybody may see", _parts),
    Setting("MILESTONES_URL", "address of the page", text),
    Setting("MILESTONES_SAVE_AS", "its file", file_or_none),
    Setting("MILESTONES_JSON_SAVE_AS", "the file with the same as JSON", file_or_none),
    Setting("MILESTONES_BADGE_SAVE_AS", "the file of the badge", file_or_none),
)


WATCHED = True
"""What its receivers and makers read notes itself (`fanfare.watching`)."""


def register() -> None:
    """Connect to Pelican."""
    from milestones import hooks

    hooks.connect()
