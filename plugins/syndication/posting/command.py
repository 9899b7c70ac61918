"""What the tasks that post, show and resolve do in a terminal."""

from __future__ import annotations

import os
import secrets
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
from fanfare.findings import Finding, errors_in
from fanfare.front_matter import written_date
from syndication.credentials import expiry, tokens
from syndication.entries import TEXTS, entries_of
from syndication.networks.known import KNOWN, connect
from syndication.networks.messages import message
from syndication.networks.network import UNDECIDED, State
from syndication.posting import LEDGER, record, report, verdict
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
from syndication.posting.result import Result, Target
from syndication.posting.run import Office, alone
from syndication.posting.verdict import Place, Verdict
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
    """A site, and its ledger, both read."""

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
    return site.content / "data" / LEDGER


def post(site: Site, networks: Sequence[str], choice: Choice, *, send: bool, as_json: bool) -> bool:
    """Post what is due to `networks`, or show what would be sent.

    Returns whether anything failed, is left out or undecided on any of them: one that fails keeps
    no other waiting. Raises `FanfareError` where the site or the ledger is wrong, another command
    is at it, or `choice` names nothing.
    """
    single = choice.slug is not None
    with _desk(site, as_json=as_json, changes=send) as desk:
        results: list[Result] = []
        for key in networks or in_use(desk.settings, desk.history, os.environ):
            results.append(_posted(desk, key, choice, send=send))
            if results[-1].is_ended:
                break
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

    Returns whether anything is wrong or undecided. Raises as `post`, but disturbs no other
    command.
    """
    with _desk(site, as_json=as_json, changes=False) as desk:
        stand = [
            _stand(desk, key) for key in networks or in_use(desk.settings, desk.history, os.environ)
        ]
    if as_json:
        console.show_json({"networks": list(map(report.status_value, stand))})
    else:
        for one in stand:
            console.show(one.target.findings)
            for line in report.status_lines(one, everything=everything):
                console.say(line)
    return any(one.undecided or errors_in(one.target.findings) for one in stand)


def resolve(site: Site, network: str, slug: str, said: Verdict, *, as_json: bool) -> None:
    """Record the author's verdict on the entry called `slug`: `posted` or `not-posted`.

    Raises `FanfareError` where there is no such entry or verdict, and as `post`.
    """
    with _desk(site, as_json=as_json, changes=True) as desk:
        known = KNOWN[network]
        place = Place(known, str(desk.settings.get(known.setting) or ""))
        about = verdict.lines_about(network, slug, desk.history, desk.entries)
        date = desk.now.isoformat(timespec="seconds")
        lines = verdict.concluded(about, said, place, date, _new_attempt())
        for line in lines:
            record.append(desk.ledger, line)
        stands = _read(site).last(network, line.entry)
    if as_json:
        console.show_json(asdict(line))
    elif line.state is State.PUBLISHED:
        where = line.permalink or line.urn
        console.say(f'Recorded: "{line.title}" is posted as {where}, and never posted again.')
    elif stands and stands.state is State.PUBLISHED:
        where = stands.permalink or stands.urn
        console.say(f'Recorded. But "{line.title}" was also posted as {where}.')
        console.say("If that is not there either, say the same again.")
    elif stands and stands.state in UNDECIDED:
        console.say(f'Recorded. But "{line.title}" may have been posted a second time.')
        console.say("If that is not there either, say the same again.")
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


def _posted(desk: _Desk, key: str, choice: Choice, *, send: bool) -> Result:
    """What posting to the network `key`, or showing that, came to."""
    target, items = _target(desk, key), _chosen(desk, key, choice)
    office = Office(
        desk.ledger,
        desk.site.shown(desk.ledger),
        desk.history,
        desk.now.isoformat(timespec="seconds"),
        _new_attempt,
        Visitor(),
        desk.progress,
    )
    result = office.post(target, items) if send else office.show(target, items)
    single = choice.slug is not None
    asked = [one for one in items if single or one.standing is Standing.RENAMED]
    result.findings += filter(None, (held_back(item, target.label) for item in asked))
    result.earlier += [
        line
        for line in desk.history.undecided(key)
        if not single or line.entry == items[0].entry.id
    ]
    return result


def _stand(desk: _Desk, key: str) -> report.Stand:
    """How the network `key` stands."""
    ids = {entry.id for entry in desk.entries}
    gone = [line for line in desk.history.on(key) if line.entry not in ids]
    return report.Stand(
        _target(desk, key),
        plan(desk.entries, desk.history, key, desk.now, _since(desk, Choice())),
        desk.history.undecided(key),
        [line for line in gone if line.state is State.PUBLISHED],
    )


@contextmanager
def _desk(site: Site, *, as_json: bool, changes: bool) -> Iterator[_Desk]:
    """The site, and no other command that changes the ledger meanwhile if this one `changes` it.

    With `as_json`, whoever reads that gets the findings of a `FanfareError` as well.
    """
    try:
        with _opened(site, as_json=as_json, changes=changes) as desk:
            yield desk
    except FanfareError as error:
        if as_json:
            findings = [finding.as_dict() for finding in error.findings]
            console.show_json({"networks": [], "findings": findings})
        raise


@contextmanager
def _opened(site: Site, *, as_json: bool, changes: bool) -> Iterator[_Desk]:
    with nullcontext(console.Silent()) if as_json else console.progress() as progress:
        settings = read_site(site, site.production_settings, progress)
        if TEXTS not in settings:
            message = "The plugin syndication is not on."
            remedy = 'Add "syndication" to PLUGINS in pelicanconf.py.'
            raise FanfareError(Finding("setting", message, remedy))
        entries = entries_of(settings)
        with alone(ledger_of(site)) if changes else nullcontext():
            now = datetime.now(UTC).astimezone()
            yield _Desk(site, settings, entries, _read(site), now, progress)


def _read(site: Site) -> History:
    """What the ledger of `site` says now."""
    path = ledger_of(site)
    return History(record.read(path, site.shown(path)))


def _new_attempt() -> str:
    return secrets.token_hex(6)


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
        findings += expiry.findings(token, known, desk.now)
        standing = expiry.standing(token, known, desk.now)
    campaign = settings[known.campaign] if known.campaign else {}
    message_of = partial(message, site_url=site_url, campaign=campaign)
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
