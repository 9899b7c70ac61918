"""What the author says of an entry that may have been posted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from syndication.networks.linkedin_answers import permalink, post_in
from syndication.networks.network import UNDECIDED, State
from syndication.posting.plan import names_of, no_such_entry, several_entries
from syndication.posting.record import History, Line
from syndication.records import Entry

VERDICTS = {"posted": State.PUBLISHED, "not-posted": State.FAILED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the author says."""

    word: str
    """One of `VERDICTS`."""

    url: str = ""
    """The address of the post."""

    urn: str = ""
    """The network's own identifier of it."""


def line_about(network: str, slug: str, history: History, entries: Sequence[Entry]) -> Line:
    """The line that a verdict on the entry called `slug` is about: the last one of it.

    That of an entry of which the ledger says nothing is new and says nothing either. Raises
    `FanfareError` where there is no such entry, or more than one.
    """
    found = {
        entry.id: _line_of(entry, network, history) for entry in entries if slug in names_of(entry)
    }
    if not found:
        # Its file may have been renamed or removed since.
        found = {line.entry: line for line in history.on(network) if slug in names_of_line(line)}
    if not found:
        waiting = [names_of_line(line)[0] for line in history.undecided(network)]
        raise no_such_entry(slug, [*waiting, *(entry.slug for entry in entries)])
    if len(found) > 1:
        raise several_entries(slug, [line.file or line.entry for line in found.values()])
    return next(iter(found.values()))


def concluded(line: Line, verdict: Verdict, now: str) -> Line:
    """What the ledger is to say of `line` after the author's `verdict`.

    Raises `FanfareError` where that is none, does not fit, or lacks where the post is.
    """
    if verdict.word not in VERDICTS:
        remedy = did_you_mean(verdict.word, VERDICTS, "posted or not-posted")
        raise FanfareError(Finding("verdict", f'"{verdict.word}" is no verdict.', remedy))
    state = VERDICTS[verdict.word]
    said = replace(line, date=now, state=state, reason="The author says so.", status=0)
    if state is State.PUBLISHED:
        urn, link = _whereabouts(line.network, verdict.url, verdict.urn)
        return replace(said, urn=urn, permalink=link)
    if verdict.url or verdict.urn:
        message = "What was not posted is nowhere."
        raise FanfareError(Finding("verdict", message, "Leave out --url and --urn."))
    if line.state not in UNDECIDED | {State.PUBLISHED}:
        message = f'Nothing says that "{line.title}" was posted.'
        raise FanfareError(Finding("verdict", message, "It needs no verdict."))
    return said


def names_of_line(line: Line) -> tuple[str, ...]:
    """What an author may call the entry of `line`: as `plan.names_of`."""
    slug = PurePosixPath(urlsplit(line.url).path).name
    return (slug.removesuffix(".html") or line.entry), line.entry, line.file


def _line_of(entry: Entry, network: str, history: History) -> Line:
    last = history.last(network, entry.id)
    return last or Line("", network, State.FAILED, entry.id, entry.file, entry.url, entry.title)


def _whereabouts(network: str, url: str, urn: str) -> tuple[str, str]:
    """URN and address of a post, of which the author says one or both."""
    if not url and not urn:
        message = "Nobody said where it was posted."
        raise FanfareError(Finding("verdict", message, "Add --url and the address of the post."))
    if url and not _is_address(url):
        message = f'"{url}" is no address.'
        raise FanfareError(Finding("verdict", message, "Write all of it, with https://."))
    if network != "linkedin":
        if url:
            return urn, url
        message = f"Readers cannot find {urn}."
        raise FanfareError(Finding("verdict", message, "Add --url and the address of the post."))
    if urn and not permalink(urn):
        message = f'"{urn}" is no post of LinkedIn.'
        remedy = "Write one such as urn:li:share:7300000000000000000."
        raise FanfareError(Finding("verdict", message, remedy))
    urn = urn or post_in(url)
    return urn, url or permalink(urn)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)
