"""LinkedIn's OAuth 2.0: what is asked, and what the answers mean. Pure.

The authorisation code flow for native apps (RFC 8252), with LinkedIn's two ways to do it:
https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow with a
client secret, and .../authorization-code-flow-native with PKCE (RFC 7636) for apps that LinkedIn
has enabled for it. They exclude each other: with a secret, a `code_verifier` is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oauthlib.oauth2 import WebApplicationClient

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.exchange import Answer
from syndication.networks.network import Token

SCOPES = ("openid", "profile", "w_member_social")
"""Who one is (the first two), and to post in one's name."""

APPS = "https://www.linkedin.com/developers/apps"
PRODUCTS = '"Share on LinkedIn" and "Sign In with LinkedIn using OpenID Connect"'
_LONGEST_EXPLANATION = 200
_MAY_BE_TOKEN = re.compile(r"[\x21-\x7e]+")
_AGAIN = "Run `invoke linkedin.login` again."


@dataclass(frozen=True, slots=True)
class App:
    """The author's app at LinkedIn, as the settings describe it."""

    client_id: str
    login_host: str = "https://www.linkedin.com"
    api_host: str = "https://api.linkedin.com"
    port: int = 8754
    """Of this machine, where the browser comes back to."""

    pkce: bool = False
    """True where LinkedIn has enabled the app for PKCE."""

    @property
    def redirect(self) -> str:
        """Where the browser comes back to, exactly as the app's registration has it.

        The portal takes `localhost`; the flow with PKCE takes nothing but an address of loopback.
        """
        return f"http://{'127.0.0.1' if self.pkce else 'localhost'}:{self.port}/"

    @property
    def token_address(self) -> str:
        """Where a code is exchanged for a token."""
        return f"{self.login_host.rstrip('/')}/oauth/v2/accessToken"

    @property
    def member_address(self) -> str:
        """Where one asks whose a token is."""
        return f"{self.api_host.rstrip('/')}/v2/userinfo"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login, told from every other by what nobody can guess."""

    state: str = field(repr=False)
    """Comes back with the answer (RFC 6749, section 10.12)."""

    verifier: str = field(repr=False)
    """Proves that who exchanges the code is who asked for it (RFC 7636, section 4.1)."""

    @classmethod
    def new(cls, randomness: Callable[[int], str]) -> Attempt:
        """A new one; `randomness` is given a number of bytes and returns them as text for URLs."""
        return cls(randomness(32), randomness(64))


def authorisation_address(app: App, attempt: Attempt) -> str:
    """The page on which the author lets `app` post."""
    client = WebApplicationClient(app.client_id)
    challenge = client.create_code_challenge(attempt.verifier, "S256") if app.pkce else None
    path = "/oauth/native-pkce/authorization" if app.pkce else "/oauth/v2/authorization"
    # oauthlib takes nothing but https: what may be asked otherwise says `networks.exchange`.
    scheme, _, rest = f"{app.login_host.rstrip('/')}{path}".partition("://")
    asked = client.prepare_request_uri(
        f"https://{rest}",
        redirect_uri=app.redirect,
        scope=" ".join(SCOPES),
        state=attempt.state,
        code_challenge=challenge,
        code_challenge_method="S256",
    )
    return f"{scheme}{asked.removeprefix('https')}"


def exchange_body(app: App, attempt: Attempt, code: str, secret: str) -> str:
    """What is posted to `App.token_address`, as a form."""
    return WebApplicationClient(app.client_id).prepare_request_body(
        code=code,
        redirect_uri=app.redirect,
        code_verifier=attempt.verifier if app.pkce else None,
        client_secret=None if app.pkce else secret,
    )


def refusal(error: str, description: str, app: App) -> Finding:
    """What it means that LinkedIn sent the browser back with `error`, and what to do.

    `description` is LinkedIn's, escaped for HTML as it comes.
    """
    if error in ("access_denied", "user_cancelled_authorize"):
        wrong, remedy = "You did not allow the app to post.", f"{_AGAIN} Click Allow there."
    elif error == "user_cancelled_login":
        wrong, remedy = "You did not log in to LinkedIn.", _AGAIN
    elif "scope" in error:
        wrong = "LinkedIn does not let the app ask for permission to post."
        remedy = f"Add the products {PRODUCTS} at {APPS}."
    elif "redirect" in error:
        wrong, remedy = "LinkedIn does not know where to come back to.", _registered(app)
    elif error in ("server_error", "temporarily_unavailable"):
        wrong, remedy = "LinkedIn cannot let anybody log in at the moment.", "Try again later."
    elif error in ("unauthorized_client", "invalid_client"):
        wrong, remedy = "LinkedIn does not let this app log in so.", _right_app(app)
    else:
        said = " ".join(html.unescape(description).split())[:_LONGEST_EXPLANATION]
        wrong = f'LinkedIn did not let you log in: "{said or error}".'
        remedy = f"Look at the app at {APPS}."
    return Finding("login", wrong, remedy)


def token_of(answer: Answer, app: App, now: datetime) -> Token:
    """The token that the exchange was answered with at `now`; its account is not known yet.

    Raises `FanfareError`: what LinkedIn answered instead, in our words, since its own may repeat
    what it was sent.
    """
    if answer.status != 200:
        raise FanfareError(_exchange_refused(answer, app))
    value = answer.text("access_token")
    if not _MAY_BE_TOKEN.fullmatch(value):
        message = "LinkedIn answers the login with something other than a token."
        raise FanfareError(Finding("login", message, "Try again later."))
    # Where it does not say which, they are those that were asked for (RFC 6749, section 5.1).
    # LinkedIn separates them by commas.
    scopes = re.split(r"[\s,]+", answer.text("scope") or " ".join(SCOPES))
    if "w_member_social" not in scopes:
        message = "LinkedIn lets the app know who you are, but not post."
        raise FanfareError(Finding("login", message, f"Add the products {PRODUCTS} at {APPS}."))
    seconds = _seconds(answer.values)
    expires = (now + timedelta(seconds=seconds)).isoformat(timespec="seconds") if seconds else ""
    return Token(value, expires=expires, issued=now.isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Member:
    """Whose a token is."""

    urn: str
    name: str


def member_of(answer: Answer) -> Member:
    """Who `App.member_address` says the token is of. Raises `FanfareError` where it does not."""
    if answer.status in (401, 403):
        message = f"LinkedIn does not say who you are: it answers {answer.status}."
        raise FanfareError(Finding("login", message, f"Add the products {PRODUCTS} at {APPS}."))
    if answer.status != 200:
        raise FanfareError(_cannot_now(answer.status))
    sub = answer.text("sub")
    if not re.fullmatch(r"[\w-]+", sub, re.ASCII):
        message = "LinkedIn's answer does not say who you are."
        raise FanfareError(Finding("login", message, "Try again later."))
    return Member(f"urn:li:person:{sub}", " ".join(answer.text("name").split()))


def is_about_secret(answer: Answer) -> bool:
    """True where it is the client secret that the exchange was refused for, or may be."""
    return answer.status in (400, 401, 403) and answer.text("error") == "invalid_client"


def _exchange_refused(answer: Answer, app: App) -> Finding:
    error = answer.text("error")
    if error in ("invalid_client", "unauthorized_client"):
        wrong = "LinkedIn does not know the app by this client ID"
        wrong += ", or not with PKCE." if app.pkce else " and secret."
        return Finding("login", wrong, _right_app(app))
    if "redirect" in error:
        wrong = "LinkedIn does not take the address that it came back to."
        return Finding("login", wrong, _registered(app))
    if error in ("invalid_grant", "invalid_request", "access_denied"):
        wrong = "LinkedIn does not take its own answer: too late, or for another app or address."
        return Finding("login", wrong, f"{_AGAIN} {_registered(app)}")
    return _cannot_now(answer.status)


def _cannot_now(status: int) -> Finding:
    if status == 429:
        wrong = "LinkedIn was asked too often today."
        return Finding("login", wrong, "Try again after midnight UTC, when it counts anew.")
    return Finding("login", f"LinkedIn answers the login with {status}.", "Try again later.")


def _registered(app: App) -> str:
    return f'Register exactly {app.redirect} as a redirect URL of the app (tab "Auth" at {APPS}).'


def _right_app(app: App) -> str:
    compared = f'Compare LINKEDIN_CLIENT_ID with the tab "Auth" at {APPS}'
    if app.pkce:
        return f"{compared}; set LINKEDIN_PKCE = False unless LinkedIn enabled it for the app."
    return f"{compared}, and copy the client secret from there."


def _seconds(said: Mapping[str, object]) -> int:
    """How long the token lives; 0 where nobody knows."""
    seconds = said.get("expires_in")
    is_number = isinstance(seconds, int | str) and re.fullmatch(r"\d{1,9}", str(seconds), re.ASCII)
    return int(str(seconds)) if is_number else 0
