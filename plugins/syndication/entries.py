"""Articles, as Pelican has read them, as entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import written_date
from fanfare.pictures import Picture, own_picture
from fanfare.reading import plain_text
from syndication.ids import is_identifier, tag_uri
from syndication.records import Author, Entry, Sharing
from syndication.text.addresses import ready_to_leave
from syndication.text.characters import xml_safe
from syndication.text.shortening import shortened

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

NOT_SHARED = frozenset({"no", "false", "off", "none"})
"""What `Linkedin:` says of a text that is not to be shared."""


def entries_of(context: Context) -> list[Entry]:
    """Every published entry of the site that `context` is of, newest first.

    Posts elsewhere are among them; drafts, hidden posts and posts with a date to come are not.
    Raises `FanfareError` as `read_heads` does.
    """
    return [entry_of(article, context) for article in context[TEXTS]]


def entry_of(article: Article, context: Context) -> Entry:
    """One article as an entry; all its links must have been resolvable before."""
    site_url = str(context["SITEURL"])
    is_elsewhere = bool(getattr(article, "host", None))
    url = article.url if "://" in article.url else f"{site_url}/{article.url}"
    html = ready_to_leave(article.get_content(site_url), url)
    category, tags = article.category.name, [tag.name for tag in getattr(article, "tags", ())]
    authors = tuple(_authors(article, site_url)) or (_site_author(context),)
    roles = getattr(article, "roles", None)
    copied_from = roles.original if roles and not is_elsewhere else None
    return Entry(
        id=article.entry_id,
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
        sharing=article.sharing,
        slug=article.slug,
        file=file_of(article, context),
    )


def read_heads(articles: Iterable[Article], context: Context) -> None:
    """Give each article `entry_id`, `sharing` and `shared_from`, by what its head says.

    Raises `FanfareError` for an `Id:` that is no identifier, or that two texts have, and for a
    `Linkedin_date:` that is none: all of them at once.
    """
    wrong: list[Finding] = []
    every = list(articles)
    for article in every:
        article.entry_id, complaint = _id_of(article, context)
        wrong += complaint
        article.sharing, complaint = _sharing(article, context)
        wrong += complaint
        article.shared_from = max(article.date, article.sharing.not_before or article.date)
    count = Counter(article.entry_id for article in every)
    wrong += [
        _wrong(
            article,
            context,
            "id",
            f'Id "{article.entry_id}" is that of another text, too.',
            "Give each its own: feeds would show one of them only.",
        )
        for article in every
        if count[article.entry_id] > 1
    ]
    if wrong:
        raise FanfareError.of(wrong)


def name_of(article: Article, context: Context) -> str:
    """What an article is called in its identifier: its file, from `content/` and without ending."""
    path = _path_of(article, context)
    return path.rpartition(".")[0] if path else f"{article.category.slug}/{article.slug}"


def file_of(article: Article, context: Context) -> str:
    """The author's file of an article as messages name it; empty where it has none."""
    path = _path_of(article, context)
    return f"{context['PATH'].rpartition('/')[2]}/{path}" if path else ""


def _path_of(article: Article, context: Context) -> str:
    """The file of an article, relative to the folder of all content; empty where it has none."""
    source, folder = article.source_path, f"{context['PATH']}/"
    if source and source.startswith(folder):  # asking Pelican takes longer than all the rest
        return str(source[len(folder) :])
    return str(article.get_relative_source_path()) if source else ""


def _id_of(article: Article, context: Context) -> tuple[str, list[Finding]]:
    pinned = _said(article, "id")
    if not pinned:
        entity = context.get("TAGGING_ENTITY") or ""
        site_url = context["SITEURL"]
        return tag_uri(entity, site_url, article.date.date(), name_of(article, context)), []
    if is_identifier(pinned):
        return pinned, []
    remedy = "Write a URI such as tag:longmargin.example,2025:posts/the-ramp, or take it out."
    return pinned, [_wrong(article, context, "id", f'Id "{pinned}" is no identifier.', remedy)]


def _sharing(article: Article, context: Context) -> tuple[Sharing, list[Finding]]:
    hook, said = _said(article, "linkedin"), _said(article, "linkedin_date")
    wanted = hook.lower() not in NOT_SHARED
    not_before = written_date(said) if said else None
    if said and not_before is None:
        message = f'Linkedin_date "{said}" is not a date.'
        remedy = "Write it as 2026-01-31 or 2026-01-31 09:00."
        return Sharing(), [_wrong(article, context, "linkedin_date", message, remedy)]
    if not_before and not_before.tzinfo is None:
        not_before = not_before.replace(tzinfo=ZoneInfo(context["TIMEZONE"]))
    return Sharing(wanted, xml_safe(hook) if wanted else "", not_before), []


def _wrong(article: Article, context: Context, key: str, message: str, remedy: str) -> Finding:
    source, line = file_of(article, context), 0
    if article.source_path:
        line = front_matter.read(Path(article.source_path), source)[0].line(key)
    return Finding("syndication", message, remedy, source=source, line=line)


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
    owed = getattr(article, "owed", "")  # with which the text ends; summaries are followed by it
    words = plain_text(html.removesuffix(owed))[: SUMMARY_LENGTH + 1]  # one more: it goes on
    return shortened(words, lambda cut: len(cut) <= SUMMARY_LENGTH)


def _in_plain_text(html: str) -> str:
    """The words of a short piece of HTML, on one line."""
    return " ".join(unescape(_MARKUP.sub("", _BLOCK.sub(" ", html))).split())


def _picture(article: Article, context: Context) -> Picture | None:
    card: Picture | None = getattr(article, "social_card", None)
    return card or own_picture(article, context)


def _said(article: Article, key: str) -> str:
    """What the head says under `key`, line by line."""
    value = article.metadata.get(key, "")
    rows: Sequence[object] = value if isinstance(value, list) else [value]
    return "\n".join(str(row).strip() for row in rows).strip()
