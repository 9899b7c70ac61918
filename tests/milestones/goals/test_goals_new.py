"""`invoke goals.new`: asked, checked, shown, and written as a whole or not at all."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from milestones.goals.new_goal import (
    FIELDS,
    key_results_for,
    new_channel,
    ramp_lines,
    unanswered,
)
from milestones.goals.toml_addition import Addition, with_addition
from milestones.records import KeyResult, Period, Records
from tests.milestones.goals_site import CHANNEL, GOAL, STATEMENT, Terminal, data, invoke, make_site

NEXT = "On 30 September 2022, 2,000 people have asked to hear from me."
OPTIONS = {
    "statement": NEXT,
    "target": "2000",
    "metric": "fans",
    "start": "2021-10-01",
    "end": "2022-09-30",
    "baseline": "1000",
    "ramp": "100,200,300,400",
    "control": "mine",
}
ADDITION = Addition(
    replace(
        unanswered(Records({}, ()), date(2021, 10, 1)),
        key="second",
        end=date(2022, 9, 30),
        sections={"strategy": 'Say "yes" — \\ often.'},
    )
)


def _options(**changes: str) -> list[str]:
    said = {**OPTIONS, **changes}
    return [word for name, value in said.items() if value for word in (f"--{name}", value)]


def _parsed(root: Path) -> dict[str, list[dict[str, object]]]:
    return tomllib.loads(data(root).read_text("utf-8"))


# --- asked --------------------------------------------------------------------------------------

CHANNELS = ("The Wednesday letter", "stock", "", "")
FIGURES = ("1,000", "", "2020-10-01", "2021-09-30", "0", "", "")
STRETCH = ("",)
SECTIONS = ("Tuesdays at six.", "", "", "Talks first.", "")
KEY_RESULTS = ("", "", "no")
ANSWERS = (*CHANNELS, STATEMENT, *FIGURES, *STRETCH, *SECTIONS, *KEY_RESULTS)


def test_a_goal_is_asked_for_question_by_question_and_written(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS, "yes")
    assert terminal.end() == 0
    assert data(root).read_text() == (
        CHANNEL.replace('"letter"', '"wednesday-letter"').replace("The l", "The Wednesday l")
        + "\n"
        + GOAL
        + 'commitment = "Tuesdays at six."\nstrategy = "Talks first."\n'
        + '\n[[key_results]]\nname = "Fans: what the ramp wants each quarter"\n'
        + 'measure = "fans"\nperiod = "quarter"\n'
        + '\n[[key_results]]\nname = "One new story a week"\n'
        + 'measure = "stories"\nperiod = "week"\ntarget = 1\n'
    )


def test_the_checkpoints_are_shown_before_anything_is_written(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS)
    terminal.wait_for("yes or no")
    for line in ("2020-12-31    100  (+100)", "2021-03-31    300  (+200)", "1,000  (+400)"):
        assert line in terminal.screen
    assert not data(root).exists()
    terminal.press("no\n")
    assert terminal.end() == 0
    assert not data(root).exists()
    assert "Nothing was changed." in terminal.screen


def test_enter_does_not_decide_whether_to_write(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS, "", "y")
    assert terminal.end() == 0
    assert "That is neither. Write yes or no." in terminal.screen
    assert data(root).exists()


def test_an_answer_that_the_door_would_refuse_is_asked_for_again(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new")
    terminal.type("", NEXT, "many", "2000", "leter", "letter", "soon", "2021-10-01")
    terminal.type("2021-09-30", "2022-09-30", "3000", "1000")
    terminal.type("20, 30", "sideways", "backload", "both", "mine")
    terminal.wait_for("> ")
    for complaint in (
        "An answer is needed.",
        '"many" is no count. Write a whole number, such as 104.',
        'metric "leter" is not known. Did you mean "letter"?',
        '"soon" is not a date. Write it as year-month-day, such as 2026-09-30.',
        "end, 2021-09-30, is not within",
        "The target, 2,000, is not above the baseline, 3,000.",
        "ramp gains 50 in all; from 1,000 to 2,000 it is 1,000.",
        'ramp "sideways" is not known.',
        'control "both" is not known.',
    ):
        assert complaint in terminal.screen
    terminal.press("\x04")
    assert terminal.end() == 1


@pytest.mark.parametrize("keys", [b"Tues\xffdays.", b"Tues\x1b[D days."])
@pytest.mark.parametrize("errors", ["surrogateescape", "strict"])
def test_an_answer_that_is_no_text_is_asked_for_again_and_nothing_is_lost(
    tmp_path: Path, keys: bytes, errors: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", f"utf-8:{errors}")
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*CHANNELS, STATEMENT, *FIGURES, *STRETCH)
    terminal.wait_for("> ")
    terminal.press_bytes(keys + b"\n")
    terminal.wait_for("There are characters in it that nobody can read.")
    terminal.type(*SECTIONS, *KEY_RESULTS, "yes")
    assert terminal.end() == 0
    [goal] = [_parsed(root)["goal"]]
    assert goal["commitment"] == "Tuesdays at six."  # type: ignore[call-overload]


def test_a_stretch_may_be_said(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    far = "On 30 September 2021, 10,000 people have asked to hear from me."
    terminal = Terminal(root, "goals.new")
    terminal.type(STATEMENT, *FIGURES, far, "900", "", *SECTIONS, *KEY_RESULTS, "yes")
    assert terminal.end() == 0
    assert "The stretch, 900, is not above the target, 1,000." in terminal.screen
    after = data(root).read_text()
    assert f'\n[goal.stretch]\nstatement = "{far}"\ntarget = 10000\n\n[[key_results]]' in after


def test_a_sentence_that_is_no_plain_one_can_be_said_again_or_kept(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new")
    terminal.type("Grow my audience.", "I want to have fans.", "", "1000", "")
    terminal.wait_for("> ")
    assert 'The statement says "Grow", of which nobody can see' in terminal.screen
    assert 'The statement says "I want to", of which' in terminal.screen
    terminal.press("\x04")
    assert terminal.end() == 1


@pytest.mark.parametrize(
    ("key", "says"), [("\x03", "Stopped. Nothing was changed."), ("\x04", "nothing was done")]
)
@pytest.mark.parametrize("asked", range(0, len(ANSWERS) + 1, 6))
def test_who_stops_amid_the_questions_leaves_everything_as_it_was(
    tmp_path: Path, key: str, says: str, asked: int
) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": "# mine\n"})
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS[:asked])
    terminal.wait_for("> ")
    # The line end wakes an `input` that Ctrl-C reached between its prompt and its reading.
    terminal.press(f"{key}\n")
    assert terminal.end() == 1
    assert says in terminal.screen
    assert "Traceback" not in terminal.screen
    assert [path.name for path in data(root).parent.iterdir()] == ["goals.toml"]
    assert data(root).read_text() == "# mine\n"


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS)
    terminal.wait_for("yes or no")
    data(root).write_text("# by another hand\n")
    terminal.press("y\n")
    assert terminal.end() == 1
    assert "It was changed meanwhile, so nothing was written." in terminal.screen
    assert data(root).read_text() == "# by another hand\n"


# --- said on the command line -------------------------------------------------------------------


def test_a_script_says_it_all_and_is_asked_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(), "--yes")
    assert done.returncode == 0
    goal = tomllib.loads(data(root).read_text())["goal"]
    assert goal == {
        "statement": NEXT,
        "metric": "fans",
        "target": 2000,
        "baseline": 1000,
        "start": date(2021, 10, 1),
        "end": date(2022, 9, 30),
        "ramp": [100, 200, 300, 400],
        "control": "mine",
    }


def test_what_is_odd_about_it_is_said_once_it_is_written(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(statement="Grow."), "--yes")
    assert done.returncode == 0
    assert 'goals.toml:8: The statement says "Grow"' in done.stderr


def test_without_a_terminal_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    done = invoke(root, "goals.new", *_options(target="", control=""))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: Nobody can be asked here, and not all is said: --target, --control, --yes. "
        "Add what is missing, or run this in a terminal.\n"
    )
    assert not data(root).exists()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"target": "a lot"}, '"a lot" is no count.'),
        ({"metric": "letters"}, 'metric "letters" is not known.'),
        ({"end": "2022-02-30"}, '"2022-02-30" is not a date.'),
        ({"ramp": "1,2,3,4"}, "ramp gains 10 in all"),
        ({"statement": "a\x1bb"}, "There are characters in it that nobody can read."),
        ({"key": "first"}, 'A goal has the key "first" already.'),
        ({"start": "2021-09-30"}, "ends only on 2021-09-30. Let one goal follow"),
    ],
)
def test_a_wrong_option_is_named_and_nothing_written(
    tmp_path: Path, changes: dict[str, str], complaint: str
) -> None:
    before = CHANNEL + GOAL.replace("[goal]", '[[goal]]\nkey = "first"')
    root = make_site(tmp_path / "site", {"goals.toml": before})
    done = invoke(root, "goals.new", *_options(**changes), "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert complaint in done.stderr
    assert data(root).read_text() == before


def test_the_day_that_is_said_decides_before_one_is_suggested(tmp_path: Path) -> None:
    last = GOAL.replace("2020-", "2199-").replace("2021-09-30\n", "2200-12-31\n")
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + last})
    done = invoke(root, "goals.new", *_options(), "--yes")
    assert (done.returncode, len(_parsed(root)["goal"])) == (0, 2)


def test_a_day_that_no_calendar_reaches_is_refused(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(start="9999-12-31"), "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error: 9999-12-31 is not in our time." in done.stderr


def test_a_stretch_is_said_with_options(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL})
    stretch = {"stretch-statement": "Twenty thousand.", "stretch-target": "20,000"}
    done = invoke(root, "goals.new", *_options(**stretch), "--yes")
    assert done.returncode == 0
    assert _parsed(root)["goal"][1]["stretch"] == {
        "statement": "Twenty thousand.",
        "target": 20_000,
    }


@pytest.mark.parametrize("half", ["statement", "target"])
def test_half_a_stretch_is_none(tmp_path: Path, half: str) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(**{f"stretch-{half}": "20000"}), "--yes")
    assert done.returncode == 1
    other = {"statement": "target", "target": "statement"}[half]
    assert f"not all is said: --stretch-{other}." in done.stderr
    assert _parsed(root).get("goal") is None


def test_a_target_of_a_stretch_that_was_said_is_not_dropped(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new", *_options(**{"stretch-target": "20000"}), "--yes")
    terminal.type("", "Twenty thousand.")
    assert terminal.end() == 0
    assert "An answer is needed." in terminal.screen
    assert 'statement = "Twenty thousand."\ntarget = 20000\n' in data(root).read_text()


# --- tried ----------------------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_be_added_and_writes_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(), "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    for line in ("  [goal]", f'  statement = "{NEXT}"', "    2022-09-30  2,000  (+400)"):
        assert line in done.stdout.splitlines()
    assert done.stdout.endswith("Nothing was changed.\n")
    assert data(root).read_text() == CHANNEL
    assert [path.name for path in data(root).parent.iterdir()] == ["goals.toml"]


def test_a_dry_run_refuses_what_would_be_refused(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(metric="letters"), "--dry-run")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'metric "letters" is not known.' in done.stderr


def test_a_dry_run_in_a_terminal_asks_what_is_not_said_but_not_whether_to_write(
    tmp_path: Path,
) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new", "--dry-run")
    terminal.type(*ANSWERS)
    assert terminal.end() == 0
    assert "Nothing was changed." in terminal.screen
    assert not data(root).exists()


@pytest.mark.parametrize("way", ["--dry-run", "--yes"])
def test_json_is_all_that_is_printed(tmp_path: Path, way: str) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    done = invoke(root, "goals.new", *_options(), way, "--json")
    assert done.returncode == 0
    value = json.loads(done.stdout)
    is_dry = way == "--dry-run"
    assert (value["dry_run"], value["written"]) == (is_dry, not is_dry)
    assert value["goal"] == {
        "key": None,
        **{name: OPTIONS[name] for name in ("statement", "metric", "start", "end", "control")},
        "target": 2000,
        "baseline": 1000,
        "ramp": [100, 200, 300, 400],
        "stretch": None,
        "plan": {},
    }
    assert value["checkpoints"][-1] == {"date": "2022-09-30", "target": 2000}
    after = data(root).read_text()
    assert after == (CHANNEL if is_dry else f"{CHANNEL}\n{chr(10).join(value['lines'])}\n")


def test_what_is_asked_does_not_go_where_json_goes(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new", *_options(), "--json", output=tmp_path / "goal.json")
    terminal.type(*STRETCH, *SECTIONS, "yes", "no", "no", "yes")
    assert terminal.end() == 0
    value = json.loads((tmp_path / "goal.json").read_text())
    assert value["written"] is True
    assert value["goal"]["plan"] == {"commitment": SECTIONS[0], "strategy": SECTIONS[3]}
    assert [one["measure"] for one in value["key_results"]] == ["fans"]


def test_records_that_are_wrong_are_named_first(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": "[goal\n"})
    done = invoke(root, "goals.new", *_options(), "--yes")
    assert done.returncode == 1
    assert done.stderr.startswith("error: content/data/goals.toml:1: This is not TOML")


# --- beside what is there -----------------------------------------------------------------------


def test_with_a_second_goal_the_header_of_the_first_says_that_there_are_several(
    tmp_path: Path,
) -> None:
    before = (
        f"# mine\n\n{CHANNEL}\n{GOAL}\n[goal.stretch]  # far\nstatement = 'Ten.'\ntarget = 10000"
    )
    root = make_site(tmp_path / "site", {"goals.toml": before})
    done = invoke(root, "goals.new", *_options(), "--yes")
    assert done.returncode == 0
    after = data(root).read_text()
    kept = before.replace("[goal]", '[[goal]]\nkey = "2021"')
    assert after.startswith(f'{kept}\n\n[[goal]]\nkey = "2022"\nstatement = ')
    first, second = tomllib.loads(after)["goal"]
    assert first["stretch"]["target"] == 10_000
    assert "stretch" not in second


def test_a_goal_may_follow_one_that_still_runs(tmp_path: Path) -> None:
    runs = GOAL.replace("2021-09-30\n", "2040-09-30\n")
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + runs})
    done = invoke(root, "goals.new", *_options(start="2040-10-01", end="2041-09-30"), "--yes")
    assert done.returncode == 0
    assert [goal["key"] for goal in _parsed(root)["goal"]] == ["2040", "2041"]


def test_key_results_name_the_new_goal_where_there_are_several(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL})
    terminal = Terminal(root, "goals.new", *_options(key="second"))
    terminal.type(*STRETCH, *SECTIONS, "no", "yes", "yes", "yes")
    assert terminal.end() == 0
    results = _parsed(root)["key_results"]
    assert [(one["goal"], one["measure"]) for one in results] == [
        ("second", "stories"),
        ("second", "partnerships"),
    ]


def test_what_counts_as_one_in_a_channel_is_asked_for(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type("The letter", "stock", "an address that was confirmed", "Talks", "attendance", "")
    terminal.type("", STATEMENT, *FIGURES, *STRETCH, *SECTIONS, *KEY_RESULTS, "yes")
    assert terminal.end() == 0
    letter, talks = _parsed(root)["channels"]
    assert letter["counts"] == "an address that was confirmed"
    assert "counts" not in talks


def test_the_number_and_the_day_of_the_sentence_are_suggested(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new", "--start", "2021-11-15", "--dry-run")
    terminal.type(NEXT)
    terminal.wait_for("How many is that? [2000]")
    terminal.type("", "")
    terminal.wait_for("Until which day? A year is a good span. [2022-09-30]")
    terminal.press("\x04")
    assert terminal.end() == 1


@pytest.mark.parametrize(
    ("statement", "target", "end"),
    [
        ("On 31 December 2027, 2,000 people have asked.", "2000", "2027-12-31"),
        ("By December 31st, 2027, 150 readers in 3 towns know me.", "150", "2027-12-31"),
        ("By the end of 2027 ten thousand people have asked.", "10000", "2027-10-31"),
        ("On 31 Dec 2026, 500 people have asked.", "500", "2026-12-31"),
        ("On 31 June 2027, 90 people have asked.", "90", "2027-10-31"),
        ("On 31 December 2025, 90 people had asked.", "90", "2027-10-31"),
        ("Many people have asked.", "1000", "2027-10-31"),
    ],
)
def test_what_a_sentence_suggests(statement: str, target: str, end: str) -> None:
    records = Records({}, ())
    goal = replace(ADDITION.goal, statement=statement, start=date(2026, 11, 1))
    suggested = {one.key: one.suggestion(goal, records, goal.start) for one in FIELDS}
    assert (suggested["target"], suggested["end"]) == (target, end)


def test_a_sentence_with_another_day_than_the_end_can_be_said_again(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL})
    terminal = Terminal(root, "goals.new")
    terminal.type(STATEMENT, "", "", "2020-10-01", "2021-10-31", "0", "", "")
    terminal.wait_for("The statement says 2021-09-30, and the goal ends on 2021-10-31.")
    terminal.type(STATEMENT.replace("30 September", "31 October"))
    terminal.type(*STRETCH, *SECTIONS, *KEY_RESULTS, "yes")
    assert terminal.end() == 0
    assert "ends on" not in terminal.screen.split("The plan, in five parts.")[1]


def test_the_last_question_says_that_enter_is_no_answer(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    terminal = Terminal(root, "goals.new")
    terminal.type(*ANSWERS)
    terminal.wait_for("yes or no (Enter alone is no answer)")
    terminal.press("no\n")
    assert terminal.end() == 0


RESULTS = """
[[key_results]]  # mine
name = "Two stories a week"
measure = "stories"
period = "week"
target = 2

