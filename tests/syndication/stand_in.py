"""LinkedIn as one posts there: strict about what its documentation is strict about.

It refuses what LinkedIn refuses, with the same answers, and cuts what LinkedIn cuts while it
answers that all is well. `answers` makes it fail; `posts` is what its members would really see.

    with a_linkedin() as linkedin:
        linkedin.answers["posts"] = hung_up
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

TOKEN = "AQX-marker_token-9f3b"
ACCOUNT = "urn:li:person:782bbtaQ"
VERSION = "202609"
SCOPES = frozenset({"openid", "profile", "w_member_social"})

_RESERVED = r"\|{}@[]()<>#*_~"
_HASHTAG = r"\{hashtag\|\\#\|(?P<tag>\w+)\}"
_MENTION = r"@\[[^\]]*\]\(urn:li:(?:person|organization):[\w-]+\)"
_LITTLE = re.compile(
    rf"{_HASHTAG}|{_MENTION}|\\(?P<escaped>[{re.escape(_RESERVED)}])|(?P<plain>[^{re.escape(_RESERVED)}])"
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")


@dataclass(frozen=True)
class Post:
    """One post, as members see it."""

    urn: str
    author: str
    commentary: str
    """What is left of it: little text, read up to the first character that is not escaped."""

    little: str
    """As it was sent."""

    article: Mapping[str, str]
    visibility: str


@dataclass(frozen=True)
class Seen:
    """One request."""

    step: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Asked:
    """One request that waits for its answer."""

    linkedin: LinkedInStandIn
    take: Callable[[], Response]
    """Let it take effect, and answer as LinkedIn does."""

    hang_up: Callable[[], Response]
    """Close its connection instead."""


Answer: TypeAlias = Callable[[Asked], Response]


@dataclass
class LinkedInStandIn:
    """One LinkedIn, with one member."""

    server: HTTPServer
    token: str = TOKEN
    account: str = ACCOUNT
    scopes: frozenset[str] = SCOPES
    versions: frozenset[str] = frozenset({VERSION})

    answers: dict[str, Answer] = field(default_factory=dict)
    """What answers instead, by step: `userinfo`, `images`, `upload` or `posts`."""

    upload_host: str = ""
    """Where pictures are to be put; this server where empty."""

    posts: list[Post] = field(default_factory=list)
    deleted: list[Post] = field(default_factory=list)
    """Posts that are gone, and still make others duplicates for a day or two."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    """By their URN; empty until they are uploaded."""

    seen: list[Seen] = field(default_factory=list)

    noticed: Callable[[str], None] = lambda moment: None
    """Told of each moment: `posts asked` when a request came, `posts taken` when it took effect."""

    closing: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def steps(self) -> list[str]:
        """What it was asked, in order."""
        return [one.step for one in self.seen]

    def delete(self, post: Post) -> None:
        """Delete a post, as its author does on the site."""
        self.posts.remove(post)
        self.deleted.append(post)

    def _answer(self, request: Request) -> Response:
        routes: dict[tuple[str, str], tuple[str, Callable[[Request], Response]]] = {
            ("GET", "/v2/userinfo"): ("userinfo", self._userinfo),
            ("POST", "/rest/images"): ("images", self._start_upload),
            ("PUT", "/dms-uploads"): ("upload", self._upload),
            ("POST", "/rest/posts"): ("posts", self._post),
        }
        path = "/".join(request.path.split("/")[:3]) if "/rest/" in request.path else request.path
        path = "/dms-uploads" if path.startswith("/dms-uploads/") else path
        if (request.method, path) not in routes:
            return said(404, message="No virtual resource found")
        step, handle = routes[request.method, path]
        url = request.full_path.rstrip("?")
        with self._lock:
            raw = request.get_data()
            self.seen.append(Seen(step, request.method, url, dict(request.headers), raw))
        self.noticed(f"{step} asked")

        def take() -> Response:
            with self._lock:
                response = handle(request)
            self.noticed(f"{step} taken")
            return response

        def hang_up() -> Response:
            request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            raise ConnectionResetError

        return self.answers.get(step, _as_linkedin)(Asked(self, take, hang_up))

    def _userinfo(self, request: Request) -> Response:
        if refused := self._unauthorised(request, "openid"):
            return refused
        return said(200, sub=self.account.rpartition(":")[2], name="Ada Quill")

    def _start_upload(self, request: Request) -> Response:
        if refused := self._unauthorised(request, "w_member_social") or self._unversioned(request):
            return refused
        if request.args.get("action") != "initializeUpload":
            return said(400, message="Invalid action")
        body = _json(request)
        owner = body.get("initializeUploadRequest", {}).get("owner") if body else None
        if owner is None or set(body or ()) != {"initializeUploadRequest"}:
            return said(400, message="initializeUploadRequest :: owner :: field is required")
        if owner != self.account:
            return said(403, message="Not the owner")
        urn = f"urn:li:image:C5600AQ{len(self.pictures) + 1}"
        self.pictures[urn] = b""
        host = self.upload_host or self.host
        url = f"{host}/dms-uploads/{urn.rpartition(':')[2]}/0?ca=vector&sut=secret-of-upload"
        return said(200, value={"uploadUrl": url, "image": urn, "uploadUrlExpiresAt": 1})

    def _upload(self, request: Request) -> Response:
        if refused := self._unauthorised(request, "w_member_social"):
            return refused
        urn = f"urn:li:image:{request.path.split('/')[2]}"
        raw = request.get_data()
        if urn not in self.pictures or request.args.get("sut") != "secret-of-upload":
            return said(404, message="No such upload")
        if not raw.startswith(_PICTURES):
            return said(400, message="Not a picture")
        self.pictures[urn] = raw
        return Response(status=201)

    def _post(self, request: Request) -> Response:
        if refused := self._unauthorised(request, "w_member_social") or self._unversioned(request):
            return refused
        body = _json(request)
        if body is None:
            return said(400, message="Unexpected end of JSON input")
        if wrong := list(_complaints(body)):
            errors = [{"description": one, "code": "INVALID"} for one in wrong]
            return said(422, message=wrong[0], errorDetails={"inputErrors": errors})
        if body["author"] != self.account:
            return said(403, message="Organization permissions must be used")
        article = body["content"]["article"]
        picture = article.get("thumbnail")
        if picture is not None and not self.pictures.get(picture):
            return said(422, message=f"{picture} is not a valid image")
        little = body["commentary"]
        for post in (*self.posts, *self.deleted):
            if (post.little, post.article["source"]) == (little, article["source"]):
                return duplicate_of(post.urn)
        urn = f"urn:li:share:{7300000000000000000 + len(self.posts) + len(self.deleted)}"
        self.posts.append(
            Post(urn, body["author"], seen_of(little), little, article, body["visibility"])
        )
        return Response(status=201, headers={"x-restli-id": urn})

    def _unauthorised(self, request: Request, scope: str) -> Response | None:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            said_token = request.headers.get("Authorization", "")
            return said(401, message=f"Invalid access token {said_token}", status=401)
        if scope not in self.scopes:
            return said(403, message="Not enough permissions to access: posts.CREATE", status=403)
        return None

    def _unversioned(self, request: Request) -> Response | None:
        version = request.headers.get("LinkedIn-Version", "")
        if version not in self.versions:
            message = f"Requested version {version} is not active"
            return said(426, message=message, code="NONEXISTENT_VERSION", status=426)
        if request.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            return said(400, message="X-RestLi-Protocol-Version must be 2.0.0")
        if request.content_type != "application/json":
            return said(415, message="Unsupported content type")
        return None


class QuickServer(HTTPServer):
    """A server on a free port of 127.0.0.1 that stops as soon as it is told to."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1", 0, threaded=True)

    def thread_target(self) -> None:
        assert self.server is not None
        self.server.serve_forever(poll_interval=0.02)


