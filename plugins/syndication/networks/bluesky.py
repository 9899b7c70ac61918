"""Bluesky, and servers that speak the AT Protocol: a text with links, and a card below it.

By https://docs.bsky.app/docs/advanced-guides/posts and the Lexicons of `app.bsky.feed.post` and
`com.atproto.repo.putRecord`. Needs atproto.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from syndication.networks.answers import (
    concluded,
    explanation,
    not_posted,
    refusal,
    unknown,
)
from syndication.networks.bluesky_post import POSTS, record, record_key
from syndication.networks.exchange import USER_AGENT, check_address, stays_secret
from syndication.networks.network import Message, NotSent, Outcome, Request, State, Token
from syndication.networks.short_posts import check_package

if TYPE_CHECKING:
    from atproto import Client

    from fanfare.pictures import Picture

T = TypeVar("T")

SECONDS = 30.0
"""How long an answer may keep us waiting."""

LARGEST_PICTURE = 1_000_000
"""Bytes of the picture on a card (Lexicon `app.bsky.embed.external`)."""

_POST_PAGE = re.compile(r"/profile/(?P<account>[\w.:-]+)/post/(?P<key>[\w.~-]+)", re.ASCII)
_POST_URI = re.compile(
    rf"at://(?P<account>[\w.:-]+)/{re.escape(POSTS)}/(?P<key>[\w.~-]+)", re.ASCII
)

_ASKED_ACCOUNT = "(did of the first answer)"
_ASKED_PICTURE = {"$type": "blob", "ref": {"$link": "(blob of the answer)"}}


def _now() -> datetime:
    return datetime.now(UTC)


class _Elsewhere(Exception):  # noqa: N818 -- it says where an answer leads
    """A redirect, which is not followed: it could lead a password anywhere."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the post needs of what was done before it."""

    client: Client
    account: str
    """The DID of who posts."""

    picture: Mapping[str, object] | None = None
    """The blob that the server has of it."""


@dataclass(frozen=True, slots=True)
class Bluesky:
    """The account of one author on Bluesky."""

    server: str
    """Its address, without a slash at its end."""

    token: Token | None
    """An app password, and the handle as its account. None where there are only dry runs."""

    timeout: float = SECONDS
    clock: Callable[[], datetime] = field(default=_now)
    """Says when a post is made."""

    @property
    def key(self) -> str:
        """Its name in tasks, settings and the ledger."""
        return "bluesky"

    @property
    def label(self) -> str:
        """What people call it."""
        return "Bluesky"

    def requests(self, message: Message) -> tuple[Request, ...]:
        """Every request that posting `message` takes, in order. Raises `NotSent` as `prepare`."""
        self._check(message)
        account = self.token.account if self.token else ""
        login = {"identifier": account or "(your handle)", "password": "(hidden)"}
        headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json"}
        calls = [Request("POST", self._url("server.createSession"), headers, _json(login))]
        authorization = {"User-Agent": USER_AGENT, "Authorization": "Bearer (hidden)"}
        if picture := message.picture:
            headers = {**authorization, "Content-Type": picture.type}
            size = f"{picture.width} x {picture.height}, {picture.length:,} bytes"
            shown = f"({picture.url}: {picture.type}, {size})"
            calls.append(Request("POST", self._url("repo.uploadBlob"), headers, shown))
        headers = {**authorization, "Content-Type": "application/json"}
        body = self._body(message, _ASKED_ACCOUNT, _ASKED_PICTURE if message.picture else None)
        return (*calls, Request("POST", self._url("repo.putRecord"), headers, _json(body)))

    def prepare(self, message: Message) -> object:
        """Log in, and upload the picture. Raises `NotSent`."""
        self._check(message)
        if self.token is None:
            raise NotSent("Nobody is logged in: `invoke bluesky.login`.")
        client, account = self._logged_in(self.token)
        picture = self._uploaded(client, message.picture) if message.picture else None
        return _Prepared(client, account, picture)

    def send(self, message: Message, prepared: object) -> Outcome:
        """Post `message`: the one request that must never be made twice. Raises nothing.

        Should it be made twice all the same, there is one post: its key is made of the id of the
        entry, and the record is put only where there is none (`swapRecord: null`).
        """
        if not isinstance(prepared, _Prepared):
            return Outcome(State.FAILED, reason="It was not prepared.")
        try:
            body = self._body(message, prepared.account, prepared.picture)
            answer = _called(prepared.client, "repo.putRecord", _json(body).encode())
        except Exception as error:  # whatever it is, its text may hold a token
            return self._failed(error, message, prepared)
        if str(answer.get("uri", "")).startswith("at://"):
            return _published(message, prepared, 200)
        reason = "Bluesky answers something that is no post."
        return Outcome(State.UNKNOWN, reason=unknown(reason), status=200)

    def _failed(self, error: Exception, message: Message, prepared: _Prepared) -> Outcome:
        status, code, said = self._answer(error)
        if code in ("InvalidSwap", "RecordAlreadyExists"):
            reason = "Bluesky had it already; nothing was posted a second time."
            return replace(_published(message, prepared, status), reason=reason)
        if status:
            return concluded(status, refusal(self.label, self.key, status, said))
        if _never_left(error):
            return Outcome(State.FAILED, reason=f"{self.server} cannot be connected to.")
        reason = f"There was no readable answer from Bluesky ({type(error).__name__})."
        return Outcome(State.UNKNOWN, reason=unknown(reason))

    def _check(self, message: Message) -> None:
        """Raise `NotSent` where Bluesky would refuse `message`."""
        picture = message.picture
        if picture and picture.length > LARGEST_PICTURE:
            raise NotSent(
                f"{picture.url} has {picture.length:,} bytes, and Bluesky takes pictures with at "
                f"most {LARGEST_PICTURE:,}. Make it smaller."
            )
        record(message, None, self.clock())  # which does not fit where too much is owed

    def _logged_in(self, token: Token) -> tuple[Client, str]:
        """Who makes the requests, and the DID of whose account."""
        from atproto import Client, Request

        sessions: list[Any] = []

        def log_in() -> Client:
            # A new connection for each request: nobody knows what arrived over one that was kept.
            limits = httpx.Limits(max_keepalive_connections=0)
            hooks = {"response": [_refuse_redirect]}
            request = Request(
                timeout=self.timeout, trust_env=False, limits=limits, event_hooks=hooks
            )
            request.set_additional_headers({"User-Agent": USER_AGENT})
            client = Client(self.server, request=request)
            client.on_session_change(lambda _event, session: sessions.append(session))
            client.login(token.account, token.value, fetch_bsky_profile=False)
            return client

        client = self._done("logging in", log_in)
        session = sessions[-1]
        # Accounts live on servers of their own, which the answer names.
        if not stays_secret(str(session.pds_endpoint)):
            raise NotSent("The server of the account is no https:// address. Nothing was posted.")
        return client, str(session.did)

    def _uploaded(self, client: Client, picture: Picture) -> Mapping[str, object]:
        """The blob that the server then has of `picture`."""
        raw = picture.read()
        answer = self._done(
            "uploading the picture", lambda: _called(client, "repo.uploadBlob", raw, picture.type)
        )
        blob = answer.get("blob")
        if isinstance(blob, dict):
            return blob
        raise NotSent("Bluesky does not say where the picture is. Nothing was posted.")

    def _done(self, doing: str, call: Callable[[], T]) -> T:
        """What `call` returns, which posts nothing. Raises `NotSent`."""
        try:
            return call()
        except Exception as error:  # whatever it is, its text may hold a token
            status, _code, said = self._answer(error)
            never_left = _never_left(error)
        # No longer in the clause above: else the library's error would hang on to ours.
        if status:
            reason = refusal(self.label, self.key, status, said)
        elif never_left:
            reason = f"{self.server} cannot be connected to."
        else:
            reason = "There was no readable answer from Bluesky."
        raise NotSent(not_posted(reason, doing))

    def _answer(self, error: Exception) -> tuple[int, str, str]:
        """What `error` is about: the status, the code and the explanation of an answer."""
        if isinstance(error, _Elsewhere):
            return error.status, "", ""
        response = getattr(error, "response", None)
        content = getattr(response, "content", None)
        status = int(getattr(response, "status_code", 0))
        code, said = (str(getattr(content, name, "") or "") for name in ("error", "message"))
        return status, code, explanation(said, self.token.value if self.token else "")

    def _body(
        self, message: Message, account: str, picture: Mapping[str, object] | None
    ) -> dict[str, object]:
        return {
            "repo": account,
            "collection": POSTS,
            "rkey": record_key(message),
            "swapRecord": None,
            "record": record(message, picture, self.clock()),
        }

    def _url(self, method: str) -> str:
        return f"{self.server}/xrpc/com.atproto.{method}"


