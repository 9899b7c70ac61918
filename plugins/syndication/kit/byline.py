"""Who wrote what is pasted, where that is not, or not only, under whose profile it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from syndication.kit.blocks import Line, Run, Style, text_of, tidied
from syndication.records import Author, Entry


@dataclass(frozen=True, slots=True)
class Publisher:
    """The site that a kit comes from."""

    name: str
    author: str
    """Whose site it is: LinkedIn shows that name above an article."""


def guests_of(entry: Entry, publisher: Publisher) -> tuple[Author, ...]:
    """Those who wrote `entry` and are not the author of the site."""
    own = _folded(publisher.author)
    return tuple(author for author in entry.authors if _folded(author.name) != own)


def byline(entry: Entry, publisher: Publisher) -> Line:
    """`By Mira Holm, a guest of Tiny.`, with links; empty for what the site's author wrote alone.

    Whose guest is said where guests wrote alone, and here first: else the name of the host, or
    where it was published, says enough.
    """
    guests = guests_of(entry, publisher)
    if not guests:
        return ()
    are_alone = len(guests) == len(entry.authors) and not entry.original
    guest = "a guest" if len(guests) == 1 else "guests"
    end = f", {guest} of {publisher.name}" if are_alone else ""
    return sentence((Run("By "), *_names(entry.authors), Run(end)))


def sentence(runs: Iterable[Run]) -> Line:
    """`runs` as a line with a full stop, unless a name ends with one of its own."""
    line = tidied(runs)
    return line if text_of(line).endswith((".", "!", "?")) else tidied((*line, Run(".")))


def enumerated(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return "".join(f"{_before(place, len(names))}{name}" for place, name in enumerate(names))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _names(authors: Sequence[Author]) -> Iterator[Run]:
    for place, author in enumerate(authors):
        yield Run(_before(place, len(authors)))
        yield Run(author.name, Style(href=author.url))


def _before(place: int, number: int) -> str:
    """What stands before the name at `place`, counted from 0, of a `number` of them."""
    if not place:
        return ""
    return " and " if place == number - 1 else ", "
