"""How outputs are made: on all cores, while it is noted what each reads."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from fanfare.memory import Memory
from fanfare.processes import is_orphan, share
from fanfare.watching import Cell, note, watching
from quickbuild import stage
from quickbuild.book import Book, Rows, merge
from quickbuild.cells import CONTEXT, World
from quickbuild.index import Known

BYTES = "quickbuild.bytes.1"

FEWEST_OUTPUTS = 40
"""Fewer are made sooner than a process has started."""

TEMPLATE = "its template"
"""Under which name a page's own variables have what it always reads of how it is made."""

_SAID = "said"
"""The owner of the cell that is never what it was: of what has said something."""

_OF_THE_PAGE = frozenset(("SITEURL", "localsiteurl", "output_file"))
"""Variables that follow from the settings and the name of the page."""


@dataclass(slots=True, eq=False)
class Output:
    """A file to be written, and how it is made."""

    name: str
    """Relative to the folder of all outputs."""

    path: Path
    make: Callable[[], bytes]
    local: Mapping[str, object]
    """What it is made of besides what notes itself."""

    told: Callable[[], Mapping[str, Any]] | None = None
    """Of a page, what its template gets."""

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
    "tuple[list[_Made], list[Sequence[str]], Rows, list[tuple[str, str, str, str]]]"
)


class Maker:
    """Makes outputs in the `world` of this build.

    It tells what they read of cells, but of those that are `is_settled`, by owner and name: these
    are remembered already. With `keeps_bytes`, `memory` has what was made, too, as other plugins
    may change the files.
    """

    def __init__(
        self,
        memory: Memory,
        world: World,
        is_settled: Callable[[str, str], bool],
        *,
        keeps_bytes: bool,
    ) -> None:
        self._memory = memory
        self._world = world
        self._is_settled = is_settled
        self._keeps_bytes = keeps_bytes
        self._parent = os.getpid()
        self._known = frozenset(memory.news())
        self.rows: Rows = {}
        """What is to be remembered of the cells that were read."""

    def make(self, outputs: Sequence[Output]) -> dict[str, Trace]:
        """Make and write `outputs`; what each was made of, by its name."""
        with watching():  # once for all: to begin and to end costs more than one output
            answers = share(outputs, FEWEST_OUTPUTS, self._make_part)
        traces: dict[str, Trace] = {}
        for made, groups, rows, news in answers:
            shared = [frozenset(group) for group in groups]
            for name, signature, group, texts, local, digest, cells in made:
                known = Known(signature, shared[group], tuple(texts), tuple(local), digest)
                traces[name] = Trace(known, cells)
            merge(self.rows, rows)
            for row in news:
                self._memory.keep(*row)
        book = Book(self._world, self._is_settled)
        for output in outputs:
            if output.name not in traces:
                traces[output.name] = self._trace(output, book)
        merge(self.rows, book.rows)
        return traces

    def _make_part(self, part: Sequence[Output]) -> _Answer:
        is_copy = os.getpid() != self._parent
        made: list[_Made] = []
        groups: dict[frozenset[str], int] = {}
        book = Book(self._world, self._is_settled)
        for output in part:
            if is_copy and is_orphan(self._parent):
                break
            try:
                trace = self._trace(output, book)
            except Exception:
                if not is_copy:
                    raise
                continue  # this process meets it again, and says so
            known = trace.known
            if is_copy and f"{_SAID} " in known.shared:
                continue  # it has something to say, which nobody hears from a copy
            group = groups.setdefault(known.shared, len(groups))
            told = (known.signature, group, known.texts, known.local, known.digest)
            made.append((output.name, *told, trace.cells))
        news = self._memory.news() if is_copy else []
        news = [row for row in news if row not in self._known]
        return made, [list(group) for group in groups], book.rows, news

    def _trace(self, output: Output, book: Book) -> Trace:
        """Make and write one output; what it was made of, which is noted in `book` as well."""
        with watching() as cells:
            made = output.make()
        stage.replace(output.path, made)
        signature = stage.signature_of(os.stat(output.path))  # noqa: PTH116 -- once an output
        local, others = _parted(output, cells)
        read = book.note(others)
        digest = output.digest(local, self._world)
        if self._keeps_bytes and digest:
            self._memory.keep(BYTES, output.name, digest, b64encode(made).decode())
        if (_SAID, "") in cells:
            digest = ""
        known = Known(signature, read.shared, tuple(read.of_texts), local, digest)
        return Trace(known, json.dumps(read.of_texts, ensure_ascii=False))


def hear() -> None:
    """Note that whatever is being made has said something: it is made again, to say it."""
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
