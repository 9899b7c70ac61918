"""Everything that is to be written, and what of it is made anew.

All of it is gathered first. Then it is known what has changed since the last build: what has not is
taken over from there, and the rest is made on all cores.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from fanfare.memory import Memory
from fanfare.processes import is_orphan, share
from fanfare.watching import FILE, Cell, note, watching
from quickbuild import reasons, stage
from quickbuild.cells import CONTEXT, Book, Changes, Rows, World, merge
from quickbuild.hearing import hearing
from quickbuild.index import Index, Known, NextIndex, cells_of
from quickbuild.reading import ATTACHES

BYTES = "quickbuild.bytes.1"

FEWEST_OUTPUTS = 40
"""Fewer are made sooner than a process has started."""

TEMPLATE = "its template"
"""Under which name a page's own variables have the name of its template, which it always reads."""

SAID = "said"
"""The owner of the cell that is never what it was: of what has said something."""

_SAID = f"{SAID} "
"""The same, as it is remembered."""

_NONE = object()

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


@dataclass(slots=True)
class Trace:
    """What an output was made of."""

    local: tuple[str, ...]
    cells: dict[str, list[str]]
    """By their owners."""

    signature: str
    """Of the file as it was written."""


_Made = tuple[str, tuple[Sequence[str], dict[str, list[str]], str]]
_Answer = tuple[list[_Made], Rows, list[tuple[str, str, str, str]]]


