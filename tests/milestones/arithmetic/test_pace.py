"""Whether the count is on the line that leads to the goal, and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.pace import expected, status, week_end
from milestones.arithmetic.ramps import Checkpoint, checkpoints
from milestones.records import Goal
from tests.milestones.arithmetic.first_thousand import END, START, goal


@pytest.mark.parametrize(
    ("day", "count", "word", "colour", "safe_days", "line"),
    [
        (date(2025, 11, 9), 49, "on track", "green", 5, 42.9),
        (date(2025, 11, 16), 49, "behind", "red", 0, 50.5),
        (date(2025, 11, 23), 63, "on track", "green", 4, 58.2),
    ],
)
def test_three_weeks_of_the_practices(
    day: date, count: int, word: str, colour: str, safe_days: int, line: float
) -> None:
    found = status(goal(), count, day)
    assert (found.word, found.colour, found.safe_days) == (word, colour, safe_days)
    assert round(found.expected, 1) == line
    assert found.expected == expected(goal(), day)


@pytest.mark.parametrize(
    ("count", "word", "colour", "safe_days"),
    [
        (49, "behind", "red", 0),
        (50, "due", "red", 0),
        (51, "tight", "orange", 1),
        (52, "close", "blue", 2),
        (53, "on track", "green", 3),
        (56, "on track", "green", 6),
        (57, "ahead", "grey", 7),
        (91, "reached", "grey", 41),
    ],
)
def test_each_word_has_its_safe_days_and_its_colour(
    count: int, word: str, colour: str, safe_days: int
) -> None:
    one_a_day = goal(target=91, end=START + timedelta(91), ramp="even")
    found = status(one_a_day, count, START + timedelta(50))
    assert (found.word, found.colour, found.safe_days) == (word, colour, safe_days)


@pytest.mark.parametrize(
    ("day", "count", "word", "colour"),
    [
        (START - timedelta(1), 40, "not begun", "grey"),
        (START - timedelta(1), None, "not begun", "grey"),
        (START - timedelta(1), 1_000, "reached", "grey"),
        (START, None, "not counted", "grey"),
        (START, 0, "due", "red"),
        (END, 999, "missed", "red"),
        (END, 1_000, "reached", "grey"),
        (END + timedelta(99), 1_001, "reached", "grey"),
        (END + timedelta(99), 12, "missed", "red"),
    ],
)
def test_the_word_at_either_end(day: date, count: int | None, word: str, colour: str) -> None:
    found = status(goal(), count, day)
    assert (found.word, found.colour) == (word, colour)


def test_before_it_begins_a_goal_expects_its_baseline() -> None:
    found = status(goal(baseline=37), 37, START - timedelta(10))
    assert (found.expected, found.safe_days) == (37, 10)


def test_what_a_week_needs_is_rounded_up() -> None:
    found = status(goal(), 49, date(2025, 11, 16))
    assert found.needed_per_week == 8, "51 in 45 days are 7.9 a week"
    assert found.needed_this_week == 10, "the line is at 58.2 on the next Sunday"


def test_the_last_week_before_a_checkpoint_needs_no_more_than_is_missing() -> None:
    assert status(goal(), 90, date(2025, 12, 29)).needed_per_week == 10


def test_on_a_checkpoint_the_next_one_is_what_is_needed() -> None:
    found = status(goal(), 100, date(2025, 12, 31))
    assert (found.word, found.needed_per_week) == ("due", ceil(200 / (90 / 7)))


def test_without_a_count_the_baseline_says_what_is_needed() -> None:
    found = status(goal(baseline=37), None, START)
    assert (found.safe_days, found.needed_per_week) == (0, ceil(96 / 13))


def test_once_it_has_ended_nothing_is_needed() -> None:
    found = status(goal(), 12, END)
    assert (found.safe_days, found.needed_per_week, found.needed_this_week) == (0, 0, 0)


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        (date(2025, 11, 10), date(2025, 11, 16)),
        (date(2025, 11, 15), date(2025, 11, 16)),
        (date(2025, 11, 16), date(2025, 11, 23)),
        (date(2026, 9, 29), END),
    ],
)
def test_a_week_ends_on_the_sunday_after_the_day(day: date, sunday: date) -> None:
    assert week_end(goal(), day) == sunday


class _Walked:
    """The expected count, walked day by day from one checkpoint to the next."""

    def __init__(self, of: Goal) -> None:
        self.goal = of
        self.values = {of.start: Fraction(of.baseline)}
        before = Checkpoint(of.start, of.baseline)
        for after in checkpoints(of):
            days = (after.day - before.day).days
            for step in range(1, days + 1):
                gained = Fraction((after.target - before.target) * step, days)
                self.values[before.day + timedelta(step)] = before.target + gained
            before = after
        self.values[of.end] = Fraction(of.target)

    def at(self, day: date) -> Fraction:
        return self.values[min(max(day, self.goal.start), self.goal.end)]


@st.composite
def _situations(draw: st.DrawFn) -> tuple[Goal, int, date]:
    days = draw(st.integers(1, 500))
    baseline, gain = draw(st.integers(0, 60)), draw(st.integers(0, 400))
    ramp = draw(st.sampled_from(["even", "backload"]))
    of = goal(baseline + gain, baseline, START, START + timedelta(days), ramp)
    day = START + timedelta(draw(st.integers(-40, days + 20)))
    return of, draw(st.integers(0, baseline + gain + 20)), day


@given(_situations())
def test_status_agrees_with_days_on_which_nothing_more_comes(
    situation: tuple[Goal, int, date],
) -> None:
    of, count, day = situation
    line = _Walked(of)
    safe_days = 0
    while (
        count >= line.at(day)
        and day + timedelta(safe_days) < of.end
        and count >= line.at(day + timedelta(safe_days + 1))
    ):
        safe_days += 1
    found = status(of, count, day)
    assert found.safe_days == safe_days
    assert found.expected == float(line.at(day))
    runs = of.start <= day < of.end and count < of.target
    assert (found.word == "behind") == (runs and count < line.at(day))
    assert (found.word == "reached") == (count >= of.target)
    assert (found.word == "missed") == (count < of.target and day >= of.end)


@given(_situations())
def test_what_is_needed_is_enough_and_no_more(situation: tuple[Goal, int, date]) -> None:
    of, count, day = situation
    found = status(of, count, day)
    if day >= of.end:
        assert found.needed_per_week == found.needed_this_week == 0
        return
    then = _Walked(of).at(week_end(of, day))
    assert count + found.needed_this_week >= then
    assert found.needed_this_week == 0 or count + found.needed_this_week - 1 < then
    ahead = next(one for one in checkpoints(of) if one.day > day)
    weeks = max(Fraction(1), Fraction((ahead.day - max(day, of.start)).days, 7))
    assert count + found.needed_per_week * weeks >= ahead.target
    fewer = found.needed_per_week - 1
    assert fewer < 0 or count + fewer * weeks < ahead.target
