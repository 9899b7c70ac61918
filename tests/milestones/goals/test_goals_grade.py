"""The close of a quarter: `goals.grade`, with the practices' figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.goals.grade import chosen, grade_lines, grade_value
from milestones.happenings import PARTNERSHIP, STORY, Happening
from milestones.overview import GoalOverview, Overview, overview
from milestones.records import (
    Channel,
    Event,
    Goal,
    KeyResult,
    Kind,
    Period,
    Reading,
    Records,
    Stretch,
)
from tests.milestones.goals_site import CHANNEL, GOAL, invoke, make_site

START = date(2025, 10, 1)
GOAL_OF_THE_YEAR = Goal(
    key="first-thousand",
    statement="On 30 September 2026, 1,000 people have asked to hear from me.",
    metric="fans",
    target=1000,
    baseline=0,
    start=START,
    end=date(2026, 9, 30),
    ramp="backload",
    control="mine",
    sections={},
    stretch=Stretch("Ten thousand people have asked to hear from me.", 10_000),
)
BEFORE = Goal(
    key="before",
    statement="On 30 September 2025, 10 people have asked to hear from me.",
    metric="letter",
    target=10,
    baseline=0,
    start=date(2024, 10, 1),
    end=date(2025, 9, 30),
    ramp="even",
    control="mine",
    sections={},
)
RESULTS = tuple(
    KeyResult(name, measure, period, target, "first-thousand", is_stretch)
    for name, measure, period, target, is_stretch in (
        ("Fans", "fans", Period.QUARTER, None, False),
        ("One new story a week", "stories", Period.WEEK, 1, False),
        ("One new partnership a month", "partnerships", Period.MONTH, 1, False),
        ("Ten thousand fans", "fans", Period.YEAR, 10_000, True),
        ("Ten media mentions a month", "events:mention", Period.MONTH, 10, True),
        ("A hundred authors met", "events:met", Period.YEAR, 100, True),
    )
)


def _some(number: int, kind: str, first: date, *, is_recorded: bool = False) -> list[Happening]:
    return [
        Happening(first + timedelta(day), kind, f"{kind} {day}", is_recorded=is_recorded)
        for day in range(number)
    ]


HAPPENINGS = [
    *_some(7, STORY, START),
    *_some(13, STORY, date(2026, 1, 1)),
    *_some(2, PARTNERSHIP, START),
    *_some(1, "mention", START, is_recorded=True),
    *_some(4, "met", START, is_recorded=True),
]


def _figures(as_of: date, *goals: Goal) -> Overview:
    records = Records(
        {"letter": Channel("letter", "The letter", Kind.STOCK, engaged=True)},
        (Reading(date(2025, 12, 31), "letter", 78), Reading(date(2026, 9, 30), "letter", 962)),
        (Event(START, "mention", "A word"),),
        goals or (GOAL_OF_THE_YEAR,),
        RESULTS,
    )
    return overview(records, HAPPENINGS, as_of)


FIRST_CLOSE = """\
On 30 September 2026, 1,000 people have asked to hear from me.

Quarter 1, 2025-10-01 to 2025-12-31

                                wanted   gained  grade
  Fans                             100       78   0.78
  One new story a week              13        7   0.54
  One new partnership a month        3        2   0.67

  The objective: 0.66, yellow (partly done)
  On the last day 100 were wanted; 78 were counted.

  The stretch, which is no part of the grade:

                                wanted   gained  grade
  Ten thousand fans             10,000       78   0.01
  Ten media mentions a month        30        1   0.03
  A hundred authors met             25        4   0.16

