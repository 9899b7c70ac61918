"""Articles, as Pelican has read them, as entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from fanfare.pictures import Picture, own_picture
from syndication.heads import file_of, id_of, sharing_of
from syndication.records import Author, Entry
from syndication.text.characters import xml_safe

if TYPE_CHECKING:
    from pelican.contents import Article

Context = Mapping[str, Any]  # as Pelican has it

TEXTS = "SYNDICATION_TEXTS"
"""Where the context, which all generators share, holds what feeds may have, newest first."""

TRANSLATIONS = "SYNDICATION_TRANSLATIONS"
"""Where it holds what only the feed of its language has, since another text says the same."""

_BLOCK = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|blockquote)\b[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)

SUMMARY_LENGTH = 500
"""How much of a text stands for a summary where nobody wrote one, in characters."""


def entries_of(context: Context) -> list[Entry]:
    """Every published entry of the site that `context` is of, newest first.

    Posts elsewhere are among them; drafts, hidden posts and posts with a date to come are not.
    """
    return [entry_of(article, context) for article in context[TEXTS]]


def entry_of(article: Article, context: Context) -> Entry:
    """One article as an entry; all its links must have been resolvable before."""
    from syndication.text.addresses import ready_to_leave  # which waits for lxml

    site_url = str(context["SITEURL"])
    is_elsewhere = bool(getattr(article, "host", None))
    url = article.url if "://" in article.url else f"{site_url}/{article.url}"
    html = ready_to_leave(article.get_content(site_url), url)
    category, tags = article.category.name, [tag.name for tag in getattr(article, "tags", ())]
    authors = tuple(_authors(article, site_url)) or (_site_author(context),)
    roles = getattr(article, "roles", None)
    copied_from = roles.original if roles and not is_elsewhere else None
    return Entry(
        id=id_of(article, context),
        title=xml_safe(_title(article, context)),
        url=url,
        published=article.date,
        updated=max(article.date, getattr(article, "modified", article.date)),
        authors=authors,
        byline=_byline(authors, context),
        summary=xml_safe(_summary(article, html)),
        content=xml_safe(html),
        categories=tuple(xml_safe(name) for name in (category, *tags)),
        tags=tuple(map(xml_safe, tags)),
        language=str(getattr(article, "lang", "") or context["DEFAULT_LANG"]),
        picture=_picture(article, context),
        owed=xml_safe(_in_plain_text(getattr(article, "owed", ""))),
        original=copied_from.url if copied_from else "",
        is_elsewhere=is_elsewhere,
        sharing=sharing_of(article, context),
        slug=article.slug,
        file=file_of(article, context),
    )


class Enclosure:
    """A picture as feeds tell of it: they say how long it is. So it is drawn by now."""

    def __init__(self, picture: Picture) -> None:
        self.url, self.type, self.alt = picture.url, picture.type, picture.alt
        self.width, self.height, self.length = picture.width, picture.height, picture.length
        self._picture = picture

    def read(self) -> bytes:
        """The file as it is."""
        return self._picture.read()

    def fact(self) -> tuple[object, ...]:
        """All that feeds say of it."""
        return self.url, self.type, self.width, self.height, self.length, self.alt


def entry_for_feeds(article: Article, settings: Context) -> Entry:
    """One article as an entry that says all that feeds do: what is on its pictures, too."""
    entry = entry_of(article, settings)
    return replace(entry, picture=Enclosure(entry.picture)) if entry.picture else entry


def _authors(article: Article, site_url: str) -> Iterable[Author]:
    for author in getattr(article, "authors", ()):
        yield Author(xml_safe(author.name), f"{site_url}/{author.url}" if author.url else "")


def _byline(authors: Sequence[Author], context: Context) -> str:
    own = str(context.get("AUTHOR") or "").casefold()
    if all(author.name.casefold() == own for author in authors) or not own:
        return ""
    *most, last = (author.name for author in authors)
    said = f"By {', '.join(most)}{' and ' if most else ''}{last}"
    return said if said.endswith(".") else f"{said}."


def _site_author(context: Context) -> Author:
    return Author(xml_safe(context.get("AUTHOR") or context["SITENAME"]), f"{context['SITEURL']}/")


def _title(article: Article, context: Context) -> str:
    """Plain text: themes that escape nothing take a title for HTML, and so did its author."""
    title = str(article.title)
    return title if context["JINJA_ENVIRONMENT"].get("autoescape") else _in_plain_text(title)


def _summary(article: Article, html: str) -> str:
    written = article.metadata.get("summary")
    if written:
        return _in_plain_text(" ".join(written) if isinstance(written, list) else str(written))
    from fanfare.reading import plain_text  # which waits for lxml
    from syndication.text.shortening import shortened

    owed = getattr(article, "owed", "")  # with which the text ends; summaries are followed by it
    words = plain_text(html.removesuffix(owed))[: SUMMARY_LENGTH + 1]  # one more: it goes on
    return shortened(words, lambda cut: len(cut) <= SUMMARY_LENGTH)


def _in_plain_text(html: str) -> str:
    """The words of a short piece of HTML, on one line."""
    return " ".join(unescape(_MARKUP.sub("", _BLOCK.sub(" ", html))).split())


def _picture(article: Article, context: Context) -> Picture | None:
    card: Picture | None = getattr(article, "social_card", None)
    return card or own_picture(article, context)