[[key_results]]
name = "Fans"
measure = "fans"
period = "quarter"

[[key_results]]
name = "[[key_results]]"
measure = "events:met"
period = "year"
target = 100
stretch = true
"""


def test_what_the_last_goal_did_is_suggested_for_the_next_one(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL + RESULTS})
    terminal = Terminal(root, "goals.new", *_options())
    terminal.type(*STRETCH, "", *SECTIONS, "", "no", "", "yes")
    assert terminal.end() == 0
    assert 'Its key results name it: goal = "2021".' in terminal.screen
    assert [(one["goal"], one["name"]) for one in _parsed(root)["key_results"][3:]] == [
        ("2022", "Two stories a week"),
        ("2022", "One new partnership a month"),
    ]


def test_what_follows_the_ramp_of_another_metric_is_not_taken_over() -> None:
    fans = KeyResult("Readers", "fans", Period.QUARTER, None, "first")
    first = replace(ADDITION.goal, key="first")
    records = Records({}, (), goals=(first,), key_results=(fans,))
    suggested = key_results_for(replace(ADDITION.goal, metric="letter"), records)
    assert [one.measure for one in suggested] == ["letter", "stories", "partnerships"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("key", ["", 'key = "2021"\n'])
def test_with_a_second_goal_the_key_results_of_the_first_name_it(newline: str, key: str) -> None:
    goal = GOAL.replace("[goal]\n", f"[goal]\n{key}")
    theirs = RESULTS.replace("stretch = true\n", "stretch = true\ngoal = '2021'\n")
    text = f"thanks = '''\n[[key_results]]\n'''\n{CHANNEL}{goal}{theirs}"
    before = text.replace("\n", newline)
    after = with_addition(before, ADDITION, "" if key else "2021", "goals.toml")
    wanted = text.replace("[goal]\n", "[[goal]]\n" + ("" if key else 'key = "2021"\n'))
    for header in ("[[key_results]]  # mine\n", '[[key_results]]\nname = "Fans"\n'):
        first, rest = header.split("\n", 1)
        wanted = wanted.replace(header, f'{first}\ngoal = "2021"\n{rest}')
    assert after.startswith(wanted.replace("\n", newline))


def test_key_results_beside_several_goals_are_left_as_they_are() -> None:
    goals = GOAL.replace("[goal]", '[[goal]]\nkey = "a"') + GOAL.replace(
        "[goal]", '[[goal]]\nkey = "b"'
    )
    before = CHANNEL + goals + RESULTS
    assert with_addition(before, ADDITION, "", "goals.toml").startswith(before)


def test_a_key_result_that_counts_for_every_goal_is_not_suggested_again() -> None:
    stories = KeyResult("Write", "stories", Period.WEEK, 2, "")
    suggested = key_results_for(ADDITION.goal, Records({}, (), key_results=(stories,)))
    assert [one.measure for one in suggested] == ["fans", "partnerships"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n\n"])
def test_not_one_byte_of_what_is_there_is_touched(newline: str, mark: str, last: str) -> None:
    goal = GOAL.rstrip("\n").replace("[goal]", '[[goal]] # one\nkey = "first"')
    before = mark + f"{CHANNEL}{goal}{last}".replace("\n", newline)
    after = with_addition(before, ADDITION, "", "goals.toml")
    assert after.startswith(before)
    added = after[len(before) :]
    assert re.findall(r"\r?\n", added) == [newline] * added.count("\n")
    assert tomllib.loads(after.removeprefix("\ufeff"))["goal"][1]["key"] == "second"


@pytest.mark.parametrize("header", ["[goal]", "  [ goal ]", "['goal']", '["goal"] # [goal]'])
def test_a_header_is_known_however_it_is_written(header: str) -> None:
    before = f"thanks = '''\n[goal]\n'''\n{header}\nstatement = 'One.'\n"
    after = tomllib.loads(with_addition(before, ADDITION, "first", "goals.toml"))
    assert after["thanks"] == "[goal]\n"
    assert [goal["key"] for goal in after["goal"]] == ["first", "second"]


@pytest.mark.parametrize(
    "before",
    [
        "goal = { statement = 'One.' }\n",
        "goal = [{ statement = 'One.', key = 'first' }]\n",
        "goal.statement = 'One.'\n",
    ],
)
def test_a_file_that_nothing_can_be_added_to_is_left_alone(before: str) -> None:
    key = "" if "key" in before else "first"
    with pytest.raises(FanfareError, match="so nothing was changed"):
        with_addition(before, ADDITION, key, "content/data/goals.toml")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was_said(text: str) -> None:
    new = replace(ADDITION, goal=replace(ADDITION.goal, statement=text))
    assert tomllib.loads(with_addition("", new, "", ""))["goal"]["statement"] == text


# --- small things -------------------------------------------------------------------------------


def test_the_practices_ramp_is_shown() -> None:
    goal = replace(ADDITION.goal, ramp="backload", start=date(2025, 10, 1), end=date(2026, 9, 30))
    assert ramp_lines(goal) == [
        "  2025-12-31    100  (+100)",
        "  2026-03-31    300  (+200)",
        "  2026-06-30    600  (+300)",
        "  2026-09-30  1,000  (+400)",
    ]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("The Wednesday letter", "wednesday-letter"),
        ("Café L'Été", "cafe-lete"),
        ("The", "the"),
        ("手紙", "channel"),
        ("Talks", "talks-2"),
    ],
)
def test_the_key_of_a_channel_is_made_of_its_label(label: str, key: str) -> None:
    assert new_channel(label, "stock", {"talks"}).key == key


def test_reach_is_never_engaged() -> None:
    assert not new_channel("Visitors", "reach", ()).engaged
