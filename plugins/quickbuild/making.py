"""How outputs are made: on all cores, while it is noted what each reads."""

from __future__ import annotations

import gc
import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from sys import intern
from typing import Any, TypeAlias

from pelican.contents import Content
from pelican.paginator import Page

from fanfare.memory import Memory, json_of
from fanfare.processes import MANY, is_orphan, share
from fanfare.watching import Cell, letting_pass, note, watching
from quickbuild import stage
from quickbuild.book import Book, Noted, Packed, packed
from quickbuild.cells import CONTEXT, World
from quickbuild.index import Known

BYTES = "quickbuild.bytes.1"

FEWEST_OUTPUTS = 40
"""Fewer are made sooner than a process has started."""

_YOUNG = 20_000

TEMPLATE = "its template"
"""Under which name a page's own variables have what it always reads of how it is made."""

_SAID = "said"
"""The owner of the cell that is never what it was: of what has said something."""

_SHOWN = ("article", "page", "articles_page", "dates_page", "articles", "dates")
"""Under which names pages have what they show, the narrowest first."""

_OF_THE_PAGE = frozenset(("SITEURL", "localsiteurl", "output_file"))
"""Variables that follow from the settings and the name of the page."""


@dataclass(slots=True, eq=False)
class Output:
    """A file to be written, and how it is made."""

    name: str
    """Relative to the folder of all outputs."""

    path: str
    make: Callable[[], bytes]
    local: Mapping[str, object]
    """What it is made of besides what notes itself."""

    told: Callable[[], Mapping[str, Any]] | None = None
    """Of a page, what its template gets."""

    @property
    def first_text(self) -> object:
        """The first text that it shows, as far as that is told; None where there is none."""
        given: Any = self.local.get("given", ())
        for value in chain(map(self.local.get, _SHOWN), given):
            shown = value.object_list if isinstance(value, Page) else value
            if isinstance(shown, (list, tuple)) and shown:
                shown = shown[0]
            if isinstance(shown, Content):
                return shown
        return None

    def digest(self, names: Sequence[str], world: World) -> str:
        """Of what it has under `names` of its own; empty where that cannot be compared."""
        return world.digests.digest([self.local.get(name) for name in names]) or ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What an output was made of."""

    known: Known
    cells: str
    """What it read of texts, as JSON."""


_Made: TypeAlias = "tuple[str, str, int, Sequence[str], Sequence[str], str, str]"
_Answer: TypeAlias = (
    "tuple[list[_Made], list[Sequence[str]], Packed, list[tuple[str, str, str, str]]]"
)


class Maker:
    """Makes outputs in the `world` of this build.

    What they read of cells is `noted`, but of those that are `is_settled`, by owner and name: these
    are remembered already. With `keeps_bytes`, `memory` has what was made, too, as other plugins
    may change the files.
    """

    def __init__(
        self,
        memory: Memory,
        world: World,
        is_settled: Callable[[str, str], bool],
        noted: Noted,
        *,
        keeps_bytes: bool,
    ) -> None:
        self._memory = memory
        self._world = world
        self._is_settled = is_settled
        self._keeps_bytes = keeps_bytes
        self._process = os.getpid()
        self._book = Book(world, is_settled)
        self._noted = noted
        self.traces: dict[str, Trace] = {}
        """What each output was made of, by its name."""

    def make(self, outputs: Sequence[Output]) -> None:
        """Make and write `outputs`."""
        if len(outputs) > MANY and not self._keeps_bytes:  # which are saved with what they are of
            self._memory.save()  # its room is wanted
        self._memory.news()  # which all processes have
        # Once for all: to begin and to end costs more than one output.
        with watching(), letting_pass(), _collecting_young():
            share(outputs, FEWEST_OUTPUTS, self._make_batch, lambda answer: self._take(*answer))
            if lost := [output for output in outputs if output.name not in self.traces]:
                self._take(*self._make_batch(lost, is_last=True))

    def _take(
        self,
        made: Sequence[_Made],
        groups: Sequence[Sequence[str]],
        rows: Packed,
        news: Sequence[Sequence[str]],
    ) -> None:
        """Take what a batch answers."""
        shared = [frozenset(group) for group in groups]
        for name, signature, group, texts, local, digest, cells in made:
            owners, own = tuple(map(intern, texts)), tuple(map(intern, local))
            known = Known(signature, shared[group], owners, own, digest)
            self.traces[name] = Trace(known, cells)
        self._noted.add(rows)
        for row in news:
            self._memory.keep(*row)
        self._memory.news()  # a copy that begins after this need not tell of them

    def _make_batch(self, batch: Sequence[Output], *, is_last: bool = False) -> _Answer:
        is_copy = os.getpid() != self._process
        made: list[_Made] = []
        groups: dict[frozenset[str], int] = {}
        for output in batch:
            if is_copy and is_orphan(self._process):
                break
            heard = _times_heard
            try:
                trace = self._trace(output)
            except Exception:
                if is_last:
                    raise
                break  # the first one in order is told, whoever meets it: all these are made again
            known = trace.known
            if is_copy and _times_heard > heard:
                continue  # it has something to say, which nobody hears from a copy
            group = groups.setdefault(known.shared, len(groups))
            told = (known.signature, group, known.texts, known.local, known.digest)
            made.append((output.name, *told, trace.cells))
        news = self._memory.news() if is_copy else []
        return made, [list(group) for group in groups], packed(self._book.turn_over()), news

    def _trace(self, output: Output) -> Trace:
        """Make and write one output; what it was made of, which is noted in the book as well."""
        with watching() as cells:
            made = output.make()
        stage.replace(output.path, made)
        signature = stage.signature_of(os.stat(output.path))  # noqa: PTH116 -- once an output
        local, others = _parted(output, cells)
        read = self._book.note(others)
        digest = output.digest(local, self._world)
        if self._keeps_bytes and digest:
            self._memory.keep(BYTES, output.name, digest, b64encode(made).decode())
        if (_SAID, "") in cells:
            digest = ""
        known = Known(signature, read.shared, tuple(read.of_texts), local, digest)
        return Trace(known, json_of(read.of_texts))


@contextmanager
def _collecting_young() -> Iterator[None]:
    """Collect what pages leave behind, as Jinja's macros and contexts do; nothing older."""
    was_collecting, before = gc.isenabled(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 1_000_000)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
        if not was_collecting:
            gc.disable()


_times_heard = 0


def hear() -> None:
    """Note that whatever is being made has said something: it is made again, to say it."""
    global _times_heard
    _times_heard += 1
    note(_SAID, "")


def _parted(output: Output, cells: set[Cell]) -> tuple[tuple[str, ...], list[Cell]]:
    """The variables that are the output's own, and all other cells."""
    shared = list[Cell]()
    local = [TEMPLATE] if output.told else list(output.local)
    for cell in cells:
        owner, name = cell
        if owner == CONTEXT:
            if name in output.local:
                local.append(name)
                continue
            if name in _OF_THE_PAGE:
                continue
        shared.append(cell)
    return tuple(sorted(local)), shared
