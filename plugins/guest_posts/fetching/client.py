"""A client of HTTP that asks politely and expects the worst."""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeAlias

import httpx

from guest_posts.fetching.answers import Failed, Failure, Fetched, Outcome, Redirect
from guest_posts.fetching.public import is_public

Lookup: TypeAlias = Callable[[str], Iterable[str]]
"""The IP addresses of a host, best first. Raises `OSError` where it has none."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REDIRECTS_WITHOUT_FORM = frozenset({301, 302, 303})
_MOST_ADDRESSES = 3
"""How many IP addresses of one host are tried."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything one page may cost."""

    seconds: float = 15.0
    """For all of one page, its redirects and its body, but not its wait for a turn."""

    most_bytes: int = 2_000_000
    """Of the body, decompressed; what follows is left unread."""

    most_redirects: int = 5

    at_once: int = 8
    """Exchanges that go on at the same time."""

    per_host: int = 1
    """How many of those are with one host."""

    allow_private: bool = False
    """Whether IP addresses that are not public may be connected to, such as 127.0.0.1."""


def system_lookup(host: str) -> list[str]:
    """The IP addresses of `host` as this machine knows them, in the order to try them in."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


class _NoAnswer(Exception):  # noqa: N818 -- it never leaves this module
    """Ends a fetch."""

    def __init__(self, kind: Failure, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one request was answered with."""

    status: int
    headers: httpx.Headers
    body: bytes
    cut: bool