Quarter 1 has the grade 0.66: the sweet spot."""


def test_the_first_quarter_closes_with_the_figures_of_the_practices() -> None:
    close = chosen(_figures(date(2026, 2, 1)).goals, "", "")
    assert "\n".join(grade_lines(close)) == FIRST_CLOSE


def test_the_year_closes_with_the_last_quarter() -> None:
    close = chosen(_figures(date(2026, 10, 5)).goals, "", "")
    assert [part.label for part in close.parts] == ["Quarter 4", "The year"]
    year = list(grade_lines(close))
    for line in (
        "  Fans                           1,000      962   0.96",
        "  One new story a week              52       20   0.38",
        "  One new partnership a month       12        2   0.17",
        "  The objective: 0.50, yellow (partly done)",
    ):
        assert line in year


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("2025-Q4", "Quarter 1"),
        ("2026q1", "Quarter 2"),
        ("2026-01-01", "Quarter 2"),
        ("2026-03-31", "Quarter 2"),
        ("Q3", "Quarter 3"),
        ("Quarter 3", "Quarter 3"),
        ("4", "Quarter 4"),
        ("year", "The year"),
    ],
)
def test_a_quarter_can_be_named(said: str, label: str) -> None:
    [part] = chosen(_figures(date(2026, 10, 5)).goals, "", said).parts
    assert part.label == label


def test_a_date_finds_its_goal() -> None:
    goals = _figures(date(2026, 10, 5), BEFORE, GOAL_OF_THE_YEAR).goals
    assert chosen(goals, "", "2025-03-01").goal.goal.key == "before"
    assert chosen(goals, "before", "").goal.goal.key == "before"
    assert chosen(goals, "before", "").parts[-1].label == "The year"


def test_while_the_first_quarter_of_a_goal_runs_the_last_one_of_the_goal_before_counts() -> None:
    goals = _figures(date(2025, 11, 1), BEFORE, GOAL_OF_THE_YEAR).goals
    assert chosen(goals, "", "").goal.goal.key == "before"


@pytest.mark.parametrize(
    ("key", "said", "complaint"),
    [
        ("", "", "No quarter is closed yet. The first one ends on 2025-12-31."),
        ("", "Q1", "Quarter 1 is not closed: its last day is 2025-12-31."),
        ("", "2025-12-01", "Quarter 1 is not closed: its last day is 2025-12-31."),
        ("", "Q2", 'The goal has no quarter "Q2" that has begun.'),
        ("", "year", "No goal is closed yet. The last one ends on 2026-09-30."),
        ("", "2024-Q1", "No quarter of a goal that has begun is at 2024-Q1."),
        ("", "0000-Q1", '"0000-Q1" is no quarter.'),
        ("", "spring", '"spring" is no quarter. Write a date such as 2026-03-31, 2026-Q1,'),
        ("first-thousnd", "", 'No goal has the key "first-thousnd". Did you mean'),
    ],
)
def test_what_cannot_be_graded_is_said(key: str, said: str, complaint: str) -> None:
    with pytest.raises(FanfareError) as error:
        chosen(_figures(date(2025, 11, 1)).goals, key, said)
    assert str(error.value).startswith(complaint)


def test_what_is_said_of_the_grades_is_of_what_is_shown() -> None:
    goals = _weak().goals
    assert _hints(goals, "") == ["Quarter 2 and Quarter 3 have grades below 0.4: too hard."]
    assert _hints(goals, "Q3") == _hints(goals, "")
    assert _hints(goals, "Q2") == []
    assert _hints(goals, "Q1") == ["Quarter 1 has the grade 0.66: the sweet spot."]


def test_of_quarters_in_which_nobody_counted_nothing_is_said() -> None:
    assert _hints(_figures(date(2026, 7, 1)).goals, "") == []
    assert _hints(_figures(date(2026, 7, 1)).goals, "Q1") != []


def _weak() -> Overview:
    """Counted in each of three quarters, of which two went badly."""
    found = (("2025-12-31", 78), ("2026-03-31", 80), ("2026-06-30", 82))
    readings = tuple(Reading(date.fromisoformat(day), "letter", count) for day, count in found)
    channels = {"letter": Channel("letter", "The letter", Kind.STOCK, engaged=True)}
    records = Records(channels, readings, (), (GOAL_OF_THE_YEAR,), RESULTS)
    happenings = [one for one in HAPPENINGS if one.day < date(2026, 1, 1)]
    return overview(records, happenings, date(2026, 7, 1))


def _hints(goals: Sequence[GoalOverview], quarter: str) -> list[str]:
    value = grade_value(chosen(goals, "", quarter), is_sample=False)
    assert isinstance(value["hints"], list)
    return [f"{hint.split('. ')[0].removesuffix('.')}." for hint in value["hints"]]


def test_the_same_as_json() -> None:
    value = grade_value(chosen(_figures(date(2026, 2, 1)).goals, "", ""), is_sample=False)
    assert isinstance(value["closed"], list)
    closed = value["closed"][0]
    assert (closed["label"], closed["grade"], closed["band"]) == ("Quarter 1", 0.66, "yellow")
    assert [result["grade"] for result in closed["key_results"]] == [
        *(0.78, 0.54, 0.67),
        *(0.01, 0.03, 0.16),
    ]
    assert json.loads(json.dumps(value)) == value


# --- on the command line ------------------------------------------------------------------------

FANS_RESULT = '\n[[key_results]]\nname = "Fans"\nmeasure = "fans"\nperiod = "quarter"\n'
FANS = "date,channel,count,note\n2020-12-31,letter,78,\n2021-09-30,letter,962,\n"


def test_the_command_line_names_a_quarter_and_shows_it(tmp_path: Path) -> None:
    files = {"goals.toml": CHANNEL + GOAL + FANS_RESULT, "fans.csv": FANS}
    root = make_site(tmp_path / "site", files)
    done = invoke(root, "goals.grade", "--quarter", "2020-Q4")
    assert (done.returncode, done.stderr) == (0, "")
    assert "  Fans      100       78   0.78\n" in done.stdout
    assert "  The objective: 0.78, green (done)\n" in done.stdout


def test_json_is_all_that_is_printed(tmp_path: Path) -> None:
    files = {"goals.toml": CHANNEL + GOAL + FANS_RESULT, "fans.csv": FANS}
    root = make_site(tmp_path / "site", files)
    value = json.loads(invoke(root, "goals.grade", "--json").stdout)
    assert [closed["label"] for closed in value["closed"]] == ["Quarter 4", "The year"]


def test_without_key_results_there_is_no_grade(tmp_path: Path) -> None:
    files = {"goals.toml": CHANNEL + GOAL, "fans.csv": FANS}
    done = invoke(make_site(tmp_path / "site", files), "goals.grade")
    assert "  There is no key result, so there is no grade.\n" in done.stdout
    assert "On the last day 1,000 were wanted; 962 were counted." in done.stdout


def test_without_a_measure_there_is_no_grade(tmp_path: Path) -> None:
    wish = '[[key_results]]\nname = "Be kind"\nperiod = "week"\ntarget = 1\n'
    files = {"goals.toml": CHANNEL + GOAL + wish, "fans.csv": FANS}
    done = invoke(make_site(tmp_path / "site", files), "goals.grade")
    assert "  No key result has a measure, so there is no grade.\n" in done.stdout


def test_a_key_where_no_goal_has_one_is_to_be_left_out() -> None:
    goals = _figures(date(2026, 10, 5), replace(GOAL_OF_THE_YEAR, key="")).goals
    with pytest.raises(FanfareError, match=r'No goal has the key "x". Leave --goal out.'):
        chosen(goals, "x", "")