def connect(settings: Mapping[str, Any], token: Token | None, today: date) -> Bluesky:
    """Bluesky as the site's `settings` have it, for who holds `token`.

    Raises `FanfareError` where the library is missing, or anybody could read the password on its
    way.
    """
    check_package("atproto", "atproto>=0.0.65,<0.1", "Bluesky")
    if token:
        handle = token.account or str(settings["BLUESKY_HANDLE"])
        token = replace(token, account=handle.lstrip("@"))
    server = str(settings["BLUESKY_SERVER"]).rstrip("/")
    check_address(server, "BLUESKY_SERVER")
    return Bluesky(server, token)


def urn_of(url: str) -> str:
    """The AT URI of the post at `url`; empty where `url` does not tell."""
    found = _POST_PAGE.search(url)
    return f"at://{found['account']}/{POSTS}/{found['key']}" if found else ""


def permalink_of(urn: str) -> str:
    """Where readers find the post `urn`; empty where that is no AT URI of a post."""
    found = _POST_URI.fullmatch(urn)
    return f"https://bsky.app/profile/{found['account']}/post/{found['key']}" if found else ""


def _published(message: Message, prepared: _Prepared, status: int) -> Outcome:
    urn = f"at://{prepared.account}/{POSTS}/{record_key(message)}"
    return Outcome(State.PUBLISHED, urn, permalink_of(urn), status=status)


def _called(
    client: Client, method: str, body: bytes, media_type: str = "application/json"
) -> Mapping[str, object]:
    """The JSON object that `method` of the protocol answers `body` with.

    Raises what the library and httpx do, and `ValueError` for anything else.
    """
    answer = client.invoke_procedure(
        f"com.atproto.{method}", content=body, input_encoding=media_type
    )
    if not isinstance(answer.content, dict):
        raise ValueError("It is no JSON object.")
    return answer.content


def _refuse_redirect(response: httpx.Response) -> None:
    if response.has_redirect_location:
        raise _Elsewhere(response.status_code)


def _never_left(error: BaseException | None) -> bool:
    """Whether there was no connection to send anything over."""
    while error:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
            return True
        error = error.__cause__ or error.__context__
    return False


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
