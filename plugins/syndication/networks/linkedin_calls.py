"""One request to LinkedIn, which carries the author's token, and what it was answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from syndication.credentials.redaction import redacted
from syndication.networks.linkedin_answers import Answer
from syndication.networks.network import NotSent, Request

_MOST_BYTES = 100_000
"""Of an answer; what follows is left unread."""

_NO_REQUEST = (
    "The token or LINKEDIN_API_HOST has characters in it that no request can have: "
    "run `invoke linkedin.login` again."
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    url: str
    token: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Without the token."""

    body: bytes = b""
    shown: str = ""
    """What a dry run says of the body, if not the body itself."""

    def as_request(self) -> Request:
        """It, as a dry run shows it."""
        headers = {"Authorization": "Bearer (hidden)", **self.headers}
        return Request(self.method, self.url, headers, self.shown or self.body.decode())


def exchange(call: Call, seconds: float) -> Answer:
    """The answer to `call`; no redirect is followed, so that nobody else gets the token.

    A new connection for each call: one that is kept may be closed the moment it is used, and then
    nobody knows what arrived. Raises `NotSent` where the request never left, and as httpx where
    there is no answer.
    """
    # httpx's transport and not its client, which logs addresses, keeps cookies, and follows the
    # environment to proxies and to ~/.netrc.
    try:
        request = httpx.Request(
            call.method,
            call.url,
            headers={
                "User-Agent": "Fanfare",
                "Authorization": f"Bearer {call.token}",
                **call.headers,
            },
            content=call.body,
            extensions={"timeout": httpx.Timeout(seconds).as_dict()},
        )
    except (httpx.InvalidURL, ValueError):  # whose texts may hold the token
        raise NotSent(_NO_REQUEST) from None
    with httpx.HTTPTransport(trust_env=False) as transport:
        try:
            response = transport.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise NotSent(f"{host_of(call.url)} cannot be connected to.") from None
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol):
            raise NotSent(_NO_REQUEST) from None
        try:
            return _read(response, call.token)
        finally:
            response.close()


def host_of(url: str) -> str:
    """The host that `url` names, for people; nothing else of it, which may be secret."""
    try:
        return httpx.URL(url).host or "an address without a host"
    except httpx.InvalidURL:
        return "something that is no address"


def _read(response: httpx.Response, secret: str) -> Answer:
    """An answer; what its head says holds, also where the body breaks off."""
    body = bytearray()
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > _MOST_BYTES:
                break
    except httpx.HTTPError:
        pass
    text = bytes(body[:_MOST_BYTES]).decode(errors="replace")
    headers = response.headers
    return Answer(
        response.status_code,
        headers.get("x-restli-id", ""),
        host_of(headers["location"]) if "location" in headers else "",
        redacted(text, secret),
    )
