"""Guests, partners and posts elsewhere: one Markdown file each, checked once, at the door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from posixpath import normpath

from fanfare.errors import FanfareError
from fanfare.findings import Finding, errors_in
from guest_posts.record_checks import check_together
from guest_posts.record_files import KEYS, RecordFile, files_of, strays_in

_PHOTO = re.compile(r"[{|]static[|}]/(?P<path>.+)")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes here as a guest."""

    slug: str
    name: str
    bio: str
    """Markdown, as written, without its comments."""

    url: str = ""
    links: tuple[str, ...] = ()
    """Addresses of profiles elsewhere."""

    photo: str = ""
    """Path in `content/`; empty where there is none."""

    photo_alt: str = ""
    """What the photo shows, for those who cannot see it."""

    site: str = ""
    """Slug of the partner whose site is theirs, or its address; empty where they own none."""

    path: str = ""
    """Its file, relative to `content/`."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A site that hosts the author or sends guests."""

    slug: str
    name: str
    url: str
    about: str
    """Markdown, as written."""

    feed: str = ""
    owner: str = ""
    """Slug of the person who owns it; empty where that is nobody known here."""

    since: datetime | None = None

    path: str = ""
    """Its file, relative to `content/`."""


@dataclass(frozen=True, slots=True)
class ElsewhereEntry:
    """A post of the author's on somebody else's site."""

    slug: str
    title: str
    date: datetime
    host: str
    """Slug of the partner."""

    original_url: str
    teaser: str
    """Markdown, as written."""

    category: str = ""
    tags: tuple[str, ...] = ()
    status: str = "published"

    path: str = ""
    """Its file, relative to `content/`."""

    for_others: Mapping[str, str | list[str]] = field(default_factory=dict, hash=False)
    """What its head says under keys that other plugins read: see `record_files.FOR_OTHERS`."""


@dataclass(frozen=True, slots=True)
class Records:
    """All of them, each by its slug."""

    people: Mapping[str, Person]
    partners: Mapping[str, Partner]
    elsewhere: Mapping[str, ElsewhereEntry]

    warnings: tuple[Finding, ...] = ()
    """What is odd about them and does not stop the build."""

    commented: frozenset[str] = frozenset()
    """The paths of those with a comment in their Markdown, which is not in `bio` and its like."""


def read_records(content: Path, shown_as: str = "content") -> Records:
    """The records in the rooms `people`, `partners` and `elsewhere` of the folder `content`.

    Raises `FanfareError` with everything that is wrong in any of them; files are named below
    `shown_as`.
    """
    rooms = {room: list(files_of(content, room, shown_as)) for room in KEYS}
    people = {file.slug: _person(file, content) for file in rooms["people"]}
    partners = {file.slug: _partner(file) for file in rooms["partners"]}
    elsewhere = {
        file.slug: entry for file in rooms["elsewhere"] if (entry := _elsewhere(file)) is not None
    }
    files = [file for room in rooms.values() for file in room]
    for file in files:
        file.check_keys()
    check_together(rooms)
    findings = [finding for file in files for finding in file.findings]
    if errors := errors_in(findings):
        raise FanfareError.of(errors)
    strays = [finding for room in KEYS for finding in strays_in(content, room, shown_as)]
    commented = frozenset(file.path for file in files if file.is_commented)
    return Records(people, partners, elsewhere, (*strays, *findings), commented)


def _person(file: RecordFile, content: Path) -> Person:
    name = file.name()
    if not file.body:
        file.odd("name", f"{name} has no bio yet.", "Write it below the head, after an empty line.")
    return Person(
        slug=file.slug,
        name=name,
        bio=file.body,
        url=file.address("url"),
        links=file.addresses("links"),
        photo=_photo(file, content),
        photo_alt=file.text("photo_alt"),
        site=file.text("site"),
        path=file.path,
    )


def _photo(file: RecordFile, content: Path) -> str:
    said = file.text("photo")
    found = _PHOTO.fullmatch(said)
    path = found["path"] if found else ""
    name = said.rpartition("/")[2]
    if said and not found:
        message = f'Photo "{said}" is no link to a file.'
        file.wrong("photo", message, f"Write {{static}}/images/{name}.")
    elif found and not normpath(path).startswith("images/"):
        remedy = f"Put it into content/images/, and write {{static}}/images/{name}."
        file.wrong("photo", f'Photo "{said}" lies outside content/images/.', remedy)
    elif found and not (content / path).is_file():
        message = f'There is no file "{path}".'
        file.wrong("photo", message, "Put it there, or correct the name.")
    return path


def _partner(file: RecordFile) -> Partner:
    name = file.name()
    if not file.body:
        remedy = "Say below the head, after an empty line, what is published there."
        file.odd("name", f"{name} has no text yet.", remedy)
    return Partner(
        slug=file.slug,
        name=name,
        url=file.address("url", needed=True),
        about=file.body,
        feed=file.address("feed"),
        owner=file.text("owner"),
        since=file.date("since"),
        path=file.path,
    )


def _elsewhere(file: RecordFile) -> ElsewhereEntry | None:
    title, host = file.text("title", needed=True), file.text("host", needed=True)
    url, date = file.address("original_url", needed=True), file.date("date", needed=True)
    status = file.status()
    if not file.body and status == "published":
        remedy = "Say below the head, after an empty line, why one should go there."
        file.odd("title", f"{title} has no teaser yet.", remedy)
    if date is None:
        return None  # and has been said
    return ElsewhereEntry(
        slug=file.slug,
        title=title,
        date=date,
        host=host,
        original_url=url,
        teaser=file.body,
        category=file.text("category"),
        tags=file.tags(),
        status=status,
        for_others=file.for_others(),
        path=file.path,
    )
