"""The folder that is written to, which has what an earlier build left there.

Most of its files are second names (hard links) of files of the present output, and still right: to
leave them costs less than to make their folders anew. They are never written to, but replaced.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import link_or_copy
from fanfare.findings import Finding


def signature_of(seen: os.stat_result) -> str:
    """What tells a file that was written from any other of its name."""
    return f"{seen.st_size}:{seen.st_mtime_ns}:{seen.st_ino}"


def tidied(folder: Path, known: Mapping[str, str]) -> set[str]:
    """Remove all from `folder` but what is `known` by its name and its signature; what stays."""
    stays: set[str] = set()
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.is_dir():
        _tidy(str(folder), "", known, stays)
    return stays


def _tidy(folder: str, within: str, known: Mapping[str, str], stays: set[str]) -> bool:
    """Tidy one folder; True where something stays in it."""
    is_used = False
    with os.scandir(folder) as listing:
        entries = list(listing)
    for entry in entries:
        name = f"{within}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if _tidy(entry.path, f"{name}/", known, stays):
                is_used = True
            else:
                os.rmdir(entry.path)  # noqa: PTH106 -- thousands of files: a Path costs more
        elif known.get(name) == signature_of(entry.stat(follow_symlinks=False)):
            stays.add(name)
            is_used = True
        else:
            os.unlink(entry.path)  # noqa: PTH108
    return is_used


def replace(path: str, raw: bytes) -> None:
    """Write `raw` to `path`, in the place of whatever is there."""
    try:
        file = open(path, "xb")  # noqa: PTH123, SIM115 -- as above; closed below
    except OSError as error:
        _clear_the_way(path, error)
        file = open(path, "xb")  # noqa: PTH123, SIM115
    with file:
        file.write(raw)


def take_over(source: str, target: str) -> None:
    """Give the file `source` the second name `target`, in the place of whatever is there."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        _clear_the_way(target, error)
        link_or_copy(source, target)


def remove(folder: Path, name: str) -> None:
    """Remove the file `name` from `folder`, and the folders that it leaves empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder:
            return
        try:
            parent.rmdir()
        except OSError:  # it is not empty
            return


def _clear_the_way(path: str, found: OSError) -> None:
    """Let a new file be `path`, of which was `found` that it cannot be.

    Its folder is missing, mostly; or whatever has that name may be one of the output, too.

    Raises `FanfareError` where the author has a folder of that name, or a file in a folder's place.
    """
    try:
        if isinstance(found, FileNotFoundError):
            _make_folder(os.path.dirname(path))  # noqa: PTH120
        else:
            with suppress(FileNotFoundError):  # as where a link was asked for that cannot be
                os.unlink(path)  # noqa: PTH108 -- as above
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        remedy = "Move what is in its way, or give the page another address."
        raise FanfareError(Finding("output", message, remedy)) from None


def _make_folder(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102 -- mostly it is the only one that is missing
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
