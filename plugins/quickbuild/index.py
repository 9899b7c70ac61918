"""What is remembered of the last build: its outputs, and what each was made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fanfare.memory import Memory, json_of
from quickbuild.book import Noted, Row, parts
from quickbuild.cells import World
from quickbuild.changes import CELLS, Changes, State, state_of
from quickbuild.reasons import ANOTHER_ORIGIN, IS_NEW, IS_UNKNOWN, REMEMBERS_NOTHING

INDEX = "quickbuild.index.3"
OUTPUT = "quickbuild.output.2"
_KEY = "index"


class Known(NamedTuple):
    """One output of the last build."""

    signature: str
    """What tells the file that was written from any other."""

    shared: frozenset[str]
    """The owners of what it read that belongs to no text."""

    texts: tuple[str, ...]
    """The owners of what it read of texts."""

    local: tuple[str, ...]
    """The variables of its own that it read."""

    digest: str
    """Of their values; empty where these cannot be compared."""


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

        def owned(places: Iterable[int]) -> Iterator[str]:
            return map(owners.__getitem__, places)

        states = {
            name: State(
                digest,
                sets[names],
                members[altered],
                members[leaves],
                members[made],
                tuple(owned(others)),
            )
            for name, digest, names, altered, leaves, made, others in said["owners"]
        }
        shared = [frozenset(owned(places)) for places in said["shared"]]
        outputs = {
            name: Known(signature, shared[group], tuple(owned(texts)), sets[local], digest)
            for name, (signature, group, texts, local, digest) in said["outputs"].items()
        }
        return cls(states, outputs, written)

    def cells_of(self, output: str, memory: Memory, of_what: str) -> dict[str, list[str]]:
        """The names of the cells that `output` read, by owners; none where they are lost."""
        kept = memory.find(OUTPUT, output, of_what)
        if not kept:
            return {}
        cells: dict[str, list[str]] = json.loads(kept)
        return {**{owner: [""] for owner in self.outputs[output].shared}, **cells}


@dataclass(slots=True)
class NextIndex:
    """The index of the build that ends."""

    last: Index
    changes: Changes
    noted: Noted
    """What was read of, by outputs that were made."""

    memory: Memory
    of_what: str
    outputs: dict[str, Known] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    """The signatures of outputs of which it is not known what they were made of."""

    _reshaped: set[str] = field(default_factory=set)
    """The owners of which something is made of other things than it was."""

    _reached: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for owner in self.last.states.keys() & {*self.changes.fresh, *self.noted.owners()}:
            before = self.changes.rows(owner)
            if any(
                _parts(owner, row) != _parts(owner, before.get(name))
                for name, row in self._fresh(owner).items()
            ):
                self._reshaped.add(owner)

    def _fresh(self, owner: str) -> Mapping[str, Row]:
        """The rows of `owner` that are of this build."""
        again, read = self.changes.fresh.get(owner), self.noted.of(owner)
        return {**again, **read} if again else read

    @property
    def written(self) -> dict[str, str]:
        """The signatures of all files."""
        return {name: known.signature for name, known in self.outputs.items()} | self.unread

    def add(self, name: str, known: Known, cells: str) -> None:
        """Add an output that was made, and what it read of texts, as JSON."""
        self.memory.keep(OUTPUT, name, self.of_what, cells)
        self.outputs[name] = known

    def keep(self, name: str, signature: str) -> None:
        """Add an output that is what it was."""
        known = self.last.outputs[name]
        is_same = known.signature == signature
        self.outputs[name] = known if is_same else known._replace(signature=signature)

    def save(self, world: World) -> None:
        """Remember it all."""
        states = self._states(world)
        places = {owner: place for place, owner in enumerate(states)}
        sets: dict[Collection[str], int] = {}
        shared: dict[frozenset[str], int] = {}

        def place_of(names: Collection[str]) -> int:
            return sets.setdefault(names, len(sets))

        def places_of(owners: Iterable[str]) -> list[int]:
            return [places[owner] for owner in owners]

        owners = [
            [
                owner,
                state.digest,
                place_of(state.names),
                place_of(state.altered),
                place_of(state.leaves),
                place_of(state.made),
                places_of(state.others),
            ]
            for owner, state in states.items()
        ]
        outputs = {
            name: [
                known.signature,
                shared.setdefault(known.shared, len(shared)),
                places_of(known.texts),
                place_of(known.local),
                known.digest,
            ]
            for name, known in self.outputs.items()
        }
        said = {
            "owners": owners,
            "shared": list(map(places_of, shared)),
            "outputs": outputs,
            "sets": [sorted(names) if isinstance(names, frozenset) else names for names in sets],
            "unread": self.unread,
        }
        self.memory.keep(INDEX, _KEY, self.of_what, json_of(said))
        self._forget_others(OUTPUT, self.last.outputs, self.outputs)
        self._forget_others(CELLS, self.last.states, states)

    def _forget_others(
        self, kind: str, known: Mapping[str, object], kept: Mapping[str, object]
    ) -> None:
        """Forget what is not `kept` of a kind, whose rows are saved with the index: as `known`."""
        if not known:  # there may be rows of which there is no index
            self.memory.forget_others(kind, kept)
        for name in known.keys() - kept.keys():
            self.memory.forget(kind, name)

    def _states(self, world: World) -> dict[str, State]:
        """The states of all that the outputs were made of."""
        read: set[str] = set()
        for known in self.outputs.values():
            read.update(known.texts)
        for shared in {known.shared for known in self.outputs.values()}:
            read |= shared
        states: dict[str, State] = {}
        while read:
            found = {owner: self._state(owner, world) for owner in sorted(read)}
            states |= found
            read = {other for state in found.values() for other in state.others} - states.keys()
        return states

    def _state(self, owner: str, world: World) -> State:
        changes, fresh = self.changes, self._fresh(owner)
        if not fresh and not changes.concern((owner,)):
            return self.last.states[owner]
        known = changes.rows(owner)
        # What nobody asked about may be another by now, and be as it was when somebody does.
        rows = {name: row for name, row in known.items() if changes.holds(owner, name)}
        if not fresh and len(rows) == len(known) and not changes.is_suspicious(owner):
            state = self.last.states[owner]
            if self._reshaped.isdisjoint(state.others):
                return state
            return state._replace(others=self._others(owner, rows))
        rows.update(fresh)
        self.memory.keep(CELLS, owner, self.of_what, json_of(rows))
        return state_of(owner, rows, self._others(owner, rows), world)

    def _others(self, owner: str, rows: Mapping[str, Row]) -> tuple[str, ...]:
        """The owners of all that `owner` was made of, besides itself."""
        found: set[str] = set()
        for _digest, made_of in rows.values():
            for of, name in made_of or ():
                if of or name not in rows:  # else its turn comes, as the row of its own
                    found |= self._reach(of or owner, name)
        found.discard(owner)
        return tuple(sorted(found))

    def _reach(self, owner: str, name: str) -> frozenset[str]:
        """The owners of a cell and of all that it was made of."""
        reached = self._reached.get((owner, name))
        if reached is None:
            reached = frozenset((owner,))
            self._reached[owner, name] = reached  # while it is being found out
            if self.changes.is_settled(owner, name):
                state = self.last.states[owner]
                reached = reached.union(() if name in state.leaves else state.others)
            elif row := self._row(owner, name):
                reached = reached.union(*(self._reach(*part) for part in parts(owner, row)))
            self._reached[owner, name] = reached
        return reached

    def _row(self, owner: str, name: str) -> Row | None:
        return self._fresh(owner).get(name) or self.changes.rows(owner).get(name)


def _parts(owner: str, row: Row | None) -> list[tuple[str, str]]:
    return list(parts(owner, row)) if row else []
