"""Guests, partners and posts elsewhere: one Markdown file each, checked once, at the door."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter, written_date
from guest_posts.addresses import complaint_of

_SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_PHOTO = re.compile(r"[{|]static[|}]/(?P<path>.+)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

STATUSES = ("published", "draft", "skip")
"""What an elsewhere entry may be; a draft only its author sees."""

KEYS = {
    "people": ("name", "url", "links", "photo", "photo_alt", "site", "slug"),
    "partners": ("name", "url", "feed", "owner", "since", "slug"),
    "elsewhere": (
        *("title", "date", "host", "original_url", "category", "tags", "status", "slug"),
    ),
}
"""What is read from the heads in each room."""


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


@dataclass(frozen=True, slots=True)
class Records:
    """All of them, each by its slug."""

    people: Mapping[str, Person]
    partners: Mapping[str, Partner]
    elsewhere: Mapping[str, ElsewhereEntry]


@dataclass(slots=True)
class _File:
    """One file of a room, and what is wrong with it."""

    slug: str
    path: str
    """Relative to `content/`."""

    source: str
    """As messages name it."""

    head: FrontMatter
    body: str
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, key: str, message: str, remedy: str) -> None:
        self.findings.append(
            Finding("record", message, remedy, source=self.source, line=self.head.line(key))
        )

    def text(self, key: str, *, needed: bool = False) -> str:
        said = self.head.get(key) or ""
        if needed and not said:
            name = key.capitalize()
            self.wrong(key, f"{name} is missing.", f"Add a line {name}: ...")
        return said

    def listed(self, key: str) -> tuple[str, ...]:
        rows = self.head.values.get(key, ())
        return tuple(part.strip() for row in rows for part in row.split(",") if part.strip())

    def address(self, key: str, *, needed: bool = False) -> str:
        said = self.text(key, needed=needed)
        if said:
            self._check_address(key, said)
        return said

    def addresses(self, key: str) -> tuple[str, ...]:
        said = self.listed(key)
        for address in said:
            self._check_address(key, address)
        return said

    def date(self, key: str, *, needed: bool = False) -> datetime | None:
        said = self.text(key, needed=needed)
        date = written_date(said)
        if said and date is None:
            message = f'{key.capitalize()} "{said}" is not a date.'
            self.wrong(key, message, "Write it as 2026-01-31 or 2026-01-31 09:00.")
        return date

    def status(self) -> str:
        said = self.text("status").lower() or "published"
        if said not in STATUSES:
            remedy = did_you_mean(said, STATUSES, f"one of {', '.join(STATUSES)}")
            self.wrong("status", f'Status "{said}" is not known.', remedy)
        return said

    def check_keys(self, read: Collection[str]) -> None:
        """Complain of keys that are almost one of those `read`; others are the author's own."""
        for key in self.head.values:
            near = difflib.get_close_matches(key, read, n=1, cutoff=0.8) if key not in read else ()
            if near:
                message = f'"{key.capitalize()}:" is read by nothing here.'
                self.wrong(key, message, f'Did you mean "{near[0].capitalize()}:"?')

    def _check_address(self, key: str, said: str) -> None:
        complaint = complaint_of(said)
        if complaint:
            what, instead = complaint
            self.wrong(key, f'{key.capitalize()} "{said}" {what}.', instead)


def read_records(content: Path, shown_as: str = "content") -> Records:
    """The records in the rooms `people`, `partners` and `elsewhere` of the folder `content`.

    Raises `FanfareError` with everything that is wrong in any of them; files are named below
    `shown_as`.
    """
    rooms = {
        room: list(_files(content, room, shown_as)) for room in ("people", "partners", "elsewhere")
    }
    people = {file.slug: _person(file, content) for file in rooms["people"]}
    partners = {file.slug: _partner(file) for file in rooms["partners"]}
    elsewhere = {
        file.slug: entry for file in rooms["elsewhere"] if (entry := _elsewhere(file)) is not None
    }
    for room, files in rooms.items():
        _check_slugs(files)
        for file in files:
            file.check_keys(KEYS[room])
    _check_references(rooms, people, partners)
    findings = [finding for files in rooms.values() for file in files for finding in file.findings]
    if findings:
        raise FanfareError.of(findings)
    return Records(people, partners, elsewhere)


