"""Cards that were drawn before: a file each, named by what its card says.

A file begins with the digest of the rest. What a killed process left half-written, or a disk
damaged, is therefore known for what it is, and drawn anew. Several builds may share one store.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

SPARE = 50
"""How many cards are kept that no text asks for, at least."""

_OURS = re.compile(r"[0-9a-f]{64}(\.[0-9]+\.tmp)?")
"""How the files of a store are named. What else is in the folder is not ours."""

_DIGEST_BYTES = hashlib.sha256().digest_size


class Store:
    """The folder with the cards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The card `key`; None where there is none that is whole."""
        try:
            raw = (self.folder / key).read_bytes()
        except OSError:
            return None
        card = raw[_DIGEST_BYTES:]
        return card if hashlib.sha256(card).digest() == raw[:_DIGEST_BYTES] else None

    def has(self, key: str) -> bool:
        """True where there is a file for the card `key`, whole or not."""
        return (self.folder / key).is_file()

    def put(self, key: str, card: bytes) -> None:
        """Keep `card` under `key`. Raises `OSError` where that cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # Not flushed to the disk: a card that a power cut loses costs the time to draw it.
        unfinished = self.folder / f"{key}.{os.getpid()}.tmp"
        try:
            unfinished.write_bytes(hashlib.sha256(card).digest() + card)
            if (self.folder / key).is_dir():  # which is no card
                shutil.rmtree(self.folder / key)
            with contextlib.suppress(FileNotFoundError):  # which another build may have swept out
                unfinished.replace(self.folder / key)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise

    def is_crowded(self, asked_for: int) -> bool:
        """True where there is enough to sweep out beside so many cards that are asked for."""
        try:
            with os.scandir(self.folder) as files:
                number = sum(1 for _ in files)
        except OSError:
            return False
        return number > asked_for + max(SPARE, asked_for) + SPARE

    def sweep(self, asked_for: Collection[str]) -> None:
        """Remove the oldest of the cards that are not `asked_for`, if there are many.

        As many as are asked for stay, and never less than `SPARE`: another build, with drafts or
        for another address, asks for others.
        """
        others: list[tuple[int, Path]] = []
        for file in self.folder.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if _OURS.fullmatch(file.name) and file.name not in asked_for:
                    others.append((file.stat().st_mtime_ns, file))
        others.sort()
        for _, file in others[: -max(SPARE, len(asked_for))]:
            with contextlib.suppress(OSError):
                file.unlink()
