"""What Pelican looks for in lists, found at once.

Pelican asks for each of all articles whether a tag has it, whether a period has it, whether it is
one of the originals: of twice as many articles, all that is four times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pelican import generators

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator

    Archives: TypeAlias = Mapping[str, list[dict[str, Any]]]

Thing = TypeVar("Thing")


class QuickList(list[Thing]):
    """A list whose members are found at once. It does not change any more."""

    def __init__(self, things: Iterable[Thing]) -> None:
        super().__init__(things)
        self._members = frozenset(self)

    def __contains__(self, thing: object) -> bool:
        return thing in self._members


def build_archives_quickly(generator: ArticlesGenerator) -> None:
    """Have `generator` build the archives of periods with `build_period_archives`."""
    build = generator._build_period_archives
    generator._build_period_archives = partial(build_period_archives, build)


@contextmanager
def translations_found_quickly() -> Iterator[None]:
    """Have Pelican find translations with `process_translations` meanwhile."""
    process = generators.process_translations
    generators.process_translations = partial(process_translations, process)
    try:
        yield
    finally:
        generators.process_translations = process


def process_translations(
    process: Callable[..., tuple[list[Content], list[Content]]],
    texts: list[Content],
    translation_id: str | Collection[str] | None = None,
) -> tuple[list[Content], list[Content]]:
    """What `process`, Pelican's function of this name, makes of `texts`: originals, translations.

    It gets those that may be translations of each other, and none besides; not those that, as most
    do, stand alone.
    """
    if not translation_id:
        return process(texts, translation_id)
    names = [translation_id] if isinstance(translation_id, str) else translation_id
    try:
        key = attrgetter(*names)
        texts.sort(key=key)
    except (AttributeError, TypeError):
        return process(texts, translation_id)  # which says what is wrong
    originals: list[Content] = []
    translations: list[Content] = []
    for _key, group in groupby(texts, key):
        alike = list(group)
        if len(alike) == 1 and "translation" not in alike[0].metadata:
            alike[0].translations = []
            originals += alike
        else:
            parted = process(alike, translation_id)
            originals += parted[0]
            translations += parted[1]
    return originals, translations


def build_period_archives(
    build: Callable[..., Archives],
    dated: Sequence[Content],
    articles: Sequence[Content],
    settings: Mapping[str, Any],
) -> Archives:
    """What `build`, Pelican's method of this name, makes of `articles`, and of them by date."""
    archives = build(dated, (), settings)
    for periods in archives.values():
        lists = {id(one): period["articles"] for period in periods for one in period["dates"]}
        for article in articles:
            if id(article) in lists:
                lists[id(article)].append(article)
    return archives
