"""How much was done of what was to be done towards a goal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.count import history
from milestones.arithmetic.evidence import Evidence
from milestones.arithmetic.key_results import Quarter, band, current, grade, hints, quarters, whole
from milestones.happenings import ELSEWHERE, GUEST_POST, STORY, Happening
from milestones.records import Goal, KeyResult, Period, Reading
from tests.milestones.arithmetic import first_thousand
from tests.milestones.arithmetic.first_thousand import (
    CHANNELS,
    END,
    KEY_RESULTS,
    QUARTER_ENDS,
    START,
    STRETCH,
    goal,
)

STRETCHED = goal(stretch=STRETCH)


def _evidence(
    as_of: date,
    readings: Iterable[Reading] = first_thousand.readings(),
    happenings: Sequence[Happening] | None = None,
) -> Evidence:
    known = first_thousand.happenings() if happenings is None else happenings
    counted = history(CHANNELS, (one for one in readings if one.day <= as_of))
    return Evidence(CHANNELS, counted, [one for one in known if one.day <= as_of], as_of)


def _closed(*results: KeyResult, of: Goal = STRETCHED, number: int = 1, **told: object) -> Quarter:
    """A quarter of the year, seen from the goal's end."""
    return quarters(of, results, _evidence(of.end, **told))[number - 1]  # type: ignore[arg-type]


def _result(
    measure: str, period: Period, target: int | None, is_stretch: bool = False
) -> KeyResult:
    return KeyResult("It", measure, period, target, "", is_stretch)


def test_the_first_quarter_of_the_practices() -> None:
    first = quarters(STRETCHED, KEY_RESULTS, _evidence(QUARTER_ENDS[0]))[0]
    assert [(one.gained, one.wanted, round(one.grade or 0, 2)) for one in first.results] == [
        (78, 100, 0.78),
        (7, 13, 0.54),
        (2, 3, 0.67),
        (78, 10_000, 0.01),
        (1, 30, 0.03),
        (4, 25, 0.16),
    ]
    assert (round(first.grade or 0, 2), first.band) == (0.66, "yellow")
    assert (first.label, first.start, first.end) == ("Quarter 1", START, QUARTER_ENDS[0])
    assert (first.count, first.checkpoint, first.is_closed) == (78, 100, True)


def test_the_year_of_the_practices() -> None:
    year = whole(STRETCHED, KEY_RESULTS[:3], _evidence(END))
    assert [(one.gained, one.wanted, round(one.grade or 0, 2)) for one in year.results] == [
        (962, 1_000, 0.96),
        (20, 52, 0.38),
        (2, 12, 0.17),
    ]
    assert (year.label, round(year.grade or 0, 2), year.band) == ("The year", 0.5, "yellow")


def test_the_stretch_is_listed_and_not_in_the_mean() -> None:
    mention = _result("events:mention", Period.MONTH, 10, is_stretch=True)
    closed = _closed(KEY_RESULTS[1], mention)
    assert [one.is_stretch for one in closed.results] == [False, True]
    assert closed.grade == closed.results[0].grade


def test_the_metric_of_the_goal_is_graded_by_what_the_ramp_wants_of_the_quarter() -> None:
    fans = KEY_RESULTS[0]
    graded = [_closed(fans, number=number).results[0] for number in (1, 2, 3, 4)]
    assert [(one.gained, one.wanted) for one in graded] == [
        (78, 100),
        (53, 200),
        (129, 300),
        (702, 400),
    ]
    assert graded[-1].grade == 1


def test_the_stretch_itself_is_measured_by_all_of_it_in_every_quarter() -> None:
    itself = KEY_RESULTS[3]
    assert _closed(itself, number=2).results[0].gained == 131
    of_a_year = _result("fans", Period.YEAR, 5_000, is_stretch=True)
    assert _closed(of_a_year, number=2).results[0].wanted == 5_000


