"""One installation at a time in one folder, also across a killed one's leftovers."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(path: Path, on_wait: Callable[[], None]) -> Iterator[tuple[int, ...]]:
    """Hold the lock file at `path`; where another process holds it, call `on_wait` and wait.

    The system lets go of the lock when its last holder ends, however it ends: nothing goes stale.
    Yields the descriptors that child processes are to inherit (none on Windows). They then hold
    the lock too, so that a pip that outlives its killed parent is waited for.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor, on_wait)
        yield () if sys.platform == "win32" else (descriptor,)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, on_wait: Callable[[], None]) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            on_wait()
            while True:
                try:
                    msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # tries for ten seconds
                except OSError:
                    continue
                return

else:
    import fcntl

    _WITHOUT_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)

    def _lock(descriptor: int, on_wait: Callable[[], None]) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _WITHOUT_LOCKS:  # some network folders: then nobody waits
                raise
