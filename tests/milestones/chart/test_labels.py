"""Words in a plot stand clear of each other, however wide the plot becomes."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from milestones.chart.labels import (
    LAYOUTS,
    NARROW,
    WIDE,
    Label,
    Layout,
    Wish,
    apart,
    merged,
    numbers,
    place,
)

PART = st.integers(0, 1000)
LABEL = st.builds(
    Label,
    text=st.text(min_size=1, max_size=30),
    x=PART,
    y=PART,
    dx=st.integers(-9, 9),
    dy=st.integers(-12, 18),
    anchor=st.sampled_from(["start", "middle", "end"]),
)
WISHES = st.lists(st.lists(LABEL, min_size=1, max_size=6).map(Wish), max_size=12)
CURVE = st.lists(st.tuples(PART, PART), max_size=20).map(sorted)
GROWN = st.tuples(st.floats(1, 8), st.floats(1, 4))


def _touch(one: Label, other: Label, width: float, height: float) -> bool:
    a, b = one.box(width, height), other.box(width, height)
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


@given(WISHES, CURVE, st.sampled_from(LAYOUTS), GROWN)
def test_no_word_covers_another_in_a_plot_of_that_size_or_a_larger_one(
    wishes: list[Wish], curve: list[tuple[int, int]], layout: Layout, grown: tuple[float, float]
) -> None:
    placed = place(wishes, layout, [curve])
    width, height = layout.width * grown[0], layout.height * grown[1]
    for one, other in combinations(placed, 2):
        assert not _touch(one, other, layout.width, layout.height)
        assert not _touch(one, other, width, height)


@given(WISHES, st.sampled_from(LAYOUTS), GROWN)
def test_no_word_leaves_the_plot_to_the_left_or_the_right(
    wishes: list[Wish], layout: Layout, grown: tuple[float, float]
) -> None:
    for label in place(wishes, layout, []):
        box = label.box(layout.width, layout.height)
        assert 0 <= box.left <= box.right <= layout.width


def test_a_word_goes_where_it_hides_no_line() -> None:
    on, beside = Label("plan", 500, 500), Label("plan", 500, 500, dy=40)
    line = [(0, 500), (1000, 500)]
    (label,) = place([Wish([on, beside])], NARROW, [line])
    assert label.dy == 40


def test_a_word_that_may_not_hide_a_line_is_left_out() -> None:
    label, line = Label("a long name", 500, 500), [(0, 500), (1000, 500)]
    assert place([Wish([label], may_hide=10)], NARROW, [line]) == []
    assert len(place([Wish([label])], NARROW, [line])) == 1


def test_a_word_that_is_to_keep_clear_of_a_line_rather_goes_over_another_or_is_left_out() -> None:
    on, beside = Label("plan", 500, 500), Label("plan", 500, 500, dy=40)
    line, other = [(0, 500), (1000, 500)], [(0, 700), (1000, 700)]
    (label,) = place([Wish([on, beside], clear_of=line)], NARROW, [line, other])
    assert label.dy == 40
    assert place([Wish([on], clear_of=line)], NARROW, [line]) == []


def test_a_word_hides_no_dot_if_it_can_stand_elsewhere() -> None:
    on, beside = Label("250", 500, 500), Label("250", 500, 500, dy=40)
    (label,) = place([Wish([on, beside])], NARROW, [], [(505, 495)])
    assert label.dy == 40


def test_what_is_the_same_in_both_layouts_is_there_once() -> None:
    one, other = Label("a", 1, 1), Label("b", 1, 1)
    narrow = place([Wish([one])], NARROW, [])
    wide = [*place([Wish([one])], WIDE, []), *place([Wish([other])], WIDE, [])]
    assert [(label.text, label.layout) for label in merged(narrow, wide)] == [
        ("a", ""),
        ("b", "wide"),
    ]


def test_numbers_that_are_too_close_become_a_range() -> None:
    row = numbers([(0, "1"), (300, "2"), (320, "3"), (340, "4")], NARROW, Label("", 0, 1000))
    assert [label.text for label in row] == ["1", "2–4"]


@given(st.lists(PART, max_size=80).map(sorted), st.sampled_from(LAYOUTS), GROWN)
def test_a_row_of_numbers_names_every_mark_and_none_covers_another(
    places: list[int], layout: Layout, grown: tuple[float, float]
) -> None:
    marks = [(part, str(number + 1)) for number, part in enumerate(places)]
    row = numbers(marks, layout, Label("", 0, 1000, dy=40, anchor="middle"))
    named = [label.text.split("–") for label in row]
    assert [number for ends in named for number in range(int(ends[0]), int(ends[-1]) + 1)] == [
        *range(1, len(places) + 1)
    ]
    for one, other in combinations(row, 2):
        assert apart(one, other, layout)
        assert not _touch(one, other, layout.width * grown[0], layout.height)
