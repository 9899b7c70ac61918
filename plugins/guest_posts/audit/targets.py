"""Which pages elsewhere the site relies on, for what, and where its author says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter, written_date
from guest_posts import roles
from guest_posts.audit.record import page_of
from guest_posts.records import Records, read_records

OwnAddress: TypeAlias = Callable[[Path, FrontMatter], str]
"""The address here of the post in a file; empty where that cannot be told."""

_NOT_OUT = ("draft", "skip")


class Role(StrEnum):
    """What a page elsewhere is to this site."""

    ELSEWHERE = "elsewhere"
    """A post of the author's on the site of a partner."""

    ORIGINAL = "original"
    """Where a post here was first published."""

    COPY = "copy"
    """Where a post of this site was published as well."""

    SITE = "site"
    """The site of a guest."""

    PROFILE = "profile"
    """A profile of a guest."""

    PARTNER = "partner"
    """The site of a partner."""

    FEED = "feed"
    """The feed of a partner."""


@dataclass(frozen=True, slots=True)
class Use:
    """One reason why a page matters."""

    role: Role
    name: str
    """The title of the post, or whose page it is."""

    source: str
    """The author's file that says so, relative to the site's folder."""

    line: int
    own_address: str = ""
    """The post's address here, where the page is a copy of one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page to look at, once, however many reasons there are."""

    page: str
    """Its address, as `record.page_of` writes it."""

    uses: tuple[Use, ...]

    def mentions(self, words: str) -> bool:
        """True where its address, or a name or file it is used in, has `words` in it."""
        said = (self.page, *(f"{use.name}\n{use.source}" for use in self.uses))
        return any(words.casefold() in one.casefold() for one in said)


def read_targets(
    content: Path, own_address: OwnAddress, today: date, shown_as: str = "content"
) -> list[Target]:
    """Every page that the records and posts in the folder `content` rely on, by its address.

    What one file says twice of a page, as `Url` and as `Site`, is one use of it. Drafts and what is
    dated after `today` rely on nothing yet. Raises `FanfareError` with everything that is wrong in
    what was read; files are named below `shown_as`.
    """
    records = read_records(content, shown_as)
    pages: dict[str, dict[tuple[Role, str], Use]] = {}
    for address, use in (
        *_of_records(records, content, today, shown_as),
        *_of_posts(records, content, today, shown_as, own_address),
    ):
        uses = pages.setdefault(page_of(address), {})
        uses.setdefault((use.role, use.source), use)
    return [Target(page, tuple(uses.values())) for page, uses in sorted(pages.items())]


_Used: TypeAlias = tuple[str, Use]


def _of_records(records: Records, content: Path, today: date, shown_as: str) -> Iterator[_Used]:
    def used(address: str, role: Role, name: str, path: str, key: str) -> Iterator[_Used]:
        if address:
            source = f"{shown_as}/{path}"
            head, _ = front_matter.read(content / path, source)
            yield address, Use(role, name, source, head.line(key))

    for entry in records.elsewhere.values():
        if entry.status not in _NOT_OUT and entry.date.date() <= today:
            url = entry.original_url
            yield from used(url, Role.ELSEWHERE, entry.title, entry.path, "original_url")
    for person in records.people.values():
        name, path = person.name, person.path
        site = person.site if ":" in person.site else ""  # else it is the slug of a partner
        yield from used(person.url, Role.SITE, name, path, "url")
        yield from used(site, Role.SITE, name, path, "site")
        for link in person.links:
            yield from used(link, Role.PROFILE, name, path, "links")
    for partner in records.partners.values():
        yield from used(partner.url, Role.PARTNER, partner.name, partner.path, "url")
        yield from used(partner.feed, Role.FEED, partner.name, partner.path, "feed")


def _of_posts(
    records: Records, content: Path, today: date, shown_as: str, own_address: OwnAddress
) -> Iterator[_Used]:
    wrong: list[Finding] = []
    for path in sorted((content / "posts").rglob("*")):
        if path.suffix not in MARKDOWN_SUFFIXES or path.name.startswith("."):
            continue
        source = f"{shown_as}/{path.relative_to(content).as_posix()}"
        head, _ = front_matter.read(path, source)
        written = written_date(head.get("date") or "")
        if (head.get("status") or "").lower() in _NOT_OUT or (written and written.date() > today):
            continue
        places, mistakes = roles.read_roles(head.values, records.partners)
        wrong += roles.findings(mistakes, head, source)
        title = head.get("title") or path.stem
        if places.original:
            line = head.line("original_url")
            yield places.original.url, Use(Role.ORIGINAL, title, source, line)
        for copy in places.copies:
            use = Use(Role.COPY, title, source, head.line("also_at"), own_address(path, head))
            yield copy.url, use
    if wrong:
        raise FanfareError.of(wrong)
