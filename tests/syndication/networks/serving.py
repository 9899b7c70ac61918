"""What the servers of networks in tests have in common."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Answer = Callable[["Asked"], Response]


@dataclass(frozen=True)
class Asked:
    """One request that a server got."""

    method: str
    path: str

    headers: Mapping[str, str]
    """By name in lower case."""

    body: bytes
    form: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass
class Server:
    """A server on loopback; `answers` may be changed meanwhile."""

    http: HTTPServer
    answers: dict[str, Answer] = field(default_factory=dict)
    """By path, instead of what the server answers by itself."""

    asked: list[Asked] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    """Set when a test is over: what waits for ever waits for this."""

    def __post_init__(self) -> None:
        self.http.expect_request(re.compile(".*")).respond_with_handler(self._take)

    @property
    def url(self) -> str:
        """Its address, without a slash at its end."""
        return self.http.url_for("").rstrip("/")

    def made(self, path: str) -> list[Asked]:
        """The requests to `path`."""
        return [asked for asked in self.asked if asked.path == path]

    def answer(self, asked: Asked) -> Response:
        """What it answers by itself."""
        return reply({"error": "Not Found"}, 404)

    def taking_and_hanging(self, asked: Asked) -> Response:
        """Do what is asked, and never say so."""
        taken = self.answer(asked)
        self.done.wait()
        return taken

    def _take(self, request: Request) -> Response:
        body = request.get_data(parse_form_data=False) if _is_plain(request) else b""
        headers = {name.lower(): value for name, value in request.headers}
        files = {name: file.read() for name, file in request.files.items()}
        asked = Asked(request.method, request.path, headers, body, request.form.to_dict(), files)
        self.asked.append(asked)
        return self.answers.get(asked.path, self.answer)(asked)


def _is_plain(request: Request) -> bool:
    """Whether the body is no form."""
    return "form" not in (request.mimetype or "")


def reply(value: object, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(json.dumps(value), status, content_type="application/json; charset=utf-8")


def always(response: Response) -> Answer:
    """An answer to whatever is asked."""
    return lambda _asked: response


def with_status(status: int, said: str = "Too bad") -> Answer:
    """A refusal as both networks write it."""
    return always(reply({"error": said, "message": said}, status))


def sending_on_to(url: str, status: int = 307) -> Answer:
    """A redirect that keeps the method and the body, unless `status` says otherwise."""
    return always(Response("", status, {"Location": url}))
