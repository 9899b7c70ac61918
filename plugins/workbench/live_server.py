"""The HTTP server of `serve`: the built site, reloaded by itself, or why it could not be built."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.served_files import (
    EVENTS,
    HTML,
    SCRIPT,
    Redirect,
    entity_tag,
    is_page,
    locate,
    media_type,
    with_base,
    with_reload,
)

DEFAULT_PORT = 8000
_PORTS_TRIED = 100
_HEARTBEAT_SECONDS = 15.0  # how soon a reader who left is noticed
_RETRY_MILLISECONDS = 500  # how soon a browser looks for a server that went away
_OTHER_PORT = "Give another one with --port."
_SCRIPT_FILE = Path(__file__).with_name("templates") / "reload.js"
_NOT_FOUND_FILE = Path(__file__).with_name("templates") / "not_found.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the server shows at one time."""

    number: int
    """Number of the build; each is greater than the one before."""

    error_page: str | None
    """The page that says why the build failed; None where it did not."""


class LiveServer(ThreadingHTTPServer):
    """Shows the folder `output`, and tells open pages when to load it anew.

    Port 0 is any free one. Raises `FanfareError` where it cannot listen at that address.
    Connections wait until `start`; `show` something first.
    """

    daemon_threads = True
    request_queue_size = 128  # a browser asks for all that a page needs at once
    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port

    def __init__(self, output: Path, host: str, port: int) -> None:
        self.output = output
        self.shown = Shown(0, None)
        self._news = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            raise FanfareError(_cannot_listen(host, port, error)) from None

    @property
    def url(self) -> str:
        """The address of the first page, for a browser on this machine."""
        host, port = self.server_address[:2]
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(str(host), str(host))  # noqa: S104 -- a name
        return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"

    def show(self, number: int, error_page: str | None = None) -> None:
        """From now on show the build `number`, or `error_page` in the place of every page."""
        with self._news:
            self.shown = Shown(number, error_page)
            self._news.notify_all()

    def start(self) -> None:
        """Answer requests, in threads of its own."""
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.1,), name="live server", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop answering and free the port."""
        with self._news:
            self._closing = True
            self._news.notify_all()
        if self._thread:
            self.shutdown()
            self._thread.join()
        self.server_close()

    def numbers(self) -> Iterator[int | None]:
        """The number of the build, then of each new one, with None now and then between them."""
        number: int | None = None
        while not self._closing:
            with self._news:
                if number == self.shown.number:
                    self._news.wait(_HEARTBEAT_SECONDS)
                is_new = number != self.shown.number
                number = self.shown.number
            yield number if is_new else None

    def server_bind(self) -> None:
        """Bind without asking the network for this machine's name, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, _request: object, _client: object) -> None:
        """Say what went wrong, unless it is only a reader who left."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            console.complain(f"error: The server could not answer a request: {error!r}.")


def listen(output: Path, host: str, port: int | None) -> LiveServer:
    """A server at `port`; where that is None, at the first free one from `DEFAULT_PORT` on.

    Raises `FanfareError` where `port` is taken, or where it cannot listen at `host`.
    """
    if port is not None:
        return LiveServer(output, host, port)
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        try:
            return LiveServer(output, host, candidate)
        except FanfareError as error:
            if error.findings[0].rule != "port":
                raise
    last = DEFAULT_PORT + _PORTS_TRIED - 1
    raise FanfareError(
        Finding("port", f"All ports from {DEFAULT_PORT} to {last} are taken.", _OTHER_PORT)
    )


def _cannot_listen(host: str, port: int, error: OSError | OverflowError) -> Finding:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            return Finding("port", f"Port {port} is taken.", _OTHER_PORT)
        case PermissionError():
            return Finding("port", f"This system does not let you use port {port}.", _OTHER_PORT)
        case OverflowError():
            return Finding("port-number", f"{port} is no port.", "Give one from 1024 to 65535.")
    return Finding(
        "host",
        f'Cannot listen at "{host}": {error.strerror or error}.',
        "Leave out --host, or give an address of this machine.",
    )


class _Handler(BaseHTTPRequestHandler):
    """Answers one request. HTTP/1.0: a connection each, so that none is held for nothing."""

    server: LiveServer

    def do_GET(self) -> None:
        """Answer with the body."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer()

    def log_message(self, *_arguments: object) -> None:
        """Stay silent: the terminal is for builds."""

    def _answer(self) -> None:
        shown = self.server.shown  # before the file is read: what is sent is never older than this
        address = self.path.partition("?")[0]
        if address == EVENTS:
            self._send_events()
        elif address == SCRIPT:
            self._send(HTTPStatus.OK, media_type(SCRIPT), _SCRIPT_FILE.read_bytes())
        else:
            self._answer_from_output(shown)

    def _answer_from_output(self, shown: Shown) -> None:
        place = locate(self.server.output, self.path)
        if isinstance(place, Path):
            asks_for_page = media_type(place.name) == HTML
        else:
            asks_for_page = is_page(self.path)
        if shown.error_page and asks_for_page:
            page = with_reload(shown.error_page.encode(), shown.number)
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, HTML, page)
            return
        match place:
            case Redirect(address):
                self._send(HTTPStatus.FOUND, HTML, b"", location=address)
            case Path():
                self._send_file(place, shown)
            case None:
                self._send_not_found(shown)

    def _send_file(self, path: Path, shown: Shown) -> None:
        kind = media_type(path.name)
        try:
            file = path.open("rb")
        except OSError:  # a build without it came in between
            self._send_not_found(shown)
            return
        with file:
            if kind == HTML:
                self._send(HTTPStatus.OK, kind, with_reload(file.read(), shown.number))
                return
            found = os.fstat(file.fileno())
            tag = entity_tag(found)
            if tag in self.headers.get("If-None-Match", ""):
                self._send_head(HTTPStatus.NOT_MODIFIED, kind, tag=tag)
                return
            self._send_head(HTTPStatus.OK, kind, found.st_size, tag=tag)
            if self.command != "HEAD":
                shutil.copyfileobj(file, self.wfile)

    def _send_not_found(self, shown: Shown) -> None:
        try:
            page = (self.server.output / "404.html").read_bytes()
        except OSError:
            page = _NOT_FOUND_FILE.read_bytes()
        page = with_reload(with_base(page), shown.number)
        self._send(HTTPStatus.NOT_FOUND, HTML, page)

    def _send_events(self) -> None:
        """Server-Sent Events: one with the number of each build, for as long as it is read.

        https://html.spec.whatwg.org/multipage/server-sent-events.html
        """
        self._send_head(HTTPStatus.OK, "text/event-stream")
        if self.command == "HEAD":
            return
        self.wfile.write(f"retry: {_RETRY_MILLISECONDS}\n\n".encode())
        for number in self.server.numbers():
            event = ": still here" if number is None else f"data: {number}"
            self.wfile.write(f"{event}\n\n".encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes, location: str = "") -> None:
        self._send_head(status, kind, len(body), location)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_head(
        self,
        status: HTTPStatus,
        kind: str,
        length: int | None = None,
        location: str = "",
        tag: str = "",
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        # What has a tag is kept, but never shown without asking whether it is still the same.
        self.send_header("Cache-Control", "no-cache" if tag else "no-store")
        if tag:
            self.send_header("ETag", tag)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if location:
            self.send_header("Location", location)
        self.end_headers()
