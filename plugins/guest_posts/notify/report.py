"""What a run came to, as lines to read and as values for machines."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

from fanfare.console import counted
from guest_posts.notify.plan import Mention
from guest_posts.notify.record import UNDECIDED, Line, State
from guest_posts.notify.run import Report

_DUE = "due"
_WORDS = {
    _DUE: "to tell",
    State.SENT: "told",
    State.NONE: "no endpoint",
    State.REFUSED: "refused",
    State.FAILED: "failed",
}


def report_lines(report: Report) -> Iterator[str]:
    """A line for each mention, then how many there are of what, then what the author decides."""
    for mention in report.mentions:
        state, line = _standing(report, mention)
        if state not in UNDECIDED:  # which come last, with what to do
            word = "left out" if state == _DUE and not report.dry_run else _WORDS[state]
            detail = _detail(mention, line)
            yield f"  {word:<12} {mention.source} -> {mention.target} ({detail})"
    yield from _summary(report)
    if report.unknown:
        yield f"{counted(len(report.unknown), 'mention')} may have arrived or not."
        yield "Look there or ask, and say --resolve sent; or unsent, to have it sent again:"
        for line in report.unknown:
            pair = f"--source {shlex.quote(line.source)} --target {shlex.quote(line.target)}"
            yield f"  invoke guests.notify --resolve sent {pair}"


def report_value(report: Report) -> dict[str, object]:
    """The same as plain JSON values."""
    return {
        "choice": str(report.choice),
        "posts": report.posts,
        "dry_run": report.dry_run,
        "mentions": [_mention_value(report, mention) for mention in report.mentions],
        "unknown": [asdict(line) for line in report.unknown],
        "findings": [finding.as_dict() for finding in report.findings],
    }


def _standing(report: Report, mention: Mention) -> tuple[str, Line | None]:
    """What became of `mention`, or `due`, and the line that says so."""
    line = report.results.get(mention.pair)
    if line is None and not mention.is_due:
        line = mention.last
    return (line.state if line else _DUE), line


def _detail(mention: Mention, line: Line | None) -> str:
    if line is None:
        return "tried again" if mention.last else mention.why
    said = line.reason.rstrip(".") or (str(line.status) if line.status else "")
    status_page = f", see {line.location}" if line.location else ""
    return f"{line.date[:10]}: {said}{status_page}"


def _summary(report: Report) -> Iterator[str]:
    yield f"{counted(report.posts, 'post')} ({report.choice}; --days, --post or --all for others)."
    due = sum(mention.is_due for mention in report.mentions)
    if not due:
        yield "Nobody is to be told of anything."
    elif report.dry_run:
        yield f"{counted(due, 'mention')} to send. Nothing was sent: say --send."
    else:
        states = Counter(line.state for line in report.results.values())
        yield f"{states[State.SENT]} of {counted(due, 'mention')} sent."


def _mention_value(report: Report, mention: Mention) -> dict[str, object]:
    state, line = _standing(report, mention)
    return {
        "source": mention.source,
        "target": mention.target,
        "content": mention.content,
        "why": mention.why,
        "post": mention.file,
        "state": state,
        "date": line.date if line else "",
        "endpoint": line.endpoint if line else "",
        "status": line.status if line else 0,
        "location": line.location if line else "",
        "reason": line.reason if line else "",
    }
