"""The ledger of posts: one line before a request, one after its answer; and what they say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.network import UNDECIDED, State
from syndication.records import Entry

LEDGER = "syndication.jsonl"
"""The name of the ledger in `content/data/`."""


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

    def may_follow(self, published: Line) -> bool:
        """Whether this changes what `published` says: it names another post, or takes back that."""
        same = (self.urn, self.permalink) == (published.urn, published.permalink)
        return same or self.state is State.PUBLISHED


class History:
    """What the ledger says of each entry on each network, last."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines: dict[tuple[str, str], Line] = {}
        self._posts: dict[tuple[str, str], Line] = {}
        for line in lines:
            self._posts[line.network, line.urn] = line
            self._take(line)

    def _take(self, line: Line) -> None:
        key = (line.network, line.entry)
        before = self._lines.get(key)
        # Lines of two machines may meet in any order: what is posted stays so, until the author
        # says of that very post that it is not there.
        if before and before.state is State.PUBLISHED and not line.may_follow(before):
            return
        self._lines.pop(key, None)
        self._lines[key] = line

    def last(self, network: str, entry: str) -> Line | None:
        """What became of an entry on a network; None where nothing was tried."""
        return self._lines.get((network, entry))

    def on(self, network: str) -> list[Line]:
        """What became of every entry on a network, the latest change last."""
        return [line for (of, _), line in self._lines.items() if of == network]

    def post(self, network: str, urn: str) -> Line | None:
        """The last line that names the post `urn` of a network, also one that was taken back."""
        return self._posts.get((network, urn)) if urn else None

    def undecided(self, network: str) -> list[Line]:
        """The entries that may have been posted on a network or not."""
        return [line for line in self.on(network) if line.state in UNDECIDED]

    def namesake(self, network: str, entry: Entry, ids: Container[str]) -> Line | None:
        """What was posted, or may have been, from the file or of the address of `entry`.

        Only under an id that is none of `ids`, those of all entries: then it may be the same text.
        """
        for line in self.on(network):
            is_held = line.state in UNDECIDED or line.state is State.PUBLISHED
            is_like = line.url == entry.url or (line.file != "" and line.file == entry.file)
            if is_held and is_like and line.entry not in ids:
                return line
        return None


def read(path: Path, shown_as: str) -> list[Line]:
    """Every line of the ledger at `path`, oldest first.

    Raises `FanfareError`, naming the file as `shown_as`, where a line does not say what became of
    an entry. What a later version may have added to a line is passed over.
    """
    return [_as_line(said, shown_as) for said in ledger.read(path, shown_as)]


def append(path: Path, line: Line) -> None:
    """Add `line` to the ledger at `path`, on disk when this returns."""
    ledger.append(path, asdict(line))


def _as_line(said: Mapping[str, ledger.Value], shown_as: str) -> Line:
    try:
        line = ledger.as_record(Line, said)
        if not (line.network and line.entry) or line.time.tzinfo is None:
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
