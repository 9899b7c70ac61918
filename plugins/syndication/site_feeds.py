"""Every feed of one site, made of what Pelican has read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndication.entries import TEXTS, TRANSLATIONS
from syndication.feeds import ALL, LINKEDIN, Publication, Subject
from syndication.heads import SHARING_LINES, id_of, newest_first, shared_from, sharing_of
from syndication.records import Author

if TYPE_CHECKING:
    from pelican.contents import Article

Context = Mapping[str, Any]  # as Pelican has it

ICON = "images/apple-touch-icon.png"
"""The small square picture of a site, where it has one."""


def publication_of(settings: Context) -> Publication:
    """Whose feeds they are, as the settings say."""
    site_url, name = settings["SITEURL"], settings["SITENAME"]
    has_icon = Path(settings["PATH"], ICON).is_file()
    return Publication(
        name=name,
        url=site_url,
        subtitle=settings.get("POSITIONING") or settings.get("SITESUBTITLE") or name,
        language=settings["DEFAULT_LANG"],
        author=Author(settings.get("AUTHOR") or name, f"{site_url}/"),
        entity=settings["TAGGING_ENTITY"],
        most=settings["FEED_MAX_ITEMS"],
        hub=settings["WEBSUB_HUB"],
        icon=f"{site_url}/{ICON}" if has_icon else "",
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed to be made, and the texts that stand in it."""

    subject: Subject
    whole: Publication
    texts: list[Article]
    """The newest first, no more than it has."""


def every_feed(context: Context, now: datetime, slug_of: Callable[[str], str]) -> Iterator[Listed]:
    """Every feed of the site.

    `now` decides what may be shared on LinkedIn already; `slug_of` makes a slug of the name of a
    series. Texts that stand in no feed cost next to nothing.
    """
    whole = publication_of(context)
    most = whole.most or None
    texts: list[Article] = context[TEXTS]
    yield Listed(ALL, whole, texts[:most])
    for subject, of in _by_subject(texts, context, slug_of):
        yield Listed(subject, whole, of[:most])
    for language, of in _by_language([*texts, *context[TRANSLATIONS]], context):
        whole_of_it = replace(whole, language=language)
        yield Listed(Subject("language", language, language), whole_of_it, of[:most])
    if milestones := context.get("milestone_entries"):
        subject = Subject("milestones", name="Milestones", url=context["MILESTONES_URL"])
        yield Listed(subject, whole, milestones[:most])
    yield Listed(LINKEDIN, whole, _to_be_shared(texts, context, now))


def _to_be_shared(texts: Iterable[Article], context: Context, now: datetime) -> list[Article]:
    """What stands in the feed for LinkedIn at the moment `now`."""
    most = context["LINKEDIN_FEED_ITEMS"]
    by_date: list[Article] = []
    by_their_heads: list[Article] = []
    for article in texts:
        if not SHARING_LINES.isdisjoint(article.metadata):
            by_their_heads.append(article)
        elif len(by_date) < most:  # newest first: the others are older than all of these
            by_date.append(article)
    due = [
        article
        for article in by_their_heads
        if sharing_of(article, context).wanted and shared_from(article, context) <= now
    ]
    every = [*by_date, *due]
    every.sort(key=lambda one: (shared_from(one, context), id_of(one, context)), reverse=True)
    return every[:most]


def _by_language(texts: Iterable[Article], context: Context) -> Iterator[tuple[str, list[Article]]]:
    """Each language but the site's own with its articles, the newest first."""
    own = context["DEFAULT_LANG"]
    foreign = [article for article in texts if getattr(article, "lang", own) != own]
    groups: dict[str, list[Article]] = {}
    for article in newest_first(foreign, context):
        groups.setdefault(article.lang, []).append(article)
    yield from groups.items()


def _by_subject(
    texts: Iterable[Article], context: Context, slug_of: Callable[[str], str]
) -> Iterator[tuple[Subject, list[Article]]]:
    """Each subject with its articles, in the order of `texts`."""
    series = {one.slug: one for one in context.get("all_series", ())}
    groups: dict[tuple[str, str], tuple[Any, list[Article]]] = {}

    def add(kind: str, shown: Any, article: Article) -> None:
        slug = shown.slug
        found = groups.get((kind, slug))
        if found is None:
            groups[kind, slug] = shown, [article]
        elif found[1][-1] is not article:  # two of its tags may have one slug
            found[1].append(article)

    for article in texts:
        add("category", article.category, article)
        for tag in getattr(article, "tags", ()):
            add("tag", tag, article)
        for author in getattr(article, "authors", ()):
            add("guest" if hasattr(author, "guest") else "author", author, article)
        if name := str(article.metadata.get("series", "")):
            slug = slug_of(name)
            add("series", series.get(slug) or Subject("series", slug, name), article)
    for (kind, slug), (shown, of) in groups.items():
        yield Subject(kind, slug, shown.name, shown.url), of