@contextmanager
def a_linkedin() -> Iterator[LinkedInStandIn]:
    """A LinkedIn on a free port of 127.0.0.1."""
    with QuickServer() as server:
        made = LinkedInStandIn(server)
        try:
            yield made
        finally:
            made.closing.set()


def said(status: int, /, **values: object) -> Response:
    """An answer in JSON."""
    return Response(json.dumps(values), status, content_type="application/json")


def duplicate_of(urn: str) -> Response:
    """What LinkedIn answers to who posts `urn` a second time."""
    message = f"Content is a duplicate of {urn}"
    error = {
        "description": message,
        "input": {"inputPath": {"fieldPath": "commentary"}},
        "code": "DUPLICATE_POST",
    }
    return said(422, message=message, errorDetails={"inputErrors": [error]}, status=422)


def seen_of(little: str) -> str:
    """What members see of little text: as much of it as is right."""
    seen, end = [], 0
    while found := _LITTLE.match(little, end):
        seen.append(f"#{found['tag']}" if found["tag"] else found["escaped"] or found[0])
        end = found.end()
    return "".join(seen)


def answering(
    status: int, message: str = "", headers: Mapping[str, str] | None = None, **values: object
) -> Answer:
    """Refuse with `status`, and take nothing."""

    def answer(_asked: Asked) -> Response:
        response = said(status, message=message, **values)
        response.headers.update(headers or {})
        return response

    return answer


