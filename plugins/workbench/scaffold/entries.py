"""Plan the files of one new entry, and write them: never over a file that is there."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.files import create_whole
from fanfare.findings import Finding
from workbench.location import Site
from workbench.scaffold.addresses import Slugify, free_slug
from workbench.scaffold.guests import (
    SLIP_OF_THE_PEN,
    guests_called,
    host_called,
    joined,
    strangers_in,
)
from workbench.scaffold.kinds import Details, Kind, kind_named, missing, nearest, refuse_unread
from workbench.scaffold.shelf import Named, Shelf

if TYPE_CHECKING:
    from workbench.scaffold.manuscript.record import Manuscript

TEMPLATES = Path(__file__).parent.parent / "templates" / "new"

_EMPTY_LINE_OF_HEAD = re.compile(r"^\w+: *$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new entry takes over from the site and the moment it is made in."""

    now: datetime
    """The time in the site's own time zone."""

    default_category: str

    own_addresses: frozenset[str]
    """Addresses of pages that Fanfare makes itself, such as `archives`."""

    slugify: Slugify


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be made."""

    path: str
    """Where, relative to the site's folder, with forward slashes."""

    text: str


@dataclass(frozen=True, slots=True)
class NewImage:
    """A picture to be put beside those of the site."""

    path: str
    """Where, relative to the site's folder, with forward slashes."""

    data: bytes
    called: str
    """Its name in the guest's file; empty where it stands inside it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one `invoke new` is going to make."""

    entry: NewFile
    before: tuple[NewFile, ...] = ()
    """Files the entry needs and the site has not got."""

    images: tuple[NewImage, ...] = ()
    """Pictures of the entry."""

    notes: tuple[str, ...] = ()
    """What the author should hear about it."""


def plan_entry(
    kind: Kind,
    title: str,
    details: Details,
    shelf: Shelf,
    surroundings: Surroundings,
    manuscript: Manuscript | None = None,
) -> Plan:
    """The files of a new entry of `kind`, filled in; its text is that of `manuscript`, if given.

    Raises `FanfareError` where something is missing or wrong, or a file has this address already.
    """
    refuse_unread(kind, details)
    title = one_line("title", title)
    said = {name: one_line(name, getattr(details, name)) for name in details.given()}
    details = replace(details, **said)
    if absent := missing(kind, title, details):
        raise FanfareError(_missing(kind, absent[0], shelf))
    slug = free_slug(
        kind,
        title,
        details.slug,
        shelf,
        slugify=surroundings.slugify,
        own_addresses=surroundings.own_addresses,
    )
    host = host_called(details.host, shelf, surroundings.slugify) if details.host else None
    guests, before = _guests(details.author, shelf, surroundings)
    names = [guest.name for guest in guests]
    values = {
        "title": title,
        "date": _date(kind, details.date, surroundings.now),
        "author": names[0] if len(names) == 1 else "",
        "authors": joined(names) if len(names) > 1 else "",
        "guests": " and ".join(names),
        "bios": " and ".join(f"`content/people/{guest.slug}.md`" for guest in guests),
        "host": host.slug if host else "",
        "url": _web_address(details.url),
        "category": details.category or surroundings.default_category,
        "tags": details.tags,
        "series": details.series,
        "summary": one_line("summary", manuscript.summary) if manuscript else "",
        "series_index": str(shelf.series.get(details.series, 0) + 1) if details.series else "",
    }
    template = (TEMPLATES / f"{kind.name}.md").read_text("utf-8")
    path = f"content/{kind.room}/{slug}.md"
    notes = tuple(_notes(details, guests, before, shelf))
    if manuscript is None:
        return Plan(NewFile(path, fill(template, values)), before, notes=notes)
    head = fill(template.partition("\n\n")[0], values)
    return Plan(
        NewFile(path, f"{head}\n\n{manuscript.body_of(slug)}"),
        before,
        tuple(_images(slug, manuscript)),
        (
            *notes,
            *_differences(details, manuscript, guests, surroundings),
            *manuscript.notes_of(slug),
        ),
    )


def _images(slug: str, manuscript: Manuscript) -> Iterator[NewImage]:
    for number, picture in enumerate(manuscript.pictures, 1):
        path = f"content/images/{slug}-{number}{picture.suffix}"
        yield NewImage(path, picture.data, picture.called)


def write(site: Site, plan: Plan) -> None:
    """Make the files of `plan`, all or none.

    Raises `FanfareError` where one of them appeared meanwhile or cannot be written.
    """
    everything: list[tuple[str, str | bytes]] = [
        *((new.path, new.text) for new in plan.before),
        *((image.path, image.data) for image in plan.images),
        (plan.entry.path, plan.entry.text),
    ]
    if there := [path for path, _ in everything if os.path.lexists(site.root / path)]:
        raise FanfareError.of(map(_exists, there))
    made: list[Path] = []
    try:
        for path, data in everything:
            _create(site.root / path, data, path)
            made.append(site.root / path)
    except BaseException:  # an interruption, too, leaves nothing half-made
        for new in made:
            new.unlink(missing_ok=True)
        raise


