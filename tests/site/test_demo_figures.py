"""What the demo records must say the same as its posts do: the posts are fixed, the data follow.

Each test names the post whose figures it holds the records to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from fanfare.console import Silent
from milestones.arithmetic.count import Counted, history, points, value_on
from milestones.arithmetic.key_results import Quarter
from milestones.arithmetic.pace import status
from milestones.arithmetic.ramps import checkpoints
from milestones.arithmetic.reached import milestones
from milestones.arithmetic.ripples import Jump, Ripple, chains, jumps, weeks
from milestones.files.record_files import read_records
from milestones.happenings import ELSEWHERE, Happening, counted_by
from milestones.overview import GoalOverview, overview
from milestones.records import FANS, Goal, Records
from workbench.build import read_site
from workbench.location import Site

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 22)
"""After every reading and every post of the demo."""


@cache
def _records() -> Records:
    records, warnings = read_records(CONTENT / "data", "content/data", TODAY)
    assert not warnings
    return records


@cache
def _history() -> list[Counted]:
    return history(_records().channels, _records().readings)


def _known(day: date) -> Counted:
    return next(one for one in reversed(_history()) if one.day <= day)


def _fans(day: date) -> int:
    fans = value_on(points(_history(), FANS), day)
    assert fans is not None
    return fans


def _goal(key: str) -> Goal:
    return next(goal for goal in _records().goals if goal.key == key)


@cache
def _happenings() -> list[Happening]:
    """What a build of the demo finds: its content, read by Pelican, and the recorded events."""
    site = Site(CONTENT.parent)
    told = read_site(site, site.writing_settings, Silent())["milestones_happenings"]
    return sorted(told, key=lambda one: one.day)


def _happened(measure: str, first: date, last: date) -> int:
    return len([one for one in counted_by(measure, _happenings()) if first <= one.day <= last])


def _until(day: date) -> list[Jump]:
    """The jumps among all weeks up to `day`."""
    known = [point for point in points(_history(), FANS) if point.day <= day]
    return list(jumps(weeks(known, _happenings()), _happenings()))


def _overview_of(key: str) -> GoalOverview:
    everything = overview(_records(), _happenings())
    return next(one for one in everything.goals if one.goal.key == key)


def _kinds(jump: Jump) -> set[str]:
    return {one.kind for one in jump.before}


YEAR = date(2025, 10, 1), date(2026, 9, 30)
BEFORE_COINCIDED_WITH = date(2026, 9, 6)
"""The last Sunday before that post."""


def test_all_of_it_is_marked_as_sample_data() -> None:
    assert _records().is_sample


def test_there_are_two_years_of_readings_in_three_goals() -> None:
    days = [reading.day for reading in _records().readings]
    assert days[-1] - days[0] > timedelta(days=730)
    keys = [goal.key for goal in _records().goals]
    assert keys == ["bar-walks", "first-thousand", "second-thousand"]


# --- a-thousand-readers, two-staircases ---------------------------------------------------------


def test_the_goal_is_the_one_in_a_thousand_readers() -> None:
    post = (CONTENT / "posts/a-thousand-readers.md").read_text("utf-8")
    goal = _goal("first-thousand")
    assert f'statement = "{goal.statement}"' in post
    assert (goal.metric, goal.target, goal.baseline) == ("fans", 1000, 0)
    assert (goal.start, goal.end, goal.control) == (*YEAR, "mine")
    assert goal.stretch is not None
    assert goal.stretch.target == 10_000


def test_on_the_evening_of_a_thousand_readers_the_count_is_nought() -> None:
    assert _known(date(2025, 9, 30)).fans.high == 0


def test_the_ramp_is_the_backloaded_one_of_two_staircases() -> None:
    steps = [(one.day.isoformat(), one.target) for one in checkpoints(_goal("first-thousand"))]
    assert steps == [
        ("2025-12-31", 100),
        ("2026-03-31", 300),
        ("2026-06-30", 600),
        ("2026-09-30", 1000),
    ]


def test_the_first_two_weeks_are_those_of_two_staircases() -> None:
    assert _known(date(2025, 10, 5)).channels["newsletter"] == 2
    assert _fans(date(2025, 10, 12)) == 14
    assert status(_goal("first-thousand"), 14, date(2025, 10, 12)).expected == pytest.approx(
        12, abs=0.1
    )


# --- a-red-week, closing-the-quarter ------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "fans", "expected", "safe_days"),
    [
        (date(2025, 11, 9), 49, 43, 5),
        (date(2025, 11, 16), 49, 50.5, 0),
        (date(2025, 11, 23), 63, 58, 4),
    ],
)
def test_the_sundays_of_a_red_week(day: date, fans: int, expected: float, safe_days: int) -> None:
    assert _fans(day) == fans
    standing = status(_goal("first-thousand"), fans, day)
    assert standing.expected == pytest.approx(expected, abs=0.3)
    assert standing.safe_days == safe_days


def test_the_week_after_the_red_one_was_the_best_so_far() -> None:
    known = [point for point in points(_history(), FANS) if point.day <= date(2025, 11, 23)]
    gains = [week.gain for week in weeks(known, []) if week.gain is not None]
    assert gains[-1] == 14 > max(gains[:-1])


def test_after_the_red_week_the_count_was_above_the_line_for_a_fortnight() -> None:
    goal = _goal("first-thousand")
    sundays = [date(2025, 11, 30), date(2025, 12, 7), date(2025, 12, 14)]
    words = [status(goal, _fans(day), day).word == "behind" for day in sundays]
    assert words == [False, False, True]


def test_eight_left_in_december_as_closing_the_quarter_says() -> None:
    notes = [r.note for r in _records().readings if r.day.isoformat().startswith("2025-12")]
    assert sum(int(left[1]) for note in notes if (left := re.match(r"(\d+) left", note))) == 8


@pytest.mark.parametrize(
    ("measure", "gained"), [("stories", 7), ("partnerships", 2), ("events:mention", 1)]
)
def test_the_first_quarter_is_that_of_closing_the_quarter(measure: str, gained: int) -> None:
    assert _happened(measure, date(2025, 10, 1), date(2025, 12, 31)) == gained
    assert _fans(date(2025, 12, 31)) == 78


def test_four_authors_were_met_by_the_close_of_the_first_quarter() -> None:
    assert _happened("events:met", date(2025, 10, 1), date(2025, 12, 31)) == 4


def _closed(quarter: Quarter) -> dict[str, tuple[int, int, float | None]]:
    return {
        one.name: (one.wanted, one.gained, None if one.grade is None else round(one.grade, 2))
        for one in quarter.results
    }


def test_the_first_quarter_closes_with_the_grades_of_closing_the_quarter() -> None:
    quarter = _overview_of("first-thousand").quarters[0]
    assert _closed(quarter) == {
        "Fans, at the low end": (100, 78, 0.78),
        "One new story a week": (13, 7, 0.54),
        "One new partnership a month": (3, 2, 0.67),
        "Ten thousand fans": (10_000, 78, 0.01),
        "Ten media mentions a month": (30, 1, 0.03),
        "A hundred published authors met": (25, 4, 0.16),
    }
    assert quarter.grade == pytest.approx(0.66, abs=0.005)
    assert quarter.band == "yellow"


# --- between-131-and-281, nine-people-and-a-radiator, eleven-people-left ------------------------


@pytest.mark.parametrize(
    ("day", "channels", "low", "high"),
    [
        (date(2025, 12, 31), (61, 78, 19, 0), 78, 158),
        (date(2026, 1, 31), (104, 131, 37, 9), 131, 281),
        (date(2026, 3, 31), (226, 260, 74, 43), 260, 603),
        (date(2026, 6, 30), (498, 571, 141, 117), 571, 1327),
        (date(2026, 9, 30), (962, 941, 233, 174), 962, 2310),
        (date(2026, 10, 9), (1003, 944, 235, 174), 1003, 2356),
    ],
)
def test_the_ranges_of_between_131_and_281_and_nine_days_late(
    day: date, channels: tuple[int, ...], low: int, high: int
) -> None:
    known = _known(day)
    counts = known.channels
    read = tuple(counts.get(key, 0) for key in ("newsletter", "linkedin", "mastodon", "talks"))
    assert (read, known.fans.low, known.fans.high) == (channels, low, high)


def test_views_are_reach_and_those_of_between_131_and_281() -> None:
    assert _known(date(2026, 1, 31)).channels["linkedin-views"] == 3870
    assert _records().channels["linkedin-views"].kind == "reach"


def test_the_newsletter_passed_linkedin_during_august() -> None:
    def ahead(day: date) -> bool:
        counts = _known(day).channels
        return counts["newsletter"] > counts["linkedin"]

    days = [one.day for one in _history() if "newsletter" in one.channels]
    first = next(day for day in days if day > date(2025, 12, 1) and ahead(day))
    assert (first.year, first.month) == (2026, 8)


def test_talks_have_the_chairs_of_the_speaking_page() -> None:
    page = (CONTENT / "pages/speaking.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+ \w+ \d{4}) \|.*\| (\d+) \|$", page, re.MULTILINE)
    talks = [one for one in _records().readings if one.channel == "talks"]
    assert [(f"{one.day:%-d %B %Y}", str(one.count)) for one in talks] == rows
    held = [event.day for event in _records().events if event.kind == "talk"]
    assert held == [one.day for one in talks]


def test_march_is_that_of_eleven_people_left() -> None:
    post = (CONTENT / "posts/eleven-people-left.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) March \| (\d+) \| (\d+) \| (\d+) \|$", post, re.MULTILINE)
    assert len(rows) == 4
    for monday, came, left, net in rows:
        sunday = date(2026, 3, int(monday)) + timedelta(days=6)
        before, after = (
            _known(day).channels["newsletter"] for day in (sunday - timedelta(weeks=1), sunday)
        )
        (reading,) = [
            one for one in _records().readings if (one.day, one.channel) == (sunday, "newsletter")
        ]
        assert reading.note.startswith(f"{came} came, {left} left")
        assert after - before == int(net)


def test_a_hundred_was_reached_on_a_friday_and_lost_by_the_wednesday() -> None:
    first = milestones(_records(), points(_history(), FANS))[0]
    friday = first.reached_on
    assert friday is not None
    assert (first.threshold, friday.year, friday.month, f"{friday:%A}") == (100, 2026, 1, "Friday")
    assert friday.day < 15
    assert _fans(friday) == 100
    assert _fans(friday + timedelta(days=4)) == 100
    assert _fans(friday + timedelta(days=5)) == 98


# --- the-tuesday-that-moved, coincided-with -----------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "row"),
    [
        (date(2025, 10, 1), date(2025, 12, 31), (7, 2, 0, 78)),
        (date(2026, 1, 1), date(2026, 3, 31), (5, 0, 2, 182)),
        (date(2026, 4, 1), date(2026, 6, 30), (4, 0, 2, 311)),
        (date(2026, 7, 1), date(2026, 8, 25), (2, 1, 0, 235)),
    ],
)
def test_the_quarters_are_those_of_the_tuesday_that_moved(
    first: date, last: date, row: tuple[int, ...]
) -> None:
    measures = ("stories", "elsewhere", "events:talk")
    happened = [_happened(measure, first, last) for measure in measures]
    assert (*happened, _fans(last) - _fans(first - timedelta(days=1))) == row


def test_the_weeks_are_those_of_coincided_with() -> None:
    known = [point for point in points(_history(), FANS) if point.day <= BEFORE_COINCIDED_WITH]
    gains = [week.gain for week in weeks(known, []) if week.gain is not None]
    rows: list[Callable[[int], bool]] = [
        lambda gain: gain < 0,
        lambda gain: gain == 0,
        lambda gain: 1 <= gain <= 9,
        lambda gain: 10 <= gain <= 19,
        lambda gain: 20 <= gain <= 39,
        lambda gain: 40 <= gain <= 59,
        lambda gain: gain >= 60,
    ]
    assert len(gains) == 49
    assert [sum(map(row, gains)) for row in rows] == [3, 4, 13, 13, 10, 5, 1]


def test_five_weeks_are_jumps_and_the_largest_is_that_of_10_august() -> None:
    found = _until(BEFORE_COINCIDED_WITH)
    assert len(found) == 5
    largest = max(found, key=lambda jump: jump.week.gain or 0)
    assert (largest.week.monday, largest.week.gain) == (date(2026, 8, 10), 74)


def test_before_the_jumps_stands_what_coincided_with_says() -> None:
    found = _until(BEFORE_COINCIDED_WITH)
    assert all("letter" in _kinds(jump) for jump in found)
    assert len([jump for jump in found if "talk" in _kinds(jump)]) == 3
    assert len([jump for jump in found if ELSEWHERE in _kinds(jump)]) == 1
    assert _happened("events:talk", YEAR[0], BEFORE_COINCIDED_WITH) == 4
    assert _happened("elsewhere", YEAR[0], BEFORE_COINCIDED_WITH) == 3
    quiet = [jump for jump in found if _kinds(jump) == {"letter", "note", "comment"}]
    assert len(quiet) == 1


def test_six_things_came_before_10_august() -> None:
    (jump,) = [one for one in _until(BEFORE_COINCIDED_WITH) if one.week.monday.month == 8]
    assert [(f"{one.day:%A}", one.kind, one.title) for one in jump.before] == [
        ("Monday", "note", "Three notes"),
        ("Tuesday", ELSEWHERE, "The light does not send reminders"),
        ("Wednesday", "letter", "Knots"),
        ("Thursday", "comment", "On tide gauges, with a drawing"),
        ("Friday", "answer", "May a sentence start with a numeral"),
        ("Saturday", "room", "My name up, two letters missing"),
    ]


def test_a_letter_went_out_every_wednesday() -> None:
    letters = [event.day for event in _records().events if event.kind == "letter"]
    assert {f"{day:%A}" for day in letters} == {"Wednesday"}
    assert letters[-1] - letters[0] == timedelta(weeks=len(letters) - 1)


def _leaves(ripple: Ripple) -> Iterator[Happening]:
    yield ripple.happening
    for one in ripple.led_to:
        yield from _leaves(one)


def test_a_yachtsman_came_of_the_post_about_the_lighthouse() -> None:
    (chain,) = [
        one for one in chains(_happenings()) if one.happening.id == "one-line-above-the-door"
    ]
    *_, last = _leaves(chain)
    assert last.title == "A yachtsman reads it, paying his dues"
    assert last.day.month == 8


# --- nine-days-late -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "gained"),
    [
        ("stories", 20),
        ("partnerships", 2),
        ("events:mention", 4),
        ("events:met", 31),
        ("events:asked", 2),
    ],
)
def test_the_year_is_that_of_nine_days_late(measure: str, gained: int) -> None:
    assert _happened(measure, *YEAR) == gained


def test_the_year_closes_with_the_grades_of_nine_days_late() -> None:
    year = _overview_of("first-thousand").year
    assert _closed(year) == {
        "Fans, at the low end": (1000, 962, 0.96),
        "One new story a week": (52, 20, 0.38),
        "One new partnership a month": (12, 2, 0.17),
        "Ten thousand fans": (10_000, 962, 0.1),
        "Ten media mentions a month": (120, 4, 0.03),
        "A hundred published authors met": (100, 31, 0.31),
    }
    assert year.grade == pytest.approx(0.5, abs=0.005)
    assert year.band == "yellow"
    assert _overview_of("first-thousand").status.word == "missed"


def test_three_sites_had_been_asked_when_the_year_was_over() -> None:
    assert _happened("events:asked", date.min, YEAR[1]) == 3


def test_the_quarters_gained_what_nine_days_late_says() -> None:
    ends = [date(2025, 9, 30), *(one.day for one in checkpoints(_goal("first-thousand")))]
    gained = [_fans(last) - _fans(first) for first, last in pairwise(ends)]
    assert gained == [78, 182, 311, 391]


def test_after_the_year_the_count_went_on_as_nine_days_late_says() -> None:
    known = [
        point.value
        for point in points(_history(), FANS)
        if date(2026, 9, 30) <= point.day <= date(2026, 10, 9)
    ]
    assert known == [962, 968, 979, 991, 1003]
    thousand = milestones(_records(), points(_history(), FANS))[3]
    assert (thousand.threshold, thousand.reached_on) == (1000, date(2026, 10, 9))


def test_the_goal_of_the_present_year_is_that_of_the_now_page() -> None:
    goal = _goal("second-thousand")
    assert (goal.baseline, goal.target - goal.baseline) == (962, 1000)
    gains = [one.target for one in checkpoints(goal)]
    assert gains == [1212, 1462, 1712, 1962]


def test_the_year_before_anybody_could_sign_up_is_readable() -> None:
    before = _overview_of("bar-walks")
    assert before.is_closed
    assert (before.count, before.status.word) == (246, "reached")
