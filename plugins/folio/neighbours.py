"""Which posts a post is connected with: the next by date, and those on the same subjects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from fanfare.memory import Json, Memory, digest_of
from folio.related import related
from folio.subjects import Key

if TYPE_CHECKING:
    from pelican.contents import Content

_RELATED = "folio.related.1"


class Neighbours(NamedTuple):
    """What stands under a post."""

    newer: Content | None
    older: Content | None
    related: Sequence[Content]
    """Nearest first."""


def neighbours_of(
    articles: Sequence[Content],
    subjects: Mapping[Content, Sequence[Key]],
    count: int,
    memory: Memory,
) -> list[Neighbours]:
    """The neighbours of each of `articles`, the newest first: up to `count` that are related."""
    nearest = _related(articles, [subjects[article] for article in articles], count, memory)
    beside = zip([None, *articles], [*articles[1:], None], nearest, strict=False)
    return [
        Neighbours(newer, older, [articles[place] for place in places])
        for newer, older, places in beside
    ]


def _related(
    articles: Sequence[Content], subjects: Sequence[Sequence[Key]], count: int, memory: Memory
) -> list[list[int]]:
    """The places of the related ones of each of `articles`."""
    series = [str(article.metadata.get("series", "")) for article in articles]

    def find() -> Json:
        places = range(len(articles))
        return cast("Json", related(places, subjects.__getitem__, series.__getitem__, count))

    of_what = digest_of(json.dumps((count, subjects, series)))
    return cast("list[list[int]]", memory.recall(_RELATED, "site", of_what, find))
