"""What each week brought, and how much was published in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.chart.axes import Mark
from milestones.chart.week_chart import NOTHING, WeekChart, week_chart
from tests.milestones.chart.drawing import (
    HOSTILE,
    SVG,
    Week,
    assert_drawn_within,
    corners,
    drawn,
    parsed,
    weeks,
)

MONDAY = date(2025, 10, 6)


def _texts(chart: WeekChart, kind: str) -> list[str]:
    return [label.text for label in chart.labels if label.kind == kind]


def test_gains_stand_on_the_line_of_zero_and_losses_hang_from_it() -> None:
    chart = week_chart(weeks(10, -5))
    assert _texts(chart, "value") == ["−5", "0", "+5", "+10"]
    assert chart.gains == "M1 667h0v-667h4v667"
    assert chart.losses == "M1 667h6v333h4v-333"


def test_a_week_without_a_change_is_a_tick_and_one_that_nobody_counted_is_none() -> None:
    chart = week_chart(weeks(0, None, 10))
    assert chart.unchanged == "M1 1000h0v-14h4v14"
    assert chart.unknown == "M6 0h6v1000h-6z"
    assert chart.axis == "M0 1000h6M12 1000h6"
    assert _texts(chart, "row") == ["not counted"]


def test_a_week_that_is_missing_was_not_counted() -> None:
    later = MONDAY + timedelta(14)
    assert week_chart([Week(MONDAY, 1), Week(later, 2)]) == week_chart(weeks(1, None, 2))


def test_the_least_change_is_seen_beside_the_greatest() -> None:
    chart = week_chart(weeks(1, 100_000))
    (_, base), (_, _), (_, top), *_ = corners(chart.gains)
    assert base - top == 7


def test_a_jump_has_its_number_above_it_and_a_look_of_its_own() -> None:
    chart = week_chart(weeks(1, 2, 90, 3), [Mark(MONDAY + timedelta(14), "1")])
    assert corners(chart.jumps)[0] == (1, 1000)
    assert corners(chart.gains) == corners(week_chart(weeks(1, 2, None, 3, 90)).gains)[:-4]
    assert _texts(chart, "jump") == ["1"]
    assert _texts(chart, "row") == ["a jump"]


def test_stories_stand_in_a_row_of_their_own() -> None:
    chart = week_chart([Week(MONDAY, None, 1), Week(MONDAY + timedelta(7), 3, 3)])
    assert chart.stories == "M1 26h0v-6h4v6h2v-18h4v18"
    assert "stories" in _texts(chart, "row")
    assert week_chart(weeks(1, 2)).stories == ""


def test_a_week_with_very_many_stories_stays_in_the_row() -> None:
    chart = week_chart([Week(MONDAY, 3, 500), Week(MONDAY + timedelta(7), 3, 1)])
    assert [y for _, y in corners(chart.stories)][2::4] == [6, 24]


def test_a_few_weeks_leave_room_for_a_quarter() -> None:
    assert week_chart(weeks(4)).width == week_chart(weeks(*range(13))).width
    assert week_chart(weeks(*range(14))).width > week_chart(weeks(4)).width


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = week_chart(weeks(5, -2, 0, None, 1_000, stories=2))
    assert chart.description == (
        "5 weeks from 6 Oct 2025: 2 with a gain, 1 with a loss, 1 without a change, "
        "1 not counted. Between −2 and +1,000 in a week. Stories: 10."
    )
    assert week_chart(weeks(4)).description == (
        "1 week from 6 Oct 2025: 1 with a gain. +4 each. Stories: 0."
    )
    assert week_chart([]).description == NOTHING
    assert _texts(week_chart([]), "note") == [NOTHING]


@pytest.mark.parametrize("many", [1, 2, 52, 53, 520, 1_040])
def test_twenty_years_of_weeks_are_a_small_file(many: int) -> None:
    gains = [None if at % 41 == 40 else (at * 7_919) % 1_999 - 700 for at in range(many)]
    given = [Week(MONDAY + timedelta(7 * at), gain, at % 4) for at, gain in enumerate(gains)]
    jumps = [Mark(week.monday, str(at + 1)) for at, week in enumerate(given[::11])]
    svg = drawn(week_chart(given, jumps))
    assert len(svg) < (40_000 if many > 520 else 24_000)
    assert_drawn_within(svg)


@pytest.mark.parametrize("gains", [[0], [0, -5], [0, 5], [0, -5, 5], [None], [None, 0], [-1], []])
def test_zeros_and_gaps_stay_in_the_frame(gains: list[int | None]) -> None:
    assert_drawn_within(drawn(week_chart(weeks(*gains))))


def test_hostile_words_are_only_words() -> None:
    chart = week_chart(weeks(1, 90), [Mark(MONDAY, HOSTILE)])
    svg = drawn(chart, title="<script>")
    assert next(parsed(svg).iter(f"{SVG}title")).text == "<script>"


WEEKS = st.lists(
    st.builds(
        Week,
        st.integers(0, 200).map(lambda at: MONDAY + timedelta(7 * at)),
        st.none() | st.integers(-2, 2) | st.integers(-(10**6), 10**6),
        st.integers(0, 40),
    ),
    max_size=60,
    unique_by=lambda week: week.monday,
)


@given(WEEKS, st.lists(st.integers(0, 200), max_size=12, unique=True))
@settings(deadline=None, max_examples=80)
def test_any_chart_is_well_formed_and_stays_in_its_frame(
    given_weeks: list[Week], jumps: list[int]
) -> None:
    marks = [Mark(MONDAY + timedelta(7 * at), str(at)) for at in jumps]
    assert_drawn_within(drawn(week_chart(given_weeks, marks)))


@given(WEEKS)
def test_the_order_in_which_weeks_are_given_does_not_matter(given_weeks: list[Week]) -> None:
    assert week_chart(given_weeks) == week_chart(given_weeks[::-1])
