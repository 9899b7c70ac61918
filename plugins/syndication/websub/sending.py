"""Asks whether a feed is live as it was published, and tells its hub of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from syndication.websub.built_feeds import BuiltFeed
from syndication.websub.record import Line, State

_LONGEST_EXPLANATION = 120


@contextmanager
def client_of(site_url: str, seconds: float) -> Iterator[httpx.Client]:
    """A client that waits for `seconds` at most for anything, and follows no redirect.

    A feed that redirects is not at its address, and a hub that does would lose the form.
    """
    agent = f"Fanfare WebSub (+{site_url.rstrip('/')}/)"
    with httpx.Client(timeout=seconds, headers={"User-Agent": agent}) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Sender:
    """Asks and tells in the name of one site."""

    client: httpx.Client
    seconds: float
    """How long it waits for one answer, all in all."""

    now: str
    """The date of every line: ISO 8601 with its offset from UTC."""

    def why_not_live(self, feed: BuiltFeed) -> str:
        """Why whoever fetches `feed` would not get what was published; empty where they would."""
        try:
            with self.client.stream(
                "GET", feed.url, headers={"Cache-Control": "no-cache"}
            ) as answer:
                if answer.has_redirect_location:
                    return f"it sends us on to {answer.headers['location']}"
                if answer.status_code != HTTPStatus.OK:
                    return f"it answers {answer.status_code}"
                return "" if self._has(answer, feed.raw) else "it is not as it was published here"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return _reason(error)

    def _has(self, answer: httpx.Response, expected: bytes) -> bool:
        """Whether the body of `answer` is what is `expected`; it is read no further than needed."""
        deadline, start = time.monotonic() + self.seconds, 0
        for chunk in answer.iter_bytes():
            if not expected.startswith(chunk, start):
                return False
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("")
            start += len(chunk)
        return start == len(expected)

    def tell(self, feed: BuiltFeed) -> Line:
        """Tell the hub of `feed` that it has changed.

        WebSub, section 6, leaves to hubs how. PubSubHubbub 0.3, section 7.1, has `hub.url`, and
        hubs that came later have `hub.topic`: both are sent, as hubs pass over what they do not
        know.
        """
        form = {"hub.mode": "publish", "hub.url": feed.url, "hub.topic": feed.url}
        try:
            with self.client.stream("POST", feed.hub, data=form) as answer:
                if answer.is_success:
                    return self._line(feed, State.TOLD, answer.status_code)
                return self._line(feed, State.REFUSED, answer.status_code, _refusal(answer))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return self._line(feed, State.FAILED, reason=_reason(error))

    def _line(self, feed: BuiltFeed, state: State, status: int = 0, reason: str = "") -> Line:
        return Line(self.now, feed.url, feed.digest, feed.hub, status, state, reason)


def _refusal(answer: httpx.Response) -> str:
    if answer.has_redirect_location:
        return f"it sends us on to {answer.headers['location']}: is that WEBSUB_HUB now?"
    said = f"it answers {answer.status_code}"
    if answer.headers.get("content-type", "").startswith("text/plain"):
        words = " ".join(next(answer.iter_text(), "").split()).rstrip(".")
        said += f": {words[:_LONGEST_EXPLANATION]}" if words else ""
    return said


def _reason(error: httpx.HTTPError | httpx.InvalidURL) -> str:
    match error:
        case httpx.TimeoutException():
            return "it takes too long to answer"
        case httpx.ConnectError():
            return f"it cannot be reached ({str(error).rpartition('] ')[2]})"
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return "this is not an address that can be asked"
        case _:
            return f"it broke off ({error or type(error).__name__})"
