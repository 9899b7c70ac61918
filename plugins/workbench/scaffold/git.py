"""What git knows about the author's files: which of them it could bring back."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class History:
    """How the files of a site stand to its git repository. Paths are relative to the site."""

    files: tuple[str, ...]
    """Files asked about that git keeps or would keep; ignored ones are not among them."""

    unkept: frozenset[str]
    """Those whose present state git does not have."""


def history(root: Path, *paths: str) -> History | None:
    """What git says about `paths` in the folder `root`; None where it keeps no history of it."""
    asked = ("--", *paths)
    listed = _ask(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", *asked)
    status = _ask(
        root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", *asked
    )
    prefix = _ask(root, "rev-parse", "--show-prefix")
    if listed is None or status is None or prefix is None:
        return None
    inside = prefix.strip("\n")
    # Each entry is two letters and a space before the path from the top of the repository.
    changed = (entry[3:].removeprefix(inside) for entry in status.split("\0") if entry)
    return History(
        tuple(path for path in dict.fromkeys(listed.split("\0")) if _is_there(root, path)),
        frozenset(path for path in changed if _is_there(root, path)),
    )


def _is_there(root: Path, path: str) -> bool:
    return bool(path) and ((root / path).is_file() or (root / path).is_symlink())


def _ask(root: Path, *words: str) -> str | None:
    """What git prints; None where it cannot be run or finds no repository."""
    command = ["git", "-C", str(root), *words]
    try:
        answer = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- our own arguments
    except OSError:
        return None
    return None if answer.returncode else os.fsdecode(answer.stdout)
