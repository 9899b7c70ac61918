"""What a process has imported ahead of those that are forked from it."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from fanfare.file_digests import signature_of

_WRITING = os.O_WRONLY | os.O_RDWR


class Imports:
    """What this process has imported, and whether it is still what is on disk."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._seen: dict[str, str] = {}
        self._failed = False
        self._importing = False
        self.any_learned = False
        """False while all it has imported is what every site needs."""
        sys.addaudithook(self._note_opened)
        self._note_modules()

    def learn(self, modules: Mapping[str, str], search_path: Sequence[str]) -> None:
        """Import `modules`, which another process found in these files by that `search_path`."""
        if self._failed or not modules:
            return
        self.any_learned = True
        before = sys.path[:]
        sys.path[:] = search_path
        self._importing = True
        try:
            for name, path in modules.items():
                if name not in sys.modules and _finds(name, path):
                    importlib.import_module(name)
            ours = imported_modules()
            self._failed = any(ours.get(name, path) != path for name, path in modules.items())
        except (Exception, SystemExit):  # a build will say so; part of it has been done here
            self._failed = True
        finally:
            self._importing = False
            sys.path[:] = before
        self._note_modules()
        gc.freeze()  # so that no process forked from this one need look at, and copy, all of it

    def are_current(self) -> bool:
        """False where a build that imports all of it anew might do otherwise."""
        return not self._failed and all(_signature(path) == was for path, was in self._seen.items())

    def _note_opened(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note a file of the site's that a module reads when it is imported, such as its data."""
        if event != "open" or not self._importing:
            return
        path, _mode, flags = arguments
        if isinstance(path, str) and isinstance(flags, int) and not flags & _WRITING:
            path = os.path.abspath(path)  # noqa: PTH100 -- as it was asked for, links and all
            if path.startswith(self._root + os.sep):
                self._seen[path] = _signature(path)

    def _note_modules(self) -> None:
        for path in imported_modules().values():
            self._seen.setdefault(path, _signature(path))


def _finds(name: str, path: str) -> bool:
    """True where importing `name` would run the file `path`, and none of a package unknown yet."""
    package = name.rpartition(".")[0]
    if package and package not in sys.modules:
        return False
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin == path


def _signature(path: str) -> str:
    """What tells the file at `path` from others of its name; empty where there is none."""
    try:
        return signature_of(os.stat(path))  # noqa: PTH116 -- a thousand of them before each build
    except OSError:
        return ""


def imported_modules(but: frozenset[str] = frozenset()) -> dict[str, str]:
    """What is imported and can be so by its name, with the file of each, in order; `but` these."""
    found = {}
    for name in [name for name in sys.modules if name not in but]:
        module = sys.modules[name]
        said = getattr(module, "__dict__", {})
        spec, path = said.get("__spec__"), said.get("__file__")
        if spec and spec.name == name and path:
            found[name] = str(path)
    return found
