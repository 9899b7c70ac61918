"""What the author says of an entry that may have been posted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from syndication.networks.known import Known
from syndication.networks.network import UNDECIDED, State
from syndication.posting.plan import names_of, no_such_entry, several_entries
from syndication.posting.record import VERDICT, History, Line, line_of
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where posts stand on one network."""

    network: Known
    server: str
    """The address of the site's server there; empty where it names none."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """On which hosts and their subdomains posts are; empty where nobody knows."""
        server = urlsplit(self.server).hostname
        return self.network.hosts or ((server,) if server else ())

    def has(self, url: str) -> bool:
        """Whether a post may have the address `url`."""
        host = urlsplit(url).hostname or ""
        return not self.hosts or any(f".{host}".endswith(f".{one}") for one in self.hosts)


def lines_about(network: str, slug: str, history: History, entries: Sequence[Entry]) -> list[Line]:
    """The lines that a verdict on the entry called `slug` is about, at least one.

    That of an entry of which the ledger says nothing is new and says nothing either. Raises
    `FanfareError` where there is no such entry, or more than one.
    """
    found = {
        entry.id: history.last(network, entry.id)
        or line_of(entry, network, State.FAILED, date="", attempt="")
        for entry in entries
        if slug in names_of(entry)
    }
    if not found:
        # Its file may have been renamed or removed since.
        found = {line.entry: line for line in history.on(network) if slug in names_of_line(line)}
    if not found:
        waiting = [names_of_line(line)[0] for line in history.undecided(network)]
        raise no_such_entry(slug, [*waiting, *(entry.slug for entry in entries)])
    if len(found) > 1:
        raise several_entries(slug, [line.file or line.entry for line in found.values()])
    [(entry_id, last)] = found.items()
    return history.held(network, entry_id) or [last]


def concluded(
    lines: Sequence[Line], verdict: Verdict, place: Place, now: str, attempt: str
) -> list[Line]:
    """What the ledger is to say of the entry of `lines` after the author's `verdict`.

    `attempt` is an id that no attempt has. Raises `FanfareError` where the verdict is none, does
    not fit, or lacks where the post is.
    """
    if verdict.word not in VERDICTS:
        raise FanfareError(_no_verdict(verdict.word))
    last, state = lines[-1], VERDICTS[verdict.word]
    said = [replace(line, date=now, state=state, reason=VERDICT, status=0) for line in lines]
    if state is State.PUBLISHED:
        urn, link = _whereabouts(place, verdict.url, verdict.urn)
        # What is settled stays so, whichever line of it stands where: this is another attempt.
        attempt = last.attempt if last.state in UNDECIDED else attempt
        return [replace(said[-1], urn=urn, permalink=link, attempt=attempt)]
    if verdict.url or verdict.urn:
        message = "What was not posted is nowhere."
        raise FanfareError(Finding("verdict", message, "Leave out --url and --urn."))
    if last.state not in UNDECIDED | {State.PUBLISHED}:
        message = f'Nothing says that "{last.title}" was posted.'
        raise FanfareError(Finding("verdict", message, "It needs no verdict."))
    return said


def names_of_line(line: Line) -> tuple[str, ...]:
    """What an author may call the entry of `line`: as `plan.names_of`."""
    slug = PurePosixPath(urlsplit(line.url).path).name
    return (slug.removesuffix(".html") or line.entry), line.entry, line.file


def _no_verdict(word: str) -> Finding:
    message = f'"{word}" is no verdict.' if word else "Nobody said whether it was posted."
    return Finding("verdict", message, did_you_mean(word, VERDICTS, "posted or not-posted"))


def _whereabouts(place: Place, url: str, urn: str) -> tuple[str, str]:
    """URN and address of a post, of which the author says one or both."""
    network, remedy = place.network, "Add --url and the address of the post."
    if not url and not urn:
        raise FanfareError(Finding("verdict", "Nobody said where it was posted.", remedy))
    if url and not _is_address(url):
        message = f'"{url}" is no address.'
        raise FanfareError(Finding("verdict", message, "Write all of it, with https://."))
    if urn and not network.permalink_of(urn):
        message = f'"{urn}" is no post of {network.label}.'
        raise FanfareError(Finding("verdict", message, f"Leave out --urn. {remedy}"))
    link = url or network.permalink_of(urn)
    if not place.has(link):
        message = f"{link} is not on {network.label}."
        remedy = f"Write the address of the post, on {' or '.join(place.hosts)}."
        raise FanfareError(Finding("verdict", message, remedy))
    return urn or network.urn_of(url), link


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)
