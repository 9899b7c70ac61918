"""The login with a token that the author made on the network's own pages, and pastes here.

The simplest way that is honest: no app of ours is registered anywhere, the author chooses what the
token may do where they can also revoke it, and nobody but the network is asked whether it is right.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials.exchange import Answer, get, post
from syndication.networks.network import Token

# What Bluesky makes. Anything else may be the password of the whole account.
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")

MASTODON_SCOPES = "read:accounts, write:media and write:statuses"
BLUESKY_SETTINGS = "https://bsky.app/settings/app-passwords"


def mastodon_settings(server: str) -> str:
    """The page of `server` on which an author makes a token, and revokes it."""
    return f"{server.rstrip('/')}/settings/applications"


def mastodon_token(server: str, value: str, now: datetime, seconds: float) -> Token:
    """`value` as the token of the account that `server` says it is of.

    https://docs.joinmastodon.org/methods/accounts/#verify_credentials. Raises `FanfareError` where
    the server does not take it within `seconds`.
    """
    address = f"{server.rstrip('/')}/api/v1/accounts/verify_credentials"
    answer = get(address, value, "Mastodon", seconds)
    name = answer.text("username")
    if answer.status == 200 and re.fullmatch(r"\w[\w.-]*", name, re.ASCII):
        host = urlsplit(server).hostname
        return Token(value, account=f"@{name}@{host}", issued=now.isoformat(timespec="seconds"))
    page = mastodon_settings(server)
    if answer.status == 401:
        wrong, remedy = "Your Mastodon server does not know this token.", f"Copy it from {page}."
    elif answer.status == 403:
        wrong = "This token may not be used to see whose it is."
        remedy = f"Give it {MASTODON_SCOPES} at {page}."
    elif answer.status == 200:
        wrong, remedy = "Your Mastodon server does not say whose token this is.", _check_server()
    else:
        wrong, remedy = _cannot_now("Your Mastodon server", answer), _check_server()
    raise FanfareError(Finding("login", wrong, remedy))


def bluesky_token(server: str, handle: str, value: str, now: datetime, seconds: float) -> Token:
    """`value`, an app password of `handle`, as a token.

    https://docs.bsky.app/docs/api/com-atproto-server-create-session. Raises `FanfareError` where it
    is none, or the server does not take it.
    """
    if not _APP_PASSWORD.fullmatch(value):
        wrong = "This is no app password, and the password of your account is never kept here."
        remedy = f"Make one at {BLUESKY_SETTINGS}: it looks like abcd-efgh-ijkl-mnop."
        raise FanfareError(Finding("login", wrong, remedy))
    asked = json.dumps({"identifier": handle, "password": value})
    address = f"{server.rstrip('/')}/xrpc/com.atproto.server.createSession"
    answer = post(address, asked, "application/json", "Bluesky", seconds)
    if answer.status == 200 and answer.text("did").startswith("did:"):
        account = answer.text("handle") or handle
        return Token(value, account=account, issued=now.isoformat(timespec="seconds"))
    if answer.status in (400, 401):
        wrong = "Bluesky does not take this app password for the handle in BLUESKY_HANDLE."
        remedy = f"Look at both; a new app password is made at {BLUESKY_SETTINGS}."
    elif answer.status == 200:
        wrong, remedy = "Bluesky does not say whose app password this is.", "Try again later."
    else:
        wrong, remedy = _cannot_now("Bluesky", answer), "Try again later."
    raise FanfareError(Finding("login", wrong, remedy))


def _check_server() -> str:
    return "Look at MASTODON_SERVER in pelicanconf.py, or try again later."


def _cannot_now(asked: str, answer: Answer) -> str:
    if answer.status == 429:
        return f"{asked} was asked too often."
    return f"{asked} answers the login with {answer.status}."
