"""The login at LinkedIn, from the first page to the token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials import oauth, tokens
from syndication.credentials.confidential import get, post
from syndication.credentials.desk import Desk, setting
from syndication.credentials.loopback import Answer, Loopback
from syndication.networks.exchange import check_address
from syndication.networks.network import Token

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Login:
    """What came of a login."""

    token: Token
    name: str
    """Of the member, as LinkedIn says it; may be empty."""


def log_in(settings: Mapping[str, Any], site_url: str, desk: Desk) -> tuple[Token, str]:
    """The token of the author's app, and whose it is. Raises `FanfareError` as `log_in_to`."""
    port = settings["LINKEDIN_REDIRECT_PORT"]
    if not 0 < port < 65536:
        message = f"LINKEDIN_REDIRECT_PORT is {port}, which is no port."
        raise FanfareError(Finding("setting", message, "Write a number from 1024 to 65535."))
    before = f"Make an app at {oauth.APPS} with the products {oauth.PRODUCTS}, and "
    app = oauth.App(
        setting(settings, "LINKEDIN_CLIENT_ID", before),
        settings["LINKEDIN_LOGIN_HOST"],
        settings["LINKEDIN_API_HOST"],
        port,
        pkce=settings["LINKEDIN_PKCE"],
    )
    login = log_in_to(app, site_url, desk)
    account = login.token.account
    return login.token, f"{login.name} ({account})" if login.name else account


def log_in_to(app: oauth.App, site_url: str, desk: Desk) -> Login:
    """Let the author allow `app` to post, and see in whose name that is.

    The client secret is kept once LinkedIn has taken it; the token is for the caller to keep.
    Raises `FanfareError` where LinkedIn refuses, the author does, or nobody answers.
    """
    check_address(app.login_host, "LINKEDIN_LOGIN_HOST")
    check_address(app.api_host, "LINKEDIN_API_HOST")
    secret = _Secret() if app.pkce else _secret_of(app, site_url, desk)
    attempt = oauth.Attempt.new(desk.randomness)
    with Loopback(app.port, attempt.state, lambda answer: _shown(answer, app)) as loopback:
        app = replace(app, port=loopback.port)
        _show_page(oauth.authorisation_address(app, attempt), app, desk)
        brought = loopback.answer(desk.patience_seconds)
        refused = loopback.refused
    if brought is None:
        raise FanfareError(_nobody_came(desk.patience_seconds, refused, app))
    if brought.error:
        raise FanfareError(oauth.refusal(brought.error, brought.description, app))
    now = desk.now()
    body = oauth.exchange_body(app, attempt, brought.code, secret.value)
    answer = post(app.token_address, body, _FORM, "LinkedIn", desk.seconds)
    if secret.is_kept and oauth.is_about_secret(answer) and tokens.forget_secret(site_url):
        console.complain("The client secret was forgotten: the next login asks for it again.")
    token = oauth.token_of(answer, app, now)
    if secret.is_new:
        tokens.keep_secret(site_url, app.client_id, secret.value)
    member = oauth.member_of(get(app.member_address, token.value, "LinkedIn", desk.seconds))
    return Login(replace(token, account=member.urn), member.name)


@dataclass(frozen=True, slots=True)
class _Secret:
    """The client secret, and where it is from; neither where it is from the environment."""

    value: str = field(default="", repr=False)
    is_kept: bool = False
    is_new: bool = False


def _secret_of(app: oauth.App, site_url: str, desk: Desk) -> _Secret:
    if said := tokens.secret_in(desk.environ):
        return _Secret(said)
    if kept := tokens.kept_secret(site_url, app.client_id):
        return _Secret(kept, is_kept=True)
    where = f'tab "Auth" of your app at {oauth.APPS}'
    typed = desk.ask_hidden(f"Client secret ({where}; not shown):")
    return _Secret(tokens.checked(typed, "What you typed"), is_new=True)


def _show_page(address: str, app: oauth.App, desk: Desk) -> None:
    console.say(f"LinkedIn comes back to {app.redirect}: exactly that must be among the redirect")
    console.say(f'URLs of your app (tab "Auth" at {oauth.APPS}).')
    if desk.open_page(address):
        console.say("Log in and click Allow in the browser. If none opened, open this page:")
    else:
        console.say("Open this page in a browser on this machine, log in and click Allow:")
    console.say(f"\n  {address}\n")


def _shown(answer: Answer, app: oauth.App) -> tuple[str, str]:
    if answer.error:
        return "Not logged in", str(oauth.refusal(answer.error, answer.description, app))
    return "You can close this", "LinkedIn has answered. The terminal says what came of it."


def _nobody_came(seconds: float, refused: int, app: oauth.App) -> Finding:
    wrong = f"LinkedIn did not come back within {seconds:g} seconds."
    if refused:
        wrong += f" {console.counted(refused, 'visitor')} came without the answer to this login."
    remedy = (
        f"If its page says that the redirect_uri does not match: add exactly {app.redirect} in the "
        f'tab "Auth" at {oauth.APPS}. Then run `invoke linkedin.login` again.'
    )
    return Finding("login", wrong, remedy)
