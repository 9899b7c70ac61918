"""Mastodon, and servers that speak its API: a text with a link, and the card as a picture.

By https://docs.joinmastodon.org/methods/statuses/ and `media` beside it. Needs Mastodon.py.
"""

from __future__ import annotations

import hashlib
import re
import ssl
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from syndication.networks.answers import (
    concluded,
    explanation,
    not_posted,
    refusal,
    unknown,
)
from syndication.networks.exchange import USER_AGENT, check_address
from syndication.networks.network import Message, NotSent, Outcome, Request, State, Token
from syndication.networks.short_posts import check_package, post_text
from syndication.text.graphemes import clusters, length

if TYPE_CHECKING:
    import mastodon

    from fanfare.pictures import Picture

SECONDS = 30.0
"""How long an answer may keep us waiting."""

USUAL_LIMIT = 500
"""Characters of a post, where a server does not say."""

LONGEST_ALT = 1500
"""Characters of a description of a picture."""

_URL_LENGTH = 23
"""Every address counts as so many characters, however long it is."""

_URL = re.compile(r"https?://\S+")
_KNOWN_VERSION = "4.0.0"
"""Of the API: the library asks for no other then, and uses what all servers have by now."""

_PAUSE = 0.5
_MOST_PAUSES = 60
"""How long, in seconds, and how often to wait for a picture that the server is still reading."""

_ASKED_PICTURE = "(the id of the picture)"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the post needs of what was done before it."""

    text: str
    picture: str = ""
    """Its id; empty where there is none."""


class _NotThere(NotSent):
    """The server does not know what it is asked."""


@dataclass(frozen=True, slots=True)
class Mastodon:
    """The account of one author on a Mastodon server."""

    server: str
    """Its address, without a slash at its end."""

    token: Token | None
    """None where nobody is logged in: then there are only dry runs."""

    timeout: float = SECONDS

    @property
    def key(self) -> str:
        """Its name in tasks, settings and the ledger."""
        return "mastodon"

    @property
    def label(self) -> str:
        """What people call it."""
        return "Mastodon"

    def requests(self, message: Message) -> tuple[Request, ...]:
        """Every request that posting `message` takes, in order. Raises `NotSent` as `prepare`.

        The text is as long as servers usually allow; forms are shown one field a line.
        """
        headers = {"User-Agent": USER_AGENT, "Authorization": "Bearer (hidden)"}
        calls = [Request("GET", f"{self.server}/api/v2/instance/", headers, "")]
        if picture := message.picture:
            size = f"{picture.width} x {picture.height}, {picture.length:,} bytes"
            shown = f"file=({picture.url}: {picture.type}, {size})\ndescription={_alt(picture)}"
            calls.append(Request("POST", f"{self.server}/api/v2/media", headers, shown))
        prepared = _Prepared(_text(message, USUAL_LIMIT), _ASKED_PICTURE if picture else "")
        fields = {
            "status": prepared.text,
            "media_ids[]": prepared.picture,
            "visibility": "public",
            "language": _language(message),
        }
        body = "\n".join(f"{name}={value}" for name, value in fields.items() if value)
        headers = {**headers, "Idempotency-Key": idempotency_key(message)}
        return (*calls, Request("POST", f"{self.server}/api/v1/statuses", headers, body))

    def prepare(self, message: Message) -> object:
        """Ask how long a post may be, and upload the picture. Raises `NotSent`."""
        if self.token is None:
            raise NotSent("Nobody is logged in: `invoke mastodon.login`.")
        with self._client() as client:
            text = _text(message, self._limit(client))
            return _Prepared(text, self._uploaded(client, message.picture))

    def send(self, message: Message, prepared: object) -> Outcome:
        """Post `message`: the one request that must never be made twice. Raises nothing.

        Should it be made twice within an hour all the same, the server posts it once: its
        idempotency key is made of the id of the entry.
        """
        if not isinstance(prepared, _Prepared):
            return Outcome(State.FAILED, reason="It was not prepared.")
        try:
            with self._client() as client:
                posted = client.status_post(
                    prepared.text,
                    media_ids=[prepared.picture] if prepared.picture else None,
                    visibility="public",
                    language=_language(message) or None,
                    idempotency_key=idempotency_key(message),
                )
            return self._posted(posted)
        except Exception as error:  # whatever it is, its text may hold the token
            return self._failed(error)

    def _posted(self, posted: Mapping[str, Any]) -> Outcome:
        url, urn = (str(posted.get(name) or "") for name in ("url", "uri"))
        if posted.get("id") and url.startswith(("https://", "http://")):
            return Outcome(State.PUBLISHED, urn or url, url, status=200)
        reason = "Mastodon answers something that is no post."
        return Outcome(State.UNKNOWN, reason=unknown(reason), status=200)

    def _failed(self, error: Exception) -> Outcome:
        status, said = self._answer(error)
        if status:
            return concluded(status, refusal(self.label, self.key, status, said))
        if _never_left(error):
            return Outcome(State.FAILED, reason=f"{self.server} cannot be connected to.")
        reason = f"There was no readable answer from {self.server} ({type(error).__name__})."
        return Outcome(State.UNKNOWN, reason=unknown(reason))

    def _limit(self, client: mastodon.Mastodon) -> int:
        """How many characters a post may have."""
        try:
            instance = self._done("asking how long a post may be", client.instance_v2)
            limit = instance["configuration"]["statuses"]["max_characters"]
        except (_NotThere, LookupError, TypeError):  # an older server, or another software
            return USUAL_LIMIT
        is_number = isinstance(limit, int) and not isinstance(limit, bool)
        return limit if is_number and limit > 0 else USUAL_LIMIT

    def _uploaded(self, client: mastodon.Mastodon, picture: Picture | None) -> str:
        """The id of `picture`, which the server then has; empty where there is none."""
        if picture is None:
            return ""
        raw, alt, doing = picture.read(), _alt(picture), "uploading the picture"

        def upload() -> Any:
            return client.media_post(raw, mime_type=picture.type, description=alt or None)

        media = self._done(doing, upload)
        number = str(media.get("id") or "")
        for _ in range(_MOST_PAUSES):
            if not number:
                raise NotSent("Mastodon does not say where the picture is. Nothing was posted.")
            if media.get("url"):
                return number
            time.sleep(_PAUSE)  # it is still being read: status 202, then 206
            media = self._done(doing, lambda: client.media(number))
        raise NotSent("Mastodon has not read the picture yet. Nothing was posted.")

    def _done(self, doing: str, call: Callable[[], Any]) -> Any:
        """What `call` returns, which is to be a mapping, and posts nothing.

        Raises `NotSent`; that is `_NotThere` where the server does not know what it is asked.
        """
        try:
            value = call()
        except Exception as error:  # whatever it is, its text may hold the token
            status, said = self._answer(error)
            never_left = _never_left(error)
        else:
            if isinstance(value, Mapping):
                return value
            status, said, never_left = 0, "", False
        # No longer in the clause above: else the library's error would hang on to ours.
        if status:
            reason = refusal(self.label, self.key, status, said)
        elif never_left:
            reason = f"{self.server} cannot be connected to."
        else:
            reason = f"There was no readable answer from {self.server}."
        kind = _NotThere if status == 404 else NotSent
        raise kind(not_posted(reason, doing))

    def _answer(self, error: Exception) -> tuple[int, str]:
        """The status that `error` is about, and the server's explanation; 0 where there is none."""
        from mastodon.errors import MastodonAPIError, MastodonRatelimitError

        if isinstance(error, MastodonRatelimitError):
            return 429, ""
        for at in _causes(error):
            response = getattr(at, "response", None)
            if response is not None and response.is_redirect:
                return int(response.status_code), ""
        match error.args if isinstance(error, MastodonAPIError) else ():
            case (_, int() as status, _, said):
                return status, explanation(str(said or ""), self.token.value if self.token else "")
        return 0, ""

    @contextmanager
    def _client(self) -> Iterator[mastodon.Mastodon]:
        """The library, which is to make each request once and to follow no redirect."""
        import mastodon

        client = mastodon.Mastodon(
            access_token=self.token.value if self.token else None,
            api_base_url=self.server,
            mastodon_version=_KNOWN_VERSION,
            version_check_mode="created",
            ratelimit_method="throw",
            request_timeout=self.timeout,
            user_agent=USER_AGENT,
        )
        client.session.max_redirects = 0
        client.session.trust_env = False  # neither proxies nor ~/.netrc are to see the token
        client.session.headers["Connection"] = "close"
        with client.session, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is deprecated is not the author's concern
            yield client