def test_a_wish_is_listed_without_a_grade() -> None:
    closed = _closed(_result("", Period.WEEK, None))
    (wish,) = closed.results
    assert (wish.wanted, wish.gained, wish.grade) == (0, 0, None)
    assert (closed.grade, closed.band) == (None, "")


def test_a_quarter_has_no_grade_before_its_last_day() -> None:
    running = quarters(STRETCHED, KEY_RESULTS, _evidence(QUARTER_ENDS[0] - timedelta(1)))
    assert [(one.is_closed, one.grade, one.band) for one in running] == [(False, None, "")]
    assert [one.grade for one in running[0].results] == [None] * 6
    assert running[0].results[1].gained == 7


def test_quarters_are_told_from_their_first_day_on() -> None:
    assert quarters(STRETCHED, [], _evidence(START - timedelta(1))) == ()
    following = quarters(STRETCHED, [], _evidence(QUARTER_ENDS[0] + timedelta(1)))
    assert [one.label for one in following] == ["Quarter 1", "Quarter 2"]


@pytest.mark.parametrize(
    ("period", "target", "wanted"),
    [
        (Period.WEEK, 1, 13),
        (Period.WEEK, 5, 65),
        (Period.MONTH, 10, 30),
        (Period.QUARTER, 7, 7),
        (Period.YEAR, 100, 25),
        (Period.YEAR, 10, 3),
        (Period.YEAR, 1, 0),
    ],
)
def test_what_a_quarter_wants(period: Period, target: int, wanted: int) -> None:
    assert _closed(_result("stories", period, target)).results[0].wanted == wanted


def test_what_is_too_rare_for_a_quarter_is_graded_with_the_year() -> None:
    rare = _result("events:met", Period.YEAR, 1)
    assert _closed(rare).results[0].grade is None
    assert whole(goal(), [rare], _evidence(END)).results[0].grade == 1


def test_a_shorter_last_quarter_wants_less() -> None:
    of = goal(end=date(2026, 2, 14))
    monthly, weekly = _result("stories", Period.MONTH, 4), _result("stories", Period.WEEK, 1)
    closed = _closed(monthly, weekly, of=of, number=2)
    assert [one.wanted for one in closed.results] == [6, 6]  # 45 days; a month and half of another


def test_each_measure_counts_what_it_names_within_the_quarter() -> None:
    day = QUARTER_ENDS[0]
    happened = [
        Happening(day, STORY, "Mine"),
        Happening(day, GUEST_POST, "A guest's"),
        Happening(day, ELSEWHERE, "On another site"),
        Happening(day, "Mention", "In the paper", is_recorded=True),
        Happening(day + timedelta(1), STORY, "In the next quarter"),
    ]
    measures = ("stories", "guest_posts", "elsewhere", "partnerships", "events:mention")
    closed = _closed(*(_result(one, Period.MONTH, 1) for one in measures), happenings=happened)
    assert [one.gained for one in closed.results] == [2, 1, 1, 0, 1]


def _gained(channel: str, *counted: tuple[date, int], number: int = 2) -> int:
    readings = [Reading(day, channel, count) for day, count in counted]
    result = _result(channel, Period.MONTH, 1)
    return _closed(result, number=number, readings=readings).results[0].gained


def test_a_channel_gains_what_it_has_more_than_before_and_losses_count() -> None:
    before, within = QUARTER_ENDS[0], QUARTER_ENDS[1]
    assert _gained("mastodon", (before, 50), (within, 80)) == 30
    assert _gained("mastodon", (before, 50), (within, 40)) == -10
    assert _gained("mastodon", (before, 50)) == 0
    assert _gained("mastodon") == 0


def test_who_was_there_at_the_first_count_was_not_gained() -> None:
    first, last = date(2026, 1, 10), QUARTER_ENDS[1]
    assert _gained("mastodon", (first, 500), (last, 510)) == 10


def test_attendance_gains_all_who_came_and_reach_what_was_read() -> None:
    before, within, last = QUARTER_ENDS[0], date(2026, 1, 10), QUARTER_ENDS[1]
    assert _gained("talks", (before, 9), (within, 20), (last, 14)) == 34
    assert _gained("talks", (within, 20)) == 20
    assert _gained("visits", (before, 900), (within, 700), (last, 800)) == 1_500


