"""The networks there are, and how each is reached."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.network import Network, Token


@dataclass(frozen=True, slots=True)
class Known:
    """One network, before anybody has logged in."""

    key: str
    """Its name in tasks, settings and the ledger; of its module, too."""

    label: str
    """What people call it."""

    setting: str
    """What a site sets that has an account there."""

    is_required: bool
    """True where nothing can be posted or shown without that setting."""

    campaign: str = ""
    """The setting with what is added to links posted there; empty for nothing."""


KNOWN: Mapping[str, Known] = {
    known.key: known
    for known in (
        # Where a token comes from the environment, no app of one's own is needed.
        Known("linkedin", "LinkedIn", "LINKEDIN_CLIENT_ID", False, "LINKEDIN_CAMPAIGN"),
        Known("mastodon", "Mastodon", "MASTODON_SERVER", True),
        Known("bluesky", "Bluesky", "BLUESKY_HANDLE", True),
    )
}
"""By key, in the order in which they are posted to."""


class _Module(Protocol):
    """What the module of each network has."""

    def connect(self, settings: Mapping[str, Any], token: Token | None, today: date) -> Network: ...


def connect(key: str, settings: Mapping[str, Any], token: Token | None, today: date) -> Network:
    """The network `key` as the site's `settings` have it; without `token` only for dry runs.

    Raises `FanfareError` where a setting or a package is missing.
    """
    known = KNOWN[key]
    if known.is_required and not settings.get(known.setting):
        message = f"{known.setting} does not say where your account on {known.label} is."
        remedy = f"Add a line {known.setting} = ... to pelicanconf.py."
        raise FanfareError(Finding("setting-missing", message, remedy))
    module = cast(_Module, importlib.import_module(f"syndication.networks.{key}"))
    return module.connect(settings, token, today)
