"""What the tasks `login` and `logout` do in a terminal."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Protocol, cast

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from syndication.credentials import expiry, tokens
from syndication.credentials.desk import Desk
from syndication.networks.known import KNOWN
from syndication.networks.network import Token


class _Login(Protocol):
    """What the module of each login has."""

    def log_in(
        self, settings: Mapping[str, Any], site_url: str, desk: Desk
    ) -> tuple[Token, str]: ...


def log_in(network: str, settings: Mapping[str, Any], desk: Desk) -> None:
    """Ask for permission to post on `network`, and keep it in the system keyring.

    Raises `FanfareError` where nobody can be asked, a setting is missing, the keyring is of no use,
    or the network refuses.
    """
    known = KNOWN[network]
    label, name = known.label, known.variable
    if not desk.can_ask:
        message = f"A login to {label} needs somebody who answers, in a terminal."
        raise FanfareError(Finding("terminal", message, f"Set the variable {name} instead."))
    site_url = str(settings.get("SITEURL", ""))
    tokens.check_keyring(network, site_url)
    module = cast(_Login, importlib.import_module(f"syndication.credentials.{network}_login"))
    token, who = module.log_in(settings, site_url, desk)
    tokens.keep(network, site_url, token)
    console.say(f"You can post on {label} as {who}.")
    standing = expiry.standing(token, known, desk.now())
    console.say(f"The token is in the system keyring, and {standing}.")
    if tokens.is_in_environment(network, desk.environ):
        message = f"{name} is set, and goes before what was kept now."
        console.show([Finding("token", message, "Remove it.", Severity.WARNING)])


def log_out(network: str, settings: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    """Forget the permission to post on `network`, and say where to revoke it.

    Raises `FanfareError` where the keyring is of no use.
    """
    known = KNOWN[network]
    if tokens.forget(network, str(settings.get("SITEURL", ""))):
        console.say(f"Forgotten: this machine can post on {known.label} no more.")
        page = known.permissions_page(settings)
        console.say(f"The permission itself ends where you gave it: {page}")
    else:
        console.say(f"Nobody was logged in to {known.label} here.")
    if tokens.is_in_environment(network, environ):
        message = f"{known.variable} is still set, and lets this machine post."
        console.show([Finding("token", message, "Remove it.", Severity.WARNING)])
