"""Signals in, context and files out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import sanitised_join

from fanfare.files import write_whole
from fanfare.findings import Finding, Severity, did_you_mean, warn
from fanfare.settings import check_values
from milestones import PUBLIC, SETTINGS
from milestones.chart.badge import badge
from milestones.content import told_by
from milestones.document import document
from milestones.entries import entries
from milestones.files.record_files import read_records
from milestones.happenings import Happening, of_events
from milestones.overview import overview
from milestones.public import Published, public_parts, publish
from milestones.records import Records

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import Generator
    from pelican.writers import Writer

TEMPLATES = Path(__file__).parent / "templates"

RECORDS = "MILESTONES_RECORDS"
"""Where the context, which all generators share, holds what the author recorded."""

ADDRESSES = {
    "MILESTONES_URL": "milestones/",
    "MILESTONES_SAVE_AS": "milestones/index.html",
    "MILESTONES_JSON_SAVE_AS": "milestones.json",
    "MILESTONES_BADGE_SAVE_AS": "badge.svg",
}
"""Where all of it stands on a site that does not say otherwise."""

RECORDED = ("goals.toml", "fans.csv", "events.csv")
"""The author's files: no setting of static files makes them part of the site."""

LATEST_ZONE = timezone(timedelta(hours=14))
"""Where a day begins first: what is still to come there is so everywhere."""


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.generator_init.connect(_offer_templates)
    signals.article_generator_init.connect(_read_records)
    signals.all_generators_finalized.connect(_reckon)
    signals.article_writer_finalized.connect(_write)


def _complete_settings(pelican: Pelican) -> None:
    settings = pelican.settings
    for name, address in ADDRESSES.items():
        settings.setdefault(name, address)
    check_values(SETTINGS, settings)  # where Pelican runs without Fanfare's tasks, nobody else does
    settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *RECORDED]


def _offer_templates(generator: Generator) -> None:
    """Let themes include the plugin's templates; what the author or the theme has goes before."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def _read_records(generator: ArticlesGenerator) -> None:
    content = Path(generator.settings["PATH"])
    today = datetime.now(LATEST_ZONE).date()  # only to refuse what is dated later
    records, odd = read_records(content / "data", f"{content.name}/data", today)
    for finding in odd:
        warn(finding)
    generator.context[RECORDS] = records


def _reckon(generators: Sequence[Generator]) -> None:
    """Once everything is read, and plugins have said what they know."""
    articles = next(one for one in generators if isinstance(one, ArticlesGenerator))
    settings, context = articles.settings, articles.context
    records: Records = context.pop(RECORDS)  # which has what is private: no template is to see it
    happenings = _happenings(articles, records)
    context["milestones_happenings"] = happenings
    context |= {"milestones": None, "milestone_entries": []}
    if not records.readings and not records.goals:
        return
    parts = public_parts(PUBLIC | settings.get("MILESTONES_PUBLIC", {}))
    if not parts:
        return
    published = publish(overview(records, happenings), records, happenings, parts)
    context["milestones"] = published
    if "feed" in parts:
        reached = published.overview.milestones
        made = entries(reached, settings, context, is_sample=records.is_sample)
        context["milestone_entries"] = made


def _happenings(generator: ArticlesGenerator, records: Records) -> tuple[Happening, ...]:
    context = generator.context
    told = told_by(
        generator.articles, context.get("elsewhere", ()), context.get("partnerships", ())
    )
    happenings = (*told, *of_events(records.events))
    known = {one.id for one in happenings if one.id}
    shown = f"{Path(generator.settings['PATH']).name}/data/events.csv"
    for event in records.events:
        if event.caused_by and event.caused_by not in known:
            message = f'"{event.caused_by}" is no event and no post.'
            otherwise = "the id of an event, or the name of a post's file without its ending"
            remedy = did_you_mean(event.caused_by, known, otherwise)
            warn(Finding("cause", message, remedy, Severity.WARNING, shown, event.line))
    return happenings


def _write(generator: ArticlesGenerator, writer: Writer) -> None:
    context, settings = generator.context, generator.settings
    published: Published | None = context["milestones"]
    if published is None:
        return
    if settings["MILESTONES_SAVE_AS"]:
        writer.write_file(
            settings["MILESTONES_SAVE_AS"],
            generator.get_template("milestones"),
            context,
            relative_urls=settings["RELATIVE_URLS"],
            url=settings["MILESTONES_URL"],
        )
    told = document(published.overview, published.is_sample)
    _write_file(settings, "MILESTONES_JSON_SAVE_AS", json.dumps(told, ensure_ascii=False, indent=1))
    if fans := published.overview.fans if "badge" in published.parts else None:
        template = generator.env.get_template("milestones/chart/badge.svg")
        label = "fans (sample)" if published.is_sample else "fans"
        drawn = template.render(badge=badge(label, f"{fans.low:,}+"))
        _write_file(settings, "MILESTONES_BADGE_SAVE_AS", drawn)


def _write_file(settings: dict[str, Any], name: str, text: str) -> None:
    """Write the file that the setting `name` says, if it says any."""
    if settings[name]:
        write_whole(Path(sanitised_join(settings["OUTPUT_PATH"], settings[name])), f"{text}\n")
