"""The seam between what is posted and the networks that take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from fanfare.pictures import Picture


class State(StrEnum):
    """What became of an entry on a network."""

    PENDING = "pending"
    """About to be sent. Where nothing follows, it may have been posted or not."""

    PUBLISHED = "published"

    REFUSED = "refused"
    """Answered with a no: it was not posted."""

    FAILED = "failed"
    """It never left."""

    UNKNOWN = "unknown"
    """There was no answer, or none that says: it may have been posted or not."""


UNDECIDED = frozenset({State.PENDING, State.UNKNOWN})
"""States in which nobody but the author can say whether an entry was posted."""


@dataclass(frozen=True, slots=True)
class Token:
    """Permission to post in the name of an author. Its value is in no message and no `repr`."""

    value: str = field(repr=False)
    account: str = ""
    """Who it posts as, in the network's own form: `urn:li:person:...`, `@ada@social.example`."""

    expires: str = ""
    """ISO 8601 time; empty where it does not, or nobody knows."""

    issued: str = ""
    """ISO 8601 time; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Message:
    """One entry, ready for a network."""

    entry_id: str
    url: str
    """What it links to, campaign parameters included."""

    title: str
    description: str
    hook: str
    """What it is shared with; networks shorten it to what they take."""

    hashtags: tuple[str, ...]
    """Without `#`, in CamelCase."""

    language: str
    picture: Picture | None
    owed: str = ""
    """What its readers must be told, a guest's name, its sponsors, its disclosure: never cut."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as a dry run shows it, with nothing secret in it."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    """As sent; for binary files, what they are and how long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a network made of a message."""

    state: State
    urn: str = ""
    """The network's own identifier of the post."""

    url: str = ""
    """Where readers find the post."""

    reason: str = ""
    """Why it was not published, as a sentence that holds nothing secret."""

    status: int = 0
    """Of the answer; 0 where there was none."""


class NotSent(Exception):  # noqa: N818 -- it says what is so
    """Preparing a message failed before anything could be posted; says why, without secrets."""


class Network(Protocol):
    """One network. Nothing is sent before `prepare` is called."""

    @property
    def key(self) -> str:
        """Its name in tasks, settings and the ledger."""

    @property
    def label(self) -> str:
        """What people call it."""

    def requests(self, message: Message) -> tuple[Request, ...]:
        """Every request that posting `message` takes, in order; touches no network."""

    def prepare(self, message: Message) -> object:
        """Do what can be done twice without harm, such as uploading the picture.

        Returns what `send` needs of that. Raises `NotSent`.
        """

    def send(self, message: Message, prepared: object) -> Outcome:
        """Post `message`: the one request that must never be made twice. Raises nothing."""
