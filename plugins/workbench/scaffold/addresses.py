"""The addresses of new entries, which are the names of their files as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.scaffold.kinds import Kind
from workbench.scaffold.shelf import Shelf

Slugify = Callable[[str], str]
"""Turns a title into the last part of an address, by Pelican's rules."""

LONGEST = 80

_SLUG = re.compile(r"[a-z0-9_][a-z0-9_-]*")
_RESERVED_BY_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_OTHER = "Say another with --slug."


def free_slug(
    kind: Kind,
    title: str,
    said: str,
    shelf: Shelf,
    *,
    slugify: Slugify,
    own_addresses: Container[str],
) -> str:
    """The last part of a new entry's address, which is the name of its file as well.

    It is what the author `said`, else made from the title. Raises `FanfareError` where it cannot
    be an address, is among the site's `own_addresses`, or another file of the room has it.
    """
    slug = said or short_slug(slugify(title))
    if complaint := _unfit(slug, title, slugify):
        raise FanfareError(complaint)
    if kind.room == "pages" and slug in own_addresses:
        raise FanfareError(Finding("slug", f"The site makes a page {slug}/ of its own.", _OTHER))
    if taken := shelf.files.get((kind.room, slug)):
        raise FanfareError(
            Finding(
                "exists",
                f'{taken} has the address "{slug}" already.',
                "Open that file, or give the new one another title or a --slug.",
            )
        )
    return slug


def _unfit(slug: str, title: str, slugify: Slugify) -> Finding | None:
    """Why `slug` cannot be an address, or None where it can."""
    if not slug:
        return Finding(
            "slug",
            f'"{title}" has no letters an address could be made of.',
            "Say one with --slug, such as --slug first-light.",
        )
    if not _SLUG.fullmatch(slug) or len(slug) > 2 * LONGEST:
        proposal = short_slug(slugify(slug)) or "first-light"
        return Finding("slug", f'"{slug}" cannot be an address.', f"Write --slug {proposal}.")
    if _RESERVED_BY_WINDOWS.fullmatch(slug):
        return Finding("slug", f"Windows can hold no file called {slug}.md.", _OTHER)
    return None


def short_slug(slug: str) -> str:
    """`slug`, cut between words where it is longer than an address should be."""
    slug = slug.strip("-")
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return cut.strip("-")
