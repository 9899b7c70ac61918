"""Hosts on loopback, well-behaved and not.

    with Host({"/": reply("<title>Hello</title>"), "/slow": drip}) as host:
        fetch(host.at("/"))

What a path answers is either the bytes to send before the connection is closed, or a function that
is given the connection and does its worst. `host.answers` may be changed meanwhile.
"""

from __future__ import annotations

import gzip
import socketserver
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from socket import MSG_PEEK, socket
from types import TracebackType
from typing import Self, TypeAlias


@dataclass(frozen=True)
class Request:
    """What a host was asked."""

    method: str
    target: str

    headers: Mapping[str, str]
    """By name in lower case."""

    body: bytes = b""


@dataclass(frozen=True)
class Connection:
    """One connection to a host."""

    socket: socket
    request: Request

    closing: threading.Event
    """Set when the host shuts down: what waits for ever waits for this."""

    def send(self, data: bytes) -> bool:
        """Send `data`; False where nobody takes it any more."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True


Answer: TypeAlias = bytes | Callable[[Connection], None]


def reply(
    body: str | bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None
) -> bytes:
    """A well-formed answer: HTML in UTF-8 unless `headers` say otherwise."""
    raw = body.encode() if isinstance(body, str) else body
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(raw))}
    said |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + raw


def redirect(to: str, status: int = 301) -> bytes:
    """A redirect."""
    return reply(b"", status, {"Location": to})


def page(title: str = "", body: str = "", head: str = "") -> bytes:
    """An answer with an HTML page."""
    return reply(
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def never(connection: Connection) -> None:
    """Take the request and say nothing."""
    connection.closing.wait()


def drip(connection: Connection) -> None:
    """Answer with a page that never ends, a byte at a time."""
    going = connection.send(_HEAD + b"<title>Slow</title>")
    while going and not connection.closing.wait(0.01):
        going = connection.send(b".")


def flood(connection: Connection) -> None:
    """Answer with a page that never ends, as fast as it is read."""
    going = connection.send(_HEAD + b"<title>Much</title>")
    while going and not connection.closing.is_set():
        going = connection.send(b"much " * 10_000)


def endless_head(connection: Connection) -> None:
    """Answer with headers that never end."""
    going = connection.send(b"HTTP/1.1 200 OK\r\n")
    while going and not connection.closing.is_set():
        going = connection.send(b"X-More: more\r\n" * 1_000)


PROMISES_MORE = reply("<title>Short</title>", headers={"Content-Length": "100000"})
"""Ends long before the length it announced."""

PROMISES_LESS = reply("<title>Long</title><p>and more", headers={"Content-Length": "19"})
"""Goes on after the length it announced."""

GARBAGE = bytes(range(256)) * 4
"""Not HTTP."""

PARSER_BOMB = reply("<title>Bomb</title><p " + " ".join(f"a{n}" for n in range(30_000)) + ">")
"""A tag for which libxml2 needs seconds; with twice the attributes, the better part of a minute."""

GZIP_BOMB = reply(
    gzip.compress(b"<title>Bomb</title>" + bytes(50_000_000), 9),
    headers={"Content-Encoding": "gzip"},
)
"""Fifty megabytes in fifty kilobytes."""

MISBEHAVIOURS: Mapping[str, Answer] = {
    "/never": never,
    "/drip": drip,
    "/flood": flood,
    "/endless-head": endless_head,
    "/promises-more": PROMISES_MORE,
    "/promises-less": PROMISES_LESS,
    "/garbage": GARBAGE,
    "/gzip-bomb": GZIP_BOMB,
    "/nothing": b"",
    "/half-a-head": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "/circle": redirect("/circle"),
    "/to-a-file": redirect("file:///etc/passwd"),
    "/to-a-script": redirect("javascript:alert(1)"),
    "/to-nowhere": redirect("http://["),
    "/broken-gzip": reply("<title>Plain</title>", headers={"Content-Encoding": "gzip"}),
}
"""Everything a host may do wrong, by path."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False
    request_queue_size = 50
    host: Host

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of visitors who leave in the middle."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        host = self.server.host
        request = self._read()
        if request is None:
            return
        host.requests.append(request)
        connection = Connection(self.connection, request, host.closing)
        answer = host.answers.get(request.target.partition("?")[0], reply("Nothing here.", 404))
        if callable(answer):
            answer(connection)
        else:
            connection.send(answer)

    def _read(self) -> Request | None:
        if self.connection.recv(1, MSG_PEEK) == b"\x16":  # TLS
            return None
        method, _, rest = self.rfile.readline().decode("latin-1").partition(" ")
        if not rest:
            return None
        headers = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Request(method, rest.split(" ")[0], headers, body)


@dataclass
class Host:
    """A host on a free port of 127.0.0.1, for as long as `with` lasts."""

    answers: dict[str, Answer] = field(default_factory=dict)
    """What each path answers; any other is not found."""

    requests: list[Request] = field(default_factory=list)
    """Everything it was asked, in order."""

    closing: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str = "/", name: str = "127.0.0.1") -> str:
        """The address of `path` on this host, which is called `name`."""
        return f"http://{name}:{self.port}{path}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.host = self
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


def closed_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Handler) as server:
        return int(server.server_address[1])
