"""What is remembered of the last build: its outputs, and what each was made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fanfare.memory import Memory
from quickbuild.cells import CELLS, Changes, Row, State, World, state_of
from quickbuild.reasons import ANOTHER_ORIGIN, IS_NEW, IS_UNKNOWN, REMEMBERS_NOTHING

INDEX = "quickbuild.index.2"
OUTPUT = "quickbuild.output.1"
_KEY = "index"


@dataclass(frozen=True, slots=True)
class Known:
    """One output of the last build."""

    signature: str
    """What tells the file that was written from any other."""

    owners: tuple[str, ...]
    """Whatever has a part in it, also by way of something else."""

    local: tuple[str, ...]
    """The variables of its own that it read."""

    digest: str
    """Of their values."""


@dataclass(frozen=True, slots=True)
class Index:
    """The outputs of the last build."""

    states: Mapping[str, State]
    outputs: Mapping[str, Known]
    written: Mapping[str, str] = field(default_factory=dict)
    """The signatures of all files that were written, also those that nothing else is known of."""

    is_of_another: str = ""
    """Why there are no outputs, where there are none."""

    def why_unknown(self, output: str) -> str:
        """Why an output is made that is not among those known."""
        return self.is_of_another or (IS_UNKNOWN if output in self.written else IS_NEW)

    @classmethod
    def load(cls, memory: Memory, of_what: str) -> Index:
        """The index of a build with the same code and settings, or an empty one."""
        rows = memory.load(INDEX)
        if _KEY not in rows:
            return cls({}, {}, is_of_another=REMEMBERS_NOTHING)
        made_of, text = rows[_KEY]
        said = json.loads(text)
        written = {name: signature for name, (signature, *_made) in said["outputs"].items()}
        written |= said["unread"]
        if made_of != of_what:
            return cls({}, {}, written, ANOTHER_ORIGIN)
        sets = [tuple(names) for names in said["sets"]]
        members = [frozenset(names) for names in sets]
        owners = [name for name, *_state in said["owners"]]
        states = {
            name: State(digest, sets[names], members[altered], members[leaves])
            for name, digest, names, altered, leaves in said["owners"]
        }
        outputs = {
            name: Known(signature, tuple(owners[place] for place in places), sets[local], digest)
            for name, (signature, places, local, digest) in said["outputs"].items()
        }
        return cls(states, outputs, written)


def cells_of(output: str, memory: Memory, of_what: str) -> dict[str, list[str]]:
    """The names of the cells that `output` read, by their owners; none where they are lost."""
    kept = memory.find(OUTPUT, output, of_what)
    cells: dict[str, list[str]] = json.loads(kept) if kept else {}
    return cells


@dataclass(slots=True)
class NextIndex:
    """The index of the build that ends."""

    last: Index
    changes: Changes
    memory: Memory
    of_what: str
    outputs: dict[str, Known] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    """The signatures of outputs of which it is not known what they were made of."""

    _reshaped: set[str] = field(default_factory=set)
    """The owners of which something is made of other things than it was."""

    _reached: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for owner, rows in self.changes.fresh.items():
            before = self.changes.rows(owner)
            if any(_inner(row) != _inner(before.get(name)) for name, row in rows.items()):
                self._reshaped.add(owner)

    def add(
        self,
        name: str,
        signature: str,
        local: tuple[str, ...],
        digest: str,
        cells: Mapping[str, Sequence[str]],
    ) -> None:
        """Add an output that was made, and what it read, by owners."""
        self.memory.keep(OUTPUT, name, self.of_what, json.dumps(cells, ensure_ascii=False))
        self.outputs[name] = Known(signature, self._owners(_each(cells)), local, digest)

    def keep(self, name: str, signature: str) -> None:
        """Add an output that is what it was."""
        known = self.last.outputs[name]
        owners = known.owners
        if not self._reshaped.isdisjoint(owners):
            owners = self._owners(_each(cells_of(name, self.memory, self.of_what)))
        self.outputs[name] = Known(signature, owners, known.local, known.digest)

    def save(self, world: World) -> None:
        """Remember it all."""
        used = dict.fromkeys(owner for known in self.outputs.values() for owner in known.owners)
        places = {owner: place for place, owner in enumerate(used)}
        sets: dict[tuple[str, ...], int] = {}

        def place_of(names: Iterable[str]) -> int:
            return sets.setdefault(tuple(names), len(sets))

        owners = []
        for owner in used:
            state = self._state(owner, world)
            altered, leaves = place_of(sorted(state.altered)), place_of(sorted(state.leaves))
            owners.append([owner, state.digest, place_of(state.names), altered, leaves])
        outputs = {
            name: [
                known.signature,
                [places[owner] for owner in known.owners],
                place_of(known.local),
                known.digest,
            ]
            for name, known in self.outputs.items()
        }
        said = {
            "owners": owners,
            "outputs": outputs,
            "sets": list(sets),
            "unread": self.unread,
        }
        self.memory.keep(INDEX, _KEY, self.of_what, json.dumps(said, ensure_ascii=False))
        self.memory.forget_others(OUTPUT, self.outputs)
        self.memory.forget_others(CELLS, used)

    def _state(self, owner: str, world: World) -> State:
        fresh = self.changes.fresh.get(owner)
        if fresh is None and not self.changes.is_suspicious(owner):
            return self.last.states[owner]
        rows = {**self.changes.rows(owner), **(fresh or {})}
        self.memory.keep(CELLS, owner, self.of_what, json.dumps(rows, ensure_ascii=False))
        return state_of(owner, rows, world)

    def _owners(self, cells: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        reached, found = self._reached, set[str]()
        for cell in cells:
            found |= reached.get(cell) or self._reach(cell)
        return tuple(sorted(found))

    def _reach(self, cell: tuple[str, str]) -> frozenset[str]:
        """The owner of `cell`, and of all that it was made of."""
        reached = self._reached.get(cell)
        if reached is None:
            owner, name = cell
            self._reached[cell] = frozenset((owner,))  # while it is being found out
            row = self._row(owner, name)
            inner = (row[1] if row else None) or ()
            reached = frozenset((owner,)).union(*(self._reach((of, one)) for of, one in inner))
            self._reached[cell] = reached
        return reached

    def _row(self, owner: str, name: str) -> Row | None:
        return self.changes.fresh.get(owner, {}).get(name) or self.changes.rows(owner).get(name)


def _each(cells: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    return ((owner, name) for owner, names in cells.items() for name in names)


def _inner(row: Row | None) -> list[tuple[str, str]]:
    return [(owner, name) for owner, name in (row[1] if row else None) or ()]
