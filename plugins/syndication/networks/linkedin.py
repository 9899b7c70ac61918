"""LinkedIn's Posts API: a link card with a picture, and a commentary above it.

By https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api and its
neighbours `articles-post-api` and `images-api`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from syndication.credentials.redaction import redacted
from syndication.linkedin.commentary import compose, too_much_owed
from syndication.linkedin.little_text import escaped, units
from syndication.networks.answers import not_posted, unknown
from syndication.networks.exchange import Answer, NoAnswer, check_address, host_of
from syndication.networks.linkedin_answers import concluded, refusal
from syndication.networks.linkedin_answers import permalink_of as permalink_of
from syndication.networks.linkedin_answers import urn_of as urn_of
from syndication.networks.linkedin_calls import Call
from syndication.networks.network import Message, NotSent, Outcome, Request, State, Token
from syndication.text.shortening import shortened_at_word

if TYPE_CHECKING:
    from fanfare.pictures import Picture

MOST_PIXELS = 36_152_320
"""A picture has fewer (Images API)."""

SECONDS = 30.0
"""How long an answer may keep us waiting: who gives up earlier knows less of what was posted."""

_PICTURES = ("image/jpeg", "image/png", "image/gif")
_ACCOUNT = re.compile(r"urn:li:person:[\w-]+", re.ASCII)
_OWN_HOST = re.compile(r"([a-z0-9-]+\.)*linkedin\.com")
_IMAGE = re.compile(r"urn:li:image:[\w-]+", re.ASCII)

# What stands in a dry run for what only an answer tells.
_ASKED_ACCOUNT = "urn:li:person:(sub of the first answer)"
_ASKED_UPLOAD_URL = "(uploadUrl of the answer)"
_ASKED_IMAGE = "urn:li:image:(image of the answer)"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What the post needs of what was done before it."""

    author: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class LinkedIn:
    """The account of one author on LinkedIn."""

    token: Token | None
    """None where nobody is logged in: then there are only dry runs."""

    host: str
    version: str
    visibility: str
    limits: Mapping[str, int]
    """The setting `LINKEDIN_LIMITS`, in UTF-16 units."""

    newer_version: str = ""
    """One that LinkedIn is sure to serve, for who has an old one."""

    seconds: float = SECONDS

    @property
    def key(self) -> str:
        """Its name in tasks, settings and the ledger."""
        return "linkedin"

    @property
    def label(self) -> str:
        """What people call it."""
        return "LinkedIn"

    def requests(self, message: Message) -> tuple[Request, ...]:
        """Every request that posting `message` takes, in order. Raises `NotSent` as `prepare`."""
        self._check(message)
        author = self._account() or _ASKED_ACCOUNT
        calls = [] if self._account() else [self._who_am_i()]
        if message.picture:
            calls.append(self._start_upload(author))
            calls.append(self._upload(_ASKED_UPLOAD_URL, message.picture))
        image = _ASKED_IMAGE if message.picture else ""
        calls.append(self._post(message, _Prepared(author, image)))
        return tuple(call.as_request() for call in calls)

    def prepare(self, message: Message) -> object:
        """Upload the picture. Raises `NotSent`, also where LinkedIn would refuse `message`."""
        self._check(message)
        if self.token is None:
            raise NotSent("Nobody is logged in: `invoke linkedin.login`.")
        author = self._account() or self._asked_account()
        return _Prepared(author, self._uploaded(author, message.picture) if message.picture else "")

    def send(self, message: Message, prepared: object) -> Outcome:
        """Post `message`: the one request that must never be made twice. Raises nothing."""
        if not isinstance(prepared, _Prepared):
            return Outcome(State.FAILED, reason="It was not prepared.")
        try:
            answer = self._post(message, prepared).answer(self.seconds)
        except NoAnswer as none:
            reason = f"LinkedIn {none}."
            if none.has_left:
                return Outcome(State.UNKNOWN, reason=unknown(reason))
            return Outcome(State.FAILED, reason=reason)
        return concluded(answer, self._refusal(answer))

    def _check(self, message: Message) -> None:
        """Raise `NotSent` where LinkedIn would refuse `message`."""
        self._commentary(message)
        picture = message.picture
        if picture and picture.type not in _PICTURES:
            raise NotSent(
                f"LinkedIn takes no pictures of the type {picture.type}, such as {picture.url}. "
                "Make it a PNG or a JPEG."
            )
        if picture and picture.width * picture.height >= MOST_PIXELS:
            raise NotSent(
                f"{picture.url} has {picture.width * picture.height:,} pixels, and LinkedIn takes "
                f"pictures with fewer than {MOST_PIXELS:,}. Make it smaller."
            )

    def _commentary(self, message: Message) -> str:
        """What stands above the card. Raises `NotSent` where what is owed has no room there."""
        limit = self.limits["commentary"]
        made = compose(message.hook, message.owed, message.hashtags, limit)
        if made is None:
            raise NotSent(f"{too_much_owed(message.owed, limit)} Shorten the disclosure.")
        return made

    def _account(self) -> str:
        """Who posts, where the token says so."""
        account = self.token.account if self.token else ""
        if account and not _ACCOUNT.fullmatch(account):
            raise NotSent("The account of the token is not of the form urn:li:person:...")
        return account

    def _asked_account(self) -> str:
        value = self._value(self._who_am_i(), "asking who you are")
        account = f"urn:li:person:{value.get('sub', '')}"
        if not _ACCOUNT.fullmatch(account):
            raise NotSent("LinkedIn does not say whose token it is. Nothing was posted.")
        return account

    def _uploaded(self, author: str, picture: Picture) -> str:
        """The URN of `picture`, which LinkedIn then has."""
        doing = "uploading the picture"
        value = self._value(self._start_upload(author), doing).get("value")
        said = value if isinstance(value, dict) else {}
        url, image = str(said.get("uploadUrl", "")), str(said.get("image", ""))
        if not _IMAGE.fullmatch(image):
            raise NotSent("LinkedIn does not say where a picture goes. Nothing was posted.")
        if not self._is_trusted(url):
            raise NotSent(
                "LinkedIn wants the picture, and with it the token, at "
                f"{redacted(host_of(url), self._secret)}, which is not LinkedIn's. Nothing was "
                "sent there."
            )
        self._done(self._upload(url, picture), doing)
        return image

    def _is_trusted(self, url: str) -> bool:
        """Whether the token may go to `url`: LinkedIn's own, or what the settings name."""
        try:
            asked, own = httpx.URL(url), httpx.URL(self.host)
        except httpx.InvalidURL:
            return False
        if (asked.scheme, asked.host, asked.port) == (own.scheme, own.host, own.port):
            return not asked.userinfo
        is_linkedin = _OWN_HOST.fullmatch(asked.host) is not None
        return is_linkedin and asked.scheme == "https" and asked.port is None and not asked.userinfo

    def _who_am_i(self) -> Call:
        return Call("GET", f"{self.host}/v2/userinfo", self._secret)

    def _start_upload(self, owner: str) -> Call:
        body = {"initializeUploadRequest": {"owner": owner}}
        return self._rest("images?action=initializeUpload", body)

    def _upload(self, url: str, picture: Picture) -> Call:
        size = f"{picture.width} x {picture.height}"
        shown = f"({picture.url}: {picture.type}, {size}, {picture.length:,} bytes)"
        body = picture.read() if url != _ASKED_UPLOAD_URL else b""
        return Call("PUT", url, self._secret, {"Content-Type": picture.type}, body, shown)

    def _post(self, message: Message, prepared: _Prepared) -> Call:
        article = {
            "source": message.url,
            "title": _cut(message.title, self.limits["article_title"]),
            "description": _cut(message.description, self.limits["article_description"]),
            "thumbnail": prepared.image,
            "thumbnailAltText": message.picture.alt if message.picture else "",
        }
        body = {
            "author": prepared.author,
            "commentary": escaped(self._commentary(message)),
            "visibility": self.visibility,
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "content": {"article": {name: value for name, value in article.items() if value}},
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        return self._rest("posts", body)

    def _rest(self, path: str, body: object) -> Call:
        headers = {
            "LinkedIn-Version": self.version,
            "X-Restli-Protocol-Version": "2.0.0",
            "Content-Type": "application/json",
        }
        raw = json.dumps(body, ensure_ascii=False).encode()
        return Call("POST", f"{self.host}/rest/{path}", self._secret, headers, raw)

    @property
    def _secret(self) -> str:
        return self.token.value if self.token else ""

    def _value(self, call: Call, doing: str) -> Mapping[str, object]:
        """The JSON object that `call` is answered with. Raises `NotSent` where it is not."""
        value = self._done(call, doing).values
        if not value:
            raise NotSent(f"LinkedIn answers nothing readable when {doing}. Nothing was posted.")
        return value

    def _done(self, call: Call, doing: str) -> Answer:
        """The answer to `call`, which posts nothing. Raises `NotSent` where it is no success."""
        try:
            answer = call.answer(self.seconds)
        except NoAnswer as none:
            raise NotSent(not_posted(f"LinkedIn {none}.", doing)) from None
        if not answer.is_success:
            raise NotSent(not_posted(self._refusal(answer), doing))
        return answer

    def _refusal(self, answer: Answer) -> str:
        return refusal(answer, self._secret, self.version, self.newer_version)


def connect(settings: Mapping[str, Any], token: Token | None, today: date) -> LinkedIn:
    """LinkedIn as the site's `settings` have it, for who holds `token`.

    Raises `FanfareError` where anybody could read the token on its way.
    """
    host = str(settings["LINKEDIN_API_HOST"]).rstrip("/")
    check_address(host, "LINKEDIN_API_HOST")
    # Versions are months, come out in them, and live about a year.
    last_month = today.replace(day=1) - timedelta(days=1)
    return LinkedIn(
        token,
        host,
        str(settings["LINKEDIN_API_VERSION"]),
        str(settings["LINKEDIN_VISIBILITY"]),
        settings["LINKEDIN_LIMITS"],
        f"{last_month:%Y%m}",
    )


def _cut(text: str, limit: int) -> str:
    return shortened_at_word(" ".join(text.split()), lambda cut: units(cut) <= limit)
