"""Which of the things that outputs were made of have changed since they were made.

A cell is what an output read: an attribute of a text, a variable of the context, a template, a file
(`fanfare.watching`). Each has the digest it had when it was read. A cell that was made of others,
such as how long a text takes to read, is what it was if they are; else it is made again and
compared, so that a change goes no further than it reaches.

Most texts have not changed, and are not looked at cell by cell: it is enough that they stem from
the same bytes, and that plugins have set the same attributes to the same values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound
from pelican.contents import Content, Static

from fanfare import later, watching
from fanfare.file_digests import FileDigests
from fanfare.memory import Memory, digest_of
from fanfare.watching import FILE, FILES, GIVEN, Cell
from quickbuild.digests import Digests

CELLS = "quickbuild.cells.1"

CONTEXT = "variable"
TEMPLATE = "template"
LINK = "link"
TEXT = "text"
UNKNOWN = "unknown"

Row = tuple[str | None, list[tuple[str, str]] | None]
"""The digest of a cell, and the cells it was made of; None where it is none that is made."""

Rows = dict[str, dict[str, Row]]
"""By owner and name."""

_MISSING = object()

_NAME = "_cell_name"

_MUTABLE = (list, dict, set)


@dataclass(slots=True)
class State:
    """What a text or another owner was when the outputs that read it were made."""

    digest: str | None
    """Of a text: of the attributes that plugins set. Of others: of their one value."""

    names: tuple[str, ...] = ()
    """The attributes that `digest` is of."""

    altered: frozenset[str] = frozenset()
    """All attributes that were set after the text was read."""

    leaves: frozenset[str] = frozenset()
    """Its cells that are remembered, and are not made of others."""


@dataclass
class World:
    """Where the values of cells are found in this build."""

    context: Mapping[str, Any]
    environments: Mapping[str, Environment]
    """The templates of each generator, by the name of its class."""

    texts: Mapping[str, Content]
    """Everything that may be read of, by `name_of`."""

    unread: frozenset[str]
    """The names of texts that were not read, as they are what they were."""

    files: FileDigests
    folder: Path
    """The folder of the content, from which texts are named."""

    digests: Digests = field(init=False)

    def __post_init__(self) -> None:
        self.digests = Digests(self.name_of)

    def name_of(self, text: Content) -> str:
        """A name for `text` that it has in every build."""
        own = vars_of(text)
        name: str | None = own.get(_NAME)
        if name is None:
            source = own.get("source_path") or own["metadata"].get("slug", "")
            path = str(source).removeprefix(f"{self.folder}/")
            name = own[_NAME] = f"{TEXT} {type(text).__name__} {path}"
        return name

    def named(self, cell: Cell) -> tuple[str, str]:
        """The owner and the name of a cell as they are remembered."""
        owner, name = cell
        if isinstance(owner, str):
            return f"{owner} {name}", ""
        assert isinstance(owner, Content)  # noqa: S101 -- nothing else notes itself
        return self.name_of(owner), name

    def digest_of(self, owner: str, name: str) -> str | None:
        """The digest of a cell's value now; None where it has none."""
        return self.digests.digest(self._value(owner, name))

    def _value(self, owner: str, name: str) -> object:
        kind, _, said = owner.partition(" ")
        if kind == TEXT:
            text = self.texts.get(owner)
            return "no text" if text is None else attribute(text, name)
        find = self._values.get(kind)
        return object() if find is None else find(self, said)  # of which there is no telling

    def _variable(self, name: str) -> object:
        return self.context.get(name, "no variable")

    def _template(self, said: str) -> object:
        generator, _, name = said.partition(" ")
        environment = self.environments.get(generator)
        if environment is None or environment.loader is None:
            return "no templates"
        try:
            return digest_of(environment.loader.get_source(environment, name)[0])
        except TemplateNotFound:
            return "no template"

    def _link(self, said: str) -> object:
        key, _, path = said.partition(" ")
        found = dict.get(self.context[key], path)
        if isinstance(found, Static):
            return ["static", path, Content.url.fget(found)]
        return found

    def _given(self, name: str) -> object:
        found = watching.given.get(name)
        return "not given" if found is None else found.unnoted()

    def _file(self, name: str) -> object:
        return self.files.digest(name)

    def _files(self, said: str) -> object:
        folder, _, pattern = said.rpartition("/")
        return sorted(path.name for path in Path(folder).glob(pattern))

    _values = {  # noqa: RUF012 -- a table of methods
        CONTEXT: _variable,
        TEMPLATE: _template,
        LINK: _link,
        GIVEN: _given,
        FILE: _file,
        FILES: _files,
    }


def vars_of(text: Content) -> dict[str, Any]:
    """The attributes of `text`, without a note that they are read."""
    own: dict[str, Any] = object.__getattribute__(text, "__dict__")
    return own


def attribute(text: Content, name: str) -> object:
    """What `text` has under `name`, functions aside, which are part of the code."""
    value = getattr(text, name, _MISSING)
    if value is _MISSING:
        return "no attribute"
    return "function" if callable(value) and hasattr(value, "__self__") else value


