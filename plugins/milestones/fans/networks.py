"""How many followers an account has, asked of the network itself: no key, no password, bounded.

Mastodon: https://docs.joinmastodon.org/methods/accounts/#lookup.
Bluesky: https://docs.bsky.app/docs/api/app-bsky-actor-get-profile.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from milestones.files.table_file import MOST
from milestones.records import Account, Channel

HEADERS: Mapping[str, str] = {
    "User-Agent": "Fanfare (counts the followers of its author)",
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # what is not packed cannot unpack to more than it is
}
"""What is sent with each request."""

_MOST_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one answer may cost."""

    seconds: float = 10.0
    """For the whole of it, from the name of the host to the last byte."""

    most_bytes: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """A count that came back."""

    channel: Channel
    count: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no count."""

    channel: Channel
    host: str
    why: str
    """What happened, in one sentence that names the host."""

    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Network:
    """How one network is asked."""

    path: str
    parameter: str
    field: str
    """Where the count stands in the answer."""

    unknown: tuple[int, ...]
    """The statuses that say: no such account."""


_NETWORKS: Mapping[str, _Network] = {
    "mastodon": _Network("/api/v1/accounts/lookup", "acct", "followers_count", (404,)),
    # To an account it does not know, Bluesky answers 400, `Profile not found`.
    "bluesky": _Network("/xrpc/app.bsky.actor.getProfile", "actor", "followersCount", (400, 404)),
}


class _NoCount(Exception):  # noqa: N818 -- it never leaves this module
    """Ends one question, with a sentence that follows the host's name, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def address_of(account: Account) -> str:
    """The address that answers with the followers of `account`."""
    network = _NETWORKS[account.network]
    return str(httpx.URL(account.host + network.path, params={network.parameter: account.name}))


def fetch(channels: Iterable[Channel], limits: Limits) -> list[Fetched | Failed]:
    """The count of each of `channels` that has an account, or why there is none, in their order.

    All are asked at once, and none waits for another. Heeds no proxy and no other setting of the
    environment.
    """
    return asyncio.run(_fetch_all(channels, limits))


def count_in(body: bytes, network: str) -> int:
    """The count in the answer of a `network`. Raises `ValueError`, saying what is wrong with it."""
    field = _NETWORKS[network].field
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("sends nothing that can be read as JSON") from None
    if not isinstance(said, dict) or field not in said:
        raise ValueError(f'does not say "{field}"')
    count = said[field]
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST:
        shown = json.dumps(count)
        shown = shown if len(shown) <= 40 else f"{shown[:40]}..."
        raise ValueError(f'says {shown} for "{field}", which is no count')
    return count


async def _fetch_all(channels: Iterable[Channel], limits: Limits) -> list[Fetched | Failed]:
    # Every question has its own end; httpx's are for each step of one.
    async with httpx.AsyncClient(trust_env=False, timeout=None, headers=HEADERS) as client:  # noqa: S113
        return await asyncio.gather(
            *(
                _fetch_one(client, channel, channel.account, limits)
                for channel in channels
                if channel.account
            )
        )


async def _fetch_one(
    client: httpx.AsyncClient, channel: Channel, account: Account, limits: Limits
) -> Fetched | Failed:
    host = account.host.partition("://")[2]
    try:
        async with asyncio.timeout(limits.seconds):
            body = await _answer(client, account, limits)
        return Fetched(channel, count_in(body, account.network))
    except _NoCount as reason:
        return Failed(channel, host, f"{host} {reason.what}.", reason.remedy)
    except TimeoutError:
        why = f"{host} took longer than {limits.seconds:g} seconds."
        return Failed(channel, host, why, "Try again later.")
    except ValueError as error:
        return Failed(channel, host, f"{host} {error}.", "Is it the server of this network?")


async def _answer(client: httpx.AsyncClient, account: Account, limits: Limits) -> bytes:
    """The body of the answer about `account`. Raises `_NoCount` where there is none."""
    url = httpx.URL(address_of(account))
    try:
        for _ in range(1 + _MOST_REDIRECTS):
            async with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    _check(response, account)
                    return await _body(response, limits)
                to = url.join(response.headers["location"])
            if not _is_same_host(url, to):
                other = f"{to.scheme}://{to.netloc.decode('ascii')}"
                is_server = to.scheme == "https" and to.port is None  # as a network's own is
                raise _NoCount(
                    f"sends on to {other}, which was not asked",
                    f'If that is its server, write host = "{other}" for this channel.'
                    if is_server
                    else "",
                )
            url = to
    except httpx.ConnectError as error:
        if _is_about_tls(error):
            raise _NoCount("offers no secure connection, or has no valid certificate") from None
        raise _NoCount("cannot be connected to", "Are you online?") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise _NoCount("sends nothing that can be read as HTTP") from None
    raise _NoCount("redirects in a circle, or too often")


def _check(response: httpx.Response, account: Account) -> None:
    """Raise `_NoCount` unless this is the answer to the question."""
    status = response.status_code
    if status in _NETWORKS[account.network].unknown:
        raise _NoCount(
            f'knows no account "{account.name}"', "Check account and host of this channel."
        )
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _NoCount("has been asked too often for now", "Try again later.")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise _NoCount(
            f"answers nobody who is not signed in ({status})",
            "Record the count yourself, with `invoke fans.record`.",
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _NoCount(f"has trouble of its own ({status})", "Try again later.")
    if status != HTTPStatus.OK:
        raise _NoCount(f"answers with status {status}", "Check host and account of this channel.")
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _NoCount("packs its answer as nobody asked for")


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > limits.most_bytes:
            raise _NoCount(f"sends more than {limits.most_bytes:,} bytes")
    return bytes(body)


def _is_same_host(url: httpx.URL, to: httpx.URL) -> bool:
    """True where `to` is on the same server, also where that now wants https instead of http."""
    return to.host == url.host and (to.scheme, to.port) in ((url.scheme, url.port), ("https", None))


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
