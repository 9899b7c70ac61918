"""Signals in, attributes and context out. The only module of this plugin that imports Pelican."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import PelicanTemplateNotFound
from pelican.utils import get_relative_path, path_to_url, slugify

from fanfare.every_text import every_article, every_page
from fanfare.files import write_whole
from folio import sitemap
from folio.related import related
from folio.series import Series, collect
from folio.site_context import Settings, publisher, site_context
from folio.texts import complete, describe_entry, find_picture, page_data, posting_data
from folio.typography import smarten

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, PagesGenerator
    from pelican.writers import Writer


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_begin_sitemap)
    signals.article_generator_init.connect(_describe_site)
    signals.article_generator_finalized.connect(_complete_articles)
    signals.page_generator_finalized.connect(_complete_pages)
    signals.article_writer_finalized.connect(_write_series)
    signals.content_written.connect(_note_for_sitemap)
    signals.finalized.connect(_write_sitemap)


def _begin_sitemap(pelican: Pelican) -> None:
    # Settings are what the context of every page starts from: the one place all writing sees.
    pelican.settings["SITEMAP_ENTRIES"] = []


def _describe_site(generator: ArticlesGenerator) -> None:
    context = generator.context
    context |= site_context(generator.settings)
    context.setdefault("feeds", [])
    context.setdefault("feeds_of", lambda _kind, _shown=None: [])


def _complete_articles(generator: ArticlesGenerator) -> None:
    settings = generator.settings
    for article in every_article(generator):
        if _is_elsewhere(article):
            describe_entry(article)
            continue
        complete(article, settings, _base_of(article, settings))
        article.newer = article.older = article.part = None
        article.related = []
    own = [article for article in generator.articles if not _is_elsewhere(article)]
    _connect_neighbours(own, settings)
    generator.context["all_series"] = _connect_series(own, settings)
    listed = (generator.tags, dict(generator.categories), dict(generator.authors))
    generator.context["has_page"] = lambda subject: (
        getattr(subject, "has_page", False) or any(subject in each for each in listed)
    )
    whose = publisher(settings)
    for article in chain(own, generator.translations):
        article.json_ld = posting_data(article, whose)
    for guest in generator.context.get("guests", ()):
        guest.picture = find_picture(guest, settings, guest.photo, guest.photo_alt)


def _is_elsewhere(article: Content) -> bool:
    """True for what only stands in lists: its page is on another site."""
    return not article.save_as


def _complete_pages(generator: PagesGenerator) -> None:
    settings = generator.settings
    whose = publisher(settings)
    for page in every_page(generator):
        complete(page, settings, _base_of(page, settings))
        page.json_ld = page_data(page, whose)


def _base_of(content: Content, settings: Settings) -> str:
    """What leads from the page of `content` to the site's root."""
    if settings["RELATIVE_URLS"]:
        return str(path_to_url(get_relative_path(content.save_as)))
    return str(settings["SITEURL"])


def _connect_neighbours(articles: Sequence[Content], settings: Settings) -> None:
    """Newer, older and related articles."""
    newest_first = sorted(articles, key=lambda article: article.date, reverse=True)
    for newer, older in pairwise(newest_first):
        newer.older, older.newer = older, newer
    count = settings.get("RELATED_POSTS", 3)
    similar = related(newest_first, _subjects, _series_name, count)
    for article, nearest in zip(newest_first, similar, strict=True):
        article.related = nearest


def _subjects(article: Content) -> list[str]:
    tags = [f"tag:{tag.slug}" for tag in getattr(article, "tags", ())]
    return [*tags, f"category:{article.category.slug}"]


def _series_name(article: Content) -> str:
    return str(article.metadata.get("series", ""))


def _connect_series(articles: Sequence[Content], settings: Settings) -> list[Series]:
    url = settings.get("SERIES_URL", "series/{slug}/")
    save_as = settings.get("SERIES_SAVE_AS", "series/{slug}/index.html")

    def new_series(name: str) -> Series:
        slug = slugify(name, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"])
        return Series(smarten(name), slug, url.format(slug=slug), save_as.format(slug=slug))

    every, parts = collect(articles, new_series)
    for article in articles:
        article.part = parts.get(id(article))
    return every


def _write_series(generator: ArticlesGenerator, writer: Writer) -> None:
    try:
        template = generator.get_template("series")
    except PelicanTemplateNotFound:
        return  # a theme that shows no series
    for series in generator.context["all_series"]:
        writer.write_file(
            series.save_as,
            template,
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            series=series,
            url=series.url,
        )


def _note_for_sitemap(_path: str, context: Mapping[str, object]) -> None:
    """A written page belongs into the sitemap unless it is for nobody or goes on with a list."""
    page = str(context["output_file"])
    content = context.get("article") or context.get("page")
    is_public = getattr(content, "status", "published") == "published"
    is_further = getattr(context.get("articles_page"), "number", 1) > 1
    is_copy = bool(getattr(content, "original_url", ""))  # the original is to be found, not this
    is_aid = page in (context.get("NOT_FOUND_SAVE_AS"), context.get("SEARCH_SAVE_AS"))
    if not is_public or is_further or is_copy or is_aid:
        return
    entries = context["SITEMAP_ENTRIES"]
    assert isinstance(entries, list)  # noqa: S101 -- the context is an untyped dict
    modified = getattr(content, "modified", None) or getattr(content, "date", None)
    address = sitemap.page_address(str(context["site_address"]), page)
    entries.append(sitemap.Entry(address, modified))


def _write_sitemap(pelican: Pelican) -> None:
    entries = pelican.settings["SITEMAP_ENTRIES"]
    output = Path(pelican.output_path)
    write_whole(output / "sitemap.xml", sitemap.sitemap(entries))
    write_whole(output / "robots.txt", sitemap.robots(pelican.settings["SITEURL"]))
    entries.clear()
