"""What outputs read, as it is remembered: the cells, and what those were made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from fanfare import later
from fanfare.memory import json_of
from fanfare.watching import Cell
from quickbuild.cells import World, vars_of

Parts: TypeAlias = "Sequence[Sequence[str]] | None"
"""The cells that a cell was made of: owner, name; None for one that is not made of any.

Those of its own owner are without it.
"""

Row: TypeAlias = "tuple[str | None, Parts]"
"""The digest of a cell, and what it was made of. Where JSON brings it, tuples are lists."""

Rows: TypeAlias = dict[str, dict[str, Row]]
"""By owner and name."""

Packed: TypeAlias = "tuple[Sequence[Parts], Mapping[str, str]]"
"""Many rows: what cells were made of, mostly the same, and by owner, as JSON, the digest of each
cell and which of these it was made of."""


_MOST_AT_HAND = 2000


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
        self._alike: dict[tuple[tuple[str, str], ...], Parts] = {}
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

    def turn_over(self) -> Rows:
        """All rows up to now, of which it has none any more."""
        rows, self.rows = self.rows, {}
        return rows

    def _note(self, cell: Cell) -> tuple[str, str]:
        self._known[cell] = owner, name = self._world.named(cell)
        if self._is_settled(owner, name):
            return owner, name
        inner = _made_of(cell)
        made_of: Parts = None
        if inner is not None:
            named = [("" if of == owner else of, part) for of, part in map(self._named, inner)]
            named.sort()
            made_of = self._alike.setdefault(found := tuple(named), found)
        rows = self.rows.get(owner)
        if rows is None:
            rows = self.rows[owner] = {}
        rows[name] = (self._world.digest_of(owner, name), made_of)
        return owner, name

    def _named(self, cell: Cell) -> tuple[str, str]:
        return self._known[cell] if cell in self._known else self._note(cell)


def packed(rows: Rows) -> Packed:
    """`rows` for `Noted`, here or in another process."""
    places: dict[Parts, int] = {}
    told = {}
    for owner, own in rows.items():
        named = {
            name: (digest, places.setdefault(made_of, len(places)))
            for name, (digest, made_of) in own.items()
        }
        told[owner] = json_of(named)
    return list(places), told


class Noted:
    """The rows of an owner, of many: texts are a fifth of what is made of them."""

    def __init__(self) -> None:
        self._told: dict[str, list[tuple[Sequence[Parts], str]]] = {}
        self.of = lru_cache(_MOST_AT_HAND)(self._of)
        """The rows of an owner, by their names; none where none were added."""

    def add(self, more: Packed) -> None:
        """Add rows, in the place of those of the same owner and name."""
        made_of, told = more
        for owner, rows in told.items():
            self._told.setdefault(owner, []).append((made_of, rows))
        self.of.cache_clear()

    def owners(self) -> Collection[str]:
        """Whose rows were added."""
        return self._told.keys()

    def _of(self, owner: str) -> Mapping[str, Row]:
        return {
            name: (digest, made_of[place])
            for made_of, rows in self._told.get(owner, ())
            for name, (digest, place) in json.loads(rows).items()
        }


def parts(owner: str, row: Row) -> Iterator[tuple[str, str]]:
    """The owners and names of the cells that a cell of `owner` was made of."""
    return ((of or owner, name) for of, name in row[1] or ())


def _made_of(cell: Cell) -> Iterable[Cell] | None:
    owner, name = cell
    if isinstance(owner, str) or name in vars_of(owner) or not later.is_watched(owner):
        return None
    found = later.made(owner, name)
    return None if found is None else found.cells
