"""Which of the cells that outputs were made of have changed since.

Each has the digest it had when it was read. A cell that was made of others, such as how long a text
takes to read, is what it was if they are; else it is made again and compared, so that a change goes
no further than it reaches.

Most texts have not changed, and are not looked at cell by cell: it is enough that they stem from
the same bytes, and that plugins have set the same attributes to the same values.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Set
from typing import Any, NamedTuple, TypeVar

from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from fanfare import later
from fanfare.memory import Memory
from quickbuild.book import Book, Row, Rows, parts
from quickbuild.cells import TEXT, World, attribute, vars_of

Names = TypeVar("Names", tuple[str, ...], frozenset[str])

CELLS = "quickbuild.cells.2"

_MUTABLE = (list, dict, set, URLWrapper)
"""What plugins may change without setting the attribute that has it."""


class State(NamedTuple):
    """What a text or another owner was when the outputs that read it were made."""

    digest: str | None
    """Of a text: of its file, and of the attributes that plugins set. Of others: of their value."""

    names: tuple[str, ...] = ()
    """The attributes that `digest` is of."""

    altered: frozenset[str] = frozenset()
    """All attributes that were set after the text was read, and which were offered."""

    leaves: frozenset[str] = frozenset()
    """Its cells that are remembered, and are not made of others."""

    made: frozenset[str] = frozenset()
    """Its cells that are remembered, and are made of others."""

    others: tuple[str, ...] = ()
    """The owners of all that these were made of, also by way of something else."""


class Changes:
    """Tells which cells have changed since they were remembered in `memory`, made of `of_what`.

    `suspicious` are the owners of which something may have changed by itself.
    """

    def __init__(
        self,
        memory: Memory,
        of_what: str,
        states: Mapping[str, State],
        world: World,
        suspicious: Set[str],
    ) -> None:
        self._memory = memory
        self._of_what = of_what
        self._states = states
        self._world = world
        self.suspicious = {*suspicious}
        self._doubted = self.suspicious | {
            owner for owner, state in states.items() if any(map(self.is_suspicious, state.others))
        }
        self._changed: dict[tuple[str, str], bool] = {}
        self._rows: Rows = {}
        self._book = Book(world, self.is_settled)

    @property
    def fresh(self) -> Rows:
        """What was made again, and is what it was though something it was made of is not."""
        return self._book.rows

    def doubt(self, owners: Set[str]) -> None:
        """Take `owners` for changed since this was found out."""
        self.suspicious.update(owners)
        self._doubted.update(owners)
        self._doubted.update(
            owner for owner, state in self._states.items() if not owners.isdisjoint(state.others)
        )

    def is_settled(self, owner: str, name: str) -> bool:
        """True for a cell that must be what is remembered of it: nothing can have changed it."""
        state = self._states.get(owner)
        if state is None or owner in self.suspicious:
            return False
        return name in state.leaves or (name in state.made and owner not in self._doubted)

    def holds(self, owner: str, name: str) -> bool:
        """True for a cell that is what is remembered of it, as far as anybody has asked."""
        return self.is_settled(owner, name) or self._changed.get((owner, name)) is False

    def doubtful(self, owner: str, names: Iterable[str]) -> Iterable[str]:
        """Those of the cells `names` of `owner` that may have changed."""
        state = self._states.get(owner)
        if state is None or owner in self.suspicious:
            return names
        if owner not in self._doubted:
            return ()
        return [name for name in names if name not in state.leaves]

    def concern(self, owners: Collection[str]) -> bool:
        """True where a cell of one of `owners` may have changed."""
        return not self._doubted.isdisjoint(owners)

    def is_suspicious(self, owner: str) -> bool:
        """True where something of `owner` may have changed."""
        return owner in self.suspicious or owner not in self._states

    def is_changed(self, owner: str, name: str) -> bool:
        """True where a cell is not what it was."""
        if not self.is_suspicious(owner) and name not in self.rows(owner):
            return True
        key = (owner, name)
        found = self._changed.get(key)
        if found is None:
            self._changed[key] = True  # a cell made of itself would never be found out
            found = self._changed[key] = self._find_out(owner, name)
        return found

    def _find_out(self, owner: str, name: str) -> bool:
        row = self.rows(owner).get(name)
        if row is None:
            return True
        digest, inner = row
        if inner is not None and not self._is_made(owner, name):
            inner = None
        if inner is not None:
            if not any(self.is_changed(*one) for one in parts(owner, row)):
                return False
        elif not self.is_suspicious(owner):
            return False
        if digest is None:
            return True
        if self._world.digest_of(owner, name) != digest:
            return True
        if row[1] is not None:  # whatever it is made of now
            self._refresh(owner, name)
        return False

    def _is_made(self, owner: str, name: str) -> bool:
        """False where an attribute that was made of others has been set, or is not offered."""
        text = self._world.texts.get(owner)
        return text is None or (later.is_watched(text) and later.waits(text, name))

    def _refresh(self, owner: str, name: str) -> None:
        self._book.note([(self._world.texts[owner], name)])

    def rows(self, owner: str) -> Mapping[str, Row]:
        """What is remembered of `owner`."""
        found = self._rows.get(owner)
        if found is None:
            kept = self._memory.find(CELLS, owner, self._of_what) if owner in self._states else None
            found = self._rows[owner] = json.loads(kept) if kept else {}
        return found


def is_as_it_was(owner: str, state: State, world: World) -> bool:
    """False where something of `owner` may have changed by itself since it had `state`."""
    if state.digest is None:
        return False
    if not owner.startswith(TEXT):
        return world.digest_of(owner, "") == state.digest
    text = world.texts.get(owner)
    if text is None or owner not in world.unread or later.altered(text) != state.altered:
        return False
    return _digest(text, state.names, world) == state.digest


def state_of(owner: str, rows: Mapping[str, Row], others: Iterable[str], world: World) -> State:
    """What is to be remembered of `owner`, of which `rows` hold, made of `others` too."""
    text = world.texts.get(owner)
    if text is None:
        digest = rows[""][0] if "" in rows else None
        return State(digest, leaves=frozenset(rows))
    altered = later.altered(text) if later.is_watched(text) else set()
    own = vars_of(text)
    leaves = frozenset(name for name, (_digest, inner) in rows.items() if inner is None)
    names = tuple(
        sorted(name for name in leaves if name in altered or isinstance(own.get(name), _MUTABLE))
    )
    state = _digest(text, names, world)
    made = frozenset(rows.keys() - leaves)
    return State(
        state,
        _one_for_all(names),
        _one_for_all(frozenset(altered)),
        _one_for_all(leaves),
        _one_for_all(made),
        tuple(sorted(others)),
    )


def _one_for_all(names: Names) -> Names:
    """`names`, or some that are equal to them: those of thousands of texts are."""
    known: Names = _known_names.setdefault(names, names)
    return known


_known_names: dict[Any, Any] = {}


def _digest(text: Content, names: Collection[str], world: World) -> str | None:
    """The digest of several attributes of `text`, and of the bytes of its file.

    The file counts as well: a text may have been remembered by a build that never ended.
    """
    own = vars_of(text)
    file = world.files.digest(own.get("source_path") or "")
    # Most of it is also in what its head says, and need not be compared twice.
    head = own["metadata"] if "metadata" in names else {}
    besides = [name for name in names if name not in head or head[name] is not own.get(name)]
    values = [attribute(text, name) for name in besides]
    return world.digests.digest([file, " ".join(besides), *values])
