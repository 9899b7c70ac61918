"""Which of the author's files have changed."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self

import watchfiles

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.location import Site

_STEP_MILLISECONDS = 10
_POLL_MILLISECONDS = 20
_POLLS_OF_REST_AFTER_ONE_FILE = 1
_POLLS_OF_REST_AFTER_MANY = 10
_LONGEST_BURST_MILLISECONDS = 1000

_PASSED_OVER = re.compile(
    r"\..*|__pycache__|.*\.py[cod]|.*\.lock"
    # What editors write beside the file that is meant: Vim, Emacs, JetBrains and their kin.
    r"|.*~|4913|.*\.sw[a-z]|#.*#|.*\.(bak|tmp)|.*___jb_(tmp|old)___"
)


def is_source(root: Path, path: Path) -> bool:
    """True where a change of `path` can change the site in `root`."""
    parts = path.relative_to(root).parts if path.is_relative_to(root) else (path.name,)
    return not any(_PASSED_OVER.fullmatch(part) for part in parts)


def _has_something(path: Path) -> bool:
    """False for a file that is empty, or gone: who saves it may be about to write it."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


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

        One file is a save, which takes a moment, and the listener has waited for its end; after
        many, as git writes them, more may come.
        Raises `FanfareError` where the system cannot watch the folders.
        """
        changed: set[Path] = set()
        at_rest = 0
        while True:
            found = self._poll()
            changed |= found
            at_rest = 0 if found or not changed else at_rest + 1
            if changed and at_rest >= self._rest_after(changed):
                return sorted(changed)

    def _rest_after(self, changed: set[Path]) -> int:
        """For how many polls nothing more may change before `changed` is all."""
        if len(changed) > 1:
            return _POLLS_OF_REST_AFTER_MANY
        (path,) = changed
        is_heard = path.parent != self._root
        return 0 if is_heard and _has_something(path) else _POLLS_OF_REST_AFTER_ONE_FILE

    def _poll(self) -> set[Path]:
        """What changed in the last moment, perhaps nothing."""
        found = self._heard()
        seen = self._look()
        differing = {path for path, _ in seen.items() ^ self._seen.items()}
        self._seen = seen
        if differing.intersection(self._folders):
            self.close()
            found |= self._listen()
        return found | differing

    def _look(self) -> dict[Path, tuple[int, ...]]:
        """The settings in the site's folder, and which of the watched folders there are.

        These are looked at one by one: who listens at a file hears no more of it once an editor
        put another in its place, nor of a folder once git did.
        """
        seen: dict[Path, tuple[int, ...]] = {}
        for path in (*self._root.glob("*.py"), *self._folders):
            try:
                found = path.stat()
            except OSError:
                continue
            if path in self._folders:
                seen[path] = (found.st_ino,)
            elif is_source(self._root, path):
                seen[path] = (found.st_ino, found.st_mtime_ns, found.st_size)
        return seen

    def _listen(self) -> set[Path]:
        """Listen in the folders there are, and return what changed in its first moment."""
        self._changes = watchfiles.watch(
            *filter(Path.is_dir, self._folders),
            watch_filter=lambda _change, path: is_source(self._root, Path(path)),
            debounce=_LONGEST_BURST_MILLISECONDS,
            step=_STEP_MILLISECONDS,
            rust_timeout=_POLL_MILLISECONDS,
            yield_on_timeout=True,
        )
        return self._heard()

    def _heard(self) -> set[Path]:
        """What the listener noticed since it was last asked, perhaps nothing."""
        try:
            return {Path(path) for _, path in next(self._changes)}
        except FileNotFoundError:  # a folder went away in the moment before it was listened to
            return self._listen()
        except (OSError, RuntimeError) as error:
            raise FanfareError(
                Finding(
                    "watch",
                    f"The site's folders cannot be watched: {error}.",
                    "Mend what it names; against a limit, set WATCHFILES_FORCE_POLLING=1.",
                )
            ) from None
