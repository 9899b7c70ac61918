"""Which values and days have names on an axis."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.chart.scale import Days, Values, values_between
from milestones.chart.text import width_of

DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("low", "high", "names"),
    [
        (0, 0, "0 1"),
        (0, 1, "0 1"),
        (0, 3, "0 1 2 3"),
        (0, 7, "0 2 4 6 8"),
        (0, 37, "0 10 20 30 40"),
        (0, 110, "0 25 50 75 100 125"),
        (0, 1000, "0 200 400 600 800 1,000"),
        (9500, 10000, "9,500 9,600 9,700 9,800 9,900 10,000"),
        (-7, 12, "−10 −5 0 5 10 15"),
        (0, 2_430_000, "0 500,000 1,000,000 1,500,000 2,000,000 2,500,000"),
    ],
)
def test_values_are_named_in_steps_of_1_2_2_5_or_5(low: int, high: int, names: str) -> None:
    assert " ".join(tick.text for tick in values_between(low, high).ticks()) == names


def test_changes_are_named_with_their_sign() -> None:
    names = [tick.text for tick in Values(-20, 20, 10).ticks(is_signed=True)]
    assert names == ["−20", "−10", "0", "+10", "+20"]


@given(st.integers(-(10**9), 10**12), st.integers(-(10**9), 10**12), st.integers(2, 9))
def test_all_values_lie_between_the_ends_which_are_near(a: int, b: int, most: int) -> None:
    low, high = sorted((a, b))
    scale = values_between(low, high, most)
    assert scale.low <= low <= high <= scale.high
    assert low - scale.low < scale.step
    assert scale.high - high < scale.step or low == high
    assert 2 <= len(scale.ticks()) <= most + 1
    assert [scale.ticks()[0].part, scale.ticks()[-1].part] == [1000, 0]


def _names(start: date, end: date, width: int) -> str:
    return " | ".join(tick.text for tick in Days(start, end).ticks(width))


@pytest.mark.parametrize(
    ("end", "width", "names"),
    [
        (date(2025, 10, 1), 250, "1 Oct 2025"),
        (date(2025, 10, 5), 480, "1 Oct 2025 | 2 Oct | 3 Oct | 4 Oct"),
        (date(2025, 11, 30), 480, "13 Oct 2025 | 27 Oct | 10 Nov | 24 Nov"),
        (date(2026, 9, 30), 250, "Oct | Jan 2026 | Apr | Jul"),
        (date(2026, 9, 30), 480, "Nov | Jan 2026 | Mar | May | Jul | Sep"),
        (date(2027, 9, 30), 250, "Jan 2026 | Jul | Jan 2027 | Jul"),
        (date(2045, 9, 30), 250, "2030 | 2035 | 2040"),
    ],
)
def test_days_months_or_years_are_named_as_there_is_room(end: date, width: int, names: str) -> None:
    assert _names(date(2025, 10, 1), end, width) == names


def test_the_year_stands_at_the_first_name_where_no_other_begins() -> None:
    assert _names(date(2025, 2, 1), date(2025, 9, 1), 250) == "Mar 2025 | May | Jul"


@given(DAY, st.integers(0, 60_000), st.integers(120, 2000))
def test_names_of_days_never_touch(start: date, length: int, width: int) -> None:
    ticks = Days(start, start + timedelta(length)).ticks(width)
    places = [tick.part * width / 1000 for tick in ticks]
    ends = [place + width_of(tick.text) for place, tick in zip(places, ticks, strict=True)]
    assert all(end < later for end, later in zip(ends, places[1:], strict=False))
    assert all(end <= width + 12 for end in ends)


@given(DAY, st.integers(0, 9_000))
def test_an_axis_always_says_its_year(start: date, length: int) -> None:
    ticks = Days(start, start + timedelta(length)).ticks(250)
    assert not ticks or any(len(word) == 4 for tick in ticks for word in tick.text.split())


def test_a_chart_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot begin on 2026-01-02 and end on 2026-01-01"):
        Days(date(2026, 1, 2), date(2026, 1, 1))
