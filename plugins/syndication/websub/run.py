"""The whole of it: read the published feeds, see which ones changed, tell their hubs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fanfare import ledger
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.websub import record
from syndication.websub.built_feeds import BuiltFeed, read_feeds
from syndication.websub.record import Line, State
from workbench.location import Site
from workbench.manifest import Manifest

if TYPE_CHECKING:
    from syndication.websub.sending import Sender

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Report:
    """What one run came to."""

    feeds: Sequence[BuiltFeed]
    """Every feed that has a hub."""

    due: frozenset[str]
    """The files of those that changed since their hub was last told."""

    not_live: Mapping[str, str]
    """The files of those of which nobody was told, since the world cannot see them yet; and why."""

    results: Mapping[str, Line]
    """What became of those that a hub was told of, by their files."""

    dry_run: bool


def load_built(site: Site) -> Manifest:
    """What the site in output/ was made from. Raises `FanfareError` where there is none."""
    manifest = Manifest.load(site.manifest)
    if manifest is None or not site.output.is_dir():
        raise FanfareError(
            Finding("not-built", "There is no site in output/.", "Run `invoke build` first.")
        )
    return manifest


def load_published(site: Site) -> Manifest:
    """What the published site was made from. Raises `FanfareError` unless it was published."""
    manifest = load_built(site)
    if not manifest.production:
        raise FanfareError(
            Finding(
                "not-published",
                "The site in output/ was built for writing, and not for the world.",
                "Run `invoke publish` or `invoke deploy` first.",
            )
        )
    return manifest


def ping(site: Site, now: datetime, progress: Progress, seconds: float, *, send: bool) -> Report:
    """See which feeds changed since their hub was told, and tell it if `send`.

    Waits at most `seconds` for each answer. Raises `FanfareError` where the site was not published,
    no feed has a hub, or a feed or the ledger cannot be read.
    """
    manifest = load_published(site)
    path = site.content / "data" / record.FILE
    feeds = _with_hub(read_feeds(site.output))
    told = record.told(record.read(path, site.shown(path)))
    due = [feed for feed in feeds if told.get((feed.url, feed.hub)) != feed.digest]
    not_live: dict[str, str] = {}
    results: dict[str, Line] = {}
    if send and due:
        from syndication.websub.sending import Sender, client_of

        ledger.check_writable(path)
        with client_of(manifest.site_url, seconds) as client:
            sender = Sender(client, seconds, now.isoformat(timespec="seconds"))
            not_live = _not_live(sender, due, progress)
            live = [feed for feed in due if feed.file not in not_live]
            for feed, line in _told(sender, live, progress):
                record.append(path, line)
                results[feed.file] = line
    return Report(feeds, frozenset(feed.file for feed in due), not_live, results, dry_run=not send)


def _not_live(sender: Sender, feeds: Sequence[BuiltFeed], progress: Progress) -> dict[str, str]:
    """The files of those `feeds` that the world does not see as they are here, and why."""
    progress.step("Checking that the feeds are live", len(feeds))
    reasons: dict[str, str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for feed, why in zip(feeds, threads.map(sender.why_not_live, feeds), strict=True):
            progress.advance()
            if why:
                reasons[feed.file] = why
    return reasons


def _told(
    sender: Sender, feeds: Sequence[BuiltFeed], progress: Progress
) -> Iterator[tuple[BuiltFeed, Line]]:
    """Tell the hubs of `feeds`, one after the other; each with what came of it."""
    progress.step("Telling the hub", len(feeds))
    silent: set[str] = set()
    for feed in feeds:
        if feed.hub not in silent:  # a hub that hangs once would hang for each of them
            line = sender.tell(feed)
            yield feed, line
            if line.state is State.FAILED:
                silent.add(feed.hub)
        progress.advance()


def _with_hub(feeds: Iterable[BuiltFeed]) -> list[BuiltFeed]:
    """Those of `feeds` that have a hub; raises `FanfareError` where none has, or one no address."""
    with_hub = [feed for feed in feeds if feed.hub]
    if not with_hub:
        raise FanfareError(
            Finding(
                "hub",
                "No feed of the published site names a hub, so there is nobody to tell.",
                "Write WEBSUB_HUB with the address of one in pelicanconf.py, and publish again.",
            )
        )
    nameless = [feed for feed in with_hub if not feed.url]
    if nameless:
        raise FanfareError(
            *(
                Finding("hub", "It names a hub, and not its own address.", page=feed.file)
                for feed in nameless
            )
        )
    return with_hub
