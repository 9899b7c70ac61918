"""What the head of a post says of other places: where its original is, its copies, its sponsors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fanfare.findings import Finding, did_you_mean
from fanfare.front_matter import FrontMatter
from guest_posts.addresses import addresses_in, complaint_of, host_of
from guest_posts.records import Partner

_NAMED = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<url>[^<>]*)>")

# What readers call the sites on which authors keep copies.
_NAMES = {
    "linkedin.com": "LinkedIn",
    "medium.com": "Medium",
    "substack.com": "Substack",
    "dev.to": "DEV",
    "github.com": "GitHub",
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "x.com": "X",
    "youtube.com": "YouTube",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page or site elsewhere."""

    name: str
    """What readers call it."""

    url: str


@dataclass(frozen=True, slots=True)
class Roles:
    """What a post is to pages elsewhere."""

    original: Place | None = None
    """Where it was first published, if that was not here: then this one is a copy."""

    copies: tuple[Place, ...] = ()
    """Where it has been published as well."""

    sponsors: tuple[Place, ...] = ()
    """Who paid for it."""


def read_roles(
    said: Mapping[str, Iterable[str]], partners: Mapping[str, Partner]
) -> tuple[Roles, list[tuple[str, str, str]]]:
    """The roles that a head states, and each mistake in it: key, what is wrong, what to write.

    `said` has the lines of `original_url`, `also_at` and `sponsored`, as far as they are there.
    """
    wrong: list[tuple[str, str, str]] = []

    def place(key: str, written: str) -> Place | None:
        complaint = complaint_of(written)
        if complaint is None:
            return Place(name_of(written, partners), written)
        what, instead = complaint
        wrong.append((key, f'{key.capitalize()} "{written}" {what}.', instead))
        return None

    def sponsor(written: str) -> Place | None:
        if written in partners:
            return Place(partners[written].name, partners[written].url)
        if named := _NAMED.fullmatch(written):
            found = place("sponsored", named["url"])
            return found and Place(named["name"], found.url)
        if ":" in written:
            return place("sponsored", written)
        remedy = did_you_mean(
            written, partners, "the slug of a partner, or Name <https://their.site>"
        )
        wrong.append(("sponsored", f'Sponsored "{written}" is no partner.', remedy))
        return None

    def every(key: str, read: Callable[[str], Place | None]) -> tuple[Place, ...]:
        rows = (part.strip() for row in said.get(key, ()) for part in split(key, row))
        return tuple(found for row in rows if row and (found := read(row)))

    def split(key: str, row: str) -> Iterable[str]:
        if key == "original_url":
            return [row]  # there is one, and a comma is a part of it
        return addresses_in(row) if key == "also_at" else _sponsors_in(row, partners)

    originals = every("original_url", lambda written: place("original_url", written))
    copies = every("also_at", lambda written: place("also_at", written))
    sponsors = every("sponsored", sponsor)
    return Roles(originals[0] if originals else None, copies, sponsors), wrong


def _sponsors_in(row: str, partners: Mapping[str, Partner]) -> list[str]:
    """The sponsors in one line: semicolons part them, and commas where no name can hold them."""
    found: list[str] = []
    for part in re.split(r";|(?<=>),", row):
        rest = part.strip()
        while (first := rest.partition(","))[1] and first[0].strip() in partners:
            found.append(first[0].strip())
            rest = first[2].strip()
        found += [rest] if "<" in rest else rest.split(",")
    return found


def findings(
    wrong: Iterable[tuple[str, str, str]], head: FrontMatter, source: str
) -> list[Finding]:
    """The mistakes that `read_roles` found, with the lines of `head`, which is in `source`."""
    return [
        Finding("role", message, remedy, source=source, line=head.line(key))
        for key, message, remedy in wrong
    ]


def name_of(address: str, partners: Mapping[str, Partner]) -> str:
    """What readers call the site of `address`: a partner's name, a known one, else the host."""
    host = host_of(address)
    for partner in partners.values():
        if host_of(partner.url) == host:
            return partner.name
    return next((name for known, name in _NAMES.items() if host == known), host)