def taking_and_answering(response: Callable[[], Response]) -> Answer:
    """Take it, and answer something else."""

    def answer(asked: Asked) -> Response:
        asked.take()
        return response()

    return answer


def hung(asked: Asked) -> Response:
    """Take it, and never answer."""
    asked.take()
    asked.linkedin.closing.wait()
    return asked.hang_up()


def hung_up(asked: Asked) -> Response:
    """Take it, and close the connection."""
    asked.take()
    return asked.hang_up()


def hung_up_before(asked: Asked) -> Response:
    """Close the connection, and take nothing."""
    return asked.hang_up()


def _as_linkedin(asked: Asked) -> Response:
    return asked.take()


def _json(request: Request) -> dict[str, Any] | None:
    try:
        value = json.loads(request.get_data())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


_SHAPE: Mapping[str, object] = {
    "author": r"urn:li:(person|organization):[\w-]+",
    "commentary": None,
    "visibility": "PUBLIC|CONNECTIONS",
    "distribution": {
        "feedDistribution": "MAIN_FEED|NONE",
        "targetEntities": [],
        "thirdPartyDistributionChannels": [],
    },
    "content": {
        "article": {
            "source": None,
            "title": None,
            "description?": None,
            "thumbnail?": r"urn:li:image:[\w-]+",
            "thumbnailAltText?": None,
        }
    },
    "lifecycleState": "PUBLISHED",
    "isReshareDisabledByAuthor": bool,
}
"""What a post has: patterns of texts, and what may be missing with a question mark."""

_LONGEST = {"commentary": 3000, "title": 399, "description": 4085}
"""In UTF-16 units."""


def _complaints(value: object, shape: object = _SHAPE, at: str = "") -> Iterator[str]:
    """What is wrong with the body of a post."""
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            yield f"{at} :: is not a record"
            return
        known = {name.rstrip("?"): name for name in shape}
        for name in value.keys() - known.keys():
            yield f"{at}/{name} :: unrecognized field found but not allowed"
        for name, spelt in known.items():
            if name in value:
                yield from _complaints(value[name], shape[spelt], f"{at}/{name}")
            elif not spelt.endswith("?"):
                yield f"{at}/{name} :: field is required but not found and has no default value"
    elif isinstance(shape, list) or shape is bool:
        if type(value) is not (list if isinstance(shape, list) else bool):
            yield f"{at} :: is of another type"
    elif not isinstance(value, str) or not value:
        yield f"{at} :: is no text"
    elif isinstance(shape, str) and not re.fullmatch(shape, value):
        yield f'{at} :: "{value}" is not valid'
    else:
        yield from _too_long(value, at)


def _too_long(text: str, at: str) -> Iterator[str]:
    name = at.rpartition("/")[2]
    length = len(text.encode("utf-16-le")) // 2
    if length > _LONGEST.get(name, length):
        yield f"{at} :: is {length} characters long, and {_LONGEST[name]} are allowed"
    if name == "source" and urlsplit(text).scheme not in ("http", "https"):
        yield f"{at} :: is not a URL"
