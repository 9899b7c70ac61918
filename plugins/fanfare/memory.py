"""What pure functions made, kept from one build to the next.

One SQLite file. Each row says of what its value was made, and carries a digest of itself: a file
that is damaged, foreign or half-written holds nothing, and what was in it is made again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias, TypeVar

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Made = TypeVar("Made")

_LAYOUT = 2
"""Raised with every change of the table or of what rows mean."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS made "
    "(kind TEXT, key TEXT, of_what TEXT, value TEXT, digest TEXT, PRIMARY KEY (kind, key))"
)
_FIND = "SELECT of_what, value, digest FROM made WHERE kind = ? AND key = ?"
_LIST = "SELECT key, of_what, value, digest FROM made WHERE kind = ?"
_MADE_OF = "SELECT key, of_what FROM made WHERE kind = ?"
_NAMES = "SELECT key FROM made WHERE kind = ?"
_KEEP = "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)"
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file is good for; the second where SQLite's own message quotes it."""

_FORGET = "DELETE FROM made WHERE kind = ? AND key = ?"


class Memory:
    """The memory in the file `path`; `None` remembers nothing beyond its own life.

    A value is found by its kind (which function made it), its key (for which text, say) and by what
    it was made of: one that was made of something else is as good as none. Nothing reaches the disk
    before `save`. Whatever happens to the file costs time and nothing else.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        self._of_parent: sqlite3.Connection | None = None
        self._listed: dict[str, dict[str, tuple[str, str]]] = {}
        self._version: object = None
        self.loaded: set[str] = set()
        """The kinds of which everything was read at once."""

        self._new: dict[tuple[str, str], tuple[str, str] | None] = {}
        self._untold: set[tuple[str, str]] = set()

    def recall(self, kind: str, key: str, of_what: str, make: Callable[[], Json]) -> Json:
        """The value of `make()`, which is called where there is none that was made `of_what`."""
        text = self.find(kind, key, of_what)
        if text is not None:
            found: Json = json.loads(text)
            return found
        made = make()
        self.keep(kind, key, of_what, json.dumps(made, ensure_ascii=False))
        return made

    def find(self, kind: str, key: str, of_what: str) -> str | None:
        """The text kept under `kind` and `key`, if it was made `of_what`."""
        row = self._row(kind, key)
        return row[1] if row and row[0] == of_what else None

    def keep(self, kind: str, key: str, of_what: str, text: str) -> None:
        """Remember `text`, in the place of what there was."""
        self._new[kind, key] = (of_what, text)
        self._untold.add((kind, key))

    def load(self, kind: str) -> Mapping[str, tuple[str, str]]:
        """Everything of one `kind`, by its key: of what it was made, and the text."""
        self.loaded.add(kind)
        if kind not in self._listed:
            if self._version is None:
                self._version = self._version_now()
            listed = self._ask(_LIST, (kind,))
            sound = {
                key: (of_what, value)
                for key, of_what, value, digest in listed
                if digest == _digest(kind, key, of_what, value)
            }
            if len(sound) < len(listed):  # in a damaged file, what is kept may not be found again
                self._start_anew()
            self._listed[kind] = sound
        rows = self._listed[kind]
        news = {key: row for (of_kind, key), row in self._new.items() if of_kind == kind}
        if not news:
            return rows
        return {key: row for key, row in (rows | news).items() if row is not None}

    def refresh(self) -> None:
        """Read again what another process may have changed since it was loaded."""
        if self._listed and not self.is_as_it_was():
            self._listed.clear()
            self.close()
        self._version = self._version_now()

    def is_as_it_was(self) -> bool:
        """True where no other process has changed it since it was loaded, or refreshed."""
        return self._version_now() == self._version

    def made_of(self, kind: str) -> Mapping[str, str]:
        """Of what everything of one `kind` was made, by its key; without a look at what it is."""
        found = {row[0]: row[1] for row in self._ask(_MADE_OF, (kind,))}
        found |= {
            key: row[0] for (of_kind, key), row in self._new.items() if of_kind == kind and row
        }
        return found

    def forget(self, kind: str, key: str) -> None:
        """Forget what is kept under `kind` and `key`, if anything is."""
        if self._row(kind, key) is not None:
            self._new[kind, key] = None

    def forget_others(self, kind: str, keys: Collection[str]) -> None:
        """Forget all of `kind` but `keys`."""
        known = set(self._listed.get(kind, ())) or {key for (key,) in self._ask(_NAMES, (kind,))}
        if not all(isinstance(key, str) for key in known):  # which nobody here has written
            self._start_anew()
            known.clear()
        known |= {key for (of_kind, key) in self._new if of_kind == kind}
        for key in known.difference(keys):
            self._new[kind, key] = None

    def news(self) -> list[tuple[str, str, str, str]]:
        """What was kept since this was last asked: kind, key, of what, text; to be handed over."""
        told, self._untold = self._untold, set()
        return [(*key, *row) for key in told if (row := self._new.get(key))]

    def save(self) -> None:
        """Put on disk what is new. Where that cannot be done, the next build makes it again."""
        if not self._new or self._path is None:
            return
        news = [(key, row) for key, row in self._new.items() if _has_bytes(*key, *row or ())]
        gone = [key for key, row in news if row is None]
        # In the order of the table's keys, as it takes them soonest.
        kept = sorted((*key, *row, _digest(*key, *row)) for key, row in news if row is not None)
        for _attempt in range(2):  # the second one with a new file
            connection = self._open()
            if connection is None:
                return
            try:
                with connection:
                    connection.executemany(_FORGET, gone)
                    connection.executemany(_KEEP, kept)
            except _UNREADABLE:
                self._start_anew()
            else:
                self._listed.clear()
                self._new.clear()
                return

    def close(self) -> None:
        """Let go of the file."""
        if self._connection and self._process == os.getpid():
            self._connection.close()
            self._connection = None

    def _row(self, kind: str, key: str) -> tuple[str, str] | None:
        if (kind, key) in self._new:
            return self._new[kind, key]
        if kind in self._listed:
            return self._listed[kind].get(key)
        for of_what, value, digest in self._ask(_FIND, (kind, key)):
            if digest == _digest(kind, key, of_what, value):
                return of_what, value
            self._start_anew()
        return None

    def _version_now(self) -> object:
        """What is another after each change by another process, and with another file."""
        try:
            inode = self._path.stat().st_ino if self._path else 0
        except OSError:
            inode = 0
        changes = self._ask("PRAGMA data_version", ())  # as this connection counts them
        return self._connection, inode, changes

    def _ask(self, question: str, parameters: tuple[str, ...]) -> list[tuple[str, ...]]:
        connection = self._open()
        if connection is None:
            return []
        try:
            return connection.execute(question, parameters).fetchall()
        except UnicodeEncodeError:  # of what cannot be kept, there is nothing
            return []
        except _UNREADABLE:
            self._start_anew()
            return []

    def _open(self) -> sqlite3.Connection | None:
        """The connection of this process: one must not be taken along into a forked one."""
        if self._path is None:
            return None
        if self._process != os.getpid():
            # Kept and not used: to close it here might undo what the other process does with it.
            self._of_parent = self._connection
            self._connection, self._process = None, os.getpid()
        if self._connection is None:
            try:
                self._connection = _connect(self._path)
            except _UNREADABLE:
                self._start_anew()
        return self._connection

    def _start_anew(self) -> None:
        """Put an empty file in the place of one that cannot be read; or do without."""
        self.close()
        self._listed.clear()
        path, self._process = self._path, os.getpid()
        if path is None:
            return
        try:
            for name in (path.name, f"{path.name}-journal"):
                path.with_name(name).unlink(missing_ok=True)
            self._connection = _connect(path)
        except (OSError, *_UNREADABLE):
            self._path = None


json_of: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""The JSON of values that do not hold themselves: to look for that takes a fifth of the time."""


def digest_of(*texts: str) -> str:
    """A short digest of `texts`, one after the other."""
    return blake2b(json.dumps(texts).encode(), digest_size=16).hexdigest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level="IMMEDIATE", timeout=60)
    try:
        # What a power cut leaves behind is found by the digests.
        connection.execute("PRAGMA synchronous = OFF")
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        if layout != _LAYOUT:
            connection.execute("DROP TABLE IF EXISTS made")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        connection.execute(_TABLE)
    except _UNREADABLE:
        connection.close()
        raise
    return connection


def _has_bytes(*texts: str) -> bool:
    """False for what SQLite cannot keep, such as names of files that are not UTF-8."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _digest(*row: str) -> str:
    try:
        whole = "\0".join(row)
    except TypeError:  # in what nobody here has written
        whole = "\0".join(map(str, row))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
