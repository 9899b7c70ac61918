"""Go on with a build that had read everything before somebody saved.

`invoke serve` reads the site while nobody waits for it. Where a text is saved then, and nothing but
its body has changed, all that was read still holds, if nothing of it was made of that body: the
build goes on from there. Else it is to begin anew, in another process.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from pelican.contents import Content

from fanfare import later
from fanfare.file_digests import FileDigests
from fanfare.watching import FILE, Cell, Owner, watching
from quickbuild.cells import attribute
from quickbuild.digests import Digests
from quickbuild.reading import Texts

PAUSE = "QUICKBUILD_PAUSE"
"""Where the settings have what is called once all is read, with a function that takes edits.

With None in its place where there can be none, as something may have been written already.
"""

Take: TypeAlias = "Callable[[Iterable[str]], list[Content] | None]"


class ReadBefore:
    """What was read, in a build, of texts that may be edited since."""

    def __init__(self) -> None:
        self._cells: set[Cell] = set()
        self._opened: Counter[str] = Counter()

    @contextmanager
    def noting(self, files: FileDigests) -> Iterator[None]:
        """Note meanwhile what is read, but for what `files` reads to compare it.

        Once in a process: its audit hook stays.
        """
        is_noting = True

        def note_opened(event: str, arguments: tuple[object, ...]) -> None:
            if event == "open" and is_noting and isinstance(arguments[0], str):
                self._opened[os.path.abspath(arguments[0])] += 1  # noqa: PTH100 -- links and all

        files.opened.clear()
        sys.addaudithook(note_opened)
        try:
            with watching() as self._cells:
                yield
        finally:
            is_noting = False
            self._opened -= Counter(files.opened)

    def taking(self, texts: Texts, files: FileDigests, name_of: Callable[[Content], str]) -> Take:
        """A function that gives `texts` the bodies that their files, whose paths it gets, have now.

        It returns these texts; None where one is no text that was restored, where more than its
        body has changed, or where anything that was read was made of that.
        """
        digests = Digests(name_of)
        read = _read_of(self._cells)
        opened = {*self._opened, *read.pop(FILE, ())}

        def values(text: Content) -> list[str | None]:
            names = sorted(read.get(text, ()))
            return [digests.digest(attribute(text, name)) for name in names]

        def take(paths: Iterable[str]) -> list[Content] | None:
            found = {path: texts.unasked(path) for path in paths}
            edited = [text for text in found.values() if text is not None]
            before = [values(text) for text in edited]
            if len(edited) < len(found) or not opened.isdisjoint(found):
                return None
            for path in found:
                files.look_again(path)
            if any(None in were for were in before) or not all(map(texts.take_body, found)):
                return None
            return edited if before == [values(text) for text in edited] else None

        return take


def _read_of(cells: Iterable[Cell]) -> dict[Owner, set[str]]:
    """The names of what was read, by owner: of `cells`, and of what these were made of.

    What an attribute of a text was made of that the text has itself is left out: it is enough to
    compare the attribute.
    """
    read: dict[Owner, set[str]] = defaultdict(set)
    seen, waiting = set(cells), list(cells)
    for owner, name in cells:
        read[owner].add(name)
    while waiting:
        owner, name = waiting.pop()
        found = later.made(owner, name) if later.is_watched(owner) else None
        inner = found.cells if found else frozenset()
        for other, its_name in inner:
            if other is not owner:
                read[other].add(its_name)
        waiting += inner - seen
        seen |= inner
    return read
