"""What is read while something is made.

Who remembers what was made (the plugin quickbuild) must know what it was made of. So whatever can
differ from one build to the next notes itself when it is read: as a cell, which is an owner and a
name, such as a text and `title`, or `template` and `base.html`. Where nobody watches, nothing is
noted.

Texts note what is read of them by themselves (`fanfare.later`), and templates what they read of
the context. Functions that read anything else than their arguments' attributes say so here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

Owner: TypeAlias = object
Cell: TypeAlias = tuple[Owner, str]

FILE = "file"
FILES = "files"
GIVEN = "given"

Value = TypeVar("Value")

cells: set[Cell] | None = None
"""What was read up to now, where somebody watches. Only this module and `fanfare.later` set it."""


@contextmanager
def watching() -> Iterator[set[Cell]]:
    """Note meanwhile what is read. What is inside of another `watching` is noted here only."""
    global cells
    outside, cells = cells, set()
    if outside is None:
        _begin()
    try:
        yield cells
    finally:
        cells = outside
        if outside is None:
            _end()


def when_watching(begin: Callable[[], None], end: Callable[[], None]) -> None:
    """Have `begin` called before anything is noted, and `end` after."""
    global _begin, _end
    _begin, _end = begin, end


def _begin() -> None:
    """Prepare texts to note what is read of them."""


def _end() -> None:
    """Undo that."""


def note(owner: Owner, name: str) -> None:
    """Say that what `owner` has under `name` is being read."""
    if cells is not None:
        cells.add((owner, name))


def note_all(read: Iterable[Cell]) -> None:
    """Say that all of it is being read."""
    if cells is not None:
        cells.update(read)


class Given(Generic[Value]):
    """A value that functions of a plugin share, noted whenever it is read.

    Its `name`, which nothing else may have, says what it is: `guest_posts.originals`. The value is
    made of plain values, dataclasses and texts.
    """

    __slots__ = ("_value", "name")

    def __init__(self, name: str, value: Value) -> None:
        self.name = name
        self._value = value
        given[name] = self

    @property
    def value(self) -> Value:
        """The value; whoever reads it depends on it."""
        if cells is not None:
            cells.add((GIVEN, self.name))
        return self._value

    def unnoted(self) -> Value:
        """The value, for whoever compares it."""
        return self._value


given: dict[str, Given[Any]] = {}
"""What is given in this build, by its name."""


def is_file(path: Path) -> bool:
    """True where `path` is a file; whoever asks depends on whether it is, and on its bytes."""
    note(FILE, str(path))
    return path.is_file()


def files_like(folder: Path, pattern: str) -> list[Path]:
    """The files in `folder` that match `pattern`, in order; whoever asks depends on their names."""
    note(FILES, f"{folder}/{pattern}")
    return sorted(folder.glob(pattern))


class Made(Generic[Value]):
    """A value that is made when it is first asked for, and depends on what was read for it."""

    __slots__ = ("_cells", "_make", "_value")

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make: Callable[[], Value] | None = make
        self._cells: tuple[Cell, ...] = ()  # a set would be several times as large

    @property
    def value(self) -> Value:
        """The value; whoever reads it depends on all it was made of."""
        value = self.unnoted()
        if cells is not None:
            cells.update(self._cells)
        return value

    def unnoted(self) -> Value:
        """The value, for whoever notes on its own that it was read."""
        if self._make is not None:
            with watching() as read:
                self._value = self._make()
            self._cells, self._make = tuple(read), None
        return self._value

    @property
    def cells(self) -> frozenset[Cell]:
        """What it was made of; nothing before it was made."""
        return frozenset(self._cells)


class Passing(Made[Value]):
    """A large value, such as the HTML of a text: where it is made in `letting_pass`, for a while.

    Asked for much later, it is made again.
    """

    __slots__ = ("_again",)

    def __init__(self, make: Callable[[], Value]) -> None:
        super().__init__(make)
        self._again = make

    def unnoted(self) -> Value:
        """The value, for whoever notes on its own that it was read."""
        is_made = self._make is None
        value = super().unnoted()
        if _passing is not None and not is_made:
            _passing.append(self)
            if len(_passing) > _MOST_PASSING:
                _passing.popleft()._pass()
        return value

    def _pass(self) -> None:
        self._make = self._again
        del self._value


@contextmanager
def letting_pass() -> Iterator[None]:
    """Let what is `Passing` go meanwhile: nothing changes any more that it could be made of."""
    global _passing
    _passing = deque()
    try:
        yield
    finally:
        _passing = None


_MOST_PASSING = 300
_passing: deque[Passing[Any]] | None = None
"""What has been made and may go, the first one first."""
