"""What the tasks `login` and `logout` do in a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from syndication.credentials import expiry, pasted, tokens
from syndication.credentials.desk import Desk
from syndication.credentials.exchange import check_address
from syndication.networks.known import KNOWN
from syndication.networks.network import Token


def log_in(network: str, settings: Mapping[str, Any], desk: Desk) -> None:
    """Ask for permission to post on `network`, and keep it in the system keyring.

    Raises `FanfareError` where nobody can be asked, a setting is missing, the keyring is of no use,
    or the network refuses.
    """
    label, name = KNOWN[network].label, tokens.variable(network)
    if not desk.can_ask:
        message = f"A login to {label} needs somebody who answers, in a terminal."
        raise FanfareError(Finding("terminal", message, f"Or set the variable {name}."))
    site_url = str(settings.get("SITEURL", ""))
    tokens.check_keyring(network, site_url)
    now = desk.now().replace(microsecond=0)
    token, who = _LOGINS[network](settings, site_url, desk)
    tokens.keep(network, site_url, token)
    console.say(f"You can post on {label} as {who}.")
    console.say(f"The token is in the system keyring, and {expiry.standing(token, label, now)}.")
    if tokens.is_in_environment(network, desk.environ):
        message = f"{name} is set, and goes before what was kept now."
        console.show([Finding("token", message, "Remove it.", Severity.WARNING)])


def log_out(network: str, settings: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    """Forget the permission to post on `network`, and say where to revoke it.

    Raises `FanfareError` where the keyring is of no use.
    """
    label, site_url = KNOWN[network].label, str(settings.get("SITEURL", ""))
    had_token = tokens.forget(network, site_url)
    had_secret = network == "linkedin" and tokens.forget_secret(site_url)
    if had_token or had_secret:
        console.say(f"Forgotten: this machine can post on {label} no more.")
        console.say(
            f"The permission itself ends where you gave it: {_revoked_at(network, settings)}"
        )
    else:
        console.say(f"Nobody was logged in to {label} here.")
    if tokens.is_in_environment(network, environ):
        message = f"{tokens.variable(network)} is still set, and lets this machine post."
        console.show([Finding("token", message, "Remove it.", Severity.WARNING)])


def _log_in_linkedin(settings: Mapping[str, Any], site_url: str, desk: Desk) -> tuple[Token, str]:
    from syndication.credentials import linkedin_login, oauth

    port = settings["LINKEDIN_REDIRECT_PORT"]
    if not 0 < port < 65536:
        message = f"LINKEDIN_REDIRECT_PORT is {port}, which is no port."
        raise FanfareError(Finding("setting", message, "Write a number from 1024 to 65535."))
    products = f"with the products {oauth.PRODUCTS}"
    app = oauth.App(
        _setting(settings, "LINKEDIN_CLIENT_ID", f"Make an app at {oauth.APPS} {products}, and "),
        settings["LINKEDIN_LOGIN_HOST"],
        settings["LINKEDIN_API_HOST"],
        port,
        pkce=settings["LINKEDIN_PKCE"],
    )
    login = linkedin_login.log_in(app, site_url, desk)
    who = f"{login.name} ({login.token.account})" if login.name else login.token.account
    return login.token, who


def _log_in_mastodon(settings: Mapping[str, Any], _site_url: str, desk: Desk) -> tuple[Token, str]:
    server = _setting(settings, "MASTODON_SERVER", "")
    check_address(server, "MASTODON_SERVER")
    console.say(f"Make an application at {pasted.mastodon_settings(server)}")
    console.say(f"  with {pasted.MASTODON_SCOPES}, and nothing else. Copy its access token.")
    value = tokens.checked(desk.ask_hidden("Access token (not shown):"), "What you typed")
    token = pasted.mastodon_token(server, value, desk.now(), desk.seconds)
    return token, token.account


def _log_in_bluesky(settings: Mapping[str, Any], _site_url: str, desk: Desk) -> tuple[Token, str]:
    server = _setting(settings, "BLUESKY_SERVER", "")
    handle = _setting(settings, "BLUESKY_HANDLE", "").removeprefix("@")
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", handle, re.ASCII):
        remedy = 'Write your handle, such as "name.bsky.social".'
        raise FanfareError(Finding("setting", f'BLUESKY_HANDLE is "{handle}".', remedy))
    check_address(server, "BLUESKY_SERVER")
    console.say(f"Make an app password for {handle} at {pasted.BLUESKY_SETTINGS}")
    console.say("  without access to your direct messages.")
    value = tokens.checked(desk.ask_hidden("App password (not shown):"), "What you typed")
    token = pasted.bluesky_token(server, handle, value, desk.now(), desk.seconds)
    return token, token.account


_LOGINS: Mapping[str, Callable[[Mapping[str, Any], str, Desk], tuple[Token, str]]] = {
    "linkedin": _log_in_linkedin,
    "mastodon": _log_in_mastodon,
    "bluesky": _log_in_bluesky,
}


def _revoked_at(network: str, settings: Mapping[str, Any]) -> str:
    if network == "linkedin":
        return "https://www.linkedin.com/mypreferences/d/data-sharing-for-permitted-services"
    if network == "bluesky":
        return pasted.BLUESKY_SETTINGS
    server = settings.get("MASTODON_SERVER") or ""
    return pasted.mastodon_settings(server) if server else "the settings of your Mastodon server"


def _setting(settings: Mapping[str, Any], name: str, before: str) -> str:
    value = str(settings.get(name) or "").strip()
    if not value:
        write = f'{"write" if before else "Write"} {name} = "..." into pelicanconf.py.'
        raise FanfareError(Finding("setting-missing", f"{name} is missing.", f"{before}{write}"))
    return value
