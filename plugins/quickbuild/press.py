"""Everything that is to be written, and what of it is made anew.

All of it is gathered first. Then it is known what has changed since the last build: what has not is
taken over from there, and the rest is made on all cores.
"""

from __future__ import annotations

import contextlib
import os
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from fanfare import watching
from fanfare.memory import Memory
from fanfare.processes import MANY_FILES, Aside, chosen
from fanfare.watching import FILE
from quickbuild import reasons, stage
from quickbuild.attached import attach_files, taken_along
from quickbuild.book import Noted
from quickbuild.cells import World
from quickbuild.changes import Changes, is_as_it_was
from quickbuild.hearing import hearing
from quickbuild.index import Index, Known, NextIndex
from quickbuild.making import BYTES, Maker, Output, Trace, hear

_NONE = object()


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
        self._is_aside = previous != output
        self.context = context
        """The site's, which texts read as well."""

        self._rewrites = rewrites
        self._waiting: dict[str, Output] = {}
        self._others_told: list[tuple[str, Callable[[], Mapping[str, Any]]]] = []
        self._printed: list[Output] = []
        self._index = Index.load(memory, of_what or "")
        self._standing: set[str] = set()
        self._tidying: Aside[list[str]] | None = None
        self._has_begun = False
        self._left: Mapping[str, str] = {}
        self._changes: Changes | None = None
        self._as_they_were: set[Output] = set()  # as far as what they have of their own goes
        self._traces: dict[str, Trace] = {}
        self._noted = Noted()
        self.reasons: dict[str, str] = {}
        """Why each output was made, by its name; empty for one that is what it was."""

        self.signatures: Mapping[str, str] = {}
        """What tells each file from others, once remembered; none where others may change them."""

    def tidy(self) -> None:
        """Begin to prepare the folder that is written to, which nobody does until it is ready."""
        if len(self._index.outputs) > MANY_FILES:
            self._tidying = Aside(self._tidy)

    def begin_to_write(self) -> None:
        """Have that folder ready: before anything is written, by whomever."""
        if self._has_begun:
            return
        self._has_begun = True
        missing = self._tidying() if self._tidying else self._tidy()
        self._standing = self._index.outputs.keys() - missing
        self._left = self._signatures_now() if self._rewrites else self._index.written

    def close(self) -> None:
        """Let go of what is under way, where nothing is to be written."""
        if self._tidying:
            self._tidying.close()

    def compare(self, world: World) -> None:
        """Find out what has changed since the last build, before anything is written.

        `doubt` says what has changed since this one.
        """
        outputs = self._waiting.values()
        if not taken_along(outputs):  # else it changes what these are made of
            self._changes = self._compare(outputs, world)

    def doubt(self, owners: Set[str]) -> None:
        """Take what `owners`, texts and files, have for changed since the last build."""
        if self._changes:
            self._changes.doubt(owners)

    def _compare(self, outputs: Iterable[Output], world: World) -> Changes:
        """Find out which cells may have changed, and which of `outputs` are `_as_they_were`."""
        index = self._index

        def differs(thing: str | Output) -> bool:
            if isinstance(thing, str):
                return not is_as_it_was(thing, index.states[thing], world)
            known = index.outputs[thing.name]
            return thing.digest(known.local, world) != known.digest

        known = [output for output in outputs if output.name in index.outputs]
        things: list[str | Output] = [*index.states, *known]
        # A copy would note what it reads where nobody finds it.
        is_noted = watching.cells is not None
        different = {*(filter(differs, things) if is_noted else chosen(things, differs))}
        self._as_they_were.update(output for output in known if output not in different)
        suspicious = {owner for owner in different if isinstance(owner, str)}
        return Changes(self._memory, self._of_what or "", index.states, world, suspicious)

    def _tidy(self) -> list[str]:
        """Prepare the folder that is written to; which of the outputs known do not stand in it."""
        known = self._index.outputs.items()
        if not self._is_aside:  # but in the author's folder
            return []
        kept = {} if self._rewrites else {name: of.signature for name, of in known}
        stays = stage.tidied(self._output, kept)
        return [name for name, _of in known if name not in stays]

    def _signatures_now(self) -> dict[str, str]:
        """The signatures of what the last build wrote, as others may have left it since."""
        found: dict[str, str] = {}
        for name in self._index.written:
            with contextlib.suppress(OSError):
                found[name] = stage.signature_of((self._output / name).stat())
        return found

    def add(self, output: Output) -> None:
        """Have an output written, in the place of one of the same path."""
        self._waiting[output.path] = output

    def withdraw(self, path: str) -> None:
        """Forget the output at `path`: another takes its place."""
        self._waiting.pop(path, None)

    def tell_of(self, path: str, told: Callable[[], Mapping[str, Any]]) -> None:
        """Say that there is a page at `path`, once there is, though it is another."""
        self._others_told.append((path, told))

    def own_variables(self, context: Mapping[str, Any]) -> Mapping[str, object]:
        """What `context`, a page's, has that is not that of the site."""
        shared = self.context
        if context is shared:
            return {}
        return {key: one for key, one in context.items() if shared.get(key, _NONE) is not one}

    def print(self, world: World) -> None:
        """Write what waits: take over what is what it was, make the rest, and tell the others."""
        with hearing(hear):
            self._print(world)

    def _print(self, world: World) -> None:
        outputs = list(self._waiting.values())
        self._waiting.clear()
        if not self._printed:
            self._remove_others(outputs)
        attach_files(outputs, self.context)
        self._changes = self._changes or self._compare(outputs, world)
        for output in outputs:
            self.reasons[output.name] = self._reason(output, self._changes, world)
        for output in outputs:
            if not self.reasons[output.name] and not self._take_over(output):
                self.reasons[output.name] = reasons.IS_LOST
        self._make([one for one in outputs if self.reasons[one.name]], world)
        for path, told in [*((output.path, output.told) for output in outputs), *self._others_told]:
            if told:
                signals.content_written.send(path, context=told())
        self._others_told.clear()
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
        is_known = output in self._as_they_were
        if not is_known and output.digest(known.local, world) != known.digest:
            return reasons.own_reason(known.local)
        if not (changes.concern(known.shared) or changes.concern(known.texts)):
            return ""
        cells = self._index.cells_of(output.name, self._memory, self._of_what)
        # A template is told by its name, and then by its file.
        for owner in sorted(cells, key=lambda owner: owner.startswith(FILE)):
            for name in changes.doubtful(owner, cells[owner]):
                if changes.is_changed(owner, name):
                    return reasons.reason(owner, name)
        return "" if cells else reasons.IS_LOST

    def _is_there(self, output: Output, known: Known) -> bool:
        if self._rewrites:
            return self._memory.find(BYTES, output.name, known.digest) is not None
        if self._is_aside and output.name in self._standing:  # whatever became of its other name
            return True
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
                stage.take_over(f"{self._previous}/{output.name}", output.path)
            except OSError:
                return False
        return True

    def _make(self, outputs: Sequence[Output], world: World) -> None:
        assert self._changes is not None  # noqa: S101 -- nothing is made before they are known
        is_settled, keeps = self._changes.is_settled, self._rewrites
        maker = Maker(self._memory, world, is_settled, self._noted, keeps_bytes=keeps)
        places = {id(text): place for place, text in enumerate(self.context.get("articles", ()))}
        maker.make(sorted(outputs, key=lambda output: places.get(id(output.first_text), -1)))
        self._traces |= maker.traces

    def remember(self, world: World) -> None:
        """Remember what everything was made of, for the next build."""
        if self._of_what is None or self._changes is None:
            return
        index = NextIndex(self._index, self._changes, self._noted, self._memory, self._of_what)
        for output in self._printed:
            trace = self._traces.get(output.name)
            if trace is None:
                index.keep(output.name, self._signature_of_kept(output))
            elif not trace.known.digest:
                index.unread[output.name] = trace.known.signature
            else:
                index.add(output.name, trace.known, trace.cells)
        index.save(world)
        self.signatures = {} if self._rewrites else index.written
        self._memory.forget_others(BYTES, index.outputs if self._rewrites else ())

    def _signature_of_kept(self, output: Output) -> str:
        known = self._index.outputs[output.name]
        if output.name in self._standing and not self._rewrites:
            return known.signature
        # A link has the same, a copy has its own.
        return stage.signature_of(os.stat(output.path))  # noqa: PTH116 -- as above

    def _remove_others(self, outputs: Iterable[Output]) -> None:
        """Remove what the last build left, and nobody has written in this one."""
        gone = self._left.keys() - {output.name for output in outputs}
        for name in gone:
            try:
                seen = os.stat(f"{self._output}/{name}")  # noqa: PTH116
            except OSError:
                continue
            if stage.signature_of(seen) == self._left[name]:
                stage.remove(self._output, name)
                self._standing.discard(name)
