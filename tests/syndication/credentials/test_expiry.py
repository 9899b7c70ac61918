"""What is said of a token on a given day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from fanfare.findings import Severity
from syndication.credentials import expiry
from syndication.networks.known import KNOWN
from syndication.networks.network import Token

ISSUED = datetime(2026, 9, 1, 12, tzinfo=UTC)
EXPIRES = ISSUED + timedelta(days=60)
TOKEN = Token("t", issued=ISSUED.isoformat(), expires=EXPIRES.isoformat())


def _said(token: Token, now: datetime, network: str = "linkedin") -> list[str]:
    return [f"{found.severity}: {found}" for found in expiry.findings(token, KNOWN[network], now)]


def test_nothing_is_said_of_a_young_token() -> None:
    assert _said(TOKEN, ISSUED) == []
    assert _said(TOKEN, ISSUED + timedelta(days=50, seconds=-1)) == []


def test_a_token_is_warned_of_from_day_50_on() -> None:
    assert _said(TOKEN, ISSUED + timedelta(days=50)) == [
        "warning: The token for LinkedIn expires on 2026-10-31, in 10 days. Run "
        "`invoke linkedin.login`, or renew FANFARE_LINKEDIN_TOKEN where that is set."
    ]


def test_right_after_the_login_it_is_all_of_its_days_that_are_left() -> None:
    for seconds in (0, 1, 7200):
        now = ISSUED + timedelta(seconds=seconds)
        assert expiry.standing(TOKEN, KNOWN["linkedin"], now).endswith(", in 60 days")


def test_its_last_day_is_today() -> None:
    [said] = _said(TOKEN, EXPIRES - timedelta(seconds=1))
    assert "expires on 2026-10-31, today." in said


def test_an_expired_token_is_an_error() -> None:
    [said] = _said(TOKEN, EXPIRES)
    assert said.startswith("error: The token for LinkedIn expired on 2026-10-31")
    [said] = _said(TOKEN, EXPIRES + timedelta(days=3))
    assert said.startswith("error: The token for LinkedIn expired on 2026-10-31. Run ")
    assert expiry.is_expired(TOKEN, EXPIRES)
    assert not expiry.is_expired(TOKEN, EXPIRES - timedelta(seconds=1))


@pytest.mark.parametrize("left", [60, 10, 1, 0, -1, -30])
def test_days_left_are_those_of_the_calendar(left: int) -> None:
    for minutes in (-5, 5):
        now = EXPIRES - timedelta(days=left, minutes=minutes)
        assert expiry.days_left(TOKEN, now) == left


def test_an_expiry_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert expiry.days_left(Token("t"), ISSUED) is None
    assert not expiry.is_expired(Token("t"), ISSUED)
    assert _said(Token("t"), ISSUED) == [
        "warning: The token for LinkedIn expires on a day that nobody knows. "
        "Say when in FANFARE_LINKEDIN_TOKEN_EXPIRES, or run `invoke linkedin.login`."
    ]


def test_where_only_the_issue_is_known_its_age_is_said_from_day_50_on() -> None:
    token = Token("t", issued=ISSUED.isoformat())
    [young] = _said(token, ISSUED + timedelta(days=49))
    assert "expires on a day that nobody knows (issued on 2026-09-01)." in young
    [old] = _said(token, ISSUED + timedelta(days=51))
    assert "The token for LinkedIn is 51 days old, and may expire on any day." in old


@pytest.mark.parametrize("network", ["mastodon", "bluesky"])
def test_tokens_that_live_until_they_are_revoked_are_not_warned_of(network: str) -> None:
    assert _said(Token("t", issued=ISSUED.isoformat()), EXPIRES, network) == []
    assert expiry.standing(Token("t"), KNOWN[network], EXPIRES) == "does not expire"


def test_even_those_are_where_the_author_gave_them_an_end() -> None:
    [finding] = expiry.findings(TOKEN, KNOWN["mastodon"], EXPIRES)
    assert finding.severity is Severity.ERROR


def test_days_are_those_of_where_the_author_is() -> None:
    late = Token("t", expires="2026-10-31T23:30:00+00:00")
    east = timezone(timedelta(hours=9))
    said = expiry.standing(late, KNOWN["linkedin"], ISSUED.astimezone(east))
    assert "expires on 2026-11-01" in said


def test_an_end_far_beyond_all_calendars_is_no_reason_to_fail() -> None:
    token = Token("t", expires="9999-12-31T23:59:00+00:00")
    now = ISSUED.astimezone(timezone(timedelta(hours=9)))
    assert "expires on 9999-12-31" in expiry.standing(token, KNOWN["linkedin"], now)
    assert _said(token, now) == []
