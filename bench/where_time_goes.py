"""Which parts of a program written in Python its time goes to."""

from __future__ import annotations

import pstats
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PARTS = 12
_NOT_PYTHON = "~"
"""The file that the profiler gives functions written in C."""


@dataclass(frozen=True, slots=True)
class Part:
    """A plugin or package, and the time spent in its own functions and in the C they call."""

    name: str
    seconds: float
    most_of_it: str
    """The function of it that takes the most."""


def profiled(command: Sequence[str], statistics: Path) -> tuple[str, ...]:
    """The `python -m ...` of `command` under cProfile, which writes to `statistics`."""
    _python, *rest = command
    return (sys.executable, "-m", "cProfile", "-o", str(statistics), *rest)


def parts_in(statistics: Path) -> list[Part]:
    """The parts that took the most time, the first of them most."""
    spent: defaultdict[str, Counter[str]] = defaultdict(Counter)
    # By function (file, line, name): calls, primitive calls, own seconds, cumulative seconds, and
    # the same four by each of its callers.
    functions = pstats.Stats(str(statistics)).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, _, own, _, callers) in functions.items():
        if file != _NOT_PYTHON:
            spent[_part_of(file)][name] += own
            continue
        for (calling_file, _, calling), (_, _, own_there, _) in callers.items():
            spent[_part_of(calling_file)][f"{name} in {calling}"] += own_there
    parts = [
        Part(name, inside.total(), inside.most_common(1)[0][0]) for name, inside in spent.items()
    ]
    return sorted(parts, key=lambda part: -part.seconds)[:_PARTS]


def _part_of(file: str) -> str:
    """`plugins/folio`, `jinja2`, `importing`, or `Python: re`."""
    if file.startswith("<frozen importlib"):
        return "importing"
    path = Path(file).as_posix()
    if found := re.search(r"(?:/(plugins)|site-packages)/(\w+)", path):
        return "/".join(filter(None, found.groups()))
    found = re.search(r"(?:/python3\.\d+/|<frozen )(\w+)", path)
    return f"Python: {found[1]}" if found else "Python"
