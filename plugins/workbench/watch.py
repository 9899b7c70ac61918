"""Which of the author's files have changed."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

import watchfiles

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.location import Site

_STEP_MILLISECONDS = 50
_LONGEST_BURST_MILLISECONDS = 1000

_PASSED_OVER = re.compile(
    r"\..*|__pycache__|.*\.py[cod]|.*\.lock"
    # What editors write beside the file that is meant: Vim, Emacs, JetBrains and their kin.
    r"|.*~|4913|.*\.sw[a-z]|#.*#|.*\.(bak|tmp)|.*___jb_(tmp|old)___"
)

Look = dict[Path, tuple[int, ...]]


def is_source(root: Path, path: Path) -> bool:
    """True where a change of `path` can change the site in `root`."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else (path.name,)
    return not any(_PASSED_OVER.fullmatch(part) for part in parts)


class Watch:
    """Notices, from the moment it exists, changes in content, themes, plugins and settings.

    What changes between two calls of `wait` is kept for the second. Close it, or use it in `with`.
    """

    def __init__(self, site: Site) -> None:
        self._root = site.root.resolve()
        self._folders = tuple(self._root / name for name in ("content", "themes", "plugins"))
        self._seen = self._look()
        self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening."""
        self._changes.close()

    def wait(self) -> list[Path]:
        """The files that changed, in the order of their paths, once they have come to rest.

        Raises `FanfareError` where the system cannot watch the folders.
        """
        changed: set[Path] = set()
        while True:
            found = self._poll()
            if changed and not found:
                return sorted(changed)
            changed |= found

    def _poll(self) -> set[Path]:
        """What changed in the last moment, perhaps nothing."""
        found = self._heard()
        seen = self._look()
        differing = {path for path, _ in seen.items() ^ self._seen.items()}
        self._seen = seen
        if differing.intersection(self._folders):
            self.close()
            self._listen()
        return found | differing

    def _look(self) -> Look:
        """The settings in the site's folder, and which of the watched folders there are.

        These are looked at one by one: a listener at a file is lost when an editor puts another
        file in its place, and one at a folder when git does.
        """
        look: Look = {}
        for path in (*self._root.glob("*.py"), *self._folders):
            try:
                found = path.stat()
            except OSError:
                continue
            is_folder = path in self._folders
            if is_folder or is_source(self._root, path):
                content = () if is_folder else (found.st_mtime_ns, found.st_size)
                look[path] = (found.st_ino, *content)
        return look

    def _listen(self) -> None:
        """Listen in the folders there are, from the moment this returns."""
        self._changes = watchfiles.watch(
            *(folder for folder in self._folders if folder in self._seen),
            watch_filter=lambda _change, path: is_source(self._root, Path(path)),
            debounce=_LONGEST_BURST_MILLISECONDS,
            step=_STEP_MILLISECONDS,
            rust_timeout=_STEP_MILLISECONDS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        self._early = self._heard()

    def _heard(self) -> set[Path]:
        """What the listener noticed since it was last asked, perhaps nothing."""
        try:
            return {Path(path) for _, path in next(self._changes)}
        except (OSError, RuntimeError) as error:
            raise FanfareError(
                Finding(
                    "watch",
                    f"This system cannot watch the site's folders: {error}",
                    "Raise its limit of watched files, or set WATCHFILES_FORCE_POLLING=1.",
                )
            ) from None