def connect(settings: Mapping[str, Any], token: Token | None, today: date) -> Mastodon:
    """Mastodon as the site's `settings` have it, for who holds `token`.

    Raises `FanfareError` where the library is missing, or anybody could read the token on its way.
    """
    check_package("mastodon", "Mastodon.py>=2,<3", "Mastodon")
    server = str(settings["MASTODON_SERVER"]).rstrip("/")
    check_address(server, "MASTODON_SERVER")
    return Mastodon(server, token)


def urn_of(_url: str) -> str:
    """Empty: the address of a post is all that there is to know."""
    return ""


def permalink_of(urn: str) -> str:
    """Where readers find the post `urn`, which is an address itself (ActivityPub's `id`)."""
    return urn if urn.startswith(("https://", "http://")) else ""


def idempotency_key(message: Message) -> str:
    """What tells the server that two requests are one: the same for every form of an entry."""
    return hashlib.sha256(message.entry_id.encode()).hexdigest()[:32]


def post_length(text: str) -> int:
    """The length of a post in characters, as servers count: addresses have one length."""
    return length(_URL.sub("x" * _URL_LENGTH, text))


def _text(message: Message, limit: int) -> str:
    return str(post_text(message, message.url, lambda text: post_length(text) <= limit, "Mastodon"))


def _language(message: Message) -> str:
    """ISO 639: `en` for `en-GB`."""
    return message.language.partition("-")[0].partition("_")[0].lower()


def _alt(picture: Picture) -> str:
    return "".join([*clusters(picture.alt)][:LONGEST_ALT])


def _never_left(error: BaseException) -> bool:
    """Whether there was no connection to send anything over."""
    from requests.exceptions import ConnectTimeout, InvalidHeader, InvalidURL
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    kinds = (ConnectTimeout, InvalidHeader, InvalidURL, ConnectTimeoutError, NewConnectionError)
    return any(isinstance(at, (*kinds, ssl.SSLCertVerificationError)) for at in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and all that led to it, as each library says so in its own way."""
    found, seen = [error], set[int]()
    while found:
        at = found.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        yield at
        said = (at.__cause__, at.__context__, getattr(at, "reason", None), *at.args)
        found += [one for one in said if isinstance(one, BaseException)]
