"""Who is subscribed, as keyed hashes in the folder `private/`: what unions are counted from.

A hash is the HMAC-SHA-256 (RFC 2104) of a normalised address, cut to 128 bits (RFC 2104, 5). The
key never leaves `private/`; without it nobody can try addresses against the hashes. Nothing of it
is ever printed, and none of it goes into `content/` or the output.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding

_HASH_BYTES = 16
_KEY_BYTES = 32

List = frozenset[bytes]
"""Everybody on one list, by keyed hash."""


class PrivateLists:
    """The lists of one site, and the key to them."""

    def __init__(self, root: Path, *, keeps: bool) -> None:
        """`root` is the site's folder. Unless it `keeps` what it makes, nothing is written."""
        self._root = root
        self._keeps = keeps
        self._folder = root / "private" / "fans"
        self._key_file = root / "private" / "fans.key"
        self._key = b""

    def digest(self, text: str) -> bytes:
        """The keyed hash of `text`. Makes the key the first time.

        Raises `FanfareError` where git would see the folder, or where the key is missing or
        damaged while there are lists that were made with it.
        """
        self._key = self._key or self._read_or_make_key()
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")[:_HASH_BYTES]

    def read(self) -> Mapping[tuple[str, date], List]:
        """All lists, by channel and day. Raises `FanfareError` for one that is damaged."""
        return {
            (path.parent.name, date.fromisoformat(path.stem)): _read_list(path, self._shown(path))
            for path in self._files()
        }

    def put(self, channel: str, day: date, hashes: List | None) -> None:
        """Keep `hashes` as the list of `channel` on `day`; with None, keep no list of that day."""
        path = self._folder / channel / f"{day.isoformat()}.txt"
        if hashes is None:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, "".join(f"{one.hex()}\n" for one in sorted(hashes)))

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.glob("*/*.txt")):
            with contextlib.suppress(ValueError):
                date.fromisoformat(path.stem)
                yield path

    def _read_or_make_key(self) -> bytes:
        if not is_ignored(self._root):
            raise FanfareError(
                Finding(
                    "private",
                    "git would publish the folder private/, where hashes of addresses are kept.",
                    "Add the line /private/ to this file.",
                    source=".gitignore",
                )
            )
        if not self._key_file.exists():
            if next(self._files(), None):
                message = (
                    "The key is missing, and the lists in private/fans/ are of no use without."
                )
                remedy = "Bring it back from a backup, or delete private/fans/ and begin anew."
                raise FanfareError(
                    Finding("private", message, remedy, source=self._shown(self._key_file))
                )
            made = secrets.token_bytes(_KEY_BYTES)
            if not self._keeps:
                return made
            _create_secret(self._key_file, f"{made.hex()}\n".encode())
        return self._read_key()

    def _read_key(self) -> bytes:
        with contextlib.suppress(ValueError):
            key = bytes.fromhex(self._key_file.read_text("ascii"))
            if len(key) == _KEY_BYTES:
                return key
        message = "This is no key as Fanfare makes it."
        remedy = "Bring it back from a backup, or delete it and private/fans/ and begin anew."
        raise FanfareError(Finding("private", message, remedy, source=self._shown(self._key_file)))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def is_ignored(root: Path) -> bool:
    """True where the `.gitignore` in `root` keeps git out of the folder `private/`."""
    try:
        lines = (root / ".gitignore").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return False
    ignored = False
    for line in map(str.strip, lines):
        pattern = line.removeprefix("!").removeprefix("/").removeprefix("**/")
        if pattern.rstrip("/*") == "private":
            ignored = not line.startswith("!")
        elif line.startswith(("!/private/", "!private/")):
            ignored = False
    return ignored


def _read_list(path: Path, shown_as: str) -> List:
    try:
        hashes = frozenset(map(bytes.fromhex, path.read_text("ascii").split()))
    except ValueError:
        hashes = frozenset({b""})
    if any(len(one) != _HASH_BYTES for one in hashes):
        remedy = "Delete it, and import that export again."
        raise FanfareError(Finding("private", "This list is damaged.", remedy, source=shown_as))
    return hashes


def _create_secret(path: Path, data: bytes) -> None:
    """Write `data` to `path` for its owner only, unless another process was faster."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            if sys.platform == "win32":
                unfinished.rename(path)  # which refuses a name that is taken
            else:
                path.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def union(lists: Iterable[List]) -> int:
    """How many people there are on `lists`, each once."""
    return len(frozenset[bytes]().union(*lists))
