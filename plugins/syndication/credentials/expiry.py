"""What is said of a token on a given day. Pure."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

from fanfare.console import counted
from fanfare.findings import Finding, Severity
from syndication.networks.network import Token

WARNED_BEFORE = timedelta(days=10)
"""How long before its end a token is warned of: LinkedIn's live 60 days, so from day 50."""

WARNED_AFTER = timedelta(days=50)
"""How long after it was issued, where nobody said when it ends."""

LASTING = frozenset({"Mastodon", "Bluesky"})
"""Networks whose tokens live until somebody revokes them."""


def days_left(token: Token, now: datetime) -> int | None:
    """Whole days until it expires, 0 on its last, negative afterwards; None where nobody knows."""
    expires = _time(token.expires)
    return None if expires is None else (expires - now) // timedelta(days=1)


def is_expired(token: Token, now: datetime) -> bool:
    """True where it has surely expired."""
    expires = _time(token.expires)
    return expires is not None and expires <= now


def standing(token: Token, network_label: str, now: datetime) -> str:
    """How it stands, as the end of a sentence about it: `expires on 2026-12-31, in 60 days`."""
    expires, left = _time(token.expires), days_left(token, now)
    if expires is None or left is None:
        if network_label in LASTING:
            return "does not expire"
        issued = _time(token.issued)
        since = f" (issued on {_day(issued, now)})" if issued else ""
        return f"expires on a day that nobody knows{since}"
    if left < 0:
        return f"expired on {_day(expires, now)}"
    when = f"in {counted(left, 'day')}" if left else "within a day"
    return f"expires on {_day(expires, now)}, {when}"


def findings(token: Token, network_label: str, now: datetime) -> list[Finding]:
    """What the author is to be told of `token` at `now`: nothing while it is young, or for ever."""
    expires, issued = _time(token.expires), _time(token.issued)
    key = network_label.lower()
    remedy = f"Run `invoke {key}.login`, or renew FANFARE_{key.upper()}_TOKEN where that is set."
    message = f"The token for {network_label} {standing(token, network_label, now)}."
    if expires is not None:
        if now + WARNED_BEFORE < expires:
            return []
    elif network_label in LASTING:
        return []
    elif issued is not None and issued + WARNED_AFTER <= now:
        days = counted((now - issued) // timedelta(days=1), "day")
        message = f"The token for {network_label} is {days} old, and may expire on any day."
    else:
        remedy = f"Say when in FANFARE_{key.upper()}_TOKEN_EXPIRES, or run `invoke {key}.login`."
    severity = Severity.ERROR if is_expired(token, now) else Severity.WARNING
    return [Finding("token-age", message, remedy, severity)]


def _time(said: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _day(time: datetime, now: datetime) -> str:
    """The day it is then where it is `now` now."""
    with contextlib.suppress(OverflowError):  # in the year 9999, where some say never
        time = time.astimezone(now.tzinfo)
    return time.date().isoformat()
