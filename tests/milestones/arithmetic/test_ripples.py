"""What came before the weeks that brought most, and what led to what."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.count import Point
from milestones.arithmetic.ripples import (
    Jump,
    Ripple,
    Week,
    chains,
    jumps,
    ripples,
    weeks,
)
from milestones.happenings import ELSEWHERE, GUEST_POST, STORY, Happening

MONDAY = date(2026, 1, 5)


def _day(week: int, weekday: int = 0) -> date:
    return MONDAY + timedelta(weeks=week, days=weekday)


def _points(*values: int | None) -> list[Point]:
    """One on the Sunday of each week."""
    return [Point(_day(week, 6), value) for week, value in enumerate(values) if value is not None]


def _happening(id: str, caused_by: str = "", week: int = 0) -> Happening:  # noqa: A002
    return Happening(_day(week), "talk", f"Talk {id}", id, caused_by, is_recorded=True)


def test_every_week_is_told_with_its_gain_those_without_any_too() -> None:
    assert weeks(_points(10, 10, 12, 9), []) == (
        Week(_day(0), None, 0),
        Week(_day(1), 0, 0),
        Week(_day(2), 2, 0),
        Week(_day(3), -3, 0),
    )


def test_what_came_over_several_weeks_belongs_to_none_of_them() -> None:
    assert [one.gain for one in weeks(_points(10, None, 30, 31), [])] == [None, None, None, 1]


def test_what_came_of_counting_otherwise_is_no_gain() -> None:
    counted = [Point(_day(0), 10), Point(_day(1), 510, recounted=497), Point(_day(1, 2), 511)]
    assert [one.gain for one in weeks(counted, [])] == [None, 4]


def test_the_last_count_of_a_week_is_its_count() -> None:
    two_a_week = [Point(_day(0, 2), 5), Point(_day(0, 4), 6), Point(_day(1, 1), 9)]
    assert [one.gain for one in weeks(two_a_week, [])] == [None, 3]


def test_what_was_published_here_is_counted_beside_the_gain() -> None:
    published = [
        Happening(_day(0, 6), STORY, "Mine"),
        Happening(_day(0, 0), GUEST_POST, "A guest's"),
        Happening(_day(0, 3), ELSEWHERE, "On another site"),
        Happening(_day(0, 3), "story", "Told at a talk", is_recorded=True),
        Happening(_day(1, 0), STORY, "Mine, too"),
        Happening(_day(9), STORY, "After the last count"),
    ]
    assert [one.stories for one in weeks(_points(1, 2), published)] == [2, 1]


def test_without_counts_there_are_no_weeks() -> None:
    assert weeks([], [Happening(_day(0), STORY, "Mine")]) == ()


def test_a_jump_is_above_nine_of_ten_gains() -> None:
    counted = weeks(_points(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 29), [])  # 1 nine times, then 20
    assert [one.week for one in jumps(counted, [])] == [Week(_day(10), 20, 0)]


def test_the_limit_is_linear_between_two_gains() -> None:
    gains = [1, 2, 3, 4, 5, 6, 7, 8]  # 0.9 of the way from the first to the last is 7.3
    counted = [Week(_day(week), gain, 0) for week, gain in enumerate(gains)]
    assert [one.week.gain for one in jumps(counted, [])] == [8]
    counted[-1] = Week(_day(7), 7, 0)
    assert jumps(counted, []) == ()


def test_among_fewer_than_eight_gains_there_is_no_jump() -> None:
    assert jumps([Week(_day(week), week, 0) for week in range(7)], []) == ()


def test_a_week_that_gained_nothing_is_no_jump() -> None:
    falling = [Week(_day(week), -9, 0) for week in range(20)]
    assert jumps([*falling, Week(_day(20), 0, 0)], []) == ()


def test_what_happened_in_the_seven_days_before_and_in_the_week_is_listed_oldest_first() -> None:
    monday = Happening(_day(9, 0), STORY, "On the Monday before")
    sunday = Happening(_day(9, 6), "talk", "On the Sunday before", is_recorded=True)
    first = Happening(_day(10), STORY, "On its Monday")
    last = Happening(_day(10, 6), "talk", "On its Sunday", is_recorded=True)
    others = [Happening(_day(8, 6), STORY, "Earlier"), Happening(_day(11), STORY, "Later")]
    happened = [last, sunday, *others, first, monday]
    found = ripples(_points(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20), happened)
    assert found.jumps == (Jump(Week(_day(10), 20, 1), (monday, sunday), (first, last)),)


def test_what_led_to_something_is_a_tree() -> None:
    talk, met, post = _happening("talk"), _happening("met", "talk", 1), _happening("", "met", 3)
    mention, alone = _happening("mention", "talk", 2), _happening("alone")
    assert chains([post, mention, alone, met, talk]) == (
        Ripple(talk, (Ripple(met, (Ripple(post, ()),)), Ripple(mention, ()))),
    )


def test_a_cause_that_nobody_knows_breaks_nothing() -> None:
    first, second = _happening("first", "tlak"), _happening("second", "first", 1)
    assert chains([first, second]) == (Ripple(first, (Ripple(second, ()),)),)


def test_of_causes_that_go_round_the_oldest_begins() -> None:
    first, second, third = (
        _happening("a", "c", 0),
        _happening("b", "a", 1),
        _happening("c", "b", 2),
    )
    circle = Ripple(first, (Ripple(second, (Ripple(third, ()),)),))
    assert chains([third, first, second]) == (circle,)
    assert chains([_happening("self", "self")]) == ()


def test_of_two_with_one_id_the_older_is_the_cause() -> None:
    old, new, effect = _happening("x", week=0), _happening("x", week=5), _happening("y", "x", 6)
    assert chains([new, effect, old]) == (Ripple(old, (Ripple(effect, ()),)),)


def test_a_chain_of_thousands_is_no_trouble() -> None:
    links = [_happening(str(link), str(link - 1), link // 50) for link in range(5_000)]
    (found,) = chains(links)
    length = 1
    while found.led_to:
        (found,) = found.led_to
        length += 1
    assert length == 5_000


IDS = st.sampled_from(["", "a", "b", "c", "d", "e"])


@given(st.lists(st.builds(_happening, IDS, IDS, st.integers(0, 3)), max_size=12))
def test_every_happening_is_in_the_trees_once_at_most_however_tangled(
    happenings: list[Happening],
) -> None:
    def walk(ripple: Ripple) -> list[Happening]:
        below = [one for effect in ripple.led_to for one in walk(effect)]
        return [ripple.happening, *below]

    found = chains(happenings)
    told = [id(one) for ripple in found for one in walk(ripple)]
    assert all(ripple.led_to for ripple in found)
    assert len(told) == len(set(told))
    known = {one.id for one in happenings if one.id}
    for one in happenings:
        if one.caused_by in known - {one.id}:
            assert id(one) in told or _is_in_circle(one, happenings)


def _is_in_circle(one: Happening, happenings: list[Happening]) -> bool:
    """Whether its causes lead back to it, so that it may have been cut off as the root."""
    ordered = sorted(happenings, key=lambda other: other.day)
    seen: list[Happening] = []
    while one not in seen:
        seen.append(one)
        cause = next((other for other in ordered if other.id and other.id == one.caused_by), None)
        if cause is None:
            return False
        one = cause
    return True
