"""Go on with a build that had read everything before somebody saved.

`invoke serve` reads the site while nobody waits for it. Where a text is saved then, and nothing but
its body has changed, all that was read still holds, if nothing of it was made of that body: the
build goes on from there. Else it is to begin anew, in another process.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pelican.contents import Content

from fanfare import later
from fanfare.file_digests import FileDigests
from fanfare.watching import Cell, watching
from quickbuild.cells import attribute
from quickbuild.digests import Digests
from quickbuild.reading import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class ReadBefore:
    """What was read, in a build, of texts that may be edited since."""

    def __init__(self) -> None:
        self._cells: set[Cell] = set()
        self._opened: Counter[str] = Counter()

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note meanwhile what is read. Once in a process: its audit hook stays."""
        is_noting = True

        def note_opened(event: str, arguments: tuple[object, ...]) -> None:
            if event == "open" and is_noting and isinstance(arguments[0], str):
                self._opened[os.path.abspath(arguments[0])] += 1  # noqa: PTH100 -- links and all

        sys.addaudithook(note_opened)
        try:
            with watching() as self._cells:
                yield
        finally:
            is_noting = False

    def taking(
        self, texts: Texts | None, files: FileDigests, name_of: Callable[[Content], str]
    ) -> Callable[[Iterable[str]], list[Content] | None]:
        """A function that gives `texts` the bodies that their files, whose paths it gets, have now.

        It returns these texts; None where one is no text that was restored, where more than its
        body has changed, or where anything that was read was made of that.
        """
        digests = Digests(name_of)
        opened = self._opened - Counter(files.opened)  # whose digests are compared
        read: dict[int, set[str]] = {}
        for owner, name in _all_of(self._cells):
            read.setdefault(id(owner), set()).add(name)

        def values(text: Content) -> list[str | None]:
            names = sorted(read.get(id(text), ()))
            return [digests.digest(attribute(text, name)) for name in names]

        def take(paths: Iterable[str]) -> list[Content] | None:
            taken = []
            for path in paths:
                text = texts.unasked(path) if texts else None
                if texts is None or text is None or path in opened:
                    return None
                files.look_again(path)
                before = values(text)
                if None in before or not texts.take_body(path) or values(text) != before:
                    return None
                taken.append(text)
            return taken

        return take


def _all_of(read: Iterable[Cell]) -> Iterator[Cell]:
    """The cells `read`, and those that others were made of, but not of the same text."""
    seen = set(read)
    waiting = list(seen)
    while waiting:
        owner, name = cell = waiting.pop()
        yield cell
        found = later.made(owner, name) if later.is_watched(owner) else None
        inner = {one for one in found.cells if one[0] is not owner} if found else set()
        waiting += inner - seen
        seen |= inner
