"""One HTTP request and its answer: there is an end to it, in bytes and in seconds.

No redirect is followed, so that nobody else gets what was sent. It is httpx's transport and not its
client, which logs addresses, keeps cookies, and follows the environment to proxies and to ~/.netrc.
Each request has a connection of its own: one that is kept may be closed the moment it is used, and
then nobody knows what arrived.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Lock, Thread
from urllib.parse import urlsplit

import httpx

from fanfare.errors import FanfareError
from fanfare.findings import Finding

USER_AGENT = "Fanfare"

MOST_BYTES = 100_000
"""Of the body of an answer, unless more is wanted; what follows is left unread."""

_IMPOSSIBLE = "gets nothing: in its address or a header is something that none can have"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. It may repeat a secret, and so is in no `repr`."""

    status: int
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Their names in lower case."""

    broken: str = ""
    """Why the body ends too early, as the end of a sentence about the server; empty where not."""

    @property
    def is_success(self) -> bool:
        """True for any 2xx."""
        return 200 <= self.status < 300

    @property
    def location(self) -> str:
        """Where a redirect leads, as it says so; empty where it is none."""
        return self.headers.get("location", "") if self.status in _REDIRECTS else ""

    @property
    def media_type(self) -> str:
        """Such as `text/html`, in lower case; empty where the answer does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def values(self) -> Mapping[str, object]:
        """The JSON object it is; empty where it is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def text(self, name: str) -> str:
        """The text under `name` in that object; empty where there is none."""
        said = self.values.get(name)
        return said if isinstance(said, str) else ""


class NoAnswer(Exception):  # noqa: N818 -- it says what is so
    """There is none. Its text is the end of a sentence about the server, without secrets."""

    def __init__(self, reason: str, *, has_left: bool) -> None:
        super().__init__(reason)
        self.has_left = has_left
        """False where nothing was sent."""


def exchange(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    seconds: float,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """The answer to one request, with as much of its body as came within `seconds` of its start.

    Raises `NoAnswer` where by then there is not even the head of one.
    """
    attempt = _Attempt(method, url, headers, body, seconds, most_bytes)
    # httpx's own timeouts begin anew with each byte, and a look-up of a host has none at all.
    thread = Thread(target=attempt.run, daemon=True)
    thread.start()
    thread.join(seconds)
    return attempt.result()


def check_address(address: str, name: str) -> None:
    """Raise `FanfareError` unless `stays_secret(address)`; `name` is of its setting."""
    if not stays_secret(address):
        message = f"{name} is {address}, where everybody on the way could read the password."
        raise FanfareError(Finding("setting", message, "Write an address with https://."))


def stays_secret(address: str) -> bool:
    """Whether nobody on the way can read what is sent to `address`.

    So it is over TLS, and on this machine (RFC 8252, section 8.3).
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    )


def host_of(url: str) -> str:
    """The host that `url` names, for people; nothing else of it, which may be secret."""
    try:
        return httpx.URL(url).host or "an address without a host"
    except httpx.InvalidURL:
        return "something that is no address"


class _Attempt:
    """One request, made in one thread, and given up in another."""

    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        seconds: float,
        most_bytes: int,
    ) -> None:
        self._asked = method, url, {"User-Agent": USER_AGENT, **headers}, body
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._is_over = False
        self._has_left = False
        self._head: tuple[int, Mapping[str, str]] | None = None
        self._body = bytearray()
        self._wrong = f"does not answer within {seconds:g} seconds"

    def run(self) -> None:
        """Make it. Raises nothing: whatever goes wrong, its text may hold a secret."""
        wrong, is_impossible = "", False
        try:
            self._exchange()
        except httpx.TimeoutException:
            return
        except httpx.ConnectError:
            wrong = "cannot be connected to"
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError):
            wrong, is_impossible = _IMPOSSIBLE, True
        except Exception:  # of any layer, up to what decodes a header or unpacks the body
            wrong = "broke off, or sends nothing that can be read as HTTP"
        with self._lock:
            if not self._is_over:
                self._wrong = wrong
                self._has_left = self._has_left and not is_impossible

    def result(self) -> Answer:
        """What came of it so far; it ends then. Raises `NoAnswer`."""
        with self._lock:
            self._is_over = True
            if self._head:
                return Answer(self._head[0], bytes(self._body), self._head[1], self._wrong)
            raise NoAnswer(self._wrong, has_left=self._has_left)

    def _exchange(self) -> None:
        method, url, headers, body = self._asked
        timeout = httpx.Timeout(self._seconds).as_dict()
        extensions = {"timeout": timeout, "trace": self._note}
        try:
            request = httpx.Request(
                method, url, headers=headers, content=body, extensions=extensions
            )
        except ValueError:  # a header in letters that none can have
            raise httpx.InvalidURL("") from None
        with httpx.HTTPTransport(trust_env=False) as transport:
            response = transport.handle_request(request)
            try:
                said = {name.lower(): value for name, value in response.headers.items()}
                self._head = response.status_code, said
                self._read(response)
            finally:
                response.close()

    def _read(self, response: httpx.Response) -> None:
        if not self._most_bytes:
            return
        for chunk in response.iter_bytes():
            with self._lock:
                if self._is_over:
                    return
                self._body += chunk[: self._most_bytes - len(self._body)]
            if len(self._body) == self._most_bytes:
                return

    def _note(self, event: str, _info: Mapping[str, object]) -> None:
        """Told by httpcore of each thing that it is about to do."""
        if event.endswith("send_request_headers.started"):
            with self._lock:
                if self._is_over:  # and whoever waited was told that nothing was sent
                    raise httpx.ConnectTimeout("too late")
                self._has_left = True


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
