"""The tasks `login` and `logout` of each network: thin; they ask, and print what came of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from workbench.command_line import author_errors, site_here

if TYPE_CHECKING:
    from pelican.settings import Settings

_BROWSER = {"browser": "open LinkedIn's page in a browser; with --no-browser, only print it"}


@task(name="login", auto_shortflags=False, help=_BROWSER)
@author_errors
def linkedin_login(_context: Context, browser: bool = True) -> None:
    """Let your LinkedIn app post in your name, for 60 days; the system keyring keeps the token."""
    _log_in("linkedin", browser=browser)


@task(name="login", auto_shortflags=False)
@author_errors
def mastodon_login(_context: Context) -> None:
    """Paste an access token of your Mastodon account; the system keyring keeps it."""
    _log_in("mastodon")


@task(name="login", auto_shortflags=False)
@author_errors
def bluesky_login(_context: Context) -> None:
    """Paste an app password of your Bluesky account; the system keyring keeps it."""
    _log_in("bluesky")


@task(name="logout", auto_shortflags=False)
@author_errors
def linkedin_logout(_context: Context) -> None:
    """Forget the token, and the client secret of your app."""
    _log_out("linkedin")


@task(name="logout", auto_shortflags=False)
@author_errors
def mastodon_logout(_context: Context) -> None:
    """Forget the access token."""
    _log_out("mastodon")


@task(name="logout", auto_shortflags=False)
@author_errors
def bluesky_logout(_context: Context) -> None:
    """Forget the app password."""
    _log_out("bluesky")


TASKS = {
    "linkedin": (linkedin_login, linkedin_logout),
    "mastodon": (mastodon_login, mastodon_logout),
    "bluesky": (bluesky_login, bluesky_logout),
}
"""Both tasks of each network, for the collection of that name."""


def _log_in(network: str, *, browser: bool = True) -> None:
    from syndication.credentials.command import log_in
    from syndication.credentials.desk import author_desk

    log_in(network, _settings(), author_desk(os.environ, browser=browser))


def _log_out(network: str) -> None:
    from syndication.credentials.command import log_out

    log_out(network, _settings(), os.environ)


def _settings() -> Settings:
    """Those for the world, with the plugin's defaults; no post is read for them."""
    from syndication.setting_checks import DEFAULTS
    from workbench.loading import load_settings

    site = site_here()
    settings = load_settings(site, site.production_settings).settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    return settings
