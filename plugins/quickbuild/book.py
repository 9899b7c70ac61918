"""What outputs read, as it is remembered: the cells, and what those were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pelican.contents import Content

from fanfare import later
from fanfare.watching import Cell
from quickbuild.cells import World, vars_of

Row: TypeAlias = "tuple[str | None, list[tuple[str, str]] | None]"
"""The digest of a cell, and the cells it was made of; None where it is none that is made.

Those of its own owner are without it. Where JSON brings it, tuples are lists.
"""

Rows: TypeAlias = dict[str, dict[str, Row]]
"""By owner and name."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one output read."""

    shared: frozenset[str]
    """The owners of cells that belong to no text: mostly those of all pages of a template."""

    of_texts: dict[str, list[str]]
    """The names of all other cells, by their owners."""


class Book:
    """What is to be remembered of the cells that outputs read in this process.

    It needs no row of a cell that `is_settled`: by owner and name.
    """

    def __init__(self, world: World, is_settled: Callable[[str, str], bool]) -> None:
        self._world = world
        self._is_settled = is_settled
        self._known: dict[Cell, tuple[str, str]] = {}
        self.rows: Rows = {}

    def note(self, cells: Iterable[Cell]) -> Read:
        """Note `cells`, and all they were made of."""
        known = self._known
        shared, of_texts = list[str](), dict[str, list[str]]()
        for cell in cells:
            owner, name = known[cell] if cell in known else self._note(cell)
            if not name:
                shared.append(owner)
            elif owner in of_texts:
                of_texts[owner].append(name)
            else:
                of_texts[owner] = [name]
        return Read(frozenset(shared), of_texts)

    def _note(self, cell: Cell) -> tuple[str, str]:
        self._known[cell] = named = owner, name = self._world.named(cell)
        if self._is_settled(owner, name):
            return named
        inner = _made_of(cell)
        made_of = None
        if inner is not None:
            made_of = sorted(
                ("" if of == owner else of, part) for of, part in map(self._named, inner)
            )
        self.rows.setdefault(owner, {})[name] = (self._world.digest_of(owner, name), made_of)
        return named

    def _named(self, cell: Cell) -> tuple[str, str]:
        return self._known[cell] if cell in self._known else self._note(cell)


def parts(owner: str, row: Row) -> Iterator[tuple[str, str]]:
    """The owners and names of the cells that a cell of `owner` was made of."""
    return ((of or owner, name) for of, name in row[1] or ())


def merge(rows: Rows, more: Mapping[str, Mapping[str, Row]]) -> None:
    """Add `more` to `rows`."""
    for owner, own in more.items():
        rows.setdefault(owner, {}).update(own)


def _made_of(cell: Cell) -> Iterable[Cell] | None:
    owner, name = cell
    if isinstance(owner, Content) and later.is_watched(owner):
        found = later.made(owner, name)
        if found is not None and name not in vars_of(owner):
            return found.cells
    return None
