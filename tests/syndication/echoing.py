"""Servers that repeat in their answers all that they were sent, secrets first.

Each is LinkedIn, Mastodon and Bluesky at once, as far as posting goes, until `answers` has another
answer for one of its paths.
"""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Answer = Callable[[Request], Response]


def repeated(request: Request) -> str:
    """Everything that `request` said, plainly, as in an address, and in base64."""
    said = f"{request.headers} {request.get_data(as_text=True)}"
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = token or said
    return f"{token} {quote(token, safe='')} {base64.b64encode(token.encode()).decode()} {said}"


def refusing(status: int) -> Answer:
    """An answer in JSON that explains itself with all that was sent."""

    def answer(request: Request) -> Response:
        said = repeated(request)
        names = ("message", "error", "error_description", "serviceErrorCode")
        return Response(
            json.dumps(dict.fromkeys(names, said)), status, content_type="application/json"
        )

    return answer


def escaping(escape: Callable[[str], str]) -> Answer:
    """An answer in JSON that writes its texts as `escape` does; decoded they are what was sent."""

    def answer(request: Request) -> Response:
        said = escape(repeated(request))
        body = f'{{"message": "{said}", "error": "{said}"}}'
        return Response(body, 400, content_type="application/json")

    return answer


def in_json(text: str) -> str:
    """`text` in JSON, with an escape wherever there may be one."""
    said = json.dumps(text)[1:-1].replace("/", "\\/")
    return said.replace("=", "\\u003d").replace("+", "\\u002B").replace("-", "\\u002d")


def leading_elsewhere(request: Request) -> Response:
    """A redirect to a host that is called as what was sent."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    host = re.sub(r"[^\w.-]", "-", token) or "x"
    return Response("", 302, headers={"Location": f"https://{host}.example/{quote(token)}"})


def broken(request: Request) -> Response:
    """JSON that breaks off."""
    said = json.dumps({"message": repeated(request)})[:-2]
    return Response(said, 200, content_type="application/json")


def of_another_kind(request: Request) -> Response:
    """A page instead of an answer."""
    return Response(f"<pre>{repeated(request)}</pre>", 200, content_type="text/html")


def beside_the_point(request: Request) -> Response:
    """JSON that nobody asked for."""
    said = repeated(request)
    return Response(json.dumps([said]), 200, content_type="application/json")


def hanging_up(request: Request) -> Response:
    """No answer."""
    # Else werkzeug would wait for another request over the same connection.
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionResetError


MISBEHAVIOUR: Mapping[str, Answer] = {
    **{str(status): refusing(status) for status in (400, 401, 403, 404, 422, 426, 429, 500, 503)},
    "a redirect": lambda request: Response(
        repeated(request), 302, headers={"Location": "http://127.0.0.1:9/elsewhere"}
    ),
    "a redirect to a telling host": leading_elsewhere,
    "JSON with escapes": escaping(in_json),
    "JSON of escapes": escaping(lambda said: "".join(f"\\u{ord(char):04x}" for char in said)),
    "JSON in JSON": escaping(lambda said: in_json(in_json(said))),
    "broken JSON": broken,
    "a page": of_another_kind,
    "other JSON": beside_the_point,
    "a hang-up": hanging_up,
}
"""What a server may answer that is none of what was hoped for."""


def _jwt(name: str, secret: str) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    now = int(time.time())
    said = {"scope": f"com.atproto.{name}", "sub": "did:plc:7", "iat": now, "exp": now + 7200}
    return f"{part({'typ': 'at+jwt', 'alg': 'ES256K'})}.{part(said)}.{secret}"


@dataclass
class Echoing:
    """One server on loopback."""

    server: HTTPServer
    answers: dict[str, Answer] = field(default_factory=dict)
    """What answers instead, by the last part of a path."""

    asked: list[str] = field(default_factory=list)
    """The last part of each path that was asked for."""

    session: str = "ses-marker-sion-5b1d"
    """The end of the tokens with which Bluesky answers a login."""

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def _answer(self, request: Request) -> Response:
        step = request.path.rstrip("/").rpartition("/")[2]
        self.asked.append(step)
        if step in self.answers:
            return self.answers[step](request)
        if step == "posts":
            return Response(status=201, headers={"x-restli-id": "urn:li:share:7"})
        value = json.dumps(self._right(step))
        return Response(value, 200, content_type="application/json")

    def _right(self, step: str) -> object:
        blob = {"$type": "blob", "ref": {"$link": "b"}, "mimeType": "image/png", "size": 9}
        upload = {"uploadUrl": f"{self.host}/dms-uploads/upload", "image": "urn:li:image:1"}
        return {
            "userinfo": {"sub": "7", "name": "Ada Quill"},
            "images": {"value": upload},
            "verify_credentials": {"username": "ada"},
            "instance": {"configuration": {"statuses": {"max_characters": 500}}},
            "media": {"id": "1", "url": f"{self.host}/m/1"},
            "statuses": {"id": "2", "uri": f"{self.host}/s/2", "url": f"{self.host}/s/2"},
            "com.atproto.server.createSession": {
                "did": "did:plc:7",
                "handle": "ada.example",
                "accessJwt": _jwt("access", self.session),
                "refreshJwt": _jwt("refresh", self.session),
            },
            "com.atproto.repo.uploadBlob": {"blob": blob},
            "com.atproto.repo.putRecord": {
                "uri": "at://did:plc:7/app.bsky.feed.post/3",
                "cid": "c",
            },
        }.get(step, {})


@contextmanager
def an_echoing_server() -> Iterator[Echoing]:
    """One on a free port of 127.0.0.1."""
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as server:
        yield Echoing(server)
