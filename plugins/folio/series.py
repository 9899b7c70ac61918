"""Posts that belong together, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol


class Post(Protocol):
    """What this module needs of an article."""

    metadata: dict[str, object]
    date: object
    title: str


@dataclass(slots=True, eq=False)
class Series:
    """Several posts under one name."""

    name: str
    slug: str
    url: str
    save_as: str
    posts: list[Post] = field(default_factory=list)
    """In reading order."""


@dataclass(frozen=True, slots=True)
class Part:
    """The place of one post in its series."""

    series: Series
    number: int
    """Counted from 1."""

    previous: Post | None
    next: Post | None


def collect(
    posts: Iterable[Post], new_series: Callable[[str], Series]
) -> tuple[list[Series], dict[int, Part]]:
    """All series by name, and the part of each post, keyed by the post's `id()`.

    Posts with `Series_index:` come in its order, the others after them by date.
    """
    by_slug: dict[str, Series] = {}
    for post in posts:
        name = str(post.metadata.get("series", "")).strip()
        if name:
            series = new_series(name)
            by_slug.setdefault(series.slug, series).posts.append(post)
    parts = {}
    for series in by_slug.values():
        series.posts.sort(key=_reading_order)
        for place, post in enumerate(series.posts):
            before = series.posts[place - 1] if place else None
            after = series.posts[place + 1] if place + 1 < len(series.posts) else None
            parts[id(post)] = Part(series, place + 1, before, after)
    return sorted(by_slug.values(), key=lambda series: series.name.casefold()), parts


def _reading_order(post: Post) -> tuple[float, object, str]:
    index = str(post.metadata.get("series_index", "")).strip()
    return (float(index) if index.isdecimal() else float("inf"), post.date, post.title)
