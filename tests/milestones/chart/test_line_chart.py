"""The count over time, beside the plan and the projection."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.chart.axes import Mark
from milestones.chart.labels import LAYOUTS
from milestones.chart.line_chart import NOTHING, Dot, LineChart, line_chart
from tests.milestones.chart.drawing import (
    END,
    HOSTILE,
    PLAN,
    START,
    SVG,
    Bounds,
    Count,
    Target,
    assert_drawn_within,
    corners,
    counts,
    drawn,
    parsed,
)

GOLDEN = Path(__file__).with_name("line.golden.svg")


def _small() -> LineChart:
    return line_chart(
        counts(37, 90, 80, 180, 260, 430, days=40),
        [PLAN],
        [Bounds(date(2026, 4, 19), 430, 430, 430), Bounds(END, 500, 800, 1200)],
        start=START,
        end=END,
        milestones=[Dot(date(2026, 3, 10), 260, "250")],
        events=[Mark(date(2025, 10, 20), "1"), Mark(date(2025, 10, 22), "2")],
    )


def _texts(chart: LineChart, kind: str) -> list[str]:
    return [label.text for label in chart.labels if label.kind == kind]


def test_a_chart_is_the_same_to_the_byte() -> None:
    assert drawn(_small()) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("autoescape", [True, False])
def test_a_site_that_escapes_nothing_gets_the_same(autoescape: bool) -> None:
    assert drawn(_small(), autoescape=autoescape) == GOLDEN.read_text(encoding="utf-8")


def test_a_chart_has_a_title_and_says_in_words_what_it_shows() -> None:
    chart = parsed(drawn(_small(), title="Fans since October"))
    assert chart.get("role") == "img"
    named = {one.get("id"): one.text for one in chart.iter(f"{SVG}title", f"{SVG}desc")}
    assert named[chart.get("aria-labelledby")] == "Fans since October"
    assert named[chart.get("aria-describedby")] == (
        "fans: 37 on 1 Oct 2025, 430 on 19 Apr 2026. Planned: 1,000 on 30 Sep 2026. "
        "Projected for 30 Sep 2026: between 500 and 1,200."
    )


def test_a_fall_is_told_with_the_most_there_were() -> None:
    chart = line_chart(counts(10, 50, 30), start=START, end=END)
    assert chart.description == (
        "fans: 10 on 1 Oct 2025, 30 on 15 Oct 2025. The most: 50 on 8 Oct 2025."
    )


def test_the_lines_are_named_where_they_are() -> None:
    chart = _small()
    assert set(_texts(chart, "actual")) == {"430 fans"}
    assert set(_texts(chart, "plan")) == {"plan"}
    assert set(_texts(chart, "projection")) == {"projection"}
    assert set(_texts(chart, "milestone")) == {"250"}


def test_no_word_for_what_may_come_hides_the_line_of_what_was_counted() -> None:
    """As at the end of a year, when there is room for "projection" only left of its band."""
    readings = counts(*(37 + at * 300 // 46 + at % 3 * 4 for at in range(47)), start=START)
    last = readings[-1].day
    band = [Bounds(last, 337, 337, 337), Bounds(END, 340, 365, 395)]
    chart = line_chart(readings, [PLAN], band, start=START, end=END)
    line = corners(chart.actual)
    for layout in LAYOUTS:
        named = [one for one in chart.labels if one.kind in ("plan", "projection")]
        for label in (one for one in named if one.layout in ("", layout.name)):
            box = label.box(layout.width, layout.height)
            for x, y in line:
                is_beside = not box.left < x * layout.width / 1000 < box.right
                assert is_beside or not box.top < y * layout.height / 1000 < box.bottom


def test_events_that_are_close_share_a_number_and_keep_their_marks() -> None:
    chart = _small()
    assert _texts(chart, "event") == ["1–2"]
    assert chart.events.count("M") == 2


def test_without_readings_there_is_an_empty_frame_that_says_so() -> None:
    chart = line_chart([], start=START, end=END)
    assert set(_texts(chart, "note")) == {NOTHING}
    assert chart.description == NOTHING
    assert (chart.actual, chart.plans, chart.band, chart.last) == ("", (), "", None)
    assert _texts(line_chart([], [PLAN], start=START, end=END), "plan") == ["plan"]


def test_one_reading_is_a_dot() -> None:
    chart = line_chart(counts(37), start=START, end=END)
    assert chart.last
    assert (chart.last.left, chart.last.top) == ("0%", "7.5%")
    assert chart.description == "fans: 37 on 1 Oct 2025."


def test_one_day_is_in_the_middle() -> None:
    chart = line_chart(counts(37), start=START, end=START)
    assert chart.last
    assert chart.last.left == "50%"


@pytest.mark.parametrize("value", [0, 1, 37, 10_000])
def test_equal_readings_are_a_level_line_above_zero(value: int) -> None:
    chart = line_chart(counts(*[value] * 30), start=START, end=END)
    heights = {y for _, y in corners(chart.actual)}
    assert len(heights) == 1
    assert chart.axis == "M0 1000h1000"
    assert min(heights) <= 500 or value == 0


def test_a_falling_line_goes_down_all_the_way() -> None:
    heights = [y for _, y in corners(line_chart(counts(90, 60, 20), start=START, end=END).actual)]
    assert heights == sorted(heights)
    assert len(heights) == 3


def test_far_from_zero_the_scale_begins_higher_and_the_chart_says_so() -> None:
    chart = line_chart(counts(50_000, 50_300, 51_000), start=START, end=END)
    assert _texts(chart, "value")[0] == "44,000"
    assert chart.axis == ""
    assert chart.description.endswith("The scale begins at 44,000.")


def test_a_very_wide_projection_leaves_the_chart_and_the_count_stays_visible() -> None:
    band = [Bounds(date(2025, 11, 1), 80, 80, 80), Bounds(END, 0, 9_000, 90_000)]
    chart = line_chart(counts(40, 60, 80), [], band, start=START, end=END)
    assert chart.last
    assert chart.last.y < 700
    assert corners(chart.likely)[-1][1] == 0
    assert_drawn_within(drawn(chart))


def test_what_is_before_the_start_or_after_the_end_is_cut_off() -> None:
    chart = line_chart(
        counts(10, 20, 30, start=START - timedelta(14)),
        [[Target(START - timedelta(100), 0), Target(END + timedelta(100), 1000)]],
        start=START,
        end=END,
        milestones=[Dot(START - timedelta(7), 20, "20")],
        events=[Mark(END + timedelta(1), "1")],
    )
    assert corners(chart.actual)[0][0] == 0
    assert (chart.milestones, chart.events) == ((), "")
    assert_drawn_within(drawn(chart))


@pytest.mark.parametrize("many", [5_000, 7_300])
def test_many_readings_keep_their_peaks_in_a_small_file(many: int) -> None:
    values = [round(3_000 + 2_500 * math.sin(at / 9) + at % 7) for at in range(many)]
    values[2_345] = 9_999
    last = START + timedelta(many - 1)
    chart = line_chart(counts(*values, days=1), start=START, end=last)
    places = corners(chart.actual)
    assert len(places) <= 400
    assert min(y for _, y in places) == 0  # 10,000 is at the top
    assert len(drawn(chart)) < 10_000


def test_a_chart_with_everything_at_once_is_small() -> None:
    many = 5_000
    last = START + timedelta(many - 1)
    readings = counts(*(at * at // 2_000 + at % 13 for at in range(many)), days=1)
    events = [Mark(START + timedelta(9 * at), str(at + 1)) for at in range(500)]
    dots = [Dot(readings[at].day, readings[at].value, f"{at:,}") for at in range(0, many, 250)]
    band = [Bounds(last - timedelta(at), 9_000, 10_000, 11_000) for at in range(900, -1, -1)]
    chart = line_chart(
        readings, [PLAN], band, start=START, end=last, milestones=dots, events=events
    )
    assert len(drawn(chart)) < 30_000


def test_hostile_words_are_only_words() -> None:
    chart = line_chart(
        counts(10, 500),
        start=START,
        end=END,
        name=HOSTILE,
        milestones=[Dot(START, 10, HOSTILE)],
        events=[Mark(START, HOSTILE)],
    )
    for autoescape in (True, False):
        words = [one.text for one in parsed(drawn(chart, autoescape=autoescape)).iter(f"{SVG}text")]
        assert any(word and word.startswith("500 <&\"']]>") for word in words)
        assert any(word and "{{ 7 * 7 }}" in word for word in words)


def test_marks_and_colours_are_not_all_that_tells_lines_apart() -> None:
    style = next(parsed(drawn(_small())).iter(f"{SVG}style")).text or ""
    for line in ("plan", "likely"):
        assert re.search(rf"\.milestones-{line} {{[^}}]*stroke-dasharray", style)


DAYS = st.integers(0, 1500).map(lambda days: START + timedelta(days))
COUNT = st.integers(0, 10**6)
WORDS = st.text(max_size=30).filter(lambda said: not re.search(r"NaN|inf|None", said))
"""All but what a number that is none looks like."""

CHARTS = st.builds(
    line_chart,
    st.lists(st.builds(Count, DAYS, COUNT), max_size=40, unique_by=lambda one: one.day),
    st.lists(st.lists(st.builds(Target, DAYS, COUNT), max_size=5), max_size=2),
    st.lists(
        st.tuples(DAYS, st.lists(COUNT, min_size=3, max_size=3).map(sorted)).map(
            lambda given: Bounds(given[0], *given[1])
        ),
        max_size=10,
        unique_by=lambda one: one.day,
    ),
    start=st.just(START),
    end=st.sampled_from([START, START + timedelta(40), END, END + timedelta(900)]),
    milestones=st.lists(st.builds(Dot, DAYS, COUNT, WORDS), max_size=8),
    events=st.lists(st.builds(Mark, DAYS, st.sampled_from("12345")), max_size=8),
    name=WORDS,
)


@given(CHARTS)
@settings(deadline=None, max_examples=60)
def test_any_chart_is_well_formed_and_stays_in_its_frame(chart: LineChart) -> None:
    assert_drawn_within(drawn(chart))


@given(CHARTS, st.floats(1, 5), st.floats(1, 3))
@settings(deadline=None, max_examples=60)
def test_no_word_of_any_chart_covers_another(chart: LineChart, wider: float, higher: float) -> None:
    for layout in LAYOUTS:
        width, height = layout.width * wider, layout.height * higher
        shown = [
            label
            for label in chart.labels
            if label.layout in ("", layout.name) and label.kind not in ("value", "row")
        ]
        for one, other in combinations(shown, 2):
            a, b = one.box(width, height), other.box(width, height)
            beside = a.right <= b.left or b.right <= a.left
            assert beside or a.bottom <= b.top or b.bottom <= a.top, (one, other)
