"""The ledger of mentions: one line before a request, one after its answer; and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from guest_posts.hypertext import resolved, same_page

GONE = "gone"
"""Stands for the content where a post has lost the link that its target was told of."""


class State(StrEnum):
    """What became of a mention."""

    PENDING = "pending"
    """About to be sent. Where nothing follows, it may have arrived or not."""

    SENT = "sent"
    """Accepted: any 2xx."""

    NONE = "none"
    """The target names no endpoint that can be posted to."""

    REFUSED = "refused"
    """Answered with anything but 2xx."""

    FAILED = "failed"
    """It never left."""

    UNKNOWN = "unknown"
    """There was no answer: it may have arrived or not."""


UNDECIDED = frozenset({State.PENDING, State.UNKNOWN})
"""States in which nobody but the author can say whether a mention arrived."""

_NEVER_LEFT = frozenset({State.NONE, State.FAILED})
"""States that say nothing of what was sent before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger."""

    date: str
    """ISO 8601 time with its offset from UTC."""

    state: State
    source: str
    """The address of the post."""

    target: str
    """The address the post links to, as it does."""

    content: str
    """See `post_text.PostText.content`; or `GONE`."""

    endpoint: str = ""
    status: int = 0
    """Of the endpoint's answer; 0 where there was none."""

    location: str = ""
    """Where the receiver says what became of it (201)."""

    reason: str = ""
    """Why it was not sent, in a sentence."""

    @property
    def pair(self) -> tuple[str, str]:
        """Who told whom: the source and what all spellings of the target have in common."""
        return self.source, same_page(self.target)


class History:
    """What the ledger says of each source, target and content."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._pairs: dict[tuple[str, str], dict[str, Line]] = {}
        for line in lines:
            self._take(line)

    def _take(self, line: Line) -> None:
        by_content = self._pairs.setdefault(line.pair, {})
        by_content.pop(line.content, None)
        if line.state is State.SENT and line.content == GONE:
            by_content.clear()  # so that the link is news again where it comes back,
        elif line.state is State.SENT:
            by_content.pop(GONE, None)  # and its end where it goes once more
        by_content[line.content] = line

    def last(self, source: str, target: str, content: str) -> Line | None:
        """The last line about this mention; None where there is none."""
        return self._pairs.get((source, same_page(target)), {}).get(content)

    def reached(self, source: str, target: str) -> list[Line]:
        """The lines by which `target` was told, or may have been, that `source` links to it."""
        by_content = self._pairs.get((source, same_page(target)), {})
        return [
            line
            for line in by_content.values()
            if line.content != GONE and line.state in UNDECIDED | {State.SENT}
        ]

    def targets_reached(self, source: str) -> list[str]:
        """Every target that was told, or may have been, that `source` links to it."""
        targets = [target for of, target in self._pairs if of == source]
        lines = (self.reached(source, target) for target in targets)
        return [found[-1].target for found in lines if found]

    def undecided(self) -> list[Line]:
        """The last line about each source and target, where that may have arrived or not."""
        last = (
            [line for line in by_content.values() if line.state not in _NEVER_LEFT][-1:]
            for by_content in self._pairs.values()
        )
        return [line for found in last for line in found if line.state in UNDECIDED]


def read(path: Path, shown_as: str) -> list[Line]:
    """Every line of the ledger at `path`, oldest first.

    Raises `FanfareError`, naming the file as `shown_as`, where a line does not say what became of
    a mention. What a later version may have added to a line is passed over.
    """
    return [_as_line(said, shown_as) for said in ledger.read(path, shown_as)]


def append(path: Path, line: Line) -> None:
    """Add `line` to the ledger at `path`, on disk when this returns."""
    ledger.append(path, asdict(line))


def _as_line(said: Mapping[str, ledger.Value], shown_as: str) -> Line:
    try:
        line = ledger.as_record(Line, said)
        if not resolved(line.target, ""):
            raise ValueError
        return line
    except ValueError:
        raise FanfareError(
            Finding(
                "ledger",
                f"The mention of {said.get('date', 'an unknown day')} "
                "does not say what was sent from where to where, or what became of it.",
                "Restore the line from git, or delete it.",
                source=shown_as,
            )
        ) from None