class Press:
    """Gathers outputs, and writes them at last.

    `previous` is the folder that the last build left, which may be the one that is written to.
    `of_what` stands for all code and settings; None where those cannot be compared.
    With `rewrites`, other plugins change files after they are written, so that the last build's
    are not what it made: they are written again from memory.
    """

    def __init__(
        self,
        memory: Memory,
        of_what: str | None,
        output: Path,
        previous: Path,
        context: dict[str, Any],
        *,
        rewrites: bool,
    ) -> None:
        self._memory = memory
        self._of_what = of_what
        self._output = output
        self._previous = previous
        self._context = context
        self._rewrites = rewrites
        self._waiting: dict[str, Output] = {}
        self._printed: list[Output] = []
        self._index = Index.load(memory, of_what or "")
        self._standing = self._tidy()
        self._changes: Changes | None = None
        self._traces: dict[str, Trace] = {}
        self._rows: Rows = {}
        self.reasons: dict[str, str] = {}
        """Why each output was made, by its name; empty for one that is what it was."""

    def _tidy(self) -> set[str]:
        """Prepare the folder that is written to; the files that stand in it, and may be right."""
        if self._previous == self._output:  # which is the author's folder as well
            return set(self._index.outputs)
        known = self._index.outputs.items()
        kept = {} if self._rewrites else {name: of.signature for name, of in known}
        return stage.tidied(self._output, kept)

    def add(self, output: Output) -> None:
        """Have an output written, in the place of one of the same path."""
        self._waiting[str(output.path)] = output

    def withdraw(self, path: str) -> None:
        """Forget the output at `path`: another takes its place."""
        self._waiting.pop(path, None)

    def own_variables(self, context: Mapping[str, Any]) -> Mapping[str, object]:
        """What `context`, a page's, has that is not that of the site."""
        shared = self._context
        if context is shared:
            return {}
        return {key: one for key, one in context.items() if shared.get(key, _NONE) is not one}

    def print(self, world: World) -> None:
        """Write what waits: take over what is what it was, make the rest, and tell the others."""
        with hearing(_hear):
            self._print(world)

    def _print(self, world: World) -> None:
        outputs = list(self._waiting.values())
        self._waiting.clear()
        if self._changes is None:
            self._remove_others(outputs)
        for output in outputs:
            _attach_files(output, self._context)
        if self._changes is None:
            of_what = self._of_what or ""
            self._changes = Changes(self._memory, of_what, self._index.states, world)
        for output in outputs:
            self.reasons[output.name] = self._reason(output, self._changes, world)
        for output in outputs:
            if not self.reasons[output.name] and not self._take_over(output):
                self.reasons[output.name] = reasons.IS_LOST
        self._make([one for one in outputs if self.reasons[one.name]], world)
        for output in outputs:
            if output.told:
                signals.content_written.send(str(output.path), context=output.told())
        self._printed += outputs

    def _reason(self, output: Output, changes: Changes, world: World) -> str:
        """Why `output` is made; empty where it is what it was."""
        known = self._index.outputs.get(output.name)
        if self._of_what is None:
            return reasons.CANNOT_COMPARE
        if known is None:
            return self._index.why_unknown(output.name)
        if not self._is_there(output, known):
            return reasons.IS_GONE
        if world.digests.digest([output.local.get(name) for name in known.local]) != known.digest:
            return reasons.own_reason(known.local)
        if changes.suspicious.isdisjoint(known.owners):
            return ""
        cells = cells_of(output.name, self._memory, self._of_what)
        # A template is told by its name, and then by its file.
        for owner in sorted(cells, key=lambda owner: owner.startswith(FILE)):
            for name in changes.doubtful(owner, cells[owner]):
                if changes.is_changed(owner, name):
                    return reasons.reason(owner, name)
        return "" if cells else reasons.IS_LOST

    def _is_there(self, output: Output, known: Known) -> bool:
        if self._rewrites:
            return self._memory.find(BYTES, output.name, known.digest) is not None
        try:
            seen = os.stat(f"{self._previous}/{output.name}")  # noqa: PTH116 -- once an output
        except OSError:
            return False
        return stage.signature_of(seen) == known.signature

    def _take_over(self, output: Output) -> bool:
        """Take over what the last build made; False where that is gone."""
        if self._rewrites:
            known = self._index.outputs[output.name]
            kept = self._memory.find(BYTES, output.name, known.digest)
            if kept is None:
                return False
            stage.replace(output.path, b64decode(kept))
        elif output.name not in self._standing:
            try:
                stage.take_over(f"{self._previous}/{output.name}", str(output.path))
            except OSError:
                return False
        return True

    def _make(self, outputs: Sequence[Output], world: World) -> None:
        parent, known = os.getpid(), len(self._memory.news())

        def make(part: Sequence[Output]) -> _Answer:
            is_copy = os.getpid() != parent
            made: list[_Made] = []
            book = Book(world, self._changes_now.is_settled)
            for output in part:
                if is_copy and is_orphan(parent):
                    break
                try:
                    trace = self._made(output, world, book)
                except Exception:
                    if not is_copy:
                        raise
                    continue  # this process meets it again, and says so
                if is_copy and _SAID in trace.cells:
                    continue  # it has something to say, which nobody hears from a copy
                made.append((output.name, (trace.local, trace.cells, trace.signature)))
            news = self._memory.news()[known:] if is_copy else []
            return made, book.rows, news

        by_name = {one.name: one for one in outputs}
        with watching():  # once for all: to begin and to end costs more than one output
            answers = share(outputs, FEWEST_OUTPUTS, make)
        for made, rows, news in answers:
            for name, told in made:
                by_name.pop(name)
                self._traces[name] = Trace(tuple(told[0]), told[1], told[2])
            merge(self._rows, rows)
            for row in news:
                self._memory.keep(*row)
        book = Book(world, self._changes_now.is_settled)
        for name, output in by_name.items():
            self._traces[name] = self._made(output, world, book)
        merge(self._rows, book.rows)

    def _made(self, output: Output, world: World, book: Book) -> Trace:
        """Make and write one output; what it was made of, which is noted in `book` as well."""
        with watching() as cells:
            made = output.make()
        stage.replace(output.path, made)
        signature = stage.signature_of(output.path.stat())
        local, shared = _parted(output, cells)
        if self._rewrites and (digest := self._local_digest(output, local, world)):
            self._memory.keep(BYTES, output.name, digest, b64encode(made).decode())
        return Trace(local, book.note(shared), signature)

    def _local_digest(self, output: Output, names: Iterable[str], world: World) -> str | None:
        return world.digests.digest([output.local.get(name) for name in names])

    def remember(self, world: World) -> None:
        """Remember what everything was made of, for the next build."""
        if self._of_what is None or self._changes is None:
            return
        merge(self._changes.fresh, self._rows)
        index = NextIndex(self._index, self._changes, self._memory, self._of_what)
        for output in self._printed:
            trace = self._traces.get(output.name)
            if trace is None:
                index.keep(output.name, self._signature_of_kept(output))
                continue
            digest = self._local_digest(output, trace.local, world)
            if digest is None or _SAID in trace.cells:
                index.unread[output.name] = trace.signature
            else:
                index.add(output.name, trace.signature, trace.local, digest, trace.cells)
        index.save(world)
        self._memory.forget_others(BYTES, index.outputs if self._rewrites else ())

    def _signature_of_kept(self, output: Output) -> str:
        known = self._index.outputs[output.name]
        if output.name in self._standing and not self._rewrites:
            return known.signature
        return stage.signature_of(output.path.stat())  # a link has the same, a copy has its own

    @property
    def _changes_now(self) -> Changes:
        assert self._changes is not None  # noqa: S101 -- nothing is made before they are known
        return self._changes

    def _remove_others(self, outputs: Iterable[Output]) -> None:
        """Remove what the last build wrote, and this one does not."""
        gone = self._index.written.keys() - {output.name for output in outputs}
        for name in gone:
            try:
                seen = os.stat(f"{self._output}/{name}")  # noqa: PTH116
            except OSError:
                continue
            if self._rewrites or stage.signature_of(seen) == self._index.written[name]:
                stage.remove(self._output, name)
                self._standing.discard(name)


def _attach_files(output: Output, context: dict[str, Any]) -> None:
    """Let a text take files to its page before anybody reads where they are."""
    text = output.local.get("article") or output.local.get("page")
    if output.told and getattr(text, ATTACHES, False):
        context["localsiteurl"] = output.told()["localsiteurl"]
        _ = text.content  # type: ignore[attr-defined]


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


def _hear() -> None:
    """Note that whatever is being made has said something: it is made again, to say it."""
    note(SAID, "")
