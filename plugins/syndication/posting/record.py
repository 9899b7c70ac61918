"""The ledger of posts: one line before a request, one after its answer; and what they say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.network import UNDECIDED, State
from syndication.records import Entry

VERDICT = "The author says so."
"""The reason of every line that the author's verdict made."""

_NOT_POSTED = frozenset({State.REFUSED, State.FAILED})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    date: str
    """ISO 8601 time with its offset from UTC."""

    network: str
    """Its key, such as `linkedin`."""

    state: State
    entry: str
    """The id of the entry, which outlives its title, address and file."""

    file: str
    """The author's file, as it was called then."""

    url: str
    """The address of the entry as it was then, without campaign parameters."""

    title: str
    published: str = ""
    """When the entry was published, as `date`; empty in lines that are older than this field."""

    attempt: str = ""
    """Which attempt to post this is about: see `History`. Empty in older lines."""

    urn: str = ""
    """The network's own identifier of the post."""

    permalink: str = ""
    """Where readers find the post."""

    reason: str = ""
    """Why it was not posted, or how it is known, in a sentence."""

    status: int = 0
    """Of the network's answer; 0 where there was none."""

    @property
    def time(self) -> datetime:
        """Its date, with its time zone."""
        return datetime.fromisoformat(self.date)

    @property
    def post(self) -> tuple[str, str]:
        """What its post is known by; empty texts where it names none."""
        return self.urn, self.permalink

    @property
    def is_denial(self) -> bool:
        """Whether the author says here that something was not posted, or is no longer there."""
        return self.state is State.FAILED and self.reason == VERDICT

    def is_published_as(self, entry: Entry) -> bool:
        """Whether its entry was published at the very moment of `entry`."""
        return self.published != "" and datetime.fromisoformat(self.published) == entry.published


def line_of(entry: Entry, network: str, state: State, date: str, attempt: str) -> Line:
    """A line that says no more of `entry` than its state."""
    return Line(
        date,
        network,
        state,
        entry.id,
        entry.file,
        entry.url,
        entry.title,
        entry.published.isoformat(),
        attempt,
    )


_Attempts: TypeAlias = dict[str, list[Line]]
"""Lines by their attempt, that with the latest change last."""