def test_the_first_quarter_gains_from_the_baseline() -> None:
    readings = [Reading(QUARTER_ENDS[0], "newsletter", 133)]
    closed = _closed(KEY_RESULTS[0], of=goal(baseline=37), readings=readings)
    assert (closed.results[0].gained, closed.results[0].wanted) == (96, 96)


def test_what_is_running_is_told_with_what_is_to_come() -> None:
    found = current(STRETCHED, KEY_RESULTS, _evidence(date(2025, 10, 7)))
    told = [(one.start, one.end, one.actual, one.target) for one in found]
    assert told == [
        (START, QUARTER_ENDS[0], 0, 100),
        (date(2025, 10, 6), date(2025, 10, 12), 2, 1),
        (START, date(2025, 10, 31), 2, 1),
        (START, QUARTER_ENDS[0], 0, 10_000),
        (START, date(2025, 10, 31), 1, 10),
        (START, END, 4, 100),
    ]
    assert [one.grade for one in found] == [0, 1, 1, 0, 0.1, 0.04]


def test_a_running_wish_has_no_figures_and_outside_of_the_goal_nothing_runs() -> None:
    wish = _result("", Period.WEEK, None)
    (found,) = current(STRETCHED, [wish], _evidence(START))
    assert (found.actual, found.target, found.grade) == (None, None, None)
    assert current(STRETCHED, [wish], _evidence(START - timedelta(1))) == ()
    assert current(STRETCHED, [wish], _evidence(END + timedelta(1))) == ()


@pytest.mark.parametrize(
    ("of", "colour"),
    [
        (1.0, "green"),
        (0.7, "green"),
        (0.695001, "green"),  # which is shown as 0.70
        (0.69, "yellow"),
        (0.4, "yellow"),
        (0.39, "red"),
        (0.0, "red"),
        (None, ""),
    ],
)
def test_the_bands(of: float | None, colour: str) -> None:
    assert band(of) == colour


def _graded(*grades: float | None) -> list[Quarter]:
    return [
        Quarter(f"Quarter {number}", START, END, one is not None, (), one, "", None, 0)
        for number, one in enumerate(grades, start=1)
    ]


@pytest.mark.parametrize(
    ("grades", "hint"),
    [
        ((1.0, 0.996), "Quarter 1 and Quarter 2 have the grade 1.0: too easy."),
        ((0.2, 1.0, 1.0, None), "Quarter 2 and Quarter 3 have the grade 1.0: too easy."),
        ((0.39, 0.1), "Quarter 1 and Quarter 2 have grades below 0.4: too hard."),
        ((0.66,), "Quarter 1 has the grade 0.66: the sweet spot."),
    ],
)
def test_hints(grades: tuple[float | None, ...], hint: str) -> None:
    (said,) = hints(_graded(*grades))
    assert said.startswith(hint)


@pytest.mark.parametrize("grades", [(), (1.0,), (0.1,), (1.0, 0.99), (0.4, 0.1), (1.0, 1.0, 0.5)])
def test_one_quarter_alone_is_no_reason_for_a_hint(grades: tuple[float, ...]) -> None:
    assert hints(_graded(*grades)) == ()


def test_a_quarter_in_which_nobody_counted_gives_no_hint() -> None:
    first, second = _graded(0.66, 0.1)
    uncounted = replace(second, is_counted=False)
    assert hints([first, uncounted]) == ()
    assert hints([uncounted, first]) == hints([first])


@given(st.integers(-500, 500), st.integers(-5, 500))
def test_a_grade_is_between_0_and_1_and_exists_where_something_is_wanted(
    gained: int, wanted: int
) -> None:
    found = grade(gained, wanted)
    assert (found is None) == (wanted <= 0)
    assert found is None or 0 <= found <= 1
    assert found is None or (found == 1) == (gained >= wanted)
