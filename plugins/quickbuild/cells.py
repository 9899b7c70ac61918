"""What outputs are made of, piece by piece, and where its values are found.

A cell is what an output read: an attribute of a text, a variable of the context, a template, a file
(`fanfare.watching`). It is remembered by its owner and its name: a text and `title`. What belongs
to no text is an owner of its own, without a name: `variable SITENAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateNotFound
from pelican.contents import Content, Static

from fanfare import watching
from fanfare.file_digests import FileDigests
from fanfare.memory import digest_of
from fanfare.watching import FILE, FILES, GIVEN, Cell
from quickbuild.digests import Digests

CONTEXT = "variable"
TEMPLATE = "template"
LINK = "link"
TEXT = "text"
UNKNOWN = "unknown"

_MISSING = object()

_NAME = "_cell_name"


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
    _prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.digests = Digests(self.name_of)
        self._prefix = f"{self.folder}/"

    def name_of(self, text: Content) -> str:
        """A name for `text` that it has in every build."""
        own = vars_of(text)
        name: str | None = own.get(_NAME)
        if name is None:
            source = own.get("source_path") or own["metadata"].get("slug", "")
            path = str(source).removeprefix(self._prefix)
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
        text = self.texts.get(owner)
        if text is not None:
            return attribute(text, name)
        kind, _, said = owner.partition(" ")
        if kind == TEXT:
            return "no text"
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


vars_of: Callable[[Content], dict[str, Any]] = Content.__dict__["__dict__"].__get__
"""The attributes of a text, without a note that they are read; without a call of Python's."""


def attribute(text: Content, name: str) -> object:
    """What `text` has under `name`, functions aside, which are part of the code."""
    value = vars_of(text).get(name, _MISSING)  # as mostly, and noted nowhere
    if value is _MISSING:
        value = getattr(text, name, _MISSING)
    if value is _MISSING:
        return "no attribute"
    return "function" if callable(value) and hasattr(value, "__self__") else value
