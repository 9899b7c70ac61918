"""The whole of it: read the published site, see what is due, send it; one command at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from fanfare import ledger
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from guest_posts.fetching import Client, Limits
from guest_posts.hypertext import resolved, same_page
from guest_posts.notify import record
from guest_posts.notify.plan import Mention, plan
from guest_posts.notify.published import Choice, load_manifest, read_posts
from guest_posts.notify.record import History, Line, State
from guest_posts.notify.sending import Sender
from workbench.location import Site


@dataclass(frozen=True, slots=True)
class Report:
    """What one run came to."""

    choice: Choice
    posts: int
    """How many posts were looked at."""

    mentions: Sequence[Mention]
    """Every mention of these posts as it stood before anything was sent."""

    results: Mapping[tuple[str, str], Line]
    """What became of those that were sent, or tried to be, by their pairs."""

    unknown: Sequence[Line]
    """The mentions of any post that may have arrived or not, as they stand now."""

    findings: Sequence[Finding]
    dry_run: bool


def notify(
    site: Site,
    choice: Choice,
    now: datetime,
    progress: Progress,
    limits: Limits | None = None,
    *,
    again: bool = False,
) -> Report:
    """See which mentions of the chosen posts are due at `now`; send them within `limits`.

    Without limits this is a dry run, which touches no network. Raises `FanfareError` where the
    site was not published, the choice or the ledger is wrong, or another command is at it.
    """
    path = site.webmentions
    with _alone(path):
        manifest = load_manifest(site)
        posts, findings = read_posts(site, manifest, choice, now, progress)
        history = History(record.read(path, site.shown(path)))
        mentions = plan(posts, history, again=again)
        due = [mention for mention in mentions if mention.is_due]
        lines: list[Line] = []
        if due and limits:
            ledger.check_writable(path)
            sender = Sender(
                Client(limits, f"Fanfare Webmention (+{manifest.site_url.rstrip('/')}/)"),
                manifest.site_url,
                now.isoformat(timespec="seconds"),
                lambda line: record.append(path, line),
                progress,
            )
            with closing(_send(sender, due, history)) as sending:
                lines, not_live = asyncio.run(sending)
            findings += not_live
        results = {line.pair: line for line in lines}
        unknown = History(record.read(path, site.shown(path))).undecided()
        return Report(
            choice, len(posts), mentions, results, unknown, findings, dry_run=limits is None
        )


async def _send(
    sender: Sender, due: Sequence[Mention], history: History
) -> tuple[list[Line], list[Finding]]:
    """Send what is `due` of the posts that are live; findings for those that are not."""
    async with sender.client:
        not_live = await sender.check_live(due, history)
        left_out = {finding.source for finding in not_live}
        live = [mention for mention in due if mention.file not in left_out]
        lines = await sender.discover(live) if live else []
        pending = [line for line in lines if line.state is State.PENDING]
        over = [line for line in lines if line.state is not State.PENDING]
        return over + (await sender.send(pending) if pending else []), not_live


def resolve(site: Site, verdict: str, source: str, target: str, now: datetime) -> Line:
    """Record at `now` the `verdict` on a mention of unknown outcome: `sent` or `unsent`.

    Raises `FanfareError` where the verdict is neither, or there is no such mention.
    """
    if verdict not in ("sent", "unsent"):
        raise FanfareError(
            Finding("verdict", f'"{verdict}" is no verdict.', "Write --resolve sent or unsent.")
        )
    path = site.webmentions
    with _alone(path):
        unknown = History(record.read(path, site.shown(path))).undecided()
        waiting = {line.pair: line for line in unknown}
        found = waiting.get((source, same_page(target) if resolved(target, "") else ""))
        if found is None:
            raise _no_such_mention(source, target, unknown)
        state = State.SENT if verdict == "sent" else State.FAILED
        line = replace(
            found, date=now.isoformat(timespec="seconds"), state=state, reason="The author says so."
        )
        record.append(path, line)
        return line


def _no_such_mention(source: str, target: str, unknown: Sequence[Line]) -> FanfareError:
    message = f"No mention from {source or 'nowhere'} to {target or 'nowhere'} waits for a verdict."
    waiting = [f"--source {line.source} --target {line.target}" for line in unknown]
    remedy = did_you_mean(
        f"--source {source} --target {target}",
        waiting,
        "what `invoke guests.notify` prints under those that may have arrived",
    )
    return FanfareError(Finding("verdict", message, remedy))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other commands from the ledger at `path` meanwhile.

    Raises `FanfareError` where another one is at it: what it has begun to send may not be sent.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    held = FileLock(path.with_name(f".{path.name}.sending.lock"), timeout=0)
    try:
        held.acquire()
    except Timeout:
        raise FanfareError(
            Finding(
                "busy",
                "Another `invoke guests.notify` is running on this site.",
                "Wait for it, or end it.",
            )
        ) from None
    try:
        yield
    finally:
        held.release()
