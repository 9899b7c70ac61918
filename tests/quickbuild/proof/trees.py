"""Built sites, as all the bytes they consist of, and how two of them differ."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

Tree = Mapping[str, bytes]
"""Contents by name; a folder's name ends in `/`, and it has its mode only."""

_SHOWN_LINES = 40


def tree_of(folder: Path) -> Tree:
    """All that is in `folder`; nothing where it is not there."""
    found: dict[str, bytes] = {}
    for place, folders, files in os.walk(folder):
        here = Path(place)
        for name in folders:
            found[f"{(here / name).relative_to(folder).as_posix()}/"] = b""
        for name in files:
            path = here / name
            mode = stat.S_IMODE(path.lstat().st_mode)
            shown = path.relative_to(folder).as_posix()
            found[shown] = path.read_bytes()
            if mode & 0o111:
                found[f"{shown} (mode)"] = oct(mode).encode()
    return found


def difference(expected: Tree, found: Tree) -> str:
    """How `found` differs from `expected`, for the eye; empty where it does not."""
    parts = [f"missing: {name}" for name in sorted(expected.keys() - found.keys())]
    parts += [f"too much: {name}" for name in sorted(found.keys() - expected.keys())]
    for name in sorted(expected.keys() & found.keys()):
        if expected[name] != found[name]:
            parts += [f"differs: {name}", *_lines(expected[name], found[name])]
    return "\n".join(parts)


def _lines(expected: bytes, found: bytes) -> list[str]:
    try:
        before, after = expected.decode().splitlines(), found.decode().splitlines()
    except UnicodeDecodeError:
        return [f"  {len(expected)} bytes of no text, and {len(found)}"]
    changed = difflib.unified_diff(before, after, "clean", "incremental", n=1, lineterm="")
    return [f"  {row}" for row in list(changed)[:_SHOWN_LINES]] or ["  in the ends of lines"]
