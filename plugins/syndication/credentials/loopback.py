"""Wait on this machine for the one answer that the author's browser brings back (RFC 8252).

    with Loopback(8754, state, explain) as loopback:
        webbrowser.open(...)
        answer = loopback.answer(300.0)

Nothing but this machine can connect. Whoever comes with another `state`, path or method is refused,
and the waiting goes on; after the answer nobody is let in. What comes in is never logged.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import queue
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials.browser_page import page

_POLL_SECONDS = 0.05
_IDLE_SECONDS = 10.0
"""Browsers open connections ahead of need: how long one may say nothing."""

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser brought back: a code, or an error."""

    code: str = field(default="", repr=False)
    error: str = ""
    description: str = ""


Explain = Callable[[Answer], tuple[str, str]]
"""Title and text of the page that the browser shows for an answer."""


class Loopback:
    """A server for one answer, for as long as `with` lasts."""

    def __init__(self, port: int, state: str, explain: Explain) -> None:
        self._state = state
        self._explain = explain
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._turn = threading.Lock()
        self._is_over = False
        self._servers: list[_Listener] = []
        self._threads: list[threading.Thread] = []
        self.visitors: set[socket.socket] = set()
        """Connections that are open."""

        self.refused = 0
        """How many came to the right path with something that was no answer to this login."""

        self.port = port
        """Where it listens; with 0, a free one once it is entered."""

    def __enter__(self) -> Self:
        try:
            # A browser may take `localhost` for either.
            for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
                self._listen(family, host)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def answer(self, seconds: float) -> Answer | None:
        """The answer; None where none comes within `seconds`."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def take(self, target: str) -> tuple[int, bytes, Answer | None]:
        """What is answered to GET on `target`: status, page, and the answer where it is one."""
        path, _, query = target.partition("?")
        if path != "/":
            return 404, page("There is nothing here", "This is where a login comes back to."), None
        answer = _answer_in(query, self._state)
        with self._turn:
            if answer is None:
                self.refused += 1
                text = "This is no answer to the login that is waiting. Begin again in a terminal."
                return 400, page("That was not it", text), None
            if self._is_over:
                return 410, page("You can close this", "This login is over."), None
            self._is_over = True
        return 200, page(*self._explain(answer)), answer

    def give(self, answer: Answer) -> None:
        """Hand `answer` to whoever waits for it."""
        self._answers.put(answer)

    def _listen(self, family: socket.AddressFamily, host: str) -> None:
        visits = type("_Visits", (_Visit,), {"loopback": self})
        kind = type("_Listener", (_Listener,), {"address_family": family})
        try:
            server = kind((host, self.port), visits)
        except OSError as error:
            if family == socket.AF_INET6 and error.errno != errno.EADDRINUSE:
                return  # a machine without IPv6
            raise FanfareError(_cannot_listen(self.port, error)) from None
        self.port = int(server.server_address[1])
        self._servers.append(server)
        self._threads.append(threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,)))
        self._threads[-1].start()

    def _close(self) -> None:
        for server in self._servers:
            server.shutdown()
        for thread in self._threads:
            thread.join()
        for visitor in tuple(self.visitors):
            with contextlib.suppress(OSError):  # it has gone by itself
                visitor.shutdown(socket.SHUT_RD)  # or it might say nothing for long
        for server in self._servers:
            server.server_close()  # and wait for the threads of its visitors


def _cannot_listen(port: int, error: OSError) -> Finding:
    if error.errno == errno.EADDRINUSE:
        message = f"Something else listens on port {port} of this machine."
        remedy = "Is another login under way? Else set LINKEDIN_REDIRECT_PORT to a free port."
    else:
        message = f"Nothing can listen on port {port} of this machine: {error.strerror}."
        remedy = "Set LINKEDIN_REDIRECT_PORT to another one, from 1024 on."
    return Finding("port", message, remedy)


def _answer_in(query: str, state: str) -> Answer | None:
    """The answer in `query`; None where it is none to a login with `state`."""
    try:
        said = parse_qs(query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return None
    # RFC 6749, section 3.1: nothing may be said twice.
    one = {name: values[0] for name, values in said.items() if len(values) == 1}
    if not hmac.compare_digest(one.get("state", "").encode(errors="replace"), state.encode()):
        return None
    code, error = one.get("code", ""), one.get("error", "")
    if bool(code) == bool(error):
        return None
    return Answer(code, error, one.get("error_description", ""))


class _Listener(socketserver.ThreadingTCPServer):
    # On Windows this would let others listen on the same port.
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser may leave at any time, and its request holds the code."""


class _Visit(BaseHTTPRequestHandler):
    loopback: Loopback
    timeout = _IDLE_SECONDS

    def setup(self) -> None:
        super().setup()
        self.loopback.visitors.add(self.connection)

    def finish(self) -> None:
        self.loopback.visitors.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        status, body, answer = self.loopback.take(self.path)
        try:
            self.send_response(status)
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        finally:  # a page that is closed at once has brought its answer all the same
            if answer:
                self.loopback.give(answer)

    def version_string(self) -> str:
        return "Fanfare"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as it is called
        """Log nothing: the request holds the code."""
