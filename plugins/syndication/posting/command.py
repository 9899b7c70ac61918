"""What the tasks that post, show and resolve do in a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fanfare import console
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import written_date
from syndication.credentials import expiry, tokens
from syndication.entries import TEXTS, entries_of
from syndication.linkedin.messages import message
from syndication.networks.known import KNOWN, connect
from syndication.networks.network import State
from syndication.posting import record, report, verdict
from syndication.posting.live import Visitor
from syndication.posting.plan import (
    Item,
    Standing,
    held_back,
    names_of,
    no_such_entry,
    plan,
    several_entries,
)
from syndication.posting.record import History
from syndication.posting.run import Office, Target, alone
from syndication.posting.verdict import Verdict
from syndication.records import Entry
from workbench.build import read_site
from workbench.location import Site

_ALL_DAYS = 36_500
"""A century: no entry is older."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which entries to look at: one by its slug, or what is no older than a day."""

    slug: str | None = None
    """None for the queue."""

    since: str = ""
    """A day; the queue's own where empty."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """A site, read, and its ledger, which no other command changes meanwhile."""

    site: Site
    settings: Mapping[str, Any]
    entries: Sequence[Entry]
    history: History
    now: datetime
    progress: Progress

    @property
    def ledger(self) -> Path:
        return ledger_of(self.site)


def ledger_of(site: Site) -> Path:
    """The ledger of what was posted where."""
    return site.content / "data" / record.LEDGER


def post(site: Site, networks: Sequence[str], choice: Choice, *, send: bool, as_json: bool) -> bool:
    """Post what is due to `networks`, or show what would be sent.

    Returns whether anything failed, is left out or undecided on any of them: one that fails keeps
    no other waiting. Raises `FanfareError` where the site or the ledger is wrong, another command
    is at it, or `choice` names nothing.
    """
    with _desk(site, as_json=as_json) as desk:
        date = desk.now.isoformat(timespec="seconds")
        office = Office(desk.ledger, desk.history, date, Visitor(), desk.progress)
        single = choice.slug is not None
        results = []
        for key in networks or in_use(desk.settings, desk.history, os.environ):
            target, items = _target(desk, key), _chosen(desk, key, choice)
            result = office.post(target, items) if send else office.show(target, items)
            asked = [one for one in items if single or one.standing is Standing.RENAMED]
            result.findings += filter(None, map(held_back, asked))
            result.undecided += [
                line
                for line in desk.history.undecided(key)
                if not single or line.entry == items[0].entry.id
            ]
            results.append(result)
    if as_json:
        values = [report.result_value(result, single=single) for result in results]
        console.show_json({"networks": values})
    else:
        for result in results:
            console.show(result.findings)
            for line in report.result_lines(result, single=single):
                console.say(line)
    return any(result.is_amiss for result in results)


def show_status(site: Site, networks: Sequence[str], *, everything: bool, as_json: bool) -> bool:
    """Show what was posted to `networks`, what waits, and how the tokens stand.

    Returns whether anything is undecided. Raises as `post`.
    """
    with _desk(site, as_json=as_json) as desk:
        since = _since(desk, Choice())
        stand = [
            report.Stand(
                _target(desk, key),
                plan(desk.entries, desk.history, key, desk.now, since),
                desk.history.undecided(key),
            )
            for key in networks or in_use(desk.settings, desk.history, os.environ)
        ]
    if as_json:
        console.show_json({"networks": list(map(report.status_value, stand))})
    else:
        for one in stand:
            console.show(one.target.findings)
            for line in report.status_lines(one, everything=everything):
                console.say(line)
    return any(one.undecided for one in stand)


def resolve(site: Site, network: str, slug: str, said: Verdict, *, as_json: bool) -> None:
    """Record the author's verdict on the entry called `slug`: `posted` or `not-posted`.

    Raises `FanfareError` where there is no such entry or verdict, and as `post`.
    """
    with _desk(site, as_json=as_json) as desk:
        about = verdict.line_about(network, slug, desk.history, desk.entries)
        line = verdict.concluded(about, said, desk.now.isoformat(timespec="seconds"))
        record.append(desk.ledger, line)
    if as_json:
        console.show_json(asdict(line))
    elif line.state is State.PUBLISHED:
        where = line.permalink or line.urn
        console.say(f'Recorded: "{line.title}" is posted as {where}, and never posted again.')
    else:
        console.say(f'Recorded: "{line.title}" is not posted. Now it can be.')


def in_use(settings: Mapping[str, Any], history: History, environ: Mapping[str, str]) -> list[str]:
    """The networks that the site has an account on, or has posted to.

    Raises `FanfareError` where there is none.
    """
    found = [
        known.key
        for known in KNOWN.values()
        if settings.get(known.setting)
        or tokens.is_in_environment(known.key, environ)
        or history.on(known.key)
    ]
    if not found:
        names = ", ".join(known.setting for known in KNOWN.values())
        message = "This site has no account on any network."
        raise FanfareError(Finding("setting-missing", message, f"Set one of {names}."))
    return found


@contextmanager
def _desk(site: Site, *, as_json: bool) -> Iterator[_Desk]:
    """The site, and no other command at it meanwhile."""
    path = ledger_of(site)
    with nullcontext(console.Silent()) if as_json else console.progress() as progress:
        settings = read_site(site, site.production_settings, progress)
        if TEXTS not in settings:
            message = "The plugin syndication is not on."
            remedy = 'Add "syndication" to PLUGINS in pelicanconf.py.'
            raise FanfareError(Finding("setting", message, remedy))
        entries = entries_of(settings)
        with alone(path):
            history = History(record.read(path, site.shown(path)))
            now = datetime.now(UTC).astimezone()
            yield _Desk(site, settings, entries, history, now, progress)


def _target(desk: _Desk, key: str) -> Target:
    """The network `key`, as far as it can be reached: what is wrong is among its findings."""
    known, settings = KNOWN[key], desk.settings
    site_url = str(settings["SITEURL"])
    findings: list[Finding] = []
    network, token, standing = None, None, ""
    try:
        token = tokens.find(key, site_url, os.environ)
    except FanfareError as error:
        findings += error.findings
    try:
        network = connect(key, settings, token, desk.now.date())
    except FanfareError as error:
        findings += error.findings
    if token:
        findings += expiry.findings(token, known.label, desk.now)
        standing = expiry.standing(token, known.label, desk.now)
    campaign = settings[known.campaign] if known.campaign else {}
    message_of = partial(
        message, site_url=site_url, campaign=campaign, limits=settings["LINKEDIN_LIMITS"]
    )
    return Target(key, known.label, network, message_of, findings, standing)


def _chosen(desk: _Desk, key: str, choice: Choice) -> list[Item]:
    """The entries to look at on the network `key`. Raises `FanfareError` where there is none."""
    if choice.slug is None:
        return plan(desk.entries, desk.history, key, desk.now, _since(desk, choice))
    items = [
        item
        for item in plan(desk.entries, desk.history, key, desk.now, None)
        if choice.slug and choice.slug in names_of(item.entry)
    ]
    if not items:
        raise no_such_entry(
            choice.slug, (name for entry in desk.entries for name in names_of(entry))
        )
    if len(items) > 1:
        raise several_entries(choice.slug, (item.entry.file or item.entry.id for item in items))
    return items


def _since(desk: _Desk, choice: Choice) -> datetime:
    """The moment before which entries are old. Raises `FanfareError` where `choice` has none."""
    if not choice.since:
        days = min(desk.settings["LINKEDIN_QUEUE_DAYS"], _ALL_DAYS)
        return desk.now - timedelta(days)
    day = written_date(choice.since)
    if day is None:
        message = f'"{choice.since}" is no day.'
        raise FanfareError(Finding("since", message, "Write one such as --since 2026-01-31."))
    return day if day.tzinfo else day.replace(tzinfo=ZoneInfo(desk.settings["TIMEZONE"]))
