"""What the heads of texts say to feeds and networks: their identifier, and when to share them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import written_date
from syndication.ids import is_identifier, tag_uri
from syndication.records import Sharing
from syndication.text.characters import xml_safe

if TYPE_CHECKING:
    from pelican.contents import Article

Settings = Mapping[str, Any]  # as Pelican has them

NOT_SHARED = frozenset({"no", "false", "off", "none"})
"""What `Linkedin:` says of a text that is not to be shared."""

SHARING_LINES = frozenset({"linkedin", "linkedin_date"})
_LINES = SHARING_LINES | {"id"}


class Ids:
    """Which texts have which identifier.

    Most are nowhere written: they are made of the names of texts, and only as they are asked for.
    """

    def __init__(self, articles: Iterable[Article], settings: Settings) -> None:
        self._settings = settings
        self.with_lines: list[Article] = []
        """Those whose heads have a line that this module reads."""

        self._pinned: dict[str, list[Article]] = {}
        self._by_name: dict[str, list[Article]] = {}
        for article in articles:
            if not _LINES.isdisjoint(article.metadata):
                self.with_lines.append(article)
                if pinned := _pinned(article):
                    self._pinned.setdefault(pinned, []).append(article)
                    continue
            self._by_name.setdefault(name_of(article, settings), []).append(article)

    def texts_with(self, entry_id: str) -> list[Article]:
        """The texts whose identifier is `entry_id`: one, unless something is wrong."""
        found = list(self._pinned.get(entry_id, ()))
        name = unquote(entry_id)
        while ":" in name:  # with which it ends, if it is one that we made
            name = name.partition(":")[2]
            named = self._by_name.get(name, ())
            found += [one for one in named if id_of(one, self._settings) == entry_id]
        return found

    def repeated(self) -> set[str]:
        """The identifiers that more than one text has."""
        namesakes = (one for of in self._by_name.values() if len(of) > 1 for one in of)
        may_be = [*self._pinned, *(id_of(one, self._settings) for one in namesakes)]
        return {entry_id for entry_id in may_be if len(self.texts_with(entry_id)) > 1}


def check(articles: Sequence[Article], ids: Ids, settings: Settings) -> None:
    """Raise `FanfareError` where heads are wrong, with all that is.

    That is an `Id:` that is no identifier, or that two texts have, or a `Linkedin_date:` that is
    none. `ids` are those of `articles`.
    """
    wrong: list[Finding] = []
    for article in ids.with_lines:
        wrong += _complaints(article, settings)
    if repeated := ids.repeated():
        wrong += [
            _wrong(
                article,
                settings,
                "id",
                f'Id "{entry_id}" is that of another text, too.',
                "Give each its own: feeds would show one of them only.",
            )
            for article in articles
            if (entry_id := id_of(article, settings)) in repeated
        ]
    if wrong:
        raise FanfareError.of(wrong)


def newest_first(articles: Iterable[Article], settings: Settings) -> list[Article]:
    """`articles` by their dates; those of one moment by their identifiers, the last one first."""
    dated = sorted(articles, key=_date_of, reverse=True)
    found: list[Article] = []
    for _date, of in groupby(dated, key=_date_of):
        at_once = list(of)
        if len(at_once) > 1:
            at_once.sort(key=lambda article: id_of(article, settings), reverse=True)
        found += at_once
    return found


def id_of(article: Article, settings: Settings) -> str:
    """The identifier of an article: what its head says, or made of its name."""
    if pinned := _pinned(article):
        return pinned
    entity, site_url = settings.get("TAGGING_ENTITY") or "", settings["SITEURL"]
    return tag_uri(entity, site_url, article.date.date(), name_of(article, settings))


def sharing_of(article: Article, settings: Settings) -> Sharing:
    """What the head of an article says of sharing it; what is no date there counts for nothing."""
    if SHARING_LINES.isdisjoint(article.metadata):
        return Sharing()
    hook = said(article, "linkedin")
    wanted = hook.lower() not in NOT_SHARED
    not_before = written_date(said(article, "linkedin_date"))
    if not_before and not_before.tzinfo is None:
        not_before = not_before.replace(tzinfo=ZoneInfo(settings["TIMEZONE"]))
    return Sharing(wanted, xml_safe(hook) if wanted else "", not_before)


def shared_from(article: Article, settings: Settings) -> datetime:
    """When an article may be shared first: never before it is published."""
    date: datetime = article.date
    return max(date, sharing_of(article, settings).not_before or date)


def name_of(article: Article, settings: Settings) -> str:
    """What an article is called in its identifier: its file, from `content/` and without ending."""
    path = _path_of(article, settings)
    return path.rpartition(".")[0] if path else f"{article.category.slug}/{article.slug}"


def file_of(article: Article, settings: Settings) -> str:
    """The author's file of an article as messages name it; empty where it has none."""
    path = _path_of(article, settings)
    return f"{settings['PATH'].rpartition('/')[2]}/{path}" if path else ""


def said(article: Article, key: str) -> str:
    """What the head says under `key`, line by line."""
    value = article.metadata.get(key, "")
    rows: Sequence[object] = value if isinstance(value, list) else [value]
    return "\n".join(str(row).strip() for row in rows).strip()


_date_of = attrgetter("date")


def _pinned(article: Article) -> str:
    return said(article, "id") if "id" in article.metadata else ""


def _path_of(article: Article, settings: Settings) -> str:
    """The file of an article, relative to the folder of all content; empty where it has none."""
    source, folder = article.source_path, f"{settings['PATH']}/"
    if source and source.startswith(folder):  # asking Pelican takes longer than all the rest
        return str(source[len(folder) :])
    return str(article.get_relative_source_path()) if source else ""


def _complaints(article: Article, settings: Settings) -> Iterable[Finding]:
    pinned = _pinned(article)
    if pinned and not is_identifier(pinned):
        remedy = "Write a URI such as tag:longmargin.example,2025:posts/the-ramp, or take it out."
        yield _wrong(article, settings, "id", f'Id "{pinned}" is no identifier.', remedy)
    date = said(article, "linkedin_date")
    if date and written_date(date) is None:
        message = f'Linkedin_date "{date}" is not a date.'
        remedy = "Write it as 2026-01-31 or 2026-01-31 09:00."
        yield _wrong(article, settings, "linkedin_date", message, remedy)


def _wrong(article: Article, settings: Settings, key: str, message: str, remedy: str) -> Finding:
    source, line = file_of(article, settings), 0
    if article.source_path:
        line = front_matter.read(Path(article.source_path), source)[0].line(key)
    return Finding("syndication", message, remedy, source=source, line=line)
