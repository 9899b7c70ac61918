"""When a number of fans may be reached, told from how the count has moved."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.arithmetic.count import Point
from milestones.arithmetic.projection import Arrival, BandPoint, Projection, Refusal, project

SUNDAY = date(2026, 1, 4)
LATER = SUNDAY + timedelta(weeks=300)


def _weekly(*values: int) -> list[Point]:
    return [Point(SUNDAY + timedelta(weeks=week), value) for week, value in enumerate(values)]


def _projected(points: list[Point], *thresholds: int, until: date = LATER) -> Projection:
    found = project(points, thresholds, until)
    assert isinstance(found, Projection)
    return found


GREW = "In the 9 weeks up to the last reading the count grew by 10.0 a week on average."
STEADY = _weekly(*range(100, 200, 10))
UNSTEADY = _weekly(100, 103, 109, 108, 130, 131, 131, 140, 138, 150, 171, 172)


def test_what_grows_by_ten_a_week_goes_on_so() -> None:
    last = STEADY[-1].day
    found = _projected(STEADY, 200, 240, until=last + timedelta(weeks=2))
    assert found.arrivals == (
        Arrival(200, *[last + timedelta(weeks=1)] * 3),
        Arrival(240, *[last + timedelta(weeks=5)] * 3),
    )
    assert found.band == (
        BandPoint(last, 190, 190, 190),
        BandPoint(last + timedelta(weeks=1), 200, 200, 200),
        BandPoint(last + timedelta(weeks=2), 210, 210, 210),
    )
    assert found.basis == GREW


def test_where_weeks_differ_there_is_an_interval_that_widens() -> None:
    found = _projected(UNSTEADY, 250, until=UNSTEADY[-1].day + timedelta(weeks=20))
    arrival = found.arrivals[0]
    assert arrival.early and arrival.likely and arrival.late  # noqa: PT018 -- for the types
    assert arrival.early < arrival.likely < arrival.late
    widths = [one.high - one.low for one in found.band]
    assert widths[0] == 0 < widths[1] < widths[20]


def test_what_is_reached_already_is_reached_on_the_last_day() -> None:
    assert _projected(STEADY, 190).arrivals == (Arrival(190, *[STEADY[-1].day] * 3),)


def test_what_takes_more_than_five_years_has_no_date() -> None:
    assert _projected(STEADY, 190 + 10 * 261).arrivals[0].likely is not None
    assert _projected(STEADY, 191 + 10 * 261).arrivals == (Arrival(2_801, None, None, None),)


def test_the_late_end_alone_may_lie_beyond() -> None:
    slow = _weekly(100, 100, 101, 99, 100, 102, 100, 101, 102, 101, 103, 102)
    arrival = _projected(slow, 160).arrivals[0]
    assert arrival.early is not None
    assert arrival.late is None


@pytest.mark.parametrize(
    ("values", "basis"),
    [
        (range(200, 100, -10), "fell by 10.0 a week on average."),
        ([*[102] * 52, 101], "fell by less than 0.1 a week on average."),
        ([100] * 10, "stood still."),
        ([100, *[90] * 8, 100], "moved, and ended where it began."),
    ],
)
def test_what_falls_or_stands_still_arrives_nowhere_and_says_so(
    values: list[int], basis: str
) -> None:
    found = _projected(_weekly(*values), 250)
    assert found.arrivals == (Arrival(250, None, None, None),)
    assert found.basis.endswith(f" weeks up to the last reading the count {basis}")
    assert min(one.low for one in found.band) >= 0


def test_a_gap_spreads_its_gain_evenly() -> None:
    gaps = [point for week, point in enumerate(STEADY) if week not in (3, 6)]
    assert _projected(gaps, 240).arrivals == _projected(STEADY, 240).arrivals
    assert _projected(gaps).basis == GREW


def test_the_band_ends_with_the_horizon_at_the_latest() -> None:
    assert len(_projected(STEADY, until=LATER + timedelta(weeks=999)).band) == 262
    assert len(_projected(STEADY, until=SUNDAY).band) == 1


@pytest.mark.parametrize(
    ("points", "why"),
    [
        (
            [],
            "A projection needs counts in 8 weeks of one year: 8 weeks more.",
        ),
        (
            STEADY[:7],
            "A projection needs counts in 8 weeks of one year: 1 week more.",
        ),
        (
            [Point(SUNDAY - timedelta(one), one) for one in range(30, 0, -1)],
            "A projection needs counts in 8 weeks of one year: 3 weeks more.",
        ),
        (
            [*STEADY, Point(SUNDAY + timedelta(weeks=200), 7)],
            "A projection needs counts in 8 weeks of one year: 7 weeks more.",
        ),
    ],
)
def test_too_few_weeks_are_refused_with_how_many_are_missing(points: list[Point], why: str) -> None:
    assert project(points, [250], LATER) == Refusal(why)


def test_what_came_of_counting_otherwise_is_left_out() -> None:
    later = [replace(point, value=point.value + 500) for point in STEADY[6:]]
    recounted = [*STEADY[:6], replace(later[0], recounted=500), *later[1:]]
    last = STEADY[-1].day
    found = _projected(recounted, 740)
    assert found.arrivals == (Arrival(740, *[last + timedelta(weeks=5)] * 3),)
    assert found.basis == f"{GREW[:-1]}, changes in how it is counted left out."


def test_only_the_last_year_is_drawn_from() -> None:
    wild = [
        Point(SUNDAY - timedelta(weeks=52 + week), 900 * (week % 2)) for week in range(20, 0, -1)
    ]
    year = [Point(SUNDAY + timedelta(weeks=week - 52), 10 * week) for week in range(53)]
    assert project([*wild, *year], [700], LATER) == project(year, [700], LATER)


def test_the_same_points_give_the_same_answer_in_another_process() -> None:
    code = (
        "from datetime import date, timedelta;"
        "from milestones.arithmetic.count import Point;"
        "from milestones.arithmetic.projection import project;"
        f"print(project({UNSTEADY!r}, [200, 400], {LATER!r}))".replace("datetime.date(", "date(")
    )
    paths = os.pathsep.join(path for path in sys.path if Path(path, "milestones").is_dir())
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {str(project(UNSTEADY, [200, 400], LATER))}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 900)), max_size=40),
    st.lists(st.integers(0, 2_000), max_size=3),
)
def test_early_is_before_likely_and_likely_before_late(
    steps: list[tuple[int, int]], thresholds: list[int]
) -> None:
    points, day = [], SUNDAY
    for days, value in steps:
        day += timedelta(days)
        points.append(Point(day, value))
    found = project(points, thresholds, day + timedelta(weeks=30))
    assert found == project(points, thresholds, day + timedelta(weeks=30))
    if isinstance(found, Refusal):
        return
    for arrival in found.arrivals:
        dates = [one or date.max for one in (arrival.early, arrival.likely, arrival.late)]
        assert dates == sorted(dates)
        assert dates[0] >= points[-1].day
    assert all(0 <= one.low <= one.likely <= one.high for one in found.band)
    assert len(found.band) == 31
