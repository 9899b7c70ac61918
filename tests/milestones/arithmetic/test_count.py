"""How many fans there are: at least so many, at most so many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.arithmetic.count import Point, Range, history, points, value_on
from milestones.records import FANS, Channel, Kind, Reading
from tests.milestones.arithmetic import first_thousand

DAY = date(2026, 1, 5)
CHANNELS = {
    channel.key: channel
    for channel in (
        Channel("letter", "Letter", Kind.STOCK, True),
        Channel("masto", "Mastodon", Kind.STOCK, True),
        Channel("page", "Page", Kind.STOCK, True),
        Channel("talks", "Talks", Kind.ATTENDANCE, True),
        Channel("workshop", "Workshop list", Kind.STOCK, True),
        Channel("visits", "Visits", Kind.REACH, False),
        Channel("feed", "Feed", Kind.STOCK, False),
    )
}


def _on(day: int, **counts: int) -> list[Reading]:
    """Readings on a day counted from `DAY`; a channel `a_b` is both together."""
    return [
        Reading(DAY + timedelta(day), channel.replace("_", "+"), count)
        for channel, count in counts.items()
    ]


def _fans(*readings: list[Reading]) -> tuple[int, int]:
    last = history(CHANNELS, [one for of_day in readings for one in of_day])[-1]
    return last.fans.low, last.fans.high


def test_the_year_of_the_practices() -> None:
    counted = history(first_thousand.CHANNELS, first_thousand.readings())
    assert [one.fans for one in counted] == [
        Range(78, 158),
        Range(131, 281),
        Range(260, 603),
        Range(962, 2_310),
    ]
    assert [one.largest for one in counted] == ["linkedin", "linkedin", "linkedin", "newsletter"]


def test_the_last_reading_of_a_stock_counts_also_when_it_is_lower() -> None:
    assert _fans(_on(0, letter=100), _on(1, letter=90)) == (90, 90)


def test_a_later_line_of_the_same_day_replaces_the_earlier_one() -> None:
    assert _fans(_on(0, letter=100), _on(0, letter=90)) == (90, 90)


def test_attendance_adds_up_and_its_largest_event_is_a_low_end() -> None:
    assert _fans(_on(0, talks=30), _on(0, talks=20), _on(5, talks=10)) == (30, 60)


def test_reach_and_what_is_not_engaged_are_no_fans() -> None:
    assert _fans(_on(0, letter=5, visits=9_000, feed=700)) == (5, 5)
    assert _fans(_on(0, visits=9_000)) == (0, 0)


def test_a_union_is_exact_on_its_day() -> None:
    assert _fans(_on(0, letter=100, workshop=60, letter_workshop=150)) == (150, 150)
    assert _fans(_on(0, letter=100, workshop=60, masto=20, letter_workshop=150)) == (150, 170)


def test_a_union_loses_and_gains_at_most_what_its_channels_do() -> None:
    counted = _on(0, letter=100, masto=60, letter_masto=150)
    assert _fans(counted, _on(7, letter=110)) == (150, 160)
    assert _fans(counted, _on(7, letter=70)) == (120, 130), "no more than both added up"
    assert _fans(counted, _on(7, letter=70, masto=100)) == (120, 170)


def test_a_union_is_never_less_than_its_largest_channel() -> None:
    assert _fans(_on(0, letter=100, masto=100, letter_masto=110), _on(7, masto=10)) == (100, 110)


def test_a_union_is_never_more_than_all_of_its_channels() -> None:
    """One that says so contradicts the counts, and is not believed."""
    assert _fans(_on(0, letter=337, masto=60, letter_masto=900)) == (397, 397)


def test_a_union_replaces_an_older_one_with_a_channel_in_common() -> None:
    older = _on(0, letter=100, masto=60, page=50, letter_masto=150)
    assert _fans(older, _on(1, masto_page=80)) == (100, 180)
    assert _fans(older, _on(1, masto_letter=140)) == (140, 190)


def test_of_unions_of_one_day_the_largest_set_of_channels_counts() -> None:
    counted = _on(0, letter=100, masto=60, page=50)
    both = _on(0, letter_masto_page=170, letter_masto=150)
    assert _fans(counted, both) == _fans(counted, both[::-1]) == (170, 170)


def test_a_member_without_a_count_then_is_compared_with_its_first_one() -> None:
    union = _on(0, letter_masto=150)
    assert _fans(union) == (150, 150)
    assert _fans(union, _on(1, letter=100)) == (150, 150)
    assert _fans(union, _on(1, letter=100), _on(2, letter=90, masto=70)) == (140, 150)


def test_each_day_with_a_reading_has_one_entry_oldest_first() -> None:
    counted = history(CHANNELS, [*_on(3, visits=7), *_on(0, letter=1, talks=2), *_on(3, talks=4)])
    assert [(one.day, dict(one.channels)) for one in counted] == [
        (DAY, {"letter": 1, "talks": 2}),
        (DAY + timedelta(3), {"letter": 1, "talks": 6, "visits": 7}),
    ]


def test_points_are_of_the_days_on_which_the_metric_was_counted() -> None:
    counted = history(CHANNELS, [*_on(0, letter=5), *_on(1, visits=9), *_on(2, masto=7)])
    assert points(counted, FANS) == [Point(DAY, 5), Point(DAY + timedelta(2), 7, recounted=2)]
    assert points(counted, "letter") == [Point(DAY, 5)]
    assert points(counted, "talks") == []


@pytest.mark.parametrize(
    ("readings", "counted_on"),
    [
        # A smaller channel says nothing of the low end, whether it is read again or for the first
        # time; the largest does, and so does one that comes to be the largest.
        ([_on(0, letter=50, masto=20), _on(1, masto=25), _on(2, letter=50)], [0, 2]),
        ([_on(0, letter=50), _on(1, masto=25), _on(2, masto=51), _on(3, letter=49)], [0, 2]),
        # The largest that falls below another moves the low end, and may leave it where it was.
        ([_on(0, letter=50, masto=40), _on(1, letter=30), _on(2, letter=31)], [0, 1]),
        ([_on(0, letter=50, masto=50), _on(1, letter=30)], [0, 1]),
        # An event cannot be counted again: the largest stock says whether more came since.
        ([_on(0, letter=50, masto=9, talks=90), _on(1, letter=52), _on(2, masto=8)], [0, 1]),
        ([_on(0, letter=50, talks=90), _on(1, talks=7), _on(2, talks=91)], [0, 2]),
        ([_on(0, letter=50, talks=90), _on(1, masto=51), _on(2, letter=50)], [0, 1]),
        ([_on(0, talks=90), _on(1, talks=7)], [0, 1]),
        # Of a union, its largest channel; any of them where somebody is lost.
        (
            [_on(0, letter=50, masto=20, letter_masto=60), _on(1, masto=22), _on(2, letter=50)],
            [0, 2],
        ),
        ([_on(0, letter=50, masto=20, letter_masto=60), _on(1, masto=19)], [0, 1]),
        ([_on(0, letter=50, masto=20, letter_masto=60), _on(1, letter_masto=60)], [0, 1]),
        (
            [_on(0, letter=50, masto=9, page=9), _on(1, masto_page=15), _on(2, letter_masto=50)],
            [0, 2],
        ),
        ([_on(0, letter_masto=60), _on(1, letter_masto=60), _on(2, page=9)], [0, 1]),
        # While there is nobody, whatever could count somebody.
        ([_on(0, letter=0), _on(1, masto=0), _on(2, visits=9), _on(3, talks=0)], [0, 1, 3]),
        ([_on(0, letter=9), _on(1, letter=0), _on(2, masto=0)], [0, 1, 2]),
    ],
)
def test_fans_are_counted_where_what_makes_the_low_end_is_read(
    readings: list[list[Reading]], counted_on: list[int]
) -> None:
    counted = history(CHANNELS, [one for of_day in readings for one in of_day])
    assert [(one.day - DAY).days for one in points(counted, FANS)] == counted_on


@pytest.mark.parametrize(
    ("readings", "recounted"),
    [
        ([_on(0, letter=50), _on(7, masto=200), _on(14, masto=210)], [0, 150, 0]),
        ([_on(0, letter=50), _on(7, letter=50, masto=20)], [0, 0]),
        ([_on(0, letter=50), _on(7, talks=200)], [0, 0]),
        ([_on(0, letter=50, masto=40), _on(7, letter_masto=70), _on(14, letter=55)], [0, 20, 0]),
        ([_on(0, letter_masto=70), _on(7, letter_masto=80)], [0, 0]),
        ([_on(0, letter=50, letter_masto=70), _on(7, masto_page=30)], [0, -20]),
    ],
)
def test_what_comes_of_counting_otherwise_is_told_apart(
    readings: list[list[Reading]], recounted: list[int]
) -> None:
    counted = history(CHANNELS, [one for of_day in readings for one in of_day])
    assert [one.recounted for one in points(counted, FANS)] == recounted


@pytest.mark.parametrize(("day", "value"), [(-1, None), (0, 5), (1, 5), (2, 7), (99, 7)])
def test_the_value_on_a_day_is_the_last_one_until_then(day: int, value: int | None) -> None:
    counted = [Point(DAY, 5), Point(DAY + timedelta(2), 7)]
    assert value_on(counted, DAY + timedelta(day)) == value


def test_nothing_read_is_nothing_counted() -> None:
    assert history(CHANNELS, []) == []


SINGLE = tuple(CHANNELS)
UNIONS = ("letter+masto", "masto+page", "letter+masto+page", "letter+workshop")


def _some_readings(channels: Iterable[str]) -> st.SearchStrategy[list[Reading]]:
    days = st.integers(0, 6).map(lambda day: DAY + timedelta(day))
    reading = st.builds(Reading, days, st.sampled_from(list(channels)), st.integers(0, 60))
    return st.lists(reading, min_size=1, max_size=14).map(
        lambda found: sorted(found, key=lambda one: one.day)
    )


def _raised(readings: list[Reading], places: Iterable[int], more: int) -> list[Reading]:
    raised = set(places)
    return [
        replace(one, count=one.count + more * (place in raised))
        for place, one in enumerate(readings)
    ]


def _never_lower(before: list[Reading], after: list[Reading]) -> bool:
    pairs = zip(history(CHANNELS, before), history(CHANNELS, after), strict=True)
    return all(
        one.fans.low <= other.fans.low and one.fans.high <= other.fans.high for one, other in pairs
    )


@given(_some_readings((*SINGLE, *UNIONS)))
def test_the_low_end_is_never_above_the_high_end(readings: list[Reading]) -> None:
    assert all(one.fans.low <= one.fans.high for one in history(CHANNELS, readings))


@given(_some_readings(SINGLE), st.data(), st.integers(1, 50))
def test_a_higher_reading_never_lowers_either_end(
    readings: list[Reading], data: st.DataObject, more: int
) -> None:
    place = data.draw(st.integers(0, len(readings) - 1))
    assert _never_lower(readings, _raised(readings, [place], more))


@given(_some_readings((*SINGLE, *UNIONS)), st.data(), st.integers(1, 50))
def test_more_in_a_channel_from_some_day_on_never_lower_either_end_unions_or_not(
    readings: list[Reading], data: st.DataObject, more: int
) -> None:
    place = data.draw(st.integers(0, len(readings) - 1))
    chosen = readings[place]
    places = [place]
    if "+" not in chosen.channel and CHANNELS[chosen.channel].kind is not Kind.ATTENDANCE:
        places = [
            other
            for other in range(place, len(readings))
            if readings[other].channel == chosen.channel
        ]
    assert _never_lower(readings, _raised(readings, places, more))


@given(_some_readings((*SINGLE, *UNIONS)))
def test_the_low_end_never_moves_on_a_day_on_which_the_fans_are_not_counted(
    readings: list[Reading],
) -> None:
    counted = history(CHANNELS, readings)
    known = points(counted, FANS)
    assert all((value_on(known, one.day) or 0) == one.fans.low for one in counted)


@given(_some_readings((*SINGLE, *UNIONS)), st.randoms(use_true_random=False))
def test_the_order_of_days_and_channels_does_not_matter(
    readings: list[Reading], random: Random
) -> None:
    once = list({(one.day, one.channel): one for one in readings}.values())
    shuffled = list(once)
    random.shuffle(shuffled)
    assert history(CHANNELS, shuffled) == history(CHANNELS, once)