def _files(content: Path, room: str, shown_as: str) -> Iterator[_File]:
    for path in sorted((content / room).rglob("*")):
        if path.suffix in MARKDOWN_SUFFIXES and not path.name.startswith("."):
            name = path.relative_to(content).as_posix()
            source = f"{shown_as}/{name}"
            head, text = front_matter.read(path, source)
            body = "\n".join(text.splitlines()[head.body_line - 1 :])
            slug = head.get("slug") or path.stem
            yield _File(slug, name, source, head, _COMMENT.sub("", body).strip())


def _person(file: _File, content: Path) -> Person:
    photo = file.text("photo")
    found = _PHOTO.fullmatch(photo)
    if photo and not found:
        name = photo.rpartition("/")[2]
        file.wrong(
            "photo", f'Photo "{photo}" is no link to a file.', f"Write {{static}}/images/{name}."
        )
    elif found and not (content / found["path"]).is_file():
        file.wrong(
            "photo", f'There is no file "{found["path"]}".', "Put it there, or correct the name."
        )
    return Person(
        slug=file.slug,
        name=file.text("name", needed=True),
        bio=file.body,
        url=file.address("url"),
        links=file.addresses("links"),
        photo=found["path"] if found else "",
        photo_alt=file.text("photo_alt"),
        site=file.text("site"),
        path=file.path,
    )


def _partner(file: _File) -> Partner:
    return Partner(
        slug=file.slug,
        name=file.text("name", needed=True),
        url=file.address("url", needed=True),
        about=file.body,
        feed=file.address("feed"),
        owner=file.text("owner"),
        since=file.date("since"),
        path=file.path,
    )


def _elsewhere(file: _File) -> ElsewhereEntry | None:
    title, host = file.text("title", needed=True), file.text("host", needed=True)
    url, date = file.address("original_url", needed=True), file.date("date", needed=True)
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
        tags=file.listed("tags"),
        status=file.status(),
        path=file.path,
    )


def _check_slugs(files: list[_File]) -> None:
    first: dict[str, _File] = {}
    for file in files:
        if not _SLUG.fullmatch(file.slug):
            remedy = "Name it in small letters, digits and hyphens, or add a line Slug: ..."
            file.wrong("slug", f'"{file.slug}" cannot be part of an address.', remedy)
        other = first.setdefault(file.slug, file)
        if other is not file:
            remedy = "Rename one of the files, or give one a line Slug: ..."
            file.wrong("slug", f'{other.source} has the slug "{file.slug}" already.', remedy)


def _check_references(
    rooms: Mapping[str, list[_File]],
    people: Mapping[str, Person],
    partners: Mapping[str, Partner],
) -> None:
    """Names of people and partners that have no file."""
    for file in rooms["elsewhere"]:
        host = file.head.get("host")
        if host and host not in partners:
            remedy = did_you_mean(
                host, partners, f'or make it: invoke new partner "{host}" --url ...'
            )
            file.wrong("host", f'Host "{host}" is no partner.', remedy)
    for file in rooms["partners"]:
        owner = file.head.get("owner")
        if owner and owner not in people:
            remedy = did_you_mean(owner, people, f'or make them: invoke new person "{owner}"')
            file.wrong("owner", f'Owner "{owner}" is nobody in content/people/.', remedy)
    for file in rooms["people"]:
        site = file.head.get("site")
        if site and ":" not in site and site not in partners:
            remedy = did_you_mean(
                site, partners, "the slug of a partner, or an address with https://"
            )
            file.wrong("site", f'Site "{site}" is no partner.', remedy)
        elif site and ":" in site:
            file.address("site")
