"""Digests of files, without reading again those that have not changed."""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from pathlib import Path

from fanfare.memory import Memory

_KIND = "file"
SETTLED_NANOSECONDS = 2_000_000_000
"""A file that changed less than this before it was read may change again within one tick of the
file system's clock, and look the same: it is read again (what git calls "racily clean")."""


class FileDigests:
    """Digests of the bytes of files; of those that are there since the last build, remembered."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known = memory.load(_KIND)
        self._digests: dict[str, str] = {}
        self.opened: set[str] = set()
        """The files that had to be read."""

    def digest(self, path: str | Path) -> str:
        """The digest of the bytes of `path`; empty where there is no file that can be read.

        Within one build a file is read once: a change meanwhile is for the next one.
        """
        name = os.fspath(path)
        found = self._digests.get(name)
        if found is None:
            found = self._digests[name] = self._find(name)
        return found

    def know(self, path: str, digest: str, signature: str) -> None:
        """Take what `read_digested` has found of `path`, of which nobody has asked yet."""
        if path not in self._digests:
            self._digests[path] = digest
            self.opened.add(path)
            if signature:
                self._memory.keep(_KIND, path, signature, digest)

    def look_again(self, path: str | Path) -> None:
        """Have `path` looked at anew when somebody asks: it has changed since it was."""
        self._digests.pop(os.fspath(path), None)

    def forget_gone(self) -> None:
        """Forget the files that are there no more."""
        for name in self._known:
            # One that was asked for was there, or has no digest.
            if not (self._digests[name] if name in self._digests else os.path.exists(name)):  # noqa: PTH110
                self._memory.forget(_KIND, name)

    def _find(self, name: str) -> str:
        try:
            known = self._known.get(name)
            if known and known[0] == signature_of(os.stat(name)):  # noqa: PTH116 -- as below
                return known[1]
            self.opened.add(name)
            _raw, digest, signature = read_digested(name)
        except OSError:
            return ""
        if signature:
            self._memory.keep(_KIND, name, signature, digest)
        return digest


def read_digested(name: str) -> tuple[bytes, str, str]:
    """The bytes of the file `name`, their digest, and its signature.

    That is empty where the file may change again without another one. Raises `OSError`.
    """
    seen = os.stat(name)  # noqa: PTH116 -- thousands of files: a Path costs more than this
    now = time.time_ns()
    with open(name, "rb") as file:  # noqa: PTH123
        raw = file.read()
    is_settled = now - max(seen.st_mtime_ns, seen.st_ctime_ns) > SETTLED_NANOSECONDS
    return raw, digest_of_bytes(raw), signature_of(seen) if is_settled else ""


def digest_of_bytes(raw: bytes) -> str:
    """The digest that a file with the bytes `raw` has."""
    return blake2b(raw, digest_size=16).hexdigest()


def signature_of(seen: os.stat_result) -> str:
    """What tells a file from an earlier one of its name, without reading it."""
    return f"{seen.st_size}:{seen.st_mtime_ns}:{seen.st_ctime_ns}:{seen.st_ino}"
