"""What the site already has that a new entry must fit in with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.front_matter import FrontMatter
from workbench.location import Site
from workbench.sources import files_in, slug_of

ROOMS = ("posts", "pages", "elsewhere", "people", "partners")


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a partner that has a file."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the author's content holds so far."""

    files: Mapping[tuple[str, str], str]
    """Room and slug to the file that has this address, as messages name it."""

    people: tuple[Named, ...]
    partners: tuple[Named, ...]

    series: Mapping[str, int]
    """Name of each series to the highest index in it."""

    categories: tuple[str, ...]
    """Names of the categories in use, in their order."""


EMPTY = Shelf({}, (), (), {}, ())
"""The shelf of a site without content."""


def read_shelf(site: Site) -> Shelf:
    """Read the heads of all content of `site`."""
    heads = {
        (room, path): _head(path, site.shown(path))
        for room in ROOMS
        for path in files_in(site, room)
        if path.is_file()
    }
    posts = [head for (room, _), head in heads.items() if room == "posts"]
    return Shelf(
        {(room, slug_of(path, head)): site.shown(path) for (room, path), head in heads.items()},
        tuple(_named(path, head) for (room, path), head in heads.items() if room == "people"),
        tuple(_named(path, head) for (room, path), head in heads.items() if room == "partners"),
        _highest_index(posts),
        tuple(sorted({category for head in posts if (category := head.get("category"))})),
    )


def _head(path: Path, shown_as: str) -> FrontMatter:
    """The head of a file; an empty one where it cannot be read, which a build complains of."""
    try:
        return front_matter.read(path, shown_as)[0]
    except FanfareError:
        return front_matter.parse("")


def _named(path: Path, head: FrontMatter) -> Named:
    return Named(slug_of(path, head), head.get("name") or head.get("title") or path.stem)


def _highest_index(heads: Iterable[FrontMatter]) -> dict[str, int]:
    """Where posts of a series carry no index, they count as one each."""
    highest: dict[str, int] = {}
    for head in heads:
        if series := head.get("series"):
            index = head.get("series_index") or ""
            known = highest.get(series, 0)
            highest[series] = max(known, int(index)) if index.isdecimal() else known + 1
    return highest
