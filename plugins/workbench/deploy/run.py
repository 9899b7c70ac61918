"""A whole deployment: publish, compare, ask, send, record."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from fanfare import ledger
from fanfare import published as published_ledger
from fanfare.console import counted
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.settings import assigned_at
from workbench.deploy import record
from workbench.deploy.address import refusal
from workbench.deploy.destination import Wish, find_destination
from workbench.deploy.records import (
    Changes,
    Comparison,
    Deployment,
    Destination,
    OpenProgress,
    Outcome,
)
from workbench.git import Repository
from workbench.loading import load_settings
from workbench.location import Site
from workbench.manifest import Manifest
from workbench.publish import one_at_a_time, publish


@dataclass(frozen=True, slots=True)
class Terminal:
    """How a deployment speaks with its author."""

    progress: OpenProgress

    say: Callable[[str], None]
    """Told one line before each step that may ask for a password, where no bar may be shown."""

    confirm: Callable[[Destination, Changes], bool]
    """Asked once, before files are removed from where this site was never deployed to."""


def deploy(
    site: Site, wish: Wish, terminal: Terminal, now: datetime, *, dry_run: bool = False
) -> Outcome:
    """Publish the site and send it where `wish` and the setting `DEPLOY` say; record it at `now`.

    A dry run publishes and compares, and sends nothing. Raises `FanfareError` before anything is
    sent where the site is not right or not to be deployed, or the destination not there; and
    where the sending itself fails.
    """
    settings = load_settings(site, site.production_settings).settings
    site_url = str(settings["SITEURL"])
    _check_address(site, site_url)
    destination = find_destination(wish, settings.get("DEPLOY"), site.root)
    destination.check()
    before = record.last_to(record.deployments(site), destination.to, destination.target)
    source, dirty = Repository(site.root).source(site.deployments, site.webmentions, site.published)
    with terminal.progress() as progress:
        published = publish(site, progress)
    with _held(site, site_url) as manifest:
        terminal.say(f"Comparing with {destination.target} ...")
        compared = destination.compare(site.output)
        changes, commit = compared.changes, compared.commit
        if changes.count and not dry_run:
            ledger.check_writable(site.deployments)
            message = f"Publish {site_url}" + (f" from {source[:12]}" if source else "")
            commit = _send(site, destination, compared, message, terminal, is_first=not before)
        deployment = Deployment(
            date=now.isoformat(timespec="seconds"),
            to=destination.to,
            target=destination.target,
            siteurl=site_url,
            files=len(record.files_in(site.output)),
            added=len(changes.added),
            changed=len(changes.changed),
            removed=len(changes.removed),
            digest=record.digest(site.output),
            commit=commit,
            source=source,
            dirty=dirty,
        )
    # A deployment that was sent whole and stopped before it was recorded is made up for.
    is_news = changes.count > 0 or before is None or before.digest != deployment.digest
    if is_news and not dry_run:
        record.note(site, deployment)
    if not dry_run:
        published_ledger.note(
            site.published, site.shown(site.published), manifest.entries, deployment.date
        )
    return Outcome(
        destination.to,
        destination.target,
        site_url,
        dry_run,
        changes,
        deployment if is_news and not dry_run else None,
        tuple(published.findings),
    )


def status(site: Site) -> tuple[list[Deployment], str]:
    """Every deployment, oldest first, and the output: `same` as the last, `differs`, `missing`."""
    deployed = record.deployments(site)
    if not site.output.is_dir():
        return deployed, "missing"
    is_same = bool(deployed) and deployed[-1].digest == record.digest(site.output)
    return deployed, "same" if is_same else "differs"


def _check_address(site: Site, site_url: str) -> None:
    from_environment = os.environ.get("SITEURL") == site_url
    place = (
        ("", 0) if from_environment else assigned_at("SITEURL", site.writing_settings, site.root)
    )
    refused = refusal(site_url, *place)
    if refused:
        raise FanfareError(refused)


@contextmanager
def _held(site: Site, site_url: str) -> Iterator[Manifest]:
    """What is in `output`, which nobody else swaps meanwhile.

    Raises `FanfareError` where somebody just did.
    """
    with one_at_a_time(site):
        manifest = Manifest.load(site.manifest)
        if not manifest or not manifest.production or manifest.site_url != site_url:
            raise FanfareError(
                Finding(
                    "rebuilt",
                    "Another command has put a build for writing into output/ meanwhile.",
                    "End it (`invoke serve`?), and deploy again.",
                )
            )
        yield manifest


def _send(
    site: Site,
    destination: Destination,
    compared: Comparison,
    message: str,
    terminal: Terminal,
    *,
    is_first: bool,
) -> str:
    """Send the output, if the author agrees to what a first deployment removes; the commit."""
    changes = compared.changes
    if is_first and changes.removed and not terminal.confirm(destination, changes):
        raise FanfareError(
            Finding(
                "first-deploy",
                f"This site was never deployed to {destination.target} before, and "
                f"{counted(len(changes.removed), 'file')} there would be removed.",
                "If that is right, say --yes; --dry-run lists them.",
            )
        )
    terminal.say(f"Sending to {destination.target} ...")
    return destination.send(site.output, compared, message, terminal.progress)
