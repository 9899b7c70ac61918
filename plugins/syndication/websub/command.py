"""What the tasks `feeds.ping` and `feeds.list` do in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime

from fanfare import console
from syndication.websub import report, run
from syndication.websub.built_feeds import BuiltFeed, read_feeds
from workbench.location import Site

_SECONDS = 20.0
"""For one answer."""


def ping(site: Site, *, send: bool, as_json: bool) -> int:
    """Tell the hub of the feeds that changed, or show which did.

    Returns how many feeds changed and are not live, or of which the hub could not be told. Raises
    `FanfareError` as `run.ping` does.
    """
    now = datetime.now(UTC).astimezone()
    with nullcontext(console.Silent()) if as_json else console.progress() as progress:
        came_to = run.ping(site, now, progress, _SECONDS, send=send)
    if as_json:
        console.show_json(report.report_value(came_to))
    else:
        console.show(report.findings(came_to))
        for line in report.report_lines(came_to):
            console.say(line)
    return report.untold(came_to)


def show_feeds(site: Site, *, as_json: bool) -> None:
    """Print the feeds of the built site. Raises `FanfareError` where none or a broken one is."""
    site_url = run.load_built(site).site_url
    feeds = read_feeds(site.output)
    if as_json:
        console.show_json([_value(feed) for feed in feeds])
        return
    for line in _table(feeds, site_url):
        console.say(line)


def _table(feeds: Sequence[BuiltFeed], site_url: str) -> Iterator[str]:
    """A line for each feed: how much is in it, when that changed, what it is called and where."""
    widest = max((len(feed.url) for feed in feeds), default=0)
    for feed in feeds:
        changed = f"{feed.changed:%Y-%m-%d}" if feed.changed else "never"
        yield f"{feed.entries:>5}  {changed:<10}  {feed.url:<{widest}}  {feed.title}"
    hubs = sorted({feed.hub for feed in feeds} - {""})
    yield f"{console.counted(len(feeds), 'feed')} of {site_url}; hub: {', '.join(hubs) or 'none'}."


def _value(feed: BuiltFeed) -> dict[str, object]:
    return {
        "file": feed.file,
        "format": feed.form.key,
        "title": feed.title,
        "url": feed.url,
        "hub": feed.hub,
        "entries": feed.entries,
        "changed": feed.changed.isoformat() if feed.changed else "",
        "digest": feed.digest,
    }
