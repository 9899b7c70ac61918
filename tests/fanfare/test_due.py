"""Moments from which on the same files make another site."""

from datetime import UTC, datetime, timedelta
from typing import Any

from fanfare.due import expect, next_due

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_earliest_that_is_to_come_is_next() -> None:
    context: dict[str, Any] = {}
    for moment in (NOW + 2 * HOUR, NOW + HOUR, NOW, NOW - HOUR):
        expect(context, moment)
    assert next_due(context, NOW) == NOW + HOUR


def test_where_nobody_expects_any_there_is_none() -> None:
    assert next_due({}, NOW) is None
