"""The networks there are, and how each is reached.

What differs from one network to the next stands here, or in its module `networks/KEY.py` with
`connect`, `urn_of` and `permalink_of`, and in `credentials/KEY_login.py`. Nobody else asks which
network it is: `KNOWN[key].permalink_of(urn)` and `.urn_of(url)` are for every network.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, cast

from fanfare.errors import FanfareError
from fanfare.findings import Finding

if TYPE_CHECKING:
    from syndication.networks.network import Network, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One network, before anybody has logged in."""

    key: str
    """Its name in tasks, settings and the ledger; of its modules, too."""

    label: str
    """What people call it."""

    setting: str
    """What a site sets that has an account there."""

    is_required: bool
    """True where nothing can be posted or shown without that setting."""

    hosts: tuple[str, ...] = ()
    """Where posts stand, there and on their subdomains; empty for the server of its setting."""

    account: str
    """The pattern of an account, as a token names it."""

    account_form: str
    """The same in words, to be written."""

    permissions: str
    """The page on which an author ends the permission to post; `{server}` is of its setting."""

    is_lasting: bool = False
    """True where tokens live until somebody revokes them."""

    campaign: str = ""
    """The setting with what is added to links posted there; empty for nothing."""

    @property
    def variable(self) -> str:
        """The environment variable that holds a token of it."""
        return f"FANFARE_{self.key.upper()}_TOKEN"

    def permissions_page(self, settings: Mapping[str, Any]) -> str:
        """The address of that page for the site with `settings`."""
        server = str(settings.get(self.setting) or "https://your-server").rstrip("/")
        return self.permissions.format(server=server)

    def urn_of(self, url: str) -> str:
        """The network's own identifier of the post at `url`; empty where `url` does not tell."""
        return _module(self.key).urn_of(url)

    def permalink_of(self, urn: str) -> str:
        """Where readers find the post `urn`; empty where that names no post of this network."""
        return _module(self.key).permalink_of(urn)


KNOWN: Mapping[str, Known] = {
    known.key: known
    for known in (
        Known(
            key="linkedin",
            label="LinkedIn",
            setting="LINKEDIN_CLIENT_ID",
            is_required=False,  # where a token comes from the environment, no app is needed
            hosts=("linkedin.com", "lnkd.in"),
            account=r"urn:li:person:[\w-]+",
            account_form="urn:li:person: and the letters that follow",
            permissions="https://www.linkedin.com/mypreferences/d/data-sharing-for-permitted-services",
            campaign="LINKEDIN_CAMPAIGN",
        ),
        Known(
            key="mastodon",
            label="Mastodon",
            setting="MASTODON_SERVER",
            is_required=True,
            account=r"@[^@\s]+@[^@\s]+",
            account_form="it as @name@server.example",
            permissions="{server}/settings/applications",
            is_lasting=True,
        ),
        Known(
            key="bluesky",
            label="Bluesky",
            setting="BLUESKY_HANDLE",
            is_required=True,
            hosts=("bsky.app",),
            account=r"[\w.:-]+",
            account_form="your handle, such as name.bsky.social",
            permissions="https://bsky.app/settings/app-passwords",
            is_lasting=True,
        ),
    )
}
"""By key, in the order in which they are posted to."""


class _Module(Protocol):
    """What the module of each network has."""

    def connect(self, settings: Mapping[str, Any], token: Token | None, today: date) -> Network: ...

    def urn_of(self, url: str) -> str: ...

    def permalink_of(self, urn: str) -> str: ...


def connect(key: str, settings: Mapping[str, Any], token: Token | None, today: date) -> Network:
    """The network `key` as the site's `settings` have it; without `token` only for dry runs.

    Raises `FanfareError` where a setting or a package is missing.
    """
    known = KNOWN[key]
    if known.is_required and not settings.get(known.setting):
        message = f"{known.setting} does not say where your account on {known.label} is."
        remedy = f"Add a line {known.setting} = ... to pelicanconf.py."
        raise FanfareError(Finding("setting-missing", message, remedy))
    return _module(key).connect(settings, token, today)


def _module(key: str) -> _Module:
    return cast(_Module, importlib.import_module(f"syndication.networks.{key}"))
