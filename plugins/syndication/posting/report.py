"""What posting came to, as lines for people and as values for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from fanfare.console import counted
from syndication.networks.network import Request, State
from syndication.posting.plan import Item, Standing
from syndication.posting.record import Line
from syndication.posting.result import Result, Target
from syndication.posting.verdict import names_of_line
from syndication.records import Entry

_WORDS = {
    Standing.DUE: "to post",
    Standing.POSTED: "posted",
    Standing.UNDECIDED: "undecided",
    Standing.RENAMED: "held",
    Standing.UNWANTED: "not wanted",
    Standing.EARLY: "waits",
    Standing.OLD: "old",
    State.PUBLISHED: "posted",
    State.REFUSED: "refused",
    State.FAILED: "failed",
    State.PENDING: "undecided",
    State.UNKNOWN: "undecided",
}
_COUNTED_ONLY = frozenset({Standing.POSTED, Standing.OLD, Standing.UNWANTED})
"""How entries stand that a queue has nothing to do with."""

_LATEST = 10
"""How many of those that were posted a status shows, unless all are asked for."""


def result_lines(result: Result, *, single: bool) -> Iterator[str]:
    """A line for each entry, the requests of a dry run below it, then how many there are of what.

    `single` where one entry was asked for, and is shown whatever it is.
    """
    target = result.target
    yield f"{target.label}:"
    for item in result.items:
        if single or item.standing not in _COUNTED_ONLY:
            yield _line(_word(result, item), item.entry, _detail(result, item))
            for request in result.requests.get(item.entry.id, ()):
                yield from _request_lines(request)
    yield from _summary(result, single=single)
    yield from _decide(target, result.undecided)


@dataclass(frozen=True, slots=True)
class Stand:
    """How one network stands."""

    target: Target
    items: Sequence[Item]
    undecided: Sequence[Line]
    """The entries that may have been posted or not, those included that are gone."""

    gone: Sequence[Line]
    """Of those that were posted and are gone: their files were deleted, or have other ids."""


def status_lines(stand: Stand, *, everything: bool) -> Iterator[str]:
    """How the token stands, then a line for each entry that was posted or waits."""
    target, items = stand.target, stand.items
    yield f"{target.label}: {_token(target)}"
    now_of = {item.entry.id: item.entry for item in items}
    posted = [item.last for item in items if item.standing is Standing.POSTED and item.last]
    posted = sorted([*posted, *stand.gone], key=lambda line: line.time)
    shown = posted if everything else posted[-_LATEST:]
    if len(shown) < len(posted):
        yield f"  ... {counted(len(posted) - len(shown), 'earlier one')} posted: say --all."
    others = [item for item in items if item.standing not in _COUNTED_ONLY]
    for line in shown:
        now = now_of.get(line.entry, line)
        yield _line("posted", now, f": {line.date[:10]}, {_outcome(line)}")
    for item in others:
        yield _line(_WORDS[item.standing], item.entry, _standing_detail(item))
    count = Counter(item.standing for item in items)
    old, unwanted = count[Standing.OLD], count[Standing.UNWANTED]
    if not shown and not others:
        yield "  Nothing was posted, and nothing waits."
    if old or unwanted:
        yield f"  Besides: {counted(old, 'older entry', 'older entries')}, {unwanted} not wanted."
    yield from _decide(target, stand.undecided)


def result_value(result: Result, *, single: bool) -> dict[str, object]:
    """The same as `result_lines` as plain JSON values."""
    shown = [item for item in result.items if single or item.standing not in _COUNTED_ONLY]
    return {
        "network": result.target.key,
        "dry_run": result.dry_run,
        "entries": [
            {
                **_item_value(item, result.lines.get(item.entry.id, item.last)),
                "requests": [asdict(one) for one in result.requests.get(item.entry.id, ())],
            }
            for item in shown
        ],
        "counts": _counts(result.items),
        "stopped": result.stopped,
        "undecided": [asdict(line) for line in result.undecided],
        "findings": [finding.as_dict() for finding in result.findings],
    }


def status_value(stand: Stand) -> dict[str, object]:
    """The same as `status_lines`, of all entries that were posted, as plain JSON values."""
    hidden = _COUNTED_ONLY - {Standing.POSTED}
    shown = [item for item in stand.items if item.standing not in hidden]
    return {
        "network": stand.target.key,
        "token": stand.target.token,
        "entries": [_item_value(item, item.last) for item in shown],
        "gone": [asdict(line) for line in stand.gone],
        "counts": _counts(stand.items),
        "undecided": [asdict(line) for line in stand.undecided],
        "findings": [finding.as_dict() for finding in stand.target.findings],
    }


def _line(word: str, of: Entry | Line, detail: str) -> str:
    return f"  {word:<10} {of.title} ({of.file or of.url}){detail}"


def _word(result: Result, item: Item) -> str:
    if line := result.lines.get(item.entry.id):
        return _WORDS[line.state]
    left_out = item.standing is Standing.DUE and item.entry.id not in result.done
    return "left out" if left_out else _WORDS[item.standing]


def _detail(result: Result, item: Item) -> str:
    line = result.lines.get(item.entry.id)
    return f": {_outcome(line)}" if line else _standing_detail(item)


def _standing_detail(item: Item) -> str:
    last, not_before = item.last, item.entry.sharing.not_before
    if item.standing is Standing.EARLY and not_before:
        return f": not before {not_before:%Y-%m-%d %H:%M}"
    if item.standing is Standing.RENAMED and last:
        return f": posted on {last.date[:10]} with the id {last.entry}"
    if item.standing is Standing.DUE:
        return f", tried again: {_outcome(last)}" if last else ""
    return f": {last.date[:10]}, {_outcome(last)}" if last else ""


def _outcome(line: Line) -> str:
    """What became of an entry, in words."""
    where = line.permalink or line.urn
    if line.state is State.PUBLISHED:
        return f"{where} ({line.reason.rstrip('.')})" if line.reason else where
    if line.state is State.PENDING:
        return "the command ended before there was an answer"
    return line.reason.rstrip(".") or line.state


def _request_lines(request: Request) -> Iterator[str]:
    yield f"    {request.method} {request.url}"
    for name, value in request.headers.items():
        yield f"      {name}: {value}"
    yield ""
    if request.body:
        for line in _pretty(request.body).splitlines():
            yield f"      {line}".rstrip()
        yield ""


def _pretty(body: str) -> str:
    """A body as people read it: JSON with a line for each value."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def _summary(result: Result, *, single: bool) -> Iterator[str]:
    due, label = len(result.due), result.target.label
    entries = counted(due, "entry", "entries")
    if not due:
        yield f"Nothing is to be posted to {label}."
    elif result.dry_run and result.target.network is None:
        yield f"{entries} to post to {label}, once that can be reached."
    elif result.dry_run:
        yield f"{entries} to post to {label}. Nothing was sent: say --send."
    else:
        yield f"{len(result.done)} of {entries} posted to {label}."
    if result.stopped:
        yield f"The rest waits: {result.stopped}"
    old = sum(item.standing is Standing.OLD for item in result.items)
    if old and not single:
        entries = counted(old, "older entry is", "older entries are")
        yield f"{entries} left alone: post one by its slug, or say --since DATE."


