"""The programs that say whether Fanfare itself is in order, run with the Python in use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding


def run_tests(root: Path, only: str = "") -> int:
    """Run the tests below `root`, or those that `only` names; pytest's exit status.

    `only` is a path or the id of a test, else words in tests' names as in `pytest -k`.
    """
    return _run(root, ["pytest", *_selection(root, only)])


def run_linters(root: Path, *, fix: bool = False) -> int:
    """Run the linter, the formatter and the type checker, each of them whatever the others find.

    Returns 1 where any of them found something. With `fix`, mends first what can be mended.
    """
    commands = (
        ["ruff", "check", *(["--fix"] if fix else [])],
        ["ruff", "format", *([] if fix else ["--check"])],
        ["mypy"],
    )
    failed = [" ".join(command) for command in commands if _run(root, command)]
    if failed:
        console.complain(f"Not in order: {', '.join(failed)}")
    return 1 if failed else 0


def _selection(root: Path, only: str) -> list[str]:
    if not only:
        return []
    is_path = (root / only.split("::")[0]).exists()
    return [only] if is_path else ["-k", only]


def _run(root: Path, command: Sequence[str]) -> int:
    module = command[0]
    if find_spec(module) is None:
        raise FanfareError(
            Finding(
                "developer-only",
                f"{module} is not installed: an author's site does not need it.",
                "`python3 bootstrap.py test` installs it, and all that developers need.",
            )
        )
    return subprocess.run([sys.executable, "-m", *command], cwd=root, check=False).returncode  # noqa: S603 -- our own interpreter
