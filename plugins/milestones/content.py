"""What the content itself tells of: stories, guest posts, posts elsewhere, new partnerships."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
        _of_text(GUEST_POST if getattr(article, "guests", ()) else STORY, article)
        for article in articles
        if article.source_path not in entries and not _is_copy(article)
    ]
    there = [_of_text(ELSEWHERE, entry) for entry in elsewhere]
    partners = [
        Happening(one.since.date(), PARTNERSHIP, one.name)
        for one in partnerships
        if one.kind == "partner"
    ]
    return [*here, *there, *partners]


def _of_text(kind: str, text: Text) -> Happening:
    return Happening(text.date.date(), kind, text.title, Path(text.source_path).stem, url=text.url)


def _is_copy(article: Text) -> bool:
    roles = getattr(article, "roles", None)
    return bool(roles and roles.original)
