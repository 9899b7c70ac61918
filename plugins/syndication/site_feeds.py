"""Every feed of one site, made of what Pelican has read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from syndication.entries import TEXTS, TRANSLATIONS, entry_of
from syndication.feeds import ALL, Publication, Subject
from syndication.linkedin.feed import linkedin_feed
from syndication.records import Author, Entry, Feed

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


def every_feed(
    context: Context, now: datetime, slug_of: Callable[[str], str]
) -> Iterator[tuple[str, Feed]]:
    """Every feed of the site, with its kind.

    `now` decides what may be shared on LinkedIn already; `slug_of` makes a slug of the name of a
    series. Texts that stand in no feed cost next to nothing.
    """
    whole = publication_of(context)
    made: dict[int, Entry] = {}

    def entries(articles: Iterable[Article]) -> Iterator[Entry]:
        for article in articles:
            if id(article) not in made:
                made[id(article)] = entry_of(article, context)
            yield made[id(article)]

    texts: list[Article] = context[TEXTS]
    yield "all", whole.feed(ALL, entries(texts))
    for subject, of in _by_subject(texts, context, slug_of):
        yield subject.kind, whole.feed(subject, entries(of))
    for language, of in _by_language([*texts, *context[TRANSLATIONS]], context):
        whole_of_it = replace(whole, language=language)
        yield "language", whole_of_it.feed(Subject("language", language, language), entries(of))
    if milestones := context.get("milestone_entries"):
        subject = Subject("milestones", name="Milestones", url=context["MILESTONES_URL"])
        yield subject.kind, whole.feed(subject, entries(milestones))
    most = context["LINKEDIN_FEED_ITEMS"]
    due = [one for one in texts if one.sharing.wanted and one.shared_from <= now]
    due.sort(key=lambda article: (article.shared_from, article.entry_id), reverse=True)
    shared = entries(due[:most])
    empty = whole.feed(Subject("linkedin"), ())
    limit = context["LINKEDIN_LIMITS"]["commentary"]
    yield "linkedin", linkedin_feed(empty, shared, now, most, context["LINKEDIN_CAMPAIGN"], limit)


def _by_language(texts: Iterable[Article], context: Context) -> Iterator[tuple[str, list[Article]]]:
    """Each language but the site's own with its articles, the newest first."""
    groups: dict[str, list[Article]] = {}
    for article in sorted(texts, key=lambda one: (one.date, one.entry_id), reverse=True):
        if getattr(article, "lang", context["DEFAULT_LANG"]) != context["DEFAULT_LANG"]:
            groups.setdefault(article.lang, []).append(article)
    yield from groups.items()


def _by_subject(
    texts: Iterable[Article], context: Context, slug_of: Callable[[str], str]
) -> Iterator[tuple[Subject, list[Article]]]:
    """Each subject with its articles, in the order of `texts`."""
    series = {one.slug: one for one in context.get("all_series", ())}
    groups: dict[tuple[str, str], tuple[Any, list[Article]]] = {}
    for article in texts:
        for kind, shown in _subjects(article, series, slug_of):
            of = groups.setdefault((kind, shown.slug), (shown, []))[1]
            if not of or of[-1] is not article:  # two of its tags may have one slug
                of.append(article)
    for (kind, slug), (shown, of) in groups.items():
        yield Subject(kind, slug, shown.name, shown.url), of


def _subjects(
    article: Article, series: Mapping[str, Any], slug_of: Callable[[str], str]
) -> Iterator[tuple[str, Any]]:
    """What one article is about, as far as there are feeds of it: what has name, slug and url."""
    yield "category", article.category
    for tag in getattr(article, "tags", ()):
        yield "tag", tag
    for author in getattr(article, "authors", ()):
        yield "guest" if hasattr(author, "guest") else "author", author
    if name := str(article.metadata.get("series", "")):
        slug = slug_of(name)
        yield "series", series.get(slug) or Subject("series", slug, name)
