"""What key results are measured by: counts and happenings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter

from milestones.arithmetic.count import Counted, Point, points, value_on
from milestones.arithmetic.ramps import Span
from milestones.happenings import Happening, counted_by
from milestones.records import Channel, Kind


class Evidence:
    """Counts and happenings up to a day; each series is looked up once."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        history: Sequence[Counted],
        happenings: Sequence[Happening],
        as_of: date,
    ) -> None:
        self.as_of = as_of
        self._channels = channels
        self._history = history
        self._happenings = happenings
        self._points: dict[str, list[Point]] = {}
        self._days: dict[str, list[date]] = {}

    def points(self, metric: str) -> list[Point]:
        """The values of `metric`, oldest first."""
        if metric not in self._points:
            self._points[metric] = points(self._history, metric)
        return self._points[metric]

    def counted(self, metric: str, span: Span) -> Point | None:
        """The last value of `metric` in `span`; while that is not over, also the last one before.

        How a span went in which nobody counted, nobody knows.
        """
        values = self.points(metric)
        place = bisect_right(values, span.end, key=attrgetter("day"))
        is_known = place and (values[place - 1].day in span or self.as_of < span.end)
        return values[place - 1] if is_known else None

    def happened(self, measure: str, span: Span) -> int:
        """How many happenings within `span` are counted by `measure`."""
        if measure not in self._days:
            counted = counted_by(measure, self._happenings)
            self._days[measure] = sorted(one.day for one in counted)
        days = self._days[measure]
        return bisect_right(days, span.end) - bisect_left(days, span.start)

    def change(self, metric: str, span: Span, before: int | None) -> int:
        """How many `metric` gained within `span`; what it lost is taken off.

        Stock and fans start from `before`, else from the last value before `span`, else from the
        first one in it: who was there already was not gained. Attendance starts from 0, and reach
        adds up what was read within `span`.
        """
        values = self.points(metric)
        kind = self._channels[metric].kind if metric in self._channels else Kind.STOCK
        if kind is Kind.REACH:
            return sum(point.value for point in values if point.day in span)
        last = value_on(values, span.end)
        if last is None:
            return 0
        if before is None:
            before = value_on(values, span.start - timedelta(1))
        if before is None:
            before = 0 if kind is Kind.ATTENDANCE else values[0].value
        return last - before
