"""`invoke fans.undo`: what was added last is shown, and taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.fans.book import Wish, unread_book
from milestones.fans.command import record, undo
from milestones.files import fans_file
from milestones.records import Reading
from tests.milestones.fans.fans_site import CHANNELS, TODAY, book_of, fans, make_site
from tests.milestones.goals_site import Terminal, data, invoke
from workbench.location import Site

BEFORE = "2025-11-09,newsletter,61,\n2025-11-16,linkedin,131,\n"


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A site where 97 was recorded last."""
    root = make_site(tmp_path, *BEFORE.splitlines())
    record(book_of(root), "newsletter", "97", Wish(), note="first mention")
    capsys.readouterr()
    return root


def test_the_last_recording_is_shown_and_taken_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo(book_of(root), Wish(), yes=True)
    assert capsys.readouterr().out == (
        "What was added last to content/data/fans.csv:\n"
        '  2025-11-23 newsletter 97  "first mention"\n'
        "Took back 1 line; at least 131 fans, at most 192 (as of 2025-11-16).\n"
    )
    assert fans(root) == BEFORE


def test_a_dry_run_only_shows_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = fans(root)
    for _ in range(2):
        undo(book_of(root), Wish(dry_run=True), yes=True)
        assert capsys.readouterr().out == (
            "What was added last to content/data/fans.csv:\n"
            '  2025-11-23 newsletter 97  "first mention"\n'
            "Nothing was taken back.\n"
        )
    assert fans(root) == before


def test_what_was_added_together_is_taken_back_together(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2025, 11, 23)
    more = [Reading(day, "linkedin", 140), Reading(day, "talks", 9)]
    before = fans(root)
    fans_file.append(data(root, "fans.csv"), more)
    undo(book_of(root), Wish(), yes=True)
    out = capsys.readouterr().out
    assert "  2025-11-23 linkedin 140\n  2025-11-23 talks 9\nTook back 2 lines; " in out
    assert fans(root) == before


def test_what_the_author_wrote_afterwards_stays(root: Path) -> None:
    with data(root, "fans.csv").open("a") as file:
        file.write("2025-11-23,linkedin,150,by hand\n")
    undo(book_of(root), Wish(), yes=True)
    assert fans(root) == f"{BEFORE}2025-11-23,linkedin,150,by hand\n"


def test_only_the_last_recording_can_be_taken_back(root: Path) -> None:
    undo(book_of(root), Wish(), yes=True)
    with pytest.raises(FanfareError, match="nothing to take back"):
        undo(book_of(root), Wish(), yes=True)
    assert fans(root) == BEFORE


def test_the_first_recording_of_all_can_be_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_site(tmp_path)
    record(book_of(root), "newsletter", "1", Wish())
    undo(book_of(root), Wish(), yes=True)
    assert capsys.readouterr().out.endswith("Took back 1 line; no fans are counted any more.\n")
    record(book_of(root), "newsletter", "2", Wish())
    assert fans(root) == "2025-11-23,newsletter,2,\n"


def test_where_nothing_was_recorded_there_is_nothing_to_take_back(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match="nothing to take back"):
        undo(book_of(make_site(tmp_path)), Wish(), yes=True)


def test_json_says_what_was_taken_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    undo(book_of(root), Wish(as_json=True), yes=True)
    assert json.loads(capsys.readouterr().out) == {
        "lines": [
            {
                "date": "2025-11-23",
                "channel": "newsletter",
                "count": 97,
                "note": "first mention",
            }
        ],
        "fans": {"low": 131, "high": 192, "as_of": "2025-11-16"},
        "dry_run": False,
    }


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_where_nobody_can_be_asked_it_takes_yes(root: Path, options: tuple[str, ...]) -> None:
    before = fans(root)
    done = invoke(root, "fans.undo", *options)
    assert done.returncode == 1
    assert done.stderr == "error: Nothing was taken back. Add --yes to do it unasked.\n"
    assert fans(root) == before


@pytest.mark.parametrize(("answer", "is_left"), [("y", False), ("n", True), ("", True)])
def test_in_a_terminal_the_author_is_asked(root: Path, answer: str, is_left: bool) -> None:
    before = fans(root)
    running = Terminal(root, "fans.undo")
    running.wait_for("Take this back? [y/N]")
    running.press(f"{answer}\n")
    assert running.end() == 0
    assert fans(root) == (before if is_left else BEFORE)
    assert ("Nothing was taken back." in running.screen) == is_left


def test_who_stops_at_the_question_is_told_that_nothing_was_done(root: Path) -> None:
    before = fans(root)
    running = Terminal(root, "fans.undo")
    running.wait_for("Take this back? [y/N]")
    running.press("\x03\n")
    assert running.end() != 0
    assert "Stopped. Nothing was taken back." in running.screen
    assert "Traceback" not in running.screen
    assert fans(root) == before


def test_the_command_takes_back_unasked(root: Path) -> None:
    done = invoke(root, "fans.undo", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert fans(root) == BEFORE


def test_an_open_spreadsheet_is_warned_of(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data(root, ".~lock.fans.csv#").write_text("")
    undo(book_of(root), Wish(), yes=True)
    assert "This file is open in a spreadsheet" in capsys.readouterr().err


# --- whatever is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", ["99999999999", "True", "many", ""])
def test_a_line_that_nothing_can_read_is_taken_back(tmp_path: Path, count: str) -> None:
    root = make_site(tmp_path, *BEFORE.splitlines(), f"2025-11-23,newsletter,{count},")
    assert invoke(root, "fans.status").returncode == 1
    done = invoke(root, "fans.undo", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "What was added last to content/data/fans.csv:\n"
        f"  2025-11-23 newsletter {count}\n"
        "Took back 1 line; at least 131 fans, at most 192 (as of 2025-11-16).\n"
    )
    assert fans(root) == BEFORE
    assert invoke(root, "fans.status").returncode == 0


def test_what_else_is_wrong_is_said_when_it_was_taken_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data(root).write_text(f"{CHANNELS}colour = 'red'\n")
    undo(unread_book(Site(root), TODAY), Wish(), yes=True)
    said = capsys.readouterr()
    assert said.out.endswith("Took back 1 line.\n")
    assert said.err.startswith("error: content/data/goals.toml:")
    assert fans(root) == BEFORE


def test_json_says_a_count_that_is_none_as_it_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_site(tmp_path, "2025-11-23,newsletter,many,")
    undo(unread_book(Site(root), TODAY), Wish(as_json=True), yes=True)
    said = json.loads(capsys.readouterr().out)
    assert said["lines"] == [
        {"date": "2025-11-23", "channel": "newsletter", "count": "many", "note": ""}
    ]
    assert said["fans"] is None


def test_a_note_cannot_speak_to_the_terminal(root: Path) -> None:
    record(book_of(root), "newsletter", "98", Wish(), note="a\x1b]0;pwned\x07b\x9b2J")
    done = invoke(root, "fans.undo", "--dry-run")
    assert '  2025-11-23 newsletter 98  "a\\x1b]0;pwned\\x07b\\x9b2J"\n' in done.stdout


def test_a_dry_run_writes_nothing_at_all(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    before = sorted(root.rglob("*"))
    done = invoke(root, "fans.undo", "--dry-run")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: content/data/fans.csv: There is nothing to take back. Only the last recording"
    )
    assert sorted(root.rglob("*")) == before
