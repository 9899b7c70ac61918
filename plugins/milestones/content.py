"""What the content itself tells of: stories, guest posts, posts elsewhere, new partnerships.

Titles and addresses are read when somebody shows them: that they changed matters to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol, overload

from fanfare.watching import Made
from milestones.happenings import ELSEWHERE, GUEST_POST, PARTNERSHIP, STORY, Happening


class Text(Protocol):
    """What this module needs of a published article of Pelican's."""

    title: str
    date: datetime
    url: str
    source_path: str


class Partnership(Protocol):
    """What it needs of a partnership, as the plugin guest_posts tells of it."""

    kind: str
    name: str
    since: datetime


class Told(Happening):
    """What a text tells of: it is called as the text is, whenever that is asked."""

    __slots__ = ("_text",)
    _text: Text

    def __init__(self, kind: str, text: Text) -> None:
        day, name = text.date.date(), Path(text.source_path).stem
        values = {"day": day, "kind": kind, "id": name, "caused_by": "", "is_recorded": False}
        for field, value in (values | {"_text": text}).items():
            object.__setattr__(self, field, value)

    @property
    def title(self) -> str:
        """The title of the text."""
        return self._text.title

    @property
    def url(self) -> str:
        """The address of the text."""
        return self._text.url


class Happenings(Sequence[Happening]):
    """Everything that happened, looked up when somebody asks."""

    def __init__(self, find: Callable[[], Sequence[Happening]]) -> None:
        self._found = Made(find)

    def __len__(self) -> int:
        return len(self._found.unnoted())

    @overload
    def __getitem__(self, place: int) -> Happening: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Happening]: ...
    def __getitem__(self, place: int | slice) -> Happening | Sequence[Happening]:
        return self._found.unnoted()[place]

    def __iter__(self) -> Iterator[Happening]:
        return iter(self._found.unnoted())

    def fact(self) -> tuple[tuple[object, ...], ...]:
        """All that is reckoned with; whoever shows a title reads it of its text."""
        return tuple(
            (one.day, one.kind, one.id, *(() if isinstance(one, Told) else (one.title, one.url)))
            for one in self
        )


def told_by(
    articles: Iterable[Text],
    elsewhere: Sequence[Text],
    partnerships: Iterable[Partnership],
) -> list[Happening]:
    """Everything that `articles`, posts `elsewhere` and `partnerships` say happened.

    Articles are those published, their translations not among them. What was first published on
    another site, and is copied here, is no new story. A partner is a site: a guest without one is
    a guest post alone.
    """
    entries = {entry.source_path for entry in elsewhere}
    here = [
        Told(GUEST_POST if getattr(article, "guests", ()) else STORY, article)
        for article in articles
        if article.source_path not in entries and not _is_copy(article)
    ]
    there = [Told(ELSEWHERE, entry) for entry in elsewhere]
    partners = [
        Happening(one.since.date(), PARTNERSHIP, one.name)
        for one in partnerships
        if one.kind == "partner"
    ]
    return [*here, *there, *partners]


def _is_copy(article: Text) -> bool:
    roles = getattr(article, "roles", None)
    return bool(roles and roles.original)
