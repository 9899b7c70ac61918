"""How many fans there are, channel by channel and week by week, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from milestones.arithmetic.count import Point, points, value_on
from milestones.arithmetic.pace import week_end
from milestones.arithmetic.projection import Arrival, Projection
from milestones.arithmetic.ramps import monday
from milestones.arithmetic.reached import Reached
from milestones.arithmetic.ripples import weeks
from milestones.fans.advice import FEW_WEEKS, Situation, advice
from milestones.overview import Overview
from milestones.records import FANS, Channel, Kind, Records


@dataclass(frozen=True, slots=True)
class Row:
    """One channel, as of its last reading."""

    channel: Channel
    count: int | None
    """None, as for the others, where there is no reading."""

    as_of: date | None = None
    since_last: int | None = None
    """What it has more, or less, than at the reading before; None where there is none."""

    days_7: int | None = None
    """What it has more than 7 days before today; None where it had no reading by then, or has none
    since. To an event nobody may have come: 0."""

    days_28: int | None = None


@dataclass(frozen=True, slots=True)
class FansStatus:
    """All that the command shows."""

    today: date
    overview: Overview
    rows: tuple[Row, ...]
    lows: tuple[Point, ...]
    """The low end at the end of each week, by its Sunday, oldest first; of the last week, as of
    the last reading."""

    advice: str
    is_sample: bool

    @property
    def ahead(self) -> Reached | None:
        """The next milestone."""
        return next((one for one in self.overview.milestones if one.reached_on is None), None)

    @property
    def arrival(self) -> Arrival | None:
        """When the next milestone may be reached; None where there is none, or nothing is told."""
        projection = self.overview.projection
        if self.ahead is None or not isinstance(projection, Projection):
            return None
        threshold = self.ahead.threshold
        return next((one for one in projection.arrivals if one.threshold == threshold), None)


def status_of(records: Records, overview: Overview, today: date) -> FansStatus:
    """What is to be shown of `overview`, which is as of `today`."""
    rows = tuple(_row(channel, overview, today) for channel in records.channels.values())
    return FansStatus(
        today,
        overview,
        rows,
        weekly_lows(points(overview.history, FANS)),
        advice(_situation(records, overview, today)),
        records.is_sample,
    )


def weekly_lows(points: Sequence[Point]) -> tuple[Point, ...]:
    """The last of `points` by the Sunday of each week, from the first one's week on."""
    if not points:
        return ()
    first, last = monday(points[0].day), monday(points[-1].day)
    sundays = [
        first + timedelta(weeks=week, days=6) for week in range((last - first).days // 7 + 1)
    ]
    values = [(sunday, value_on(points, sunday)) for sunday in sundays]
    return tuple(Point(sunday, value) for sunday, value in values if value is not None)


def dry_weeks(points: Sequence[Point], today: date) -> int:
    """How many whole weeks before that of `today`, back from the last one, brought nobody new.

    A week without a count ends them: nobody knows what it brought.
    """
    last_in = {monday(point.day): point.value for point in points}
    weeks = 0
    day = monday(today) - timedelta(weeks=1)
    while day in last_in and last_in[day] <= last_in.get(day - timedelta(weeks=1), -1):
        weeks, day = weeks + 1, day - timedelta(weeks=1)
    return weeks


def best_week(points: Sequence[Point]) -> int | None:
    """What the best of all weeks brought; None where too few are known."""
    gains = [week.gain for week in weeks(points, ()) if week.gain is not None]
    return max(gains) if len(gains) >= FEW_WEEKS else None


def _row(channel: Channel, overview: Overview, today: date) -> Row:
    known = points(overview.history, channel.key)
    if not known:
        return Row(channel, None)
    last = known[-1]

    def since(day: date) -> int | None:
        before = value_on(known, day)
        if last.day <= day and channel.kind is not Kind.ATTENDANCE:
            return None  # nobody knows what has come since
        if before is None and channel.kind is Kind.ATTENDANCE:
            before = 0  # before the first event nobody had come
        return None if before is None else last.value - before

    return Row(
        channel,
        last.value,
        last.day,
        since(last.day - timedelta(days=1)),
        since(today - timedelta(days=7)),
        since(today - timedelta(days=28)),
    )


def _situation(records: Records, overview: Overview, today: date) -> Situation:
    goal = overview.current
    metric = goal.goal.metric if goal else FANS
    stocks = [one for one in overview.channels if one.channel.kind is Kind.STOCK]
    largest = max(stocks, key=lambda one: (one.channel.engaged, one.count), default=None)
    to_count = largest.channel.key if largest else next(iter(records.channels))
    known = points(overview.history, metric)
    return Situation(
        to_count if metric == FANS else metric,
        (today - known[-1].day).days if known else None,
        goal.status if goal else None,
        goal.goal.start if goal else None,
        week_end(goal.goal, today) if goal else None,
        dry_weeks(points(overview.history, FANS), today),
        best_week(known),
    )
