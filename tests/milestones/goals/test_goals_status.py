"""How the goal stands: `goals.status`, and what it is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from milestones.arithmetic.projection import Projection, Refusal
from milestones.goals.status import needs, status_lines, status_value
from milestones.happenings import STORY, Happening
from milestones.overview import GoalOverview, Overview, overview
from milestones.records import Channel, Goal, KeyResult, Kind, Period, Reading, Records, Stretch
from milestones.words import arrival_words, standing_value
from tests.milestones.goals_site import CHANNEL, GOAL, STATEMENT, data, invoke, make_site

LETTER = Channel("letter", "The letter", Kind.STOCK, engaged=True)
THOUSAND = Goal(
    key="",
    statement="On 30 September 2026, 1,000 people have asked to hear from me.",
    metric="fans",
    target=1000,
    baseline=0,
    start=date(2025, 10, 1),
    end=date(2026, 9, 30),
    ramp="backload",
    control="mine",
    sections={},
    stretch=Stretch("Ten thousand people have asked to hear from me.", 10_000),
)
RESULTS = (
    KeyResult("One new story a week", "stories", Period.WEEK, 1, ""),
    KeyResult("Be kind", "", Period.MONTH, None, ""),
    KeyResult("Ten media mentions a month", "events:mention", Period.MONTH, 10, "", True),
)
STORIES = [Happening(date(2025, 11, 5), STORY, "Knots"), Happening(date(2025, 11, 1), STORY, "Old")]


def _goal(readings: Sequence[tuple[date, int]], day: date) -> GoalOverview:
    current = _overview(readings, day).current
    assert current
    return current


def _overview(readings: Sequence[tuple[date, int]], day: date) -> Overview:
    records = Records(
        {"letter": LETTER},
        tuple(Reading(on, "letter", count) for on, count in readings),
        goals=(THOUSAND,),
        key_results=RESULTS,
    )
    return overview(records, STORIES, day)


def _weekly(weeks: int) -> list[tuple[date, int]]:
    return [(THOUSAND.start + timedelta(weeks=week), 7 * week) for week in range(weeks)]


def test_the_whole_of_it_on_one_screen() -> None:
    day = date(2025, 11, 8)
    goal = _goal([(date(2025, 11, 6), 49)], day)
    assert isinstance(goal.projection, Refusal)
    assert list(status_lines(goal, day)) == [
        "On 30 September 2026, 1,000 people have asked to hear from me.",
        "",
        "  [#.............................]  49 of 1,000 (5%), counted on 2025-11-06",
        "  on track: 6 safe days; 41.8 expected by 2025-11-08",
        "",
        "  this week     0 more by 2025-11-09, to be 43",
        "  this month    17 more by 2025-11-30, to be 66",
        "  this quarter  51 more by 2025-12-31, to be 100",
        f"  projected     {goal.projection.why}",
        "  stretch       49 of 10,000, grade 0.00: Ten thousand people have asked to hear from me.",
        "",
        "  One new story a week        this week   1 of 1, until 2025-11-09",
        "  Be kind                     this month  no measure",
        "  Ten media mentions a month  this month  0 of 10, until 2025-11-30  (stretch)",
    ]


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2025, 11, 9), "on track: 5 safe days; 42.9 expected by 2025-11-09"),
        (date(2025, 11, 16), "behind: 0 safe days; 50.5 expected by 2025-11-16"),
        (date(2025, 9, 1), "not begun: it begins on 2025-10-01"),
        (date(2026, 9, 30), "missed: it ended on 2026-09-30"),
    ],
)
def test_the_word_of_the_status_stands_with_its_figures(day: date, word: str) -> None:
    counted = min(day, date(2025, 11, 9))
    assert f"  {word}" in list(status_lines(_goal([(counted, 49)], day), day))


def test_the_count_of_a_last_day_closes_its_week() -> None:
    sunday = date(2025, 11, 9)
    week, month, _ = needs(_goal([(sunday, 49)], sunday), sunday)
    assert (week.is_next, week.by, month.is_next) == (True, date(2025, 11, 16), False)


@pytest.mark.parametrize("day", [date(2025, 9, 1), date(2026, 9, 30), date(2027, 1, 1)])
def test_outside_of_the_goal_nothing_is_needed(day: date) -> None:
    assert needs(_goal([(min(day, THOUSAND.end), 49)], day), day) == []


def test_what_this_week_needs_is_what_the_status_says() -> None:
    for day in (date(2025, 11, 5), date(2025, 11, 9), date(2026, 9, 29)):
        goal = _goal([(date(2025, 10, 1), 3)], day)
        assert needs(goal, day)[0].count == goal.status.needed_this_week


def test_a_projection_is_given_with_its_interval() -> None:
    day = THOUSAND.start + timedelta(weeks=19)
    goal = _goal(_weekly(20), day)
    assert isinstance(goal.projection, Projection)
    lines = list(status_lines(goal, day))
    [arrival] = [line for line in lines if line.startswith("  projected     1,000")]
    assert arrival == f"  projected     1,000 {arrival_words(goal.projection.arrivals[-1])}"


def test_nothing_counted_is_said_so() -> None:
    day = date(2025, 11, 8)
    assert "  [..............................]  nothing counted yet" in list(
        status_lines(_goal([], day), day)
    )


def test_the_same_as_json_is_what_every_task_says_and_what_only_this_one_knows() -> None:
    day = date(2025, 11, 8)
    figures = _overview([(date(2025, 11, 6), 49)], day)
    value = status_value(figures, day, is_sample=True)
    assert json.loads(json.dumps(value)) == value
    common = standing_value(figures, day, is_sample=True)
    assert {key: value[key] for key in common} == common
    assert {key: value[key] for key in value if key not in common} == {
        "count": 49,
        "counted_on": "2025-11-06",
        "needed": {
            "week": {"by": "2025-11-09", "count": 0, "target": 43},
            "month": {"by": "2025-11-30", "count": 17, "target": 66},
            "quarter": {"by": "2025-12-31", "count": 51, "target": 100},
        },
    }


# --- on the command line ------------------------------------------------------------------------

FANS = "date,channel,count,note\n2021-09-30,letter,962,\n"


def test_the_command_line_shows_how_the_goal_ended(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL, "fans.csv": FANS})
    done = invoke(root, "goals.status")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        STATEMENT,
        "",
        "  [############################..]  962 of 1,000 (96%), counted on 2021-09-30",
        "  missed: it ended on 2021-09-30",
    ]


def test_json_is_all_that_is_printed(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL, "fans.csv": FANS})
    assert json.loads(invoke(root, "goals.status", "--json").stdout)["count"] == 962


@pytest.mark.parametrize("task", ["goals.status", "goals.grade", "goals.lint"])
def test_without_a_goal_the_next_step_is_named(tmp_path: Path, task: str) -> None:
    done = invoke(make_site(tmp_path / "site"), task)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: There is no goal yet. Begin with `invoke goals.new`.\n"


@pytest.mark.parametrize("task", ["goals.status", "goals.grade", "goals.review"])
def test_a_mistake_in_the_records_is_named_with_its_line(tmp_path: Path, task: str) -> None:
    files = {"goals.toml": CHANNEL + GOAL, "fans.csv": "date,channel,count\n2021-09-30,letter,x\n"}
    done = invoke(make_site(tmp_path / "site", files), task)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: content/data/fans.csv:2: ")


def test_what_counts_content_needs_the_plugin(tmp_path: Path) -> None:
    counts = '[[key_results]]\nname = "A story"\nmeasure = "stories"\nperiod = "week"\ntarget = 1\n'
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL + counts})
    done = invoke(root, "goals.status")
    assert done.returncode == 1
    assert 'Add "milestones" to PLUGINS.' in done.stderr


@pytest.mark.parametrize("task", ["goals.status", "goals.grade"])
def test_what_is_made_up_is_said_to_be_first(tmp_path: Path, task: str) -> None:
    files = {"goals.toml": f"sample = true\n{CHANNEL}{GOAL}", "fans.csv": FANS}
    root = make_site(tmp_path / "site", files)
    assert invoke(root, task).stdout.startswith(f"Sample data.\n{STATEMENT}\n")
    assert json.loads(invoke(root, task, "--json").stdout)["sample"] is True
    data(root).write_text(CHANNEL + GOAL)
    assert invoke(root, task).stdout.startswith(STATEMENT)
    assert json.loads(invoke(root, task, "--json").stdout)["sample"] is False


@pytest.mark.parametrize("task", ["goals.status", "goals.grade"])
def test_what_is_odd_in_the_records_is_said_beside_the_figures(tmp_path: Path, task: str) -> None:
    theirs = GOAL.replace('"mine"', '"theirs"')
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + theirs, "fans.csv": FANS})
    done = invoke(root, task, "--json")
    assert done.stderr.startswith("warning: content/data/goals.toml:14: Whether this goal")
    assert json.loads(done.stdout)


# --- goals.lint ---------------------------------------------------------------------------------


def test_warnings_are_listed_with_file_and_line_and_stop_nothing(tmp_path: Path) -> None:
    strategy = 'strategy = "Talks, when I have time."\n'
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL + strategy})
    done = invoke(root, "goals.lint")
    assert done.returncode == 0
    assert "warning: content/data/goals.toml:15: The section strategy says" in done.stderr
    assert done.stdout == "Goals: 0 errors, 3 warnings.\n"
    assert invoke(root, "goals.lint", "--strict").returncode == 1


def test_what_the_door_finds_odd_is_listed_as_well(tmp_path: Path) -> None:
    theirs = GOAL.replace('"mine"', '"theirs"')
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + theirs})
    done = invoke(root, "goals.lint", "--json")
    listed = json.loads(done.stdout)
    assert (done.returncode, listed["errors"], listed["warnings"]) == (0, 0, 3)
    assert "somebody else decides" in " ".join(found["message"] for found in listed["findings"])


def test_errors_are_listed_and_stop(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"goals.toml": CHANNEL + GOAL.replace("metric", "metrics")})
    done = invoke(root, "goals.lint", "--json")
    listed = json.loads(done.stdout)
    assert (done.returncode, listed["errors"]) == (1, 2)
    assert {found["line"] for found in listed["findings"] if found["severity"] == "error"} == {6, 8}


def test_goals_are_judged_also_where_something_else_is_wrong(tmp_path: Path) -> None:
    wrong = '[[key_results]]\nname = "A talk"\nmeasure = "talks"\n[[key_results]]\nname = 5\n'
    vague = GOAL.replace(STATEMENT, "Grow to 1,000.")
    files = {"goals.toml": CHANNEL + vague + wrong, "fans.csv": "date,channel,count\n2021,letter,1"}
    done = invoke(make_site(tmp_path / "site", files), "goals.lint")
    assert done.returncode == 1
    assert "error: content/data/fans.csv:2: " in done.stderr
    assert 'error: content/data/goals.toml:17: measure "talks" is not known.' in done.stderr
    assert 'warning: content/data/goals.toml:7: The statement says "Grow"' in done.stderr


def test_what_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    wrong = '[[key_results]]\nname = "A talk"\nmeasure = 5\nperiod = "week"\ntarget = 1\n'
    ahead = GOAL.replace("2021-09-30\n", "2040-09-30\n").replace(f'"{STATEMENT}"', "5")
    files = {"goals.toml": CHANNEL + ahead.replace("2020-", "2022-") + wrong, "fans.csv": "?\n"}
    done = invoke(make_site(tmp_path / "site", files), "goals.lint", "--json")
    findings = json.loads(done.stdout)["findings"]
    assert {found["severity"] for found in findings} == {"error"}
