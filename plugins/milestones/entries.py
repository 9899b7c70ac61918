"""Milestones as feeds know texts: with a title, a date and an address.

With `hooks`, the only module of this plugin that imports Pelican.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import escape
from pelican.contents import Article
from pelican.urlwrappers import Author, Category
from pelican.utils import SafeDatetime

from milestones.arithmetic.reached import Reached

ANCHOR = "milestone-{threshold}"
"""The fragment of the page at which one milestone stands."""


class MilestoneEntry(Article):  # type: ignore[misc]
    """One milestone that was reached."""

    def __init__(
        self,
        reached: Reached,
        on: datetime,
        settings: dict[str, Any],
        context: dict[str, Any],
        *,
        is_sample: bool,
    ) -> None:
        title = f"{reached.threshold:,} fans{' (sample data)' if is_sample else ''}"
        thanks = f"<p>{escape(reached.thanks)}</p>" if reached.thanks else ""
        day = on.strftime(settings["DEFAULT_DATE_FORMAT"])
        fragment = ANCHOR.format(threshold=reached.threshold)
        metadata = {
            "title": title,
            "date": SafeDatetime.fromisoformat(on.isoformat()),
            "slug": fragment,
            "category": Category("Milestones", settings),
            "author": Author(settings.get("AUTHOR") or settings["SITENAME"], settings),
            "url": f"{settings['MILESTONES_URL']}#{fragment}",
            "save_as": "",
            "summary": f"On {day} there were at least {reached.threshold:,} fans.",
        }
        text = f"<p>{escape(metadata['summary'])}</p>{thanks}"
        super().__init__(text, metadata, settings, None, context)
        self.milestone = reached


def entries(
    milestones: Iterable[Reached],
    settings: dict[str, Any],
    context: dict[str, Any],
    *,
    is_sample: bool,
) -> list[MilestoneEntry]:
    """An entry for each milestone that was reached while one counted, the newest first."""
    zone = ZoneInfo(settings["TIMEZONE"])
    made = [
        MilestoneEntry(
            one,
            datetime.combine(one.reached_on, time(), zone),
            settings,
            context,
            is_sample=is_sample,
        )
        for one in milestones
        if one.reached_on is not None and one.is_news
    ]
    return sorted(made, key=lambda entry: (entry.date, entry.milestone.threshold), reverse=True)
