"""One audit: read what the site relies on, ask every page once, keep what has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fanfare import ledger
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import FrontMatter, written_date
from guest_posts.addresses import host_of
from guest_posts.audit import LEDGER, record
from guest_posts.audit.notes import WRONG, Note, news, standing, unsaid
from guest_posts.audit.observed import observe
from guest_posts.audit.page_facts import PageFacts, read_facts
from guest_posts.audit.record import PageLine, RunLine
from guest_posts.audit.targets import OwnAddress, Target, read_targets
from guest_posts.fetching import Client, Failed, Failure, Fetched, Limits, Outcome, within
from workbench.loading import load_settings
from workbench.location import Site
from workbench.sources import slug_of

_SILENCE = frozenset({Failure.DNS, Failure.REFUSED, Failure.TIMEOUT})
"""What a machine that is not online hears from everybody."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be audited."""

    site_url: str
    targets: Sequence[Target]
    only: str
    when: datetime
    """In the time zone of the site."""

    path: Path
    """The ledger."""

    known: Mapping[str, PageLine]
    """What is known of each page before."""

    last: RunLine | None
    """The last audit that was finished."""


@dataclass(frozen=True, slots=True)
class Audit:
    """One finished audit."""

    plan: Plan
    lines: Mapping[str, PageLine]
    """What is known of each page now."""

    @property
    def news(self) -> list[Note]:
        """What is new since each page was looked at last."""
        known = self.plan.known
        return [
            note
            for target in self.plan.targets
            for note in news(target, known.get(target.page), self.lines[target.page])
        ]

    @property
    def as_before(self) -> list[Note]:
        """What there was to say before as well."""
        known = self.plan.known
        unsaid_before = {
            note
            for target in self.plan.targets
            for note in unsaid(target, known.get(target.page), self.lines[target.page])
        }
        return [note for note in self.standing if note not in unsaid_before]

    @property
    def standing(self) -> list[Note]:
        """Everything there is to say of the pages now, new or not."""
        return [
            note
            for target in self.plan.targets
            for note in standing(target, self.lines[target.page])
        ]

    @property
    def wrong(self) -> int:
        """How many notes say that something is wrong."""
        return sum(note.kind in WRONG for note in self.standing)


def plan(site: Site, now: datetime, only: str = "") -> Plan:
    """What an audit of `site` looks at: the pages that have `only` in their address, name or file.

    Raises `FanfareError` where settings, records, posts or the ledger are wrong.
    """
    settings = load_settings(site, site.production_settings).settings
    when = now.astimezone(ZoneInfo(settings["TIMEZONE"]))
    path = site.content / LEDGER
    lines = record.read(path, site.shown(path))
    targets = read_targets(
        site.content, _own_addresses(settings), when.date(), site.shown(site.content)
    )
    chosen = [target for target in targets if target.mentions(only)]
    known, last = record.last_of_each(lines), record.last_audit(lines)
    return Plan(str(settings["SITEURL"]), chosen, only, when, path, known, last)


def audit(planned: Plan, limits: Limits, progress: Progress) -> Audit:
    """Ask every page within `limits`, and add to the ledger what has changed.

    Each page is recorded as soon as it is known, so that an audit that is interrupted keeps what
    it has learned. Raises `FanfareError` where no host answers, of more than one, and `OSError`
    where the ledger cannot be written.
    """
    ledger.check_writable(planned.path)
    progress.step("Auditing pages", len(planned.targets))
    with closing(_ask_all(planned, limits, progress)) as asked:
        done = Audit(planned, asyncio.run(asked))
    if planned.targets:
        date = planned.when.isoformat(timespec="seconds")
        counts = len(planned.targets), len(done.news), done.wrong
        record.append(planned.path, RunLine(date, planned.site_url, planned.only, *counts))
    return done


async def _ask_all(planned: Plan, limits: Limits, progress: Progress) -> dict[str, PageLine]:
    own_host = host_of(planned.site_url)
    lines: dict[str, PageLine] = {}
    held: list[PageLine] = []
    hosts = {host_of(target.page) for target in planned.targets}
    is_online = len(hosts) < 2  # else silence must not be taken for theirs while nobody answers

    async def ask(page: str) -> None:
        nonlocal is_online
        before = planned.known.get(page)
        outcome = await client.get(page)
        facts = await _facts_of(outcome, own_host, limits.seconds)
        line = lines[page] = observe(page, before, outcome, facts, planned.when)
        if line != before:
            held.append(line)
        is_online = is_online or not (isinstance(outcome, Failed) and outcome.kind in _SILENCE)
        while is_online and held:
            record.append(planned.path, held.pop(0))
        progress.advance()

    async with Client(limits, f"Fanfare (+{planned.site_url.rstrip('/')}/)") as client:
        await asyncio.gather(*(ask(target.page) for target in planned.targets))
    if not is_online:
        message = f"None of {len(hosts):,} hosts answered, so nothing was recorded."
        raise FanfareError(Finding("offline", message, "Look whether this machine is online."))
    return lines


async def _facts_of(outcome: Outcome, own_host: str, seconds: float) -> PageFacts | None:
    """What the page says; None where it says nothing that can be read in time."""
    if not isinstance(outcome, Fetched) or not outcome.is_success:
        return None
    try:
        return await within(seconds, partial(read_facts, outcome, own_host))
    except TimeoutError:
        return None


def _own_addresses(settings: Mapping[str, object]) -> OwnAddress:
    """Tells a post's address by the patterns in Pelican's `settings`."""

    def own_address(path: Path, head: FrontMatter) -> str:
        language = head.get("lang") or str(settings["DEFAULT_LANG"])
        is_default = language == settings["DEFAULT_LANG"]
        pattern = settings["ARTICLE_URL" if is_default else "ARTICLE_LANG_URL"]
        values = {
            "slug": slug_of(path, head),
            "lang": language,
            "date": written_date(head.get("date") or ""),
        }
        try:
            url = head.get("url") or str(pattern).format(**values)
        except (KeyError, TypeError, ValueError):
            return ""  # made of what only a build knows
        return f"{settings['SITEURL']}/{quote(url)}"

    return own_address
