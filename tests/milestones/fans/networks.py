"""Servers on loopback that answer as social networks do, or as badly as anything may.

with Network({"/path?query": says(followers_count=3)}) as network:
    fetch([channel_at(network)])
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, TypeAlias

MASTODON = "/api/v1/accounts/lookup?acct=ada"
"""What is asked of Mastodon about the account `ada`."""

BLUESKY = "/xrpc/app.bsky.actor.getProfile?actor=ada.example"
"""What is asked of Bluesky about the account `ada.example`."""


class Visit(BaseHTTPRequestHandler):
    """One request, and the connection it came through."""

    server: _Server

    def do_GET(self) -> None:
        network = self.server.network
        network.asked.append(self.path)
        network.headers.append(dict(self.headers))
        answer = network.answers.get(self.path, says(404, error="Record not found"))
        if callable(answer):
            answer(self)
        else:
            self.wfile.write(answer)

    def wait_for_end(self) -> None:
        """Wait until the server shuts down."""
        self.server.network.closing.wait()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name it has
        """Say nothing."""


Answer: TypeAlias = bytes | Callable[[Visit], None]


def raw(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> bytes:
    """A well-formed answer."""
    said = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body


def says(status: int = 200, **fields: object) -> bytes:
    """An answer in JSON."""
    return raw(json.dumps(fields).encode(), status)


def sends_on(to: str, status: int = 302) -> bytes:
    """A redirect."""
    return raw(b"", status, {"Location": to})


def never(visit: Visit) -> None:
    """Take the request and say nothing."""
    visit.wait_for_end()


def drips(visit: Visit) -> None:
    """Begin an answer, and go on a byte at a time until nobody listens or the server ends."""
    try:
        visit.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not visit.server.network.closing.wait(0.01):
            visit.wfile.write(b" ")
    except OSError:
        pass  # nobody listens any more


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    network: Network

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of visitors who leave in the middle."""


@dataclass
class Network:
    """A server on a free port of 127.0.0.1, for as long as `with` lasts."""

    answers: dict[str, Answer] = field(default_factory=dict)
    """What each path with its query answers; any other is not found."""

    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        """Its address, as `host` of a channel says it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), Visit)
        self._server.network = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()  # and wait for the threads of its connections


def closed_host() -> str:
    """The address of a server that is not there any more."""
    with Network() as network:
        return network.host
