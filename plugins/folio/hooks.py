"""Signals in, attributes and context out. The only module of this plugin that imports Pelican."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import PelicanTemplateNotFound
from pelican.utils import get_relative_path, path_to_url, slugify

from fanfare.every_text import every_article, every_page
from fanfare.files import write_whole
from fanfare.memory import Memory
from folio import sitemap
from folio.neighbours import neighbours_of
from folio.series import Series, collect
from folio.site_context import Settings, SiteHas, publisher, site_context
from folio.subjects import HasPage, keys_of
from folio.texts import READING, Completion, find_picture, has_page_here
from folio.typography import smarten

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
    from pelican.writers import Writer

COMPLETION = "FOLIO_COMPLETION"
"""Where the context, which all generators share, holds what completes the texts of this build."""


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.article_generator_init.connect(_describe_site)
    signals.article_generator_finalized.connect(_complete_articles)
    signals.page_generator_finalized.connect(_complete_pages)
    signals.all_generators_finalized.connect(_say_what_there_is)
    signals.article_writer_finalized.connect(_write_series)
    signals.content_written.connect(_note_for_sitemap)
    signals.finalized.connect(_write_sitemap)


def _complete_settings(pelican: Pelican) -> None:
    settings = pelican.settings
    # Settings are what the context of every page starts from: the one place all writing sees.
    settings["SITEMAP_ENTRIES"] = {}
    settings["SITEMAP_ENTRIES_TAKEN"] = set()
    settings["QUICKBUILD_WITH_HTML"] = {
        **settings.get("QUICKBUILD_WITH_HTML", {}),
        READING: "folio.texts:reading_as_json",
    }


def _describe_site(generator: ArticlesGenerator) -> None:
    context = generator.context
    context |= site_context(generator.settings)
    context.setdefault("feeds", [])
    context.setdefault("feeds_of", _no_feeds)


def _no_feeds(_kind: str, _shown: object = None) -> list[object]:
    return []


def _complete_articles(generator: ArticlesGenerator) -> None:
    settings, context = generator.settings, generator.context
    memory = context.get("MEMORY") or Memory(None)
    completion = context[COMPLETION] = Completion(
        settings, memory, publisher(settings), context["preview_image"], _base_of(settings)
    )
    lists = chain(generator.tags, dict(generator.categories), dict(generator.authors))
    context["has_page"] = has_page = HasPage(frozenset(keys_of(lists)))
    is_here = has_page_here(settings)
    own = [article for article in generator.articles if is_here(article)]
    published = {id(article) for article in chain(own, filter(is_here, generator.translations))}
    subjects = {}
    for article in every_article(generator):
        if id(article) in published:
            completion.article(article)
        elif is_here(article):
            completion.unlisted_article(article)
        else:
            completion.entry(article)
            continue
        filed_under = [*getattr(article, "tags", ()), article.category]
        keys = subjects[article] = keys_of(filed_under)
        if not has_page.listed.issuperset(keys) or not all(map(has_page, article.authors)):
            every = (*filed_under, *article.authors)
            article.without_page = [one for one in every if not has_page(one)]
    newest_first = sorted(own, key=lambda article: article.date, reverse=True)
    count = settings.get("RELATED_POSTS", 3)
    beside = neighbours_of(newest_first, subjects, count, memory)
    for article, neighbours in zip(newest_first, beside, strict=True):
        article.neighbours = neighbours
    context["all_series"] = _connect_series(own, settings)
    for guest in context.get("guests", ()):
        guest.picture = find_picture(guest, settings, guest.photo, guest.photo_alt)


def _complete_pages(generator: PagesGenerator) -> None:
    for page in every_page(generator):
        generator.context[COMPLETION].page(page)


def _base_of(settings: Settings) -> Callable[[Content], str]:
    """What leads from the page of a text to the site's root."""
    if settings["RELATIVE_URLS"]:
        return lambda text: str(path_to_url(get_relative_path(text.save_as)))
    return lambda _text: str(settings["SITEURL"])


def _connect_series(articles: Sequence[Content], settings: Settings) -> list[Series]:
    url = settings.get("SERIES_URL", "series/{slug}/")
    save_as = settings.get("SERIES_SAVE_AS", "series/{slug}/index.html")

    @cache
    def new_series(name: str) -> Series:
        slug = slugify(name, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"])
        return Series(smarten(name), slug, url.format(slug=slug), save_as.format(slug=slug))

    every, parts = collect(articles, new_series)
    for article in articles:
        if id(article) in parts:
            article.part = parts[id(article)]
    return every


def _say_what_there_is(generators: Sequence[Generator]) -> None:
    """Once every plugin has said what it has."""
    context = generators[0].context
    context["site_has"] = SiteHas(
        *(bool(context.get(name)) for name in ("guests", "elsewhere", "milestones"))
    )


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


def _note_for_sitemap(_path: str, context: Mapping[str, Any]) -> None:
    """A written page belongs into the sitemap unless it is for nobody or goes on with a list."""
    page = context["output_file"]
    entries: dict[str, sitemap.Entry] = context["SITEMAP_ENTRIES"]
    taken: set[str] = context["SITEMAP_ENTRIES_TAKEN"]
    if page in taken:  # by a text, which Pelican lets nothing else overwrite, though it says so
        return
    entries.pop(page, None)  # of one that this one has taken the place of
    articles_page = context.get("articles_page")
    is_further = articles_page is not None and articles_page.number > 1
    is_aid = page in (context.get("NOT_FOUND_SAVE_AS"), context.get("SEARCH_SAVE_AS"))
    if is_further or is_aid:
        return
    content = context.get("article") or context.get("page")
    # To ask a text for what it may not have takes longer than all the rest.
    known = getattr(content, "__dict__", {})
    if "override_save_as" in known:
        taken.add(page)
    is_public = getattr(content, "status", "published") == "published"
    if not is_public or known.get("original_url"):  # the original is to be found, not this
        return
    address = sitemap.page_address(context["site_address"], page)
    modified = known.get("modified") or known.get("date")
    entries[page] = sitemap.Entry(address, modified)


def _write_sitemap(pelican: Pelican) -> None:
    entries = pelican.settings["SITEMAP_ENTRIES"]
    output = Path(pelican.output_path)
    write_whole(output / "sitemap.xml", sitemap.sitemap(entries.values()), flush=False)
    write_whole(output / "robots.txt", sitemap.robots(pelican.settings["SITEURL"]), flush=False)
    entries.clear()
