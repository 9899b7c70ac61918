"""What the task `linkedin.kit` does in a terminal."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from syndication.entries import entries_of
from syndication.kit import folder
from syndication.kit.byline import Publisher
from syndication.kit.kit import Kit, Limits, make_kit
from syndication.kit.sources import shelf_of
from syndication.linkedin.little_text import units
from syndication.records import Entry
from workbench.build import read_site
from workbench.location import Site


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options of the command line ask for."""

    to: Path | None = None
    """The folder to write; None for `kits/SLUG/` of the site."""

    opens: bool = False
    """True to show the page in a browser."""

    as_json: bool = False


def write_kit(site: Site, slug: str, wish: Wish) -> None:
    """Write the kit of the entry called `slug`, and print where it is and what to do with it.

    Raises `FanfareError` where there is no such entry, none that a kit can be made of, or the
    folder has something else in it.
    """
    if not slug:
        remedy = "Write the last part of its address: invoke linkedin.kit the-ramp"
        raise FanfareError(Finding("post", "Nobody said which post.", remedy))
    with nullcontext(console.Silent()) if wish.as_json else console.progress() as progress:
        context = read_site(site, site.production_settings, progress)
    entry = _entry(context, slug)
    place = wish.to or site.root / "kits" / entry.slug
    folder.check_place(place, site.shown(place))
    said = context["LINKEDIN_LIMITS"]
    limits = Limits(said["commentary"], said["kit_title"], said["kit_body"], tuple(said["cover"]))
    shelf = shelf_of(context, site.output)
    publisher = Publisher(str(context["SITENAME"]), str(context["AUTHOR"]))
    kit = make_kit(entry, publisher, limits, datetime.now(UTC), shelf.read)
    files = folder.files_of(kit)
    folder.write_folder(place, files)
    if wish.as_json:
        console.show_json(_value(kit, site.shown(place), list(files)))
    else:
        console.show(kit.findings)
        for line in _lines(kit, site.shown(place / folder.INDEX)):
            console.say(line)
    if wish.opens:
        webbrowser.open((place / folder.INDEX).resolve().as_uri())


def _entry(context: Mapping[str, Any], slug: str) -> Entry:
    entries = entries_of(context)
    named = [entry for entry in entries if slug in (entry.slug, entry.id, entry.file)]
    # A teaser of a text elsewhere may be called as the one here.
    named = [entry for entry in named if not entry.is_elsewhere] or named
    if len(named) == 1:
        return named[0]
    if named:
        files = " and ".join(sorted(entry.file for entry in named))
        message = f'Several posts are called "{slug}": {files}.'
        raise FanfareError(Finding("post", message, "Say the file of one instead."))
    for kind, remedy in (
        ("drafts", "Publish it first: the kit links to where it was published."),
        ("hidden_articles", "A kit would show it to everybody: take `Status: hidden` out first."),
    ):
        for article in context.get(kind, ()):
            if slug == article.slug:
                source = f"content/{article.get_relative_source_path()}"
                message = f'"{slug}" is not published: its status is {article.status}.'
                raise FanfareError(Finding("post", message, remedy, source=source))
    known = [entry.slug for entry in entries if not entry.is_elsewhere]
    remedy = did_you_mean(slug, known, "the last part of the address of one")
    raise FanfareError(Finding("post", f'No published post is called "{slug}".', remedy))


def _lines(kit: Kit, index: str) -> list[str]:
    pictures = console.counted(len(kit.pictures), "picture")
    cover = kit.cover.name if kit.cover else "none"
    return [
        f"  title     {units(kit.entry.title)} of {kit.limits.kit_title} characters",
        f"  text      {units(kit.text):,} of {kit.limits.kit_body:,} characters, {pictures}",
        f"  cover     {cover}",
        f"  hashtags  {' '.join(f'#{tag}' for tag in kit.hashtags) or 'none'}",
        f"Now open {index} in a browser, and go through its steps.",
    ]


def _value(kit: Kit, place: str, files: list[str]) -> dict[str, object]:
    return {
        "folder": place,
        "post": kit.entry.file,
        "url": kit.entry.url,
        "title": kit.entry.title,
        "authors": [author.name for author in kit.entry.authors],
        "title_length": units(kit.entry.title),
        "text_length": units(kit.text),
        "cover": kit.cover.name if kit.cover else "",
        "images": [
            {
                "number": image.number,
                "file": image.name if image.is_here else "",
                "source": "" if image.source.startswith("data:") else image.source,
                "alt": image.alt,
            }
            for image in kit.article.images
        ],
        "hashtags": list(kit.hashtags),
        "commentary": kit.post,
        "files": files,
        "findings": [finding.as_dict() for finding in kit.findings],
    }
