"""What a run came to, as lines to read and as values for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from fanfare.console import counted
from fanfare.findings import Finding
from syndication.websub.built_feeds import BuiltFeed
from syndication.websub.record import State
from syndication.websub.run import Report


def findings(report: Report) -> Iterator[Finding]:
    """Why hubs were not told of what they should have been told of, each reason once."""
    urls = {feed.file: feed.url for feed in report.feeds}
    for reason, files in _by_reason(report.not_live).items():
        yield Finding(
            "not-live",
            f"Not live: {_shown([urls[file] for file in files])} ({reason}).",
            "Run `invoke deploy` first, or wait until its server shows what you deployed.",
        )
    failed = {
        file: f"The hub {line.hub} was not told, since {line.reason}"
        for file, line in report.results.items()
        if line.state is not State.TOLD
    }
    for reason, files in _by_reason(failed).items():
        shown = _shown([urls[file] for file in files])
        yield Finding("hub", f"{reason} ({shown}).", "Do it again: it harms nobody.")


def untold(report: Report) -> int:
    """How many feeds changed of which the hub should have been told now, and was not."""
    told = [line for line in report.results.values() if line.state is State.TOLD]
    return 0 if report.dry_run else len(report.due) - len(told)


def report_lines(report: Report) -> Iterator[str]:
    """A line for each feed that changed, then how many there are of what."""
    for feed in report.feeds:
        state = _standing(report, feed)
        if state != "unchanged":
            yield f"  {state:<10}{feed.url}"
    due = len(report.due)
    yield f"{counted(len(report.feeds), 'feed')}, {due} changed since the hub was told."
    if due and report.dry_run:
        yield "Nobody was told: say --send."
    elif due:
        states = Counter(line.state for line in report.results.values())
        yield f"The hub was told of {states[State.TOLD]}."


def report_value(report: Report) -> dict[str, object]:
    """The same as plain JSON values."""
    return {
        "dry_run": report.dry_run,
        "feeds": [_feed_value(report, feed) for feed in report.feeds],
        "findings": [finding.as_dict() for finding in findings(report)],
    }


def _standing(report: Report, feed: BuiltFeed) -> str:
    if feed.file not in report.due:
        return "unchanged"
    if feed.file in report.not_live:
        return "not live"
    line = report.results.get(feed.file)
    if line:
        return line.state
    return "changed" if report.dry_run else "left out"


def _feed_value(report: Report, feed: BuiltFeed) -> dict[str, object]:
    line = report.results.get(feed.file)
    said = asdict(line) if line else {"feed": feed.url, "digest": feed.digest, "hub": feed.hub}
    return {"file": feed.file, **said, "state": _standing(report, feed)}


def _by_reason(reasons: Mapping[str, str]) -> dict[str, list[str]]:
    """The keys of `reasons` by their values."""
    keys: dict[str, list[str]] = {}
    for key, reason in reasons.items():
        keys.setdefault(reason, []).append(key)
    return keys


def _shown(urls: list[str]) -> str:
    """The first address, and how many more there are."""
    return f"{urls[0]} and {len(urls) - 1} more" if len(urls) > 1 else urls[0]
