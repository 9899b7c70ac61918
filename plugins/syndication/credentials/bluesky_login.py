"""The login at Bluesky, with an app password that is pasted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials.confidential import post
from syndication.credentials.desk import Desk, setting
from syndication.credentials.pasted import ask, cannot_now
from syndication.networks.exchange import check_address
from syndication.networks.known import KNOWN
from syndication.networks.network import Token

# What Bluesky makes. Anything else may be the password of the whole account.
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")
_HANDLE = re.compile(r"[\w-]+(\.[\w-]+)+", re.ASCII)
_PAGE = KNOWN["bluesky"].permissions


def log_in(settings: Mapping[str, Any], _site_url: str, desk: Desk) -> tuple[Token, str]:
    """The app password that the author pastes, and whose it is.

    Raises `FanfareError` where the server does not take it, or a setting cannot be right.
    """
    server = setting(settings, "BLUESKY_SERVER").rstrip("/")
    handle = setting(settings, "BLUESKY_HANDLE").removeprefix("@")
    if not _HANDLE.fullmatch(handle):
        remedy = 'Write your handle, such as "name.bsky.social".'
        raise FanfareError(Finding("setting", f'BLUESKY_HANDLE is "{handle}".', remedy))
    check_address(server, "BLUESKY_SERVER")
    where = f"an app password for {handle} at {_PAGE}"
    value = ask(desk, "App password", where, "without access to your direct messages.")
    token = token_of(server, handle, value, desk.now(), desk.seconds)
    return token, token.account


def token_of(server: str, handle: str, value: str, now: datetime, seconds: float) -> Token:
    """`value`, an app password of `handle`, as a token.

    https://docs.bsky.app/docs/api/com-atproto-server-create-session. Raises `FanfareError` where it
    is none, or the server does not take it.
    """
    if not _APP_PASSWORD.fullmatch(value):
        wrong = "This is no app password, and the password of your account is never kept here."
        remedy = f"Make one at {_PAGE}: it looks like abcd-efgh-ijkl-mnop."
        raise FanfareError(Finding("login", wrong, remedy))
    asked = json.dumps({"identifier": handle, "password": value})
    address = f"{server}/xrpc/com.atproto.server.createSession"
    answer = post(address, asked, "application/json", "Bluesky", seconds)
    if answer.status == 200 and answer.text("did").startswith("did:"):
        account = answer.text("handle") or handle
        return Token(value, account=account, issued=now.isoformat(timespec="seconds"))
    if answer.status in (400, 401):
        wrong = "Bluesky does not take this app password for the handle in BLUESKY_HANDLE."
        remedy = f"Look at both; a new app password is made at {_PAGE}."
    elif answer.status == 200:
        wrong, remedy = "Bluesky does not say whose app password this is.", "Try again later."
    else:
        wrong, remedy = cannot_now("Bluesky", answer), "Try again later."
    raise FanfareError(Finding("login", wrong, remedy))