class Client:
    """Fetches pages, inside `async with`.

    Keeps no cookies and no connections, and heeds no proxy or other setting of the environment.
    """

    def __init__(
        self,
        limits: Limits,
        user_agent: str,
        lookup: Lookup = system_lookup,
        is_allowed: Callable[[str], bool] = is_public,
    ) -> None:
        """`is_allowed` decides which IP addresses are connected to, unless all of them may be."""
        self.limits = limits
        self._lookup = lookup
        self._is_allowed = is_allowed
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html, application/xhtml+xml, */*;q=0.8",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        self._at_once = asyncio.Semaphore(limits.at_once)
        self._hosts: defaultdict[bytes, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(limits.per_host)
        )

    async def __aenter__(self) -> Self:
        # httpx's transport and not its client, which would keep cookies. A connection serves one
        # exchange: kept ones are found again by IP address, whatever host's certificate they had.
        self._transport = httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )
        # Threads of our own: a look-up cannot be cancelled, and may outlive the time of its page.
        self._lookups = ThreadPoolExecutor(2 * self.limits.at_once, "lookup")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lookups.shutdown(wait=False, cancel_futures=True)
        await self._transport.aclose()

    async def get(self, address: str) -> Outcome:
        """The answer to GET, or why there is none."""
        return await self._fetch("GET", address)

    async def head(self, address: str) -> Outcome:
        """The answer to HEAD, which has no body, or why there is none."""
        return await self._fetch("HEAD", address)

    async def post(self, address: str, form: Mapping[str, str]) -> Outcome:
        """The answer to POST with `form` as `application/x-www-form-urlencoded`, or why none.

        A redirect with 301, 302 or 303 is followed with GET, one with 307 or 308 with POST again
        (https://fetch.spec.whatwg.org/#http-redirect-fetch). Nothing else is sent twice.
        """
        return await self._fetch("POST", address, form)

    async def _fetch(
        self, method: str, requested: str, form: Mapping[str, str] | None = None
    ) -> Outcome:
        redirects: list[Redirect] = []
        left = self.limits.seconds
        try:
            url = _checked(requested)
            seen = {(method, url)}
            while True:
                # The host's turn first: whoever waits for a slow host holds up nobody else.
                async with self._hosts[url.netloc], self._at_once:
                    started = asyncio.get_running_loop().time()
                    answer = await self._exchange(method, url, form, left)
                    left -= asyncio.get_running_loop().time() - started
                location = answer.headers.get("location", "")
                if answer.status not in _REDIRECTS or not location:
                    return Fetched(
                        requested,
                        str(url),
                        tuple(redirects),
                        answer.status,
                        tuple(answer.headers.multi_items()),
                        answer.body,
                        answer.cut,
                    )
                to = _checked(location, url)
                redirects.append(Redirect(str(url), answer.status, str(to)))
                if method == "POST" and answer.status in _REDIRECTS_WITHOUT_FORM:
                    method, form = "GET", None
                if (method, to) in seen or len(redirects) > self.limits.most_redirects:
                    message = f"{url.host} redirects in a circle, or too often."
                    raise _NoAnswer(Failure.REDIRECT_LOOP, message)
                seen.add((method, to))
                url = to
        except _NoAnswer as reason:
            return Failed(requested, reason.kind, str(reason), tuple(redirects))

    async def _exchange(
        self, method: str, url: httpx.URL, form: Mapping[str, str] | None, seconds: float
    ) -> _Answer:
        """One request and its answer. Raises `_NoAnswer` where there is none within `seconds`."""
        host = url.host
        try:
            async with asyncio.timeout(seconds):
                response = await self._send(method, url, form, seconds)
                try:
                    body, cut = await self._read(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            message = f"{host} took longer than {self.limits.seconds:g} seconds."
            raise _NoAnswer(Failure.TIMEOUT, message) from None
        except httpx.ConnectError as error:
            if _is_about_tls(error):
                message = f"{host} offers no secure connection, or has no valid certificate."
                raise _NoAnswer(Failure.TLS, message) from None
            raise _NoAnswer(Failure.REFUSED, f"{host} cannot be connected to.") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, zlib.error):
            message = f"{host} sends nothing that can be read as HTTP."
            raise _NoAnswer(Failure.PROTOCOL, message) from None
        return _Answer(response.status_code, response.headers, body, cut)

    async def _send(
        self, method: str, url: httpx.URL, form: Mapping[str, str] | None, seconds: float
    ) -> httpx.Response:
        """The head of the answer, from the first of the host's IP addresses that is there."""
        addresses = await self._addresses(url)
        extensions = {
            # TLS and its certificate are about the name, whichever IP address it has.
            "sni_hostname": url.host.rstrip("."),
            "timeout": {"connect": seconds / len(addresses)},
        }
        for address in addresses:
            request = httpx.Request(
                method,
                url.copy_with(host=address),
                headers={"Host": url.netloc.decode("ascii"), **self._headers},
                data=None if form is None else dict(form),
                extensions=extensions,
            )
            try:
                return await self._transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if address == addresses[-1]:
                    raise
        raise AssertionError  # there is at least one

    async def _addresses(self, url: httpx.URL) -> list[str]:
        """The IP addresses of the host that may be connected to, at least one."""
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._lookups, self._lookup, url.host
            )
        except (OSError, UnicodeError):
            raise _NoAnswer(Failure.DNS, f"No host called {url.host} can be found.") from None
        allow_all = self.limits.allow_private
        allowed = [ip for ip in dict.fromkeys(found) if allow_all or self._is_allowed(ip)]
        if not allowed:
            raise _NoAnswer(Failure.PRIVATE, f"{url.host} is not on the public internet.")
        return allowed[:_MOST_ADDRESSES]

    async def _read(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The body up to the limit, decompressed, and whether there was more of it."""
        most = self.limits.most_bytes
        unpack = _decompression(response.headers.get("content-encoding", ""))
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
                if len(body) > most:
                    return bytes(body[:most]), True
        except (httpx.NetworkError, httpx.RemoteProtocolError, zlib.error):
            if not body:
                raise
            return bytes(body), True  # what has come is a page, if not the whole of it
        return bytes(body), False


def _decompression(encoding: str) -> zlib._Decompress | None:
    """What undoes `encoding`; None where there is nothing to undo. Raises `ValueError`."""
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)  # reads the heads of both
        case _:
            raise ValueError(encoding)  # it was not asked for


def _checked(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """`address`, seen from `base`, without its fragment. Raises `_NoAnswer` for what is no page."""
    said = "".join(filter(str.isprintable, address))  # others could give orders to a terminal
    try:
        url = base.join(address) if base else httpx.URL(address)
        url = url.copy_with(fragment=None)
        host, port = url.host, url.port
    except (httpx.InvalidURL, ValueError):
        raise _NoAnswer(Failure.ADDRESS, f'"{said}" is not an address.') from None
    if url.scheme not in ("http", "https"):
        raise _NoAnswer(Failure.SCHEME, f'"{said}" is not the address of a page.')
    if not host or not 0 < (port or 80) < 65536:
        raise _NoAnswer(Failure.ADDRESS, f'"{said}" names no host.')
    if url.userinfo:
        raise _NoAnswer(Failure.ADDRESS, f'"{said}" carries a user name.')
    return url


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
