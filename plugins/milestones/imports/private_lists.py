"""Who is subscribed, as keyed hashes in the folder `private/`: what unions are counted from.

A hash is the HMAC-SHA-256 (RFC 2104) of a normalised address, cut to 128 bits (RFC 2104, 5). The
key never leaves `private/`; without it nobody can try addresses against the hashes. Nothing of it
is ever printed, and none of it goes into `content/` or the output.
"""

from __future__ import annotations

import contextlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import PRIVATE, create_whole, write_whole
from fanfare.findings import Finding
from milestones.imports.unseen import check_unseen, is_in_repository

_HASH_BYTES = 16
_KEY_BYTES = 32
_PRIVATE_FOLDER = 0o700

List = frozenset[bytes]
"""Everybody on one list, by keyed hash."""

Lists = Mapping[tuple[str, date], List]
"""By channel and day."""


class PrivateLists:
    """The lists of one site, and the key to them. Only `put` writes anything."""

    def __init__(self, root: Path) -> None:
        """`root` is the site's folder."""
        self._root = root
        self._private = root / "private"
        self._folder = self._private / "fans"
        self._key_file = self._private / "fans.key"
        self._key = b""

    def digest(self, text: str) -> bytes:
        """The keyed hash of `text`: by the site's key, or by a new one, which `put` will keep.

        Raises `FanfareError` where git would see the folder, or where the key is missing or
        damaged while there are lists that were made with it.
        """
        raw = text.encode("utf-8", "surrogatepass")
        return hmac.digest(self._known_key(), raw, "sha256")[:_HASH_BYTES]

    def renew_key(self) -> bool:
        """Take the key that others have made meanwhile, if any; True where it is another one.

        Then the hashes made here are of no use.
        """
        before, self._key = self._key, self._read_key() or self._key
        return self._key != before

    def read(self) -> Lists:
        """All lists. Raises `FanfareError` for one that is damaged."""
        found = {}
        for path in self._files():
            key = (path.parent.name, date.fromisoformat(path.stem))
            with contextlib.suppress(FileNotFoundError):  # which another import has removed
                found[key] = _read_list(path, self._shown(path))
        return found

    def put(self, channel: str, day: date, hashes: List | None) -> None:
        """Keep `hashes` as the list of `channel` on `day`; with None, keep no list of that day.

        Nobody but the author can read what is kept. Only for who has `fans.csv` opened and has
        asked whether there is another key meanwhile (`renew_key`).
        """
        path = self._folder / channel / f"{day.isoformat()}.txt"
        if hashes is None:
            path.unlink(missing_ok=True)
            return
        self._close(path.parent)
        with contextlib.suppress(FileExistsError):
            create_whole(self._key_file, f"{self._known_key().hex()}\n", mode=PRIVATE)
        write_whole(path, "".join(f"{one.hex()}\n" for one in sorted(hashes)), mode=PRIVATE)

    def _known_key(self) -> bytes:
        self._key = self._key or self._read_key() or secrets.token_bytes(_KEY_BYTES)
        return self._key

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.glob("*/*.txt")):
            with contextlib.suppress(ValueError):
                date.fromisoformat(path.stem)
                yield path

    def _close(self, folder: Path) -> None:
        """Make `folder` and those above it, and keep everybody else out of all that is private."""
        folder.mkdir(parents=True, exist_ok=True)
        if not is_in_repository(self._private):  # there may be one later
            with contextlib.suppress(FileExistsError):
                create_whole(self._private / ".gitignore", "*\n")
        folders = (self._private, self._folder, *self._folder.glob("*/"))
        files = (*self._private.glob("fans.key"), *self._files())
        with contextlib.suppress(PermissionError):  # what file systems without such rights say
            for one in folders:
                one.chmod(_PRIVATE_FOLDER)
            for one in files:
                one.chmod(PRIVATE)

    def _read_key(self) -> bytes:
        """The site's key; empty where it has none yet."""
        check_unseen(self._private, ("fans.key", "fans/channel/day.txt"))
        shown_as = self._shown(self._key_file)
        has_lists = next(self._files(), None) is not None  # first: another import may begin now
        if not self._key_file.exists():
            if has_lists:
                message = (
                    "The key is missing, and the lists in private/fans/ are of no use without."
                )
                remedy = "Bring it back from a backup, or delete private/fans/ and begin anew."
                raise FanfareError(Finding("private", message, remedy, source=shown_as))
            return b""
        with contextlib.suppress(ValueError):
            key = bytes.fromhex(self._key_file.read_text("ascii"))
            if len(key) == _KEY_BYTES:
                return key
        message = "This is no key as Fanfare makes it."
        remedy = "Bring it back from a backup, or delete it and private/fans/ and begin anew."
        raise FanfareError(Finding("private", message, remedy, source=shown_as))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _read_list(path: Path, shown_as: str) -> List:
    try:
        hashes = frozenset(map(bytes.fromhex, path.read_text("ascii").split()))
    except ValueError:
        hashes = frozenset({b""})
    if any(len(one) != _HASH_BYTES for one in hashes):
        remedy = "Delete it, and import that export again."
        raise FanfareError(Finding("private", "This list is damaged.", remedy, source=shown_as))
    return hashes


def union(lists: Iterable[List]) -> int:
    """How many people there are on `lists`, each once."""
    return len(frozenset[bytes]().union(*lists))
