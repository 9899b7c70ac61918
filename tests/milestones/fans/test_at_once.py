"""Several `invoke fans.*` at once: each decides by what is recorded when it writes.

Each process reads the records first and says so, and waits until all have: what they decide then
would be wrong in each but the first if they decided by what they had read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.fans.book import Wish
from milestones.fans.command import record, undo
from tests.milestones.fans.fans_site import book_of, fans, make_site
from tests.milestones.goals_site import Terminal, invoke

_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

_READ = """
import sys; from datetime import date; from pathlib import Path
from fanfare.errors import FanfareError
from milestones.fans.book import Wish, open_book
from milestones.fans.command import record, undo
from workbench.location import Site
book = open_book(Site(Path(sys.argv[1])), date(2025, 11, 23))
print("ready", flush=True)
sys.stdin.read()
"""

_RECORD = f"{_READ}\nrecord(book, sys.argv[2], sys.argv[3], Wish(as_json=True))"

SHOWN = "content/data/fans.csv"

_UNDO = f"""{_READ}
try:
    undo(book, Wish(as_json=True), yes=True)
except FanfareError as error:
    sys.exit(str(error))
"""


def _at_once(root: Path, programs: Sequence[tuple[str, ...]]) -> list[dict[str, object] | None]:
    """What each of the `programs`, with their words, says: JSON, or None where it is refused."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(root), *words],
            env=_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for program, *words in programs
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    return [_said(process) for process in running]


def _said(process: subprocess.Popen[str]) -> dict[str, object] | None:
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        said, complaints = process.stdout.read(), process.stderr.read()
    if process.returncode:
        assert complaints.startswith(f"{SHOWN}: ")
        return None
    value = json.loads(said)
    assert isinstance(value, dict)
    return value


def test_a_hundred_that_record_at_once_lose_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path, "2025-11-09,newsletter,61,")
    said = _at_once(root, [(_RECORD, "talks", str(count)) for count in range(100)])
    assert [one and one["effect"] for one in said] == ["added"] * 100
    first, *added = fans(root).splitlines()
    assert first == "2025-11-09,newsletter,61,"
    assert sorted(added) == sorted(f"2025-11-23,talks,{count}," for count in range(100))


def test_the_same_count_recorded_at_once_is_added_once(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    said = _at_once(root, [(_RECORD, "newsletter", "5")] * 12)
    assert sorted(str(one and one["effect"]) for one in said) == ["added", *["known"] * 11]
    assert fans(root) == "2025-11-23,newsletter,5,\n"


def test_each_of_several_corrections_at_once_corrects_the_one_before(tmp_path: Path) -> None:
    root = make_site(tmp_path, "2025-11-23,newsletter,100,")
    said = _at_once(root, [(_RECORD, "newsletter", str(count)) for count in range(8)])
    counts = [int(line.split(",")[2]) for line in fans(root).splitlines()]
    corrected = {one["count"]: one["was"]["count"] for one in said if one}  # type: ignore[index]
    assert corrected == dict(zip(counts[1:], counts, strict=False))


def test_taking_back_while_others_record_takes_only_what_it_says(tmp_path: Path) -> None:
    root = make_site(tmp_path, "2025-11-09,newsletter,61,")
    record(book_of(root), "talks", "1000", Wish())
    programs = [(_RECORD, "talks", str(count)) for count in range(12)]
    said = _at_once(root, [*programs[:6], *[(_UNDO,)] * 6, *programs[6:]])
    assert sum(one is not None and "effect" in one for one in said) == 12
    taken = [line["count"] for one in said if one and "lines" in one for line in one["lines"]]  # type: ignore[attr-defined]
    left = [int(line.split(",")[2]) for line in fans(root).splitlines()]
    assert sorted([*left, *taken]) == [*range(12), 61, 1000]


def test_what_was_recorded_while_the_author_was_asked_is_not_taken_back(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    record(book_of(root), "newsletter", "5", Wish())
    before = fans(root)
    running = Terminal(root, "fans.undo")
    running.wait_for("2025-11-23 newsletter 5")
    running.wait_for("Take this back? [y/N]")
    assert invoke(root, "fans.record", "talks", "40", "--date", "2020-01-01").returncode == 0
    running.press("y\n")
    assert running.end() == 1
    assert "content/data/fans.csv: Something else was added meanwhile" in running.screen
    assert fans(root) == f"{before}2020-01-01,talks,40,\n"


def test_what_was_taken_back_while_the_author_was_asked_is_not_taken_twice(tmp_path: Path) -> None:
    root = make_site(tmp_path, "2025-11-09,newsletter,61,")
    record(book_of(root), "newsletter", "5", Wish())
    running = Terminal(root, "fans.undo")
    running.wait_for("Take this back? [y/N]")
    undo(book_of(root), Wish(), yes=True)
    running.press("y\n")
    assert running.end() == 1
    assert "There is nothing to take back." in running.screen
    with pytest.raises(FanfareError, match="nothing to take back"):
        undo(book_of(root), Wish(), yes=True)
    assert fans(root) == "2025-11-09,newsletter,61,\n"
