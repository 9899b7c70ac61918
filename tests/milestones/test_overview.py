"""Everything there is to say of fans and goals on a day."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from milestones.arithmetic.count import Range
from milestones.arithmetic.projection import Projection, Refusal
from milestones.happenings import STORY, Happening
from milestones.overview import overview
from milestones.records import Channel, Kind, Milestone, Period, Reading, Records
from tests.milestones.arithmetic.first_thousand import (
    CHANNELS,
    END,
    QUARTER_ENDS,
    START,
    goal,
    happenings,
    records,
)


def _weekly(start: date, *counts: int, channel: str = "newsletter") -> tuple[Reading, ...]:
    return tuple(
        Reading(start + timedelta(weeks=week), channel, count)
        for week, count in enumerate(counts, start=1)
    )


def test_it_tells_of_the_day_of_the_last_reading() -> None:
    found = overview(records(), happenings())
    assert (found.as_of, found.fans) == (END, Range(962, 2_310))
    assert [(one.channel.key, one.count, one.as_of) for one in found.channels] == [
        ("newsletter", 962, END),
        ("linkedin", 941, END),
        ("mastodon", 233, END),
        ("talks", 174, END),
    ]


def test_it_tells_when_the_fans_were_counted_whatever_else_was_read_since() -> None:
    readings = (*_weekly(START, 40, 50), Reading(START + timedelta(weeks=9), "visits", 900))
    of_letter = goal(target=300, metric="newsletter", end=START + timedelta(weeks=30))
    found = overview(records(readings=readings, goals=(of_letter,)), [])
    assert found.current is not None
    assert (found.as_of, found.counted_on) == (START + timedelta(weeks=9), readings[1].day)
    assert (found.current.count, found.current.counted_on) == (50, readings[1].day)


def test_it_tells_of_an_earlier_day_as_if_nothing_had_come_since() -> None:
    early = QUARTER_ENDS[0]
    readings = tuple(one for one in records().readings if one.day <= early)
    known = [one for one in happenings() if one.day <= early]
    assert overview(records(), happenings(), early) == overview(records(readings=readings), known)


def test_the_goal_of_the_year_and_how_it_ended() -> None:
    found = overview(records(), happenings()).current
    assert found is not None
    assert (found.count, found.is_closed, found.status.word) == (962, True, "missed")
    assert found.stretch_grade == 0.0962
    assert [one.band for one in found.quarters] == ["yellow", "yellow", "red", "red"]
    assert found.year.grade is not None
    assert found.hints[0].startswith("Quarter 3 and Quarter 4 have grades below 0.4")
    assert (len(found.checkpoints), len(found.months), len(found.weeks)) == (4, 12, 53)
    assert (found.current_results[1].actual, found.projection) == (0, None)


def test_the_points_of_a_goal_are_within_it_and_the_last_one_before() -> None:
    readings = _weekly(START - timedelta(weeks=3), 1, 2, 3, 4, 5)
    found = overview(records(readings=readings, goals=(goal(end=START + timedelta(8)),)), [])
    assert [one.value for one in found.goals[0].points] == [2, 3, 4]
    assert found.goals[0].count == 4


def test_a_goal_is_current_until_the_next_one_begins() -> None:
    second = goal(target=5_000, baseline=962, start=date(2027, 1, 1), end=date(2027, 12, 31))
    both = records(goals=(goal(), second))
    for day, current in (
        (START - timedelta(1), goal()),
        (START, goal()),
        (END, goal()),
        (second.start - timedelta(1), goal()),
        (second.start, second),
        (second.end + timedelta(99), second),
    ):
        found = overview(both, [], day).current
        assert found is not None
        assert found.goal == current


def test_a_closed_goal_keeps_the_count_of_its_end() -> None:
    later = (*records().readings, Reading(END + timedelta(90), "newsletter", 1_500))
    found = overview(records(readings=later), []).goals[0]
    assert (found.count, found.status.word, found.is_closed) == (962, "missed", True)
    assert found.counted_on == END


def test_a_count_from_before_a_closed_goal_is_none_of_its_time() -> None:
    before = Reading(START - timedelta(9), "newsletter", 40)
    later = Reading(END + timedelta(9), "newsletter", 150)
    year = goal(baseline=40, target=140)
    running = overview(records(readings=(before,), goals=(year,)), [], END - timedelta(1)).goals[0]
    assert (running.count, running.counted_on, running.quarters[3].count) == (40, before.day, 40)
    assert [one.count for one in running.quarters[:3]] == [None] * 3
    closed = overview(records(readings=(before, later), goals=(year,)), []).goals[0]
    assert (closed.count, closed.counted_on, closed.status.word) == (None, None, "not counted")
    assert (closed.year.count, closed.stretch_grade, closed.is_closed) == (None, None, True)


def test_a_quarter_without_a_count_has_that_of_the_goals_quarter_before() -> None:
    counted = (Reading(START, "newsletter", 40), Reading(END + timedelta(9), "newsletter", 150))
    closed = overview(records(readings=counted), []).goals[0]
    assert [one.count for one in closed.quarters] == [40] * 4


def test_where_nothing_was_recorded_all_of_it_is_empty_and_nothing_fails() -> None:
    found = overview(Records({}, ()), [])
    assert (found.as_of, found.fans, found.current, found.channels) == (None, None, None, ())
    assert found.how == "Nobody was counted yet."
    assert [one.threshold for one in found.milestones] == [10]
    assert isinstance(found.projection, Refusal)
    assert (found.ripples.weeks, found.ripples.jumps, found.ripples.chains) == ((), (), ())


def test_before_the_first_count_a_goal_has_not_begun_or_is_not_counted() -> None:
    for day, word in ((START - timedelta(1), "not begun"), (START, "not counted")):
        found = overview(records(), [], day).current
        assert found is not None
        assert found.status.word == word


def test_a_goal_without_any_count_says_so() -> None:
    found = overview(records(readings=()), happenings())
    assert found.current is not None
    assert (found.current.status.word, found.current.count) == ("not counted", None)
    assert (found.current.stretch_grade, found.current.quarters) == (None, ())
    assert isinstance(overview(records(readings=()), happenings(), END).projection, Refusal)


def test_a_reading_that_counts_nobody_leaves_the_fans_unknown() -> None:
    found = overview(records(readings=(Reading(START, "visits", 900),)), [])
    assert (found.as_of, found.fans, found.counted_on) == (START, None, None)
    assert found.how == "Nobody was counted yet. Not counted: Visits of the site (reach)."


def test_a_running_goal_and_the_next_milestone_are_projected() -> None:
    readings = _weekly(START, *range(10, 110, 10))
    found = overview(records(readings=readings, milestones=(Milestone(500), Milestone(700))), [])
    assert isinstance(found.projection, Projection)
    assert [one.threshold for one in found.projection.arrivals] == [500, 1_000]
    assert found.projection.band[-1].day <= END < found.projection.band[-1].day + timedelta(7)
    assert found.current is not None
    assert found.current.projection is found.projection


def test_a_goal_of_one_channel_has_a_projection_of_its_own() -> None:
    readings = (
        *_weekly(START, *range(10, 110, 10)),
        *_weekly(START, *range(20, 220, 20), channel="linkedin"),
    )
    of_letter = goal(target=300, metric="newsletter")
    found = overview(records(readings=readings, goals=(of_letter,)), [])
    assert found.current is not None
    assert isinstance(found.current.projection, Projection)
    assert [one.threshold for one in found.current.projection.arrivals] == [300]
    assert isinstance(found.projection, Projection)
    assert [one.threshold for one in found.projection.arrivals] == [250]
    assert found.current.count == 100


def test_a_letter_counted_once_a_quarter_is_not_counted_in_between_whatever_else_is() -> None:
    quarterly = tuple(
        Reading(START + timedelta(weeks=n), "newsletter", 100 + 10 * n) for n in range(0, 40, 13)
    )
    alone = overview(records(readings=quarterly), [], START + timedelta(weeks=39))
    weekly = _weekly(START, *(20 + week // 8 for week in range(39)), channel="mastodon")
    both = overview(records(readings=(*quarterly, *weekly)), [])
    assert isinstance(alone.projection, Refusal)
    assert (both.projection, both.ripples) == (alone.projection, alone.ripples)
    assert both.ripples.jumps == ()
    assert (both.milestones, both.counted_on) == (alone.milestones, quarterly[-1].day)


def test_milestones_ripples_and_key_results_are_those_of_the_day() -> None:
    found = overview(records(), happenings(), QUARTER_ENDS[0])
    assert [one.threshold for one in found.milestones if one.reached_on] == [10, 25, 50]
    assert len(found.ripples.weeks) == 1
    assert found.current is not None
    assert round(found.current.quarters[0].grade or 0, 2) == 0.66
    assert found.current.current_results[0].period is Period.QUARTER


@pytest.mark.parametrize(
    ("readings", "how"),
    [
        ([("newsletter", 5)], "Counted in one channel, The Wednesday letter."),
        (
            [("newsletter", 5), ("linkedin", 7), ("visits", 900), ("readers", 30)],
            "At least as many as in the largest channel, LinkedIn; at most as many as in all "
            "channels added up, since the same people may be in several of them. Not counted: "
            "Visits of the site (reach) and Readers of the old feed.",
        ),
        (
            [("newsletter", 5), ("talks", 30)],
            "At least as many as came to the largest event of Talks; at most as many as in all "
            "channels added up, since the same people may be in several of them.",
        ),
        (
            [("newsletter", 50), ("mastodon", 30), ("newsletter+mastodon", 70)],
            "At least as many as in The Wednesday letter and Mastodon, where everybody is counted "
            "once; at most as many as in all channels added up, since the same people may be in "
            "several of them.",
        ),
        (
            [("newsletter", 50), ("linkedin", 90), ("mastodon", 3), ("newsletter+mastodon", 52)],
            "At least as many as in the largest channel, LinkedIn; at most as many as in all "
            "channels added up, since the same people may be in several of them. Those in The "
            "Wednesday letter and Mastodon are counted once.",
        ),
    ],
)
def test_it_says_how_it_was_counted(readings: list[tuple[str, int]], how: str) -> None:
    read = tuple(Reading(START, channel, count) for channel, count in readings)
    assert overview(records(readings=read), []).how == how


def test_the_order_in_which_things_are_recorded_does_not_matter() -> None:
    readings, happened = list(records().readings), happenings()
    random.Random(4).shuffle(readings)
    assert overview(records(readings=tuple(readings)), happened[::-1]).goals == (
        overview(records(), happened).goals
    )


def test_twenty_years_of_daily_readings_in_twelve_channels() -> None:
    channels = {f"c{one}": Channel(f"c{one}", f"C{one}", Kind.STOCK, True) for one in range(12)}
    first = date(2006, 1, 1)
    days = [first + timedelta(day) for day in range(7_300)]
    readings = tuple(
        Reading(day, key, place + 7 * number)
        for place, day in enumerate(days)
        for number, key in enumerate(channels)
    )
    goals = tuple(
        goal(365 * (year - 2004), 365 * (year - 2005), date(year, 1, 1), date(year, 12, 31))
        for year in range(2006, 2026)
    )
    stories = [Happening(day, STORY, "A story") for day in days[::7]]
    found = overview(Records(channels, readings, goals=goals), stories)
    assert (len(found.history), len(found.ripples.weeks), len(found.goals)) == (7_300, 1_044, 20)
    assert found.fans == Range(7_299 + 77, 12 * 7_299 + 7 * 66)


def test_channels_are_told_in_the_order_of_the_file() -> None:
    read = tuple(Reading(START, channel, 5) for channel in ("mastodon", "visits", "newsletter"))
    found = overview(records(readings=read), [])
    keys = [one.channel.key for one in found.channels]
    assert keys == [key for key in CHANNELS if key in keys]
