"""What git knows about the author's files: which of them it could bring back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from workbench.git import Repository


@dataclass(frozen=True, slots=True)
class History:
    """How the files of a site stand to its git repository. Paths are relative to the site."""

    files: tuple[str, ...]
    """Files asked about that git keeps or would keep; ignored ones are not among them."""

    unkept: frozenset[str]
    """Those whose present state git does not have."""


def history(root: Path, *paths: str) -> History | None:
    """What git says about `paths` in the folder `root`; None where it keeps no history of it."""
    if not shutil.which("git"):
        return None
    git, asked = Repository(root), ("--", *paths)
    listed = git.attempt("ls-files", "-z", "--cached", "--others", "--exclude-standard", *asked)
    status = git.attempt(
        "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", *asked
    )
    inside = git.attempt("rev-parse", "--show-prefix")
    if listed.status or status.status or inside.status:
        return None
    # Each entry is two letters and a space before the path from the top of the repository.
    changed = (entry[3:].removeprefix(inside.text) for entry in status.entries if entry)
    return History(
        tuple(path for path in dict.fromkeys(listed.entries) if _is_there(root, path)),
        frozenset(path for path in changed if _is_there(root, path)),
    )


def _is_there(root: Path, path: str) -> bool:
    return bool(path) and ((root / path).is_file() or (root / path).is_symlink())