class History:
    """What the ledger says of each entry on each network.

    Lines of several machines meet in any order: what counts is what they name, never where they
    stand. Those of one attempt to post share an id: the line before the request, that of its
    outcome, and the author's verdicts on it. An attempt is

    - posted, where a line names a post that no other line takes back by that very name;
    - else settled, where a line says that it was not posted;
    - else open: it may have been posted or not.

    An entry is posted if one of its attempts is, else undecided if one is open. Only if all are
    settled may it be posted again: no line about one attempt hides another.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._attempts: dict[tuple[str, str], _Attempts] = {}
        self._posts: dict[tuple[str, str], Line] = {}
        for line in lines:
            self._posts[line.network, line.urn] = line
            self._take(line)
        self._last = {key: _standing(of)[-1] for key, of in self._attempts.items()}

    def _take(self, line: Line) -> None:
        key = (line.network, line.entry)
        attempts = self._attempts.pop(key, {})
        for attempt in _attempts_of(line, attempts):
            attempts[attempt] = [*attempts.pop(attempt, ()), replace(line, attempt=attempt)]
        self._attempts[key] = attempts

    def last(self, network: str, entry: str) -> Line | None:
        """What became of an entry on a network; None where nothing was tried."""
        return self._last.get((network, entry))

    def held(self, network: str, entry: str) -> list[Line]:
        """The lines for which an entry is not posted on a network, `last` as the last of them.

        That is one for each attempt that made the same post, or each that is open.
        """
        return _held(self._attempts.get((network, entry), {}))

    def on(self, network: str) -> list[Line]:
        """What became of every entry on a network, the latest change last."""
        return [line for (of, _), line in self._last.items() if of == network]

    def post(self, network: str, urn: str) -> Line | None:
        """The last line that names the post `urn` of a network, also one that was taken back."""
        return self._posts.get((network, urn)) if urn else None

    def was_denied(self, network: str, entry: str) -> bool:
        """Whether the author has said once that an entry is not on a network."""
        attempts = self._attempts.get((network, entry), {})
        return any(line.is_denial for lines in attempts.values() for line in lines)

    def undecided(self, network: str) -> list[Line]:
        """The entries that may have been posted on a network or not."""
        return [line for line in self.on(network) if line.state in UNDECIDED]

    def namesake(
        self, network: str, entry: Entry, ids: Container[str], files: Container[str]
    ) -> Line | None:
        """What was posted, or may have been, under another id and is `entry` all the same.

        It has its file or its address; or its file is gone, and it has its date or its title. What
        has one of `ids`, those of all entries, is another one; `files` are those of all entries.
        """
        for line in self.on(network):
            is_held = line.state in UNDECIDED or line.state is State.PUBLISHED
            if not is_held or line.entry in ids:
                continue
            if line.url == entry.url or (line.file != "" and line.file == entry.file):
                return line
            is_like = line.is_published_as(entry) or line.title == entry.title
            if line.file not in files and is_like:
                return line
        return None


def _attempts_of(line: Line, attempts: _Attempts) -> list[str]:
    """Which of the `attempts` at an entry `line` is about; or a new one.

    Lines had no ids once. Then those of one attempt had one date, and the author denied all that
    stood above.
    """
    if line.attempt:
        return [line.attempt]
    if line.is_denial:
        above = [one.attempt for one in _held(attempts) if one.time <= line.time]
        return above or [line.date]
    return [line.date]


def _outcome(attempt: Sequence[Line]) -> Line:
    """The line that says what became of an attempt."""
    settled = [line for line in attempt if line.state in _NOT_POSTED]
    taken_back = {line.post for line in settled}
    posts = [line for line in attempt if line.state is State.PUBLISHED]
    return ([line for line in posts if line.post not in taken_back] or settled or attempt)[-1]


def _standing(attempts: _Attempts) -> list[Line]:
    """The outcomes that decide on an entry, the latest change last."""
    lines = [_outcome(attempt) for attempt in attempts.values()]
    for states in ({State.PUBLISHED}, UNDECIDED):
        if deciding := [line for line in lines if line.state in states]:
            return deciding
    return lines


def _held(attempts: _Attempts) -> list[Line]:
    lines = [line for line in _standing(attempts) if line.state not in _NOT_POSTED]
    # Two posts are taken back one by one: who deleted one may not know of the other.
    return [line for line in lines if line.state in UNDECIDED or line.post == lines[-1].post]


def read(path: Path, shown_as: str) -> list[Line]:
    """Every line of the ledger at `path`, oldest first.

    Raises `FanfareError`, naming the file as `shown_as`, where a line does not say what became of
    an entry. What a later version may have added to a line is passed over.
    """
    return [_as_line(said, shown_as) for said in ledger.read(path, shown_as)]


def append(path: Path, line: Line) -> None:
    """Add `line` to the ledger at `path`, on disk when this returns; raises `OSError`."""
    ledger.append(path, asdict(line))


def _as_line(said: Mapping[str, ledger.Value], shown_as: str) -> Line:
    try:
        line = ledger.as_record(Line, said)
        dates = [line.date, *([line.published] if line.published else [])]
        is_timed = all(datetime.fromisoformat(date).tzinfo for date in dates)
        if not (line.network and line.entry and is_timed):
            raise ValueError
        return line
    except ValueError:
        raise FanfareError(
            Finding(
                "ledger",
                f"The line of {said.get('date', 'an unknown day')} "
                "does not say what was posted where, or what became of it.",
                "Restore it from git, or delete it.",
                source=shown_as,
            )
        ) from None
