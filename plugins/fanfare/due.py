"""Moments to come, from which on the same files make another site.

Who asks in a build what time it is says here when the answer will be another one: when a text is
published, or a warning is no longer right. A build that finds nothing changed relies on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_DUE = "DUE"


def expect(context: dict[str, Any], moment: datetime) -> None:
    """Say that from `moment` on, which has a time zone, something is made otherwise.

    It may have passed, which changes nothing. `context` is Pelican's, which all generators share.
    """
    context.setdefault(_DUE, []).append(moment)


def next_due(context: Mapping[str, Any], now: datetime) -> datetime | None:
    """The earliest moment after `now` that somebody expects; None where nobody does."""
    moments: list[datetime] = context.get(_DUE, [])
    return min((moment for moment in moments if moment > now), default=None)