def _decide(target: Target, undecided: Sequence[Line]) -> Iterator[str]:
    if not undecided:
        return
    entries = counted(len(undecided), "entry", "entries")
    yield f"{entries} may have been posted or not. Look on {target.label}, and say which:"
    for line in undecided:
        command = f"invoke {target.key}.resolve {names_of_line(line)[0]}"
        yield f"  {command} posted --url URL"
        yield f"  {command} not-posted"


def _token(target: Target) -> str:
    return f"the token {target.token}." if target.token else "nobody is logged in."


def _counts(items: Sequence[Item]) -> Mapping[str, int]:
    count = Counter(item.standing for item in items)
    return {standing.value: count[standing] for standing in Standing}


def _item_value(item: Item, line: Line | None) -> dict[str, object]:
    entry = item.entry
    not_before = entry.sharing.not_before
    value: dict[str, object] = {
        "entry": entry.id,
        "slug": entry.slug,
        "title": entry.title,
        "url": entry.url,
        "file": entry.file,
        "standing": item.standing.value,
        "not_before": not_before.isoformat() if not_before else "",
    }
    said = ("state", "date", "urn", "permalink", "reason", "status")
    empty = {name: 0 if name == "status" else "" for name in said}
    return value | ({name: asdict(line)[name] for name in said} if line else empty)
