"""The login at a Mastodon server, with an access token that is pasted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials.confidential import get
from syndication.credentials.desk import Desk, setting
from syndication.credentials.pasted import ask, cannot_now
from syndication.networks.exchange import check_address
from syndication.networks.known import KNOWN
from syndication.networks.network import Token

_SCOPES = "read:accounts, write:media and write:statuses"
_LOOK = "Look at MASTODON_SERVER in pelicanconf.py, or try again later."


def log_in(settings: Mapping[str, Any], _site_url: str, desk: Desk) -> tuple[Token, str]:
    """The token that the author pastes, and whose it is.

    Raises `FanfareError` where the server does not take it, or the setting cannot be right.
    """
    server = setting(settings, "MASTODON_SERVER").rstrip("/")
    check_address(server, "MASTODON_SERVER")
    page = KNOWN["mastodon"].permissions_page(settings)
    how = f"with {_SCOPES}, and nothing else. Copy its access token."
    value = ask(desk, "Access token", f"an application at {page}", how)
    token = token_of(server, value, page, desk.now(), desk.seconds)
    return token, token.account


def token_of(server: str, value: str, page: str, now: datetime, seconds: float) -> Token:
    """`value`, made on `page`, as the token of the account that `server` says it is of.

    https://docs.joinmastodon.org/methods/accounts/#verify_credentials. Raises `FanfareError` where
    the server does not take it within `seconds`.
    """
    answer = get(f"{server}/api/v1/accounts/verify_credentials", value, "Mastodon", seconds)
    name = answer.text("username")
    if answer.status == 200 and re.fullmatch(r"\w[\w.-]*", name, re.ASCII):
        host = urlsplit(server).hostname
        return Token(value, account=f"@{name}@{host}", issued=now.isoformat(timespec="seconds"))
    if answer.status == 401:
        wrong, remedy = "Your Mastodon server does not know this token.", f"Copy it from {page}."
    elif answer.status == 403:
        wrong = "This token may not be used to see whose it is."
        remedy = f"Give it {_SCOPES} at {page}."
    elif answer.status == 200:
        wrong, remedy = "Your Mastodon server does not say whose token this is.", _LOOK
    else:
        wrong, remedy = cannot_now("Your Mastodon server", answer), _LOOK
    raise FanfareError(Finding("login", wrong, remedy))
