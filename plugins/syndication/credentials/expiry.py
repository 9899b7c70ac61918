"""What is said of a token on a given day. Pure."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

from fanfare.console import counted
from fanfare.findings import Finding, Severity
from syndication.networks.known import Known
from syndication.networks.network import Token

WARNED_BEFORE = timedelta(days=10)
"""How long before its end a token is warned of: LinkedIn's live 60 days, so from day 50."""

WARNED_AFTER = timedelta(days=50)
"""How long after it was issued, where nobody said when it ends."""


def days_left(token: Token, now: datetime) -> int | None:
    """Days until that on which it expires, by the calendar of where it is `now`.

    0 on that day, negative after it; None where nobody knows.
    """
    expires = _time(token.expires)
    return None if expires is None else (_day(expires, now) - now.date()).days


def is_expired(token: Token, now: datetime) -> bool:
    """True where it has surely expired."""
    expires = _time(token.expires)
    return expires is not None and expires <= now


def standing(token: Token, network: Known, now: datetime) -> str:
    """How it stands, as the end of a sentence about it: `expires on 2026-12-31, in 60 days`."""
    expires, left = _time(token.expires), days_left(token, now)
    if expires is None or left is None:
        if network.is_lasting:
            return "does not expire"
        issued = _time(token.issued)
        since = f" (issued on {_day(issued, now)})" if issued else ""
        return f"expires on a day that nobody knows{since}"
    if expires <= now:
        return f"expired on {_day(expires, now)}"
    when = f"in {counted(left, 'day')}" if left else "today"
    return f"expires on {_day(expires, now)}, {when}"


def findings(token: Token, network: Known, now: datetime) -> list[Finding]:
    """What the author is to be told of `token` at `now`: nothing while it is young, or for ever."""
    expires, issued = _time(token.expires), _time(token.issued)
    login, variable = f"`invoke {network.key}.login`", network.variable
    remedy = f"Run {login}, or renew {variable} where that is set."
    message = f"The token for {network.label} {standing(token, network, now)}."
    if expires is not None:
        if now + WARNED_BEFORE < expires:
            return []
    elif network.is_lasting:
        return []
    elif issued is not None and issued + WARNED_AFTER <= now:
        days = counted((now - issued) // timedelta(days=1), "day")
        message = f"The token for {network.label} is {days} old, and may expire on any day."
    else:
        remedy = f"Say when in {variable}_EXPIRES, or run {login}."
    severity = Severity.ERROR if is_expired(token, now) else Severity.WARNING
    return [Finding("token-age", message, remedy, severity)]


def _time(said: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _day(time: datetime, now: datetime) -> date:
    """The day it is then where it is `now` now."""
    with contextlib.suppress(OverflowError):  # in the year 9999, where some say never
        time = time.astimezone(now.tzinfo)
    return time.date()
