"""Guests and hosts as authors name them on the command line, and those of the site they mean."""

from __future__ import annotations

from collections.abc import Iterator

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.scaffold.addresses import Slugify
from workbench.scaffold.kinds import nearest
from workbench.scaffold.shelf import Named, Shelf

SLIP_OF_THE_PEN = 0.8  # "Mira Hulm" is Mira Holm misspelt, "Mira Bohm" is somebody else


def names_in(said: str) -> list[str]:
    """The names in a list of authors, between its semicolons; where it has none, its commas.

    As Pelican reads `Authors:`.
    """
    names = (name.strip() for name in said.split(";" if ";" in said else ","))
    return [name for name in names if name]


def joined(names: list[str]) -> str:
    """The list of authors that `names_in` and Pelican read as `names`."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def guests_called(said: str, shelf: Shelf, slugify: Slugify) -> Iterator[Named | str]:
    """Each guest in the list `said`, once; only the name where the site has none of that name.

    Raises `FanfareError` for a name that is almost one it has.
    """
    seen: set[str] = set()
    for name in names_in(said):
        known, near = _look_up(name, shelf.people, slugify, SLIP_OF_THE_PEN)
        if near:
            raise FanfareError(
                Finding(
                    "author",
                    f'There is no person called "{name}".',
                    f'Did you mean "{near.name}"? If not: invoke new person "{name}"',
                )
            )
        slug = known.slug if known else slugify(name)
        if slug not in seen:
            seen.add(slug)
            yield known or name


def host_called(said: str, shelf: Shelf, slugify: Slugify) -> Named:
    """The partner called `said`. Raises `FanfareError` where the site has none."""
    known, near = _look_up(said, shelf.partners, slugify)
    if known:
        return known
    meant = f'Did you mean "{near.slug}"? If not: ' if near else "Make it first: "
    raise FanfareError(
        Finding(
            "host",
            f'There is no partner "{said}".',
            f'{meant}invoke new partner "{said}" --url https://...',
        )
    )


def strangers_in(said: str, guests: tuple[Named, ...], slugify: Slugify) -> list[str]:
    """The names in the list `said` that are none of `guests`."""
    return [name for name in names_in(said) if _look_up(name, guests, slugify)[0] is None]


def _look_up(
    said: str, known: tuple[Named, ...], slugify: Slugify, likeness: float = 0.6
) -> tuple[Named | None, Named | None]:
    """The one that is called `said`, by name or slug; else the one that was probably meant."""
    for entry in known:
        if said.casefold() == entry.name.casefold() or slugify(said) == entry.slug:
            return entry, None
    near = nearest(slugify(said), [entry.slug for entry in known], likeness)
    return None, next((entry for entry in known if entry.slug == near), None)
