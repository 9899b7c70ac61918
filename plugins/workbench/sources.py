"""The author's Markdown files: which there are, what is their address, where they hold text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter
from workbench.location import Site

ROOMS_OF_TEXTS = ("posts", "pages")
"""The folders of the content with what Pelican makes pages of."""

_FENCE = re.compile(r"^\s*(```|~~~)")
_INLINE_CODE = re.compile(r"`[^`]*`")

_BY_NAME = attrgetter("name")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What Pelican leaves as it is."""


def names_below(folder: str | Path) -> list[str]:
    """Every file below `folder`, in the order of their paths: relative to it, with slashes.

    Links to files count; links to folders are not followed.
    """
    found: list[str] = []
    _collect(os.fspath(folder), "", found)
    return found


def _collect(folder: str, within: str, found: list[str]) -> None:
    try:
        # Thousands of files, in every build: a Path of each costs more than all the rest.
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError:
        return
    if len(entries) > 1:  # as in few folders of a site
        entries.sort(key=_BY_NAME)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            _collect(entry.path, f"{within}{entry.name}/", found)
        elif entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path):  # noqa: PTH113
            found.append(f"{within}{entry.name}")


def is_text(name: str) -> bool:
    """True for the name of a Markdown file that is not hidden."""
    return name.endswith(MARKDOWN_SUFFIXES) and not name.rpartition("/")[2].startswith(".")


def files_in(site: Site, room: str) -> Iterator[Path]:
    """Every Markdown file in one room of the content, in the order of their paths."""
    folder = site.content / room
    return (folder / name for name in names_below(folder) if is_text(name))


def posts_and_pages(site: Site) -> Iterator[Path]:
    """Every post and page, in the order of their paths."""
    for room in ROOMS_OF_TEXTS:
        yield from files_in(site, room)


def slug_from(words: str) -> str:
    """The last part of the address that Pelican makes of `words`; "" where it has no letters."""
    if _SLUG.fullmatch(words):
        return words
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
