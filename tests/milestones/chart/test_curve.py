"""Polylines: cut, thinned, written."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milestones.chart.curve import area, cut, dots, path, thinned, to_the_top, under_the_top
from milestones.chart.scale import Days
from tests.milestones.chart.drawing import corners

PLACES = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=900).map(sorted)
DAY = date(2026, 1, 1)
DAYS = Days(DAY, DAY + timedelta(10))


def test_a_line_that_comes_from_before_begins_at_the_start_with_what_was_then() -> None:
    line = [(DAY - timedelta(10), 0.0), (DAY + timedelta(10), 20.0)]
    assert cut(line, DAYS) == [(DAY, 10.0), (DAY + timedelta(10), 20.0)]


def test_a_line_that_goes_on_ends_at_the_end() -> None:
    line = [(DAY, 0.0), (DAY + timedelta(20), 20.0)]
    assert cut(line, DAYS) == [(DAY, 0.0), (DAY + timedelta(10), 10.0)]


def test_a_line_that_only_passes_by_is_cut_at_both_ends() -> None:
    line = [(DAY - timedelta(10), 0.0), (DAY + timedelta(20), 30.0)]
    assert cut(line, DAYS) == [(DAY, 10.0), (DAY + timedelta(10), 20.0)]


def test_what_is_wholly_before_or_after_is_left_out() -> None:
    assert cut([(DAY - timedelta(3), 1.0), (DAY - timedelta(1), 2.0)], DAYS) == []
    assert cut([(DAY + timedelta(11), 1.0)], DAYS) == []


@given(PLACES)
def test_a_path_goes_through_all_its_places(places: list[tuple[int, int]]) -> None:
    found = corners(path(places))
    assert found[: len(places)] == places


def test_a_path_has_no_more_spaces_than_it_needs() -> None:
    assert path([(0, 900), (10, 880), (15, 883)]) == "M0 900l10-20 5 3"
    assert path([(4, 5)]) == "M4 5l0 0"
    assert path([]) == ""
    assert dots([(4, 5), (6, 7)]) == "M4 5h0M6 7h0"
    assert area([(0, 1), (2, 1)], [(0, 3), (2, 5)]) == "M0 1l2 0 0 4-2-2z"


@given(PLACES)
def test_thinning_keeps_the_ends_and_the_extremes_of_each_column(
    places: list[tuple[int, int]],
) -> None:
    kept = thinned(places, columns=20)
    assert len(kept) <= max(4 * 20, 0)
    assert set(kept) <= set(places)
    if places:
        assert [kept[0], kept[-1]] == [places[0], places[-1]]
    for column in range(20):
        before = [y for x, y in places if x * 20 // 1001 == column]
        after = [y for x, y in kept if x * 20 // 1001 == column]
        if before:
            assert [min(after), max(after)] == [min(before), max(before)]


def test_a_line_that_leaves_at_the_top_ends_there_and_an_area_goes_along_it() -> None:
    places = [(0, 100), (10, -100), (20, 100)]
    assert to_the_top(places) == ((0, 100), (5, 0))
    assert under_the_top(places) == ((0, 100), (5, 0), (10, 0), (15, 0), (20, 100))
