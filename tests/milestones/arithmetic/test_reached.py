"""Which milestones were reached, and when."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.count import Point
from milestones.arithmetic.reached import Reached, milestones
from milestones.records import Milestone, Records

DAY = date(2026, 1, 5)


def _points(*values: int) -> list[Point]:
    return [Point(DAY + timedelta(weeks=week), value) for week, value in enumerate(values)]


def _found(*values: int, named: tuple[Milestone, ...] = ()) -> tuple[Reached, ...]:
    return milestones(Records({}, (), milestones=named), _points(*values))


def test_a_milestone_is_reached_on_the_first_count_at_or_above_it() -> None:
    assert _found(9, 10, 26) == (
        Reached(10, DAY + timedelta(weeks=1), "", False, True),
        Reached(25, DAY + timedelta(weeks=2), "", False, True),
        Reached(50, None, "", False, False),
    )


def test_the_usual_ones_go_up_in_steps_of_1_2_5_and_5() -> None:
    thresholds = [one.threshold for one in _found(5_000)]
    assert thresholds == [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]


def test_before_the_first_count_the_first_one_is_ahead() -> None:
    assert _found() == (Reached(10, None, "", False, False),)


def test_a_later_fall_is_told_and_the_milestone_stays() -> None:
    ten, following = _found(12, 8, 9)
    assert ten == Reached(10, DAY, "", True, False)
    assert following == Reached(25, None, "", False, False)
    assert not _found(12, 8, 11)[0].is_below_again


def test_all_that_the_author_names_are_told_with_their_thanks() -> None:
    named = (Milestone(100, "To Mira."), Milestone(300), Milestone(700))
    assert _found(90, 120, named=named) == (
        Reached(100, DAY + timedelta(weeks=1), "To Mira.", False, True),
        Reached(300, None, "", False, False),
        Reached(700, None, "", False, False),
    )


def test_what_was_there_at_the_first_count_is_no_news() -> None:
    assert [one.is_news for one in _found(30, 60) if one.reached_on] == [False, False, True]


def test_what_only_came_of_counting_otherwise_is_no_news() -> None:
    named = tuple(map(Milestone, (50, 60, 100, 500)))
    masto = Point(DAY + timedelta(weeks=1), 510, recounted=445)  # 20 came: 65 would be there anyway
    found = milestones(
        Records({}, (), milestones=named), [*_points(45), masto, Point(DAY + timedelta(14), 515)]
    )
    assert [one.is_news for one in found] == [True, True, False, False]


@given(st.lists(st.integers(0, 3_000)))
def test_one_is_ahead_and_all_below_the_highest_count_are_reached_in_order(
    values: list[int],
) -> None:
    found = _found(*values)
    days = [one.reached_on for one in found[:-1]]
    assert found[-1].reached_on is None
    assert all(days)
    assert days == sorted(day for day in days if day)
    assert found[-1].threshold > max(values, default=0)
