"""Signals in, context and files out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator

from fanfare.findings import Finding, Severity, did_you_mean, warn
from fanfare.memory import Memory, digest_of
from fanfare.outputs import write_output
from fanfare.settings import check_values
from milestones import PUBLIC, SETTINGS
from milestones.content import Happenings, told_by
from milestones.happenings import Happening, of_events
from milestones.parts import public_parts
from milestones.reckoning import ToBePublished, outcome
from milestones.recorded import FILES, Recorded, recorded

if TYPE_CHECKING:
    from jinja2 import Environment
    from pelican import Pelican
    from pelican.generators import Generator
    from pelican.writers import Writer

    from milestones.public import Published
    from milestones.records import Records

TEMPLATES = Path(__file__).parent / "templates"

RECORDS = "MILESTONES_RECORDS"
"""Where the context, which all generators share, holds what the author recorded."""

HAS_BADGE = "MILESTONES_HAS_BADGE"
"""Where it says whether there is a badge to be drawn."""

ADDRESSES = {
    "MILESTONES_URL": "milestones/",
    "MILESTONES_SAVE_AS": "milestones/index.html",
    "MILESTONES_JSON_SAVE_AS": "milestones.json",
    "MILESTONES_BADGE_SAVE_AS": "badge.svg",
}
"""Where all of it stands on a site that does not say otherwise."""

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
    settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *FILES]


def _offer_templates(generator: Generator) -> None:
    """Let themes include the plugin's templates; what the author or the theme has goes before."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def _read_records(generator: ArticlesGenerator) -> None:
    content, context = Path(generator.settings["PATH"]), generator.context
    today = datetime.now(LATEST_ZONE).date()  # only to refuse what is dated later
    memory = context.get("MEMORY") or Memory(None)
    found = recorded(content / "data", f"{content.name}/data", today, memory)
    for finding in found.odd if found else ():
        warn(finding)
    context[RECORDS] = found


def _reckon(generators: Sequence[Generator]) -> None:
    """Once everything is read, and plugins have said what they know."""
    generator = next(one for one in generators if isinstance(one, ArticlesGenerator))
    settings, context = generator.settings, generator.context
    # Which has what is private: no template is to see it.
    found: Recorded | None = context.pop(RECORDS)
    told = Happenings(partial(_told, generator))
    context |= {"milestones": None, "milestone_entries": [], "milestones_happenings": told}
    if found is None:
        return
    happenings = Happenings(lambda: (*told, *of_events(found.records.events)))
    context["milestones_happenings"] = happenings
    _warn_of_causes(found, told, settings)
    parts = public_parts(PUBLIC | settings.get("MILESTONES_PUBLIC", {}))
    if not (found.has_counts and parts):
        return
    published = ToBePublished(
        lambda: _publish(found.records, happenings, parts),
        lambda: (found.digest, sorted(parts), told.fact()),
    )
    of_what = digest_of(found.digest, *sorted(parts))
    known = outcome(published, of_what, context.get("MEMORY") or Memory(None))
    context |= {"milestones": published, HAS_BADGE: known.has_fans and "badge" in parts}
    if "feed" in parts and known.reached:
        from milestones.entries import entries  # late: most sites count nobody

        made = entries(known.reached, settings, context, is_sample=found.is_sample)
        context["milestone_entries"] = made


def _publish(records: Records, happenings: Sequence[Happening], parts: frozenset[str]) -> Published:
    from milestones.overview import overview  # late: few builds reckon
    from milestones.public import publish

    return publish(overview(records, happenings), records, happenings, parts)


def _told(generator: ArticlesGenerator) -> list[Happening]:
    context = generator.context
    elsewhere, partnerships = context.get("elsewhere", ()), context.get("partnerships", ())
    return told_by(generator.articles, elsewhere, partnerships)


def _warn_of_causes(
    found: Recorded, told: Iterable[Happening], settings: Mapping[str, Any]
) -> None:
    if found.event_ids.issuperset(cause.id for cause in found.causes):
        return
    known = found.event_ids | {one.id for one in told if one.id}
    shown = f"{Path(settings['PATH']).name}/data/events.csv"
    for cause in found.causes:
        if cause.id not in known:
            message = f'"{cause.id}" is no event and no post.'
            otherwise = "the id of an event, or the name of a post's file without its ending"
            remedy = did_you_mean(cause.id, known, otherwise)
            warn(Finding("cause", message, remedy, Severity.WARNING, shown, cause.line))


def _write(generator: ArticlesGenerator, writer: Writer) -> None:
    context, settings = generator.context, generator.settings
    published: ToBePublished | None = context["milestones"]
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
    if name := settings["MILESTONES_JSON_SAVE_AS"]:
        write_output(context, name, _json, published)
    if context[HAS_BADGE] and (name := settings["MILESTONES_BADGE_SAVE_AS"]):
        write_output(context, name, partial(_badge, generator.env), published)


def _json(published: ToBePublished) -> bytes:
    from milestones.document import document  # late, as in `_publish`

    told = document(published.reckoned().overview, published.reckoned().is_sample)
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _badge(templates: Environment, published: ToBePublished) -> bytes:
    from milestones.chart.badge import badge  # late, as in `_publish`

    fans = published.reckoned().overview.fans
    label = "fans (sample)" if published.reckoned().is_sample else "fans"
    said = f"{fans.low:,}+" if fans else ""
    drawn = templates.get_template("milestones/chart/badge.svg").render(badge=badge(label, said))
    return f"{drawn}\n".encode()
