"""What each quarter gains, and where that leads by when."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.ramps import (
    Checkpoint,
    Line,
    Span,
    checkpoints,
    increments,
    months_later,
    periods,
    split,
)
from milestones.records import Goal, Period
from tests.milestones.arithmetic.first_thousand import END, QUARTER_ENDS, START, goal


def _targets(of: Goal) -> list[int]:
    return [one.target for one in checkpoints(of)]


def test_even_is_250_500_750_1000() -> None:
    assert _targets(goal(ramp="even")) == [250, 500, 750, 1_000]


def test_backload_is_100_300_600_1000_on_the_last_day_of_each_quarter() -> None:
    expected = zip(QUARTER_ENDS, (100, 300, 600, 1_000), strict=True)
    assert checkpoints(goal()) == tuple(Checkpoint(day, target) for day, target in expected)


def test_a_ramp_of_ones_own_says_what_each_quarter_gains() -> None:
    assert _targets(goal(target=600, ramp=(20, 30, 500, 50))) == [20, 50, 550, 600]


def test_from_37_subscribers_to_a_thousand() -> None:
    assert increments(1_000 - 37, (1, 2, 3, 4)) == [96, 193, 289, 385]
    assert _targets(goal(baseline=37)) == [133, 326, 615, 1_000]


def test_of_equal_remainders_the_earlier_is_rounded_up() -> None:
    assert increments(10, (1, 1, 1, 1)) == [3, 3, 2, 2]


@pytest.mark.parametrize(("total", "weights"), [(-1, (1,)), (5, (0, 0)), (5, (2, -1)), (5, ())])
def test_what_cannot_be_shared_is_refused(total: int, weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        increments(total, weights)


def test_a_shorter_last_quarter_weighs_less() -> None:
    half = goal(ramp="even", end=date(2026, 2, 14))  # 45 of the 90 days from January to March
    assert _targets(half) == [667, 1_000]
    assert _targets(goal(end=date(2026, 2, 14))) == [500, 1_000]


def test_a_goal_of_a_single_day_has_one_checkpoint() -> None:
    assert checkpoints(goal(end=START)) == (Checkpoint(START, 1_000),)
    assert Line.of(goal(end=START)).at(START) == 1_000


def test_quarters_are_counted_from_the_first_day_whatever_it_is() -> None:
    late = goal(start=date(2025, 11, 30), end=date(2026, 11, 29))
    ends = [one.day for one in checkpoints(late)]
    assert ends == [date(2026, 2, 27), date(2026, 5, 29), date(2026, 8, 29), date(2026, 11, 29)]


def test_months_are_on_the_line_and_agree_with_the_quarters() -> None:
    months = split(goal(), Period.MONTH)
    assert months[:3] == (
        Checkpoint(date(2025, 10, 31), 33),  # 30 of 91 days to 100 are 32.97
        Checkpoint(date(2025, 11, 30), 66),
        Checkpoint(date(2025, 12, 31), 100),
    )
    assert len(months) == 12


def test_weeks_end_on_sundays_and_with_the_goal() -> None:
    weeks = split(goal(), Period.WEEK)
    assert weeks[0] == Checkpoint(date(2025, 10, 5), 5)
    assert all(one.day.isoweekday() == 7 for one in weeks[:-1])
    assert weeks[-1] == Checkpoint(END, 1_000)


def test_months_keep_their_day_where_they_have_it() -> None:
    assert [months_later(date(2023, 10, 31), one) for one in (0, 1, 4, 5, 15)] == [
        date(2023, 10, 31),
        date(2023, 11, 30),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2025, 1, 31),
    ]


def test_the_line_rests_before_and_after_the_goal() -> None:
    line = Line.of(goal(baseline=37))
    assert line.at(START - timedelta(9)) == 37
    assert line.at(END + timedelta(9)) == 1_000


RAMPS = st.sampled_from(["even", "backload"])


@st.composite
def _goals(draw: st.DrawFn) -> Goal:
    start = draw(st.dates(date(2019, 1, 1), date(2027, 12, 31)))
    end = start + timedelta(draw(st.integers(0, 1_200)))
    baseline, gain = draw(st.integers(0, 5_000)), draw(st.integers(0, 20_000))
    ramp: str | tuple[int, ...] = draw(RAMPS)
    if draw(st.booleans()):
        quarters = len(periods(start, end, Period.QUARTER))
        ramp = tuple(draw(st.lists(st.integers(0, 900), min_size=quarters, max_size=quarters)))
        gain = sum(ramp)
    return goal(baseline + gain, baseline, start, end, ramp)


@given(st.integers(0, 10**6), st.lists(st.integers(0, 999), min_size=1).filter(any))
def test_shares_are_whole_near_their_part_and_add_up(total: int, weights: list[int]) -> None:
    shares = increments(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(_goals())
def test_checkpoints_rise_and_end_with_the_target_for_any_ramp_length_and_baseline(
    of: Goal,
) -> None:
    targets = [of.baseline, *_targets(of)]
    assert targets == sorted(targets)
    assert targets[-1] == of.target
    assert checkpoints(of)[-1].day == of.end
    if isinstance(of.ramp, tuple):
        gains = tuple(later - earlier for earlier, later in pairwise(targets))
        assert gains == of.ramp


@given(_goals(), st.sampled_from([Period.MONTH, Period.WEEK]))
def test_months_and_weeks_rise_end_with_the_target_and_keep_to_the_quarters(
    of: Goal, period: Period
) -> None:
    parts = split(of, period)
    targets = [one.target for one in parts]
    assert targets == sorted(targets)
    assert parts[-1] == Checkpoint(of.end, of.target)
    quarters = {one.day: one.target for one in checkpoints(of)}
    assert all(one.target == quarters.get(one.day, one.target) for one in parts)
    if period is Period.MONTH:
        assert quarters.keys() <= {one.day for one in parts}


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)),
    st.integers(0, 1_200),
    st.sampled_from(list(Period)),
)
def test_periods_follow_each_other_without_a_gap(start: date, days: int, period: Period) -> None:
    spans = periods(start, start + timedelta(days), period)
    assert spans[0].start == start
    assert sum(span.days for span in spans) == days + 1
    assert all(earlier.end + timedelta(1) == later.start for earlier, later in pairwise(spans))
    assert Span(start, start + timedelta(days)).days == days + 1
