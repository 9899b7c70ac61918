"""Files and folders that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from functools import partial
from pathlib import Path

_USUAL = 0o666
"""The mode of a file before the umask takes from it."""

_AT_FDCWD = -100
_LINUX_RENAME_EXCHANGE = 2
_MACOS_RENAME_SWAP = 2


PRIVATE = 0o600
"""The mode of a file that only its owner may read and write."""


def write_whole(
    path: Path, data: str | bytes, *, mode: int | None = None, flush: bool = True
) -> None:
    """Write `data` to `path` so that a reader, or a crash, sees the old file or the new one.

    Who may read the old file may read the new one, and nobody else; or those whom `mode` lets, such
    as `PRIVATE`, from the first byte on. Without `flush` that holds for a crash of the process, and
    not of the system: for what the next build makes again, and need not wait for the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data.encode() if isinstance(data, str) else data
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        unfinished.unlink(missing_ok=True)  # left by a process that was killed, with its own mode
        with open(unfinished, "wb", opener=partial(os.open, mode=mode or _USUAL)) as file:
            file.write(raw)
            if flush:
                file.flush()
                os.fsync(file.fileno())
        if mode is None and path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
        if flush:
            flush_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Put on disk which names `folder` has, so that a rename survives a power cut."""
    if sys.platform == "win32":
        return  # where folders cannot be opened, and renames are journalled
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # what file systems say that cannot
            raise
    finally:
        os.close(descriptor)


def create_whole(path: Path, data: str | bytes, *, mode: int | None = None) -> None:
    """Write `data` to the new file `path`, whole or not at all, with `mode` as `write_whole`.

    Raises `FileExistsError` rather than overwrite a file, also one that appears meanwhile.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write_whole(unfinished, data, mode=mode)
        if sys.platform == "win32":
            unfinished.rename(path)  # which refuses a name that is taken
        else:
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Give the file `source` the second name `target`, or copy it where the system cannot.

    The folder of `target` is made if need be. Raises `FileExistsError` where there is a file.
    """
    folder = os.path.dirname(target)  # noqa: PTH120 -- often thousands
    if not os.path.isdir(folder):  # noqa: PTH112 -- which costs less than to try
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target, follow_symlinks=False)


def exchange_folder(new: Path, current: Path, *, keep: bool = False) -> None:
    """Put the folder `new` in the place of `current`, and remove what stood there, or `keep` it.

    What is kept is at `new`.

    Where the system can exchange two names in one step (Linux, macOS), nobody ever finds
    `current` missing or mixed, not even after a crash. Elsewhere two renames follow each other,
    and `recover_folder` undoes the first one if the second never came.
    """
    current = current.resolve()  # where it is a link, what it leads to
    current.parent.mkdir(parents=True, exist_ok=True)
    if not current.exists():
        shutil.move(new, current)
        return
    if _exchange_names(new, current):
        if not keep:
            _remove(new)
        return
    aside = _aside(current)
    _remove(aside)
    current.rename(aside)
    shutil.move(new, current)
    if keep:
        shutil.move(aside, new)
    else:
        _remove(aside)


def recover_folder(current: Path) -> None:
    """Undo a replacement of `current` that was interrupted between its two renames."""
    current = current.resolve()
    aside = _aside(current)
    if aside.exists():
        if current.exists():
            _remove(aside)
        else:
            aside.rename(current)


def _aside(current: Path) -> Path:
    return current.with_name(f".{current.name}.previous")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _exchange_names(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system, or two file systems, cannot."""
    if sys.platform == "win32":
        return False
    import ctypes  # late: where nothing has changed, nothing is exchanged

    library = ctypes.CDLL(None, use_errno=True)  # the system's own, as Python has loaded it
    source, target = os.fsencode(first), os.fsencode(second)
    with contextlib.suppress(AttributeError):
        if sys.platform == "darwin":
            return bool(library.renamex_np(source, target, _MACOS_RENAME_SWAP) == 0)
        return bool(
            library.renameat2(_AT_FDCWD, source, _AT_FDCWD, target, _LINUX_RENAME_EXCHANGE) == 0
        )
    return False
