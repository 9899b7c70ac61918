"""The figures that the tasks `goals.*` tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.files.record_files import read_records
from milestones.happenings import Happening, of_events
from milestones.overview import GoalOverview, Overview, overview
from milestones.records import CONTENT_MEASURES, Records
from workbench.location import Site

SAMPLE = "Sample data."
"""What stands above figures that are made up."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything there is to say on a day."""

    overview: Overview
    is_sample: bool
    """True where all of it is made up to show how it looks."""

    @property
    def current(self) -> GoalOverview:
        """The current goal; raises `FanfareError` where there is none."""
        if self.overview.current is None:
            raise no_goal()
        return self.overview.current

    def say_sample(self) -> None:
        """Print that the figures are made up, where they are."""
        if self.is_sample:
            console.say(SAMPLE)


def figures_of(site: Site, today: date) -> Figures:
    """The figures of `site` today, after printing what is odd in its records.

    Reads the content only where a key result counts something in it: that takes a moment. Raises
    `FanfareError` where records are wrong.
    """
    folder = site.content / "data"
    records, odd = read_records(folder, site.shown(folder), today)
    console.show(odd)
    return Figures(overview(records, _happenings(site, records), today), records.is_sample)


def no_goal() -> FanfareError:
    """That there is no goal, and what to do."""
    return FanfareError(Finding("goals", "There is no goal yet.", "Begin with `invoke goals.new`."))


def _happenings(site: Site, records: Records) -> Sequence[Happening]:
    if not any(result.measure in CONTENT_MEASURES for result in records.key_results):
        return of_events(records.events)
    from workbench.build import read_site

    context = read_site(site, site.writing_settings, console.Silent())
    if "milestones_happenings" not in context:
        message = "A key result counts what is published, and the plugin milestones is not on."
        source = site.shown(site.writing_settings)
        raise FanfareError(
            Finding("plugins", message, 'Add "milestones" to PLUGINS.', source=source)
        )
    happenings: tuple[Happening, ...] = context["milestones_happenings"]
    return happenings
