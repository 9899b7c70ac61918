"""The author's Markdown files: which there are, what is their address, where they hold text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter
from workbench.location import Site

_FENCE = re.compile(r"^\s*(```|~~~)")
_INLINE_CODE = re.compile(r"`[^`]*`")


def files_in(site: Site, room: str) -> Iterator[Path]:
    """Every Markdown file in one room of the content, in the order of their paths."""
    for path in sorted((site.content / room).rglob("*")):
        if path.suffix in MARKDOWN_SUFFIXES and not path.name.startswith("."):
            yield path


def posts_and_pages(site: Site) -> Iterator[Path]:
    """Every post and page, in the order of their paths."""
    yield from files_in(site, "posts")
    yield from files_in(site, "pages")


def slug_from(words: str) -> str:
    """The last part of the address that Pelican makes of `words`; "" where it has no letters."""
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    return str(slugify(words, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]))


def slug_of(path: Path, head: FrontMatter) -> str:
    """The last part of the address of the file `path`: what its head says, else from its name."""
    return head.get("slug") or slug_from(path.stem)


def rows_outside_code(text: str, head: FrontMatter) -> Iterator[tuple[int, str]]:
    """The numbered rows of `text` without its code, where what looks like a link is none."""
    fenced = False
    for number, row in enumerate(text.splitlines(), 1):
        if number >= head.body_line and _FENCE.match(row):
            fenced = not fenced
        elif not fenced:
            yield number, _INLINE_CODE.sub("", row)