class Book:
    """What is to be remembered of the cells that outputs read in this process."""

    def __init__(self, world: World, is_settled: Callable[[str, str], bool]) -> None:
        self._world = world
        self._is_settled = is_settled
        self._known: dict[Cell, tuple[str, str]] = {}
        self.rows: Rows = {}

    def note(self, cells: Iterable[Cell]) -> dict[str, list[str]]:
        """Note `cells`, and all they were made of; their names by their owners."""
        known, found = self._known, dict[str, list[str]]()
        for cell in cells:
            owner, name = known[cell] if cell in known else self._note(cell)
            if owner in found:
                found[owner].append(name)
            else:
                found[owner] = [name]
        return found

    def _note(self, cell: Cell) -> tuple[str, str]:
        named = self._known[cell] = owner, name = self._world.named(cell)
        inner = _made_of(cell)
        if inner is None and self._is_settled(owner, name):
            return named
        of_it = None if inner is None else sorted(map(self._named, inner))
        row = (self._world.digest_of(owner, name), of_it)
        self.rows.setdefault(owner, {})[name] = row
        return named

    def _named(self, cell: Cell) -> tuple[str, str]:
        return self._known[cell] if cell in self._known else self._note(cell)


def _made_of(cell: Cell) -> Iterable[Cell] | None:
    owner, name = cell
    if isinstance(owner, Content) and later.is_watched(owner):
        found = later.made(owner, name)
        if found is not None and name not in vars_of(owner):
            return found.cells
    return None


class Changes:
    """Tells which cells have changed since they were remembered in `memory`, made of `of_what`."""

    def __init__(
        self, memory: Memory, of_what: str, states: Mapping[str, State], world: World
    ) -> None:
        self._memory = memory
        self._of_what = of_what
        self._states = states
        self._world = world
        self.suspicious = {owner for owner in states if not self._is_as_it_was(owner)}
        """The owners of which something may have changed."""

        self._changed: dict[tuple[str, str], bool] = {}
        self._rows: Rows = {}
        self._book = Book(world, self.is_settled)

    @property
    def fresh(self) -> Rows:
        """What was made again, and is what it was though something it was made of is not."""
        return self._book.rows

    def is_settled(self, owner: str, name: str) -> bool:
        """True for a cell that is not made of others, and is what is remembered of it."""
        state = self._states.get(owner)
        return state is not None and name in state.leaves and owner not in self.suspicious

    def doubtful(self, owner: str, names: Iterable[str]) -> Iterable[str]:
        """Those of the cells `names` of `owner` that may have changed."""
        state = self._states.get(owner)
        if state is None or owner in self.suspicious:
            return names
        return [name for name in names if name not in state.leaves]

    def is_suspicious(self, owner: str) -> bool:
        """True where something of `owner` may have changed."""
        return owner in self.suspicious or owner not in self._states

    def _is_as_it_was(self, owner: str) -> bool:
        state, world = self._states.get(owner), self._world
        if state is None or state.digest is None:
            return False
        if not owner.startswith(TEXT):
            return world.digest_of(owner, "") == state.digest
        text = world.texts.get(owner)
        if text is None or owner not in world.unread or later.altered(text) != state.altered:
            return False
        return state_digest(text, state.names, world) == state.digest

    def is_changed(self, owner: str, name: str) -> bool:
        """True where a cell is not what it was."""
        if not self.is_suspicious(owner) and name not in self.rows(owner):
            return True
        key = (owner, name)
        found = self._changed.get(key)
        if found is None:
            self._changed[key] = True  # for cells made of themselves, which there are none
            found = self._changed[key] = self._find_out(owner, name)
        return found

    def _find_out(self, owner: str, name: str) -> bool:
        row = self.rows(owner).get(name)
        if row is None:
            return True
        digest, inner = row
        if inner is not None and self._is_set(owner, name):
            inner = None
        if inner is not None:
            if not any(self.is_changed(*one) for one in inner):
                return False
        elif not self.is_suspicious(owner):
            return False
        if digest is None:
            return True
        if self._world.digest_of(owner, name) != digest:
            return True
        if inner is not None:
            self._refresh(owner, name)
        return False

    def _is_set(self, owner: str, name: str) -> bool:
        """True where an attribute that was offered has been set instead."""
        text = self._world.texts.get(owner)
        return text is not None and name in vars_of(text)

    def _refresh(self, owner: str, name: str) -> None:
        self._book.note([(self._world.texts[owner], name)])

    def rows(self, owner: str) -> Mapping[str, Row]:
        """What is remembered of `owner`."""
        found = self._rows.get(owner)
        if found is None:
            kept = self._memory.find(CELLS, owner, self._of_what)
            found = self._rows[owner] = _from_json(kept) if kept else {}
        return found


def merge(rows: Rows, more: Mapping[str, Mapping[str, Row]]) -> None:
    """Add `more` to `rows`."""
    for owner, own in more.items():
        rows.setdefault(owner, {}).update(own)


def _from_json(kept: str) -> dict[str, Row]:
    return {
        name: (digest, None if inner is None else [(owner, of) for owner, of in inner])
        for name, (digest, inner) in json.loads(kept).items()
    }


def state_of(owner: str, rows: Mapping[str, Row], world: World) -> State:
    """What is to be remembered of `owner`, of which outputs read `rows`."""
    text = world.texts.get(owner)
    if text is None:
        digest = rows[""][0] if "" in rows else None
        return State(digest, leaves=frozenset(rows))
    altered = later.altered(text) if later.is_watched(text) else set()
    own = vars_of(text)
    names = tuple(
        sorted(
            name
            for name, (_digest, inner) in rows.items()
            if inner is None and (name in altered or isinstance(own.get(name), _MUTABLE))
        )
    )
    leaves = frozenset(name for name, (_digest, inner) in rows.items() if inner is None)
    return State(state_digest(text, names, world), names, frozenset(altered), leaves)


def state_digest(text: Content, names: Iterable[str], world: World) -> str | None:
    """The digest of several attributes of `text`."""
    return world.digests.digest([attribute(text, name) for name in names])