def _create(path: Path, data: str | bytes, shown_as: str) -> None:
    try:
        create_whole(path, data)
    except FileExistsError:
        raise FanfareError(_exists(shown_as)) from None
    except OSError as error:
        message = f"This file cannot be written: {error.strerror}."
        raise FanfareError(Finding("write", message, source=shown_as)) from None


def _exists(path: str) -> Finding:
    if path.endswith(".md"):
        remedy = "Open that one."
    else:
        remedy = "Delete it, or give the post another --slug, by which its pictures are called."
    return Finding("exists", "This file is there already.", remedy, source=path)


def one_line(name: str, text: str) -> str:
    """`text` as one line of a head can hold it: runs of white space become one space.

    Raises `FanfareError` for bytes of the command line that are no text.
    """
    kinds = {character: unicodedata.category(character) for character in text}
    if "Cs" in kinds.values():
        raise FanfareError(
            Finding("encoding", f"The {name} is not UTF-8 text.", "Type it in a UTF-8 terminal.")
        )
    return " ".join("".join(c for c in text if c.isspace() or kinds[c] != "Cc").split())


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with `values` in it, without the lines of its head that stay empty."""
    head, gap, body = template.partition("\n\n")
    filled = Template(head).substitute(values).split("\n")
    kept = [line for line in filled if not _EMPTY_LINE_OF_HEAD.match(line)]
    return "\n".join(kept) + gap + Template(body).substitute(values)


def _missing(kind: Kind, absent: str, shelf: Shelf) -> Finding:
    known = {"author": shelf.people, "host": shelf.partners}.get(absent, ())
    so_far = f"Known so far: {', '.join(entry.slug for entry in known)}. " if known else ""
    what = "a title" if absent == "title" else f"its --{absent}"
    return Finding(
        f"{absent}-missing",
        f"{kind.called.capitalize()} needs {what}.",
        f"{so_far}For example: {kind.example}",
    )


def _date(kind: Kind, said: str, now: datetime) -> str:
    """The date as a head carries it: `Since` of a partner is a day, all others have a time."""
    by_day = kind.room == "partners" or 0 < len(said) <= len("2026-01-31")
    try:
        date = _in_zone(datetime.fromisoformat(said), now.tzinfo) if said else now
    except (ValueError, OverflowError):
        raise FanfareError(
            Finding(
                "date",
                f'"{said}" is not a date.',
                f"Write it as {now:%Y-%m-%d} or {now:%Y-%m-%d %H:%M}.",
            )
        ) from None
    return f"{date:%Y-%m-%d}" if by_day else f"{date:%Y-%m-%d %H:%M}"


def _in_zone(date: datetime, zone: tzinfo | None) -> datetime:
    return date.astimezone(zone) if date.tzinfo else date


def _web_address(url: str) -> str:
    """`url` itself; raises `FanfareError` where it is not a whole address of the web."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        whole = False
    if not whole:
        raise FanfareError(
            Finding("url", f'"{url}" is not a whole address.', "Write it with https:// in front.")
        )
    return url


def _guests(
    said: str, shelf: Shelf, surroundings: Surroundings
) -> tuple[tuple[Named, ...], tuple[NewFile, ...]]:
    """The guests that `said` lists, and the files to make of those the site has not got yet."""
    guests: list[Named] = []
    made: list[NewFile] = []
    for guest in guests_called(said, shelf, surroundings.slugify):
        if isinstance(guest, Named):
            guests.append(guest)
        else:
            person = plan_entry(kind_named("person"), guest, Details(), shelf, surroundings).entry
            guests.append(Named(Path(person.path).stem, guest))
            made.append(person)
    return tuple(guests), tuple(made)


def _notes(
    details: Details, guests: tuple[Named, ...], made: tuple[NewFile, ...], shelf: Shelf
) -> Iterator[str]:
    """What begins with this entry, in case it is a slip of the pen."""
    for what, name, known in (
        ("series", details.series, shelf.series),
        ("category", details.category, shelf.categories),
    ):
        if name and name not in known:
            near = nearest(name, known, SLIP_OF_THE_PEN)
            yield f'This begins the {what} "{name}".' + (f' Or is it "{near}"?' if near else "")
    names = {f"content/people/{guest.slug}.md": guest.name for guest in guests}
    for new in made:
        yield f"{names[new.path]} is new here: the bio goes into {new.path}."


def _differences(
    details: Details,
    manuscript: Manuscript,
    guests: tuple[Named, ...],
    surroundings: Surroundings,
) -> Iterator[str]:
    """What the guest's file says and the author does not."""
    if others := strangers_in(manuscript.author, guests, surroundings.slugify):
        yield f"The file names {' and '.join(others)} as its author; the post does not."
    if manuscript.date and details.date == manuscript.date:
        date = _date(kind_named("guest-post"), details.date, surroundings.now)
        yield f"Its date is that in the file, {date}: is this the day you publish it?"
