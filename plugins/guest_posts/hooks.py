"""Signals in, attributes and context out."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pelican
from jinja2 import ChoiceLoader, FileSystemLoader
from markdown import Markdown
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.utils import order_content

from fanfare.every_text import every_article, every_page
from fanfare.findings import warn
from fanfare.links import href
from guest_posts import feeds
from guest_posts.acquaintance import (
    article_data,
    describe,
    describe_elsewhere,
    elsewhere_data,
    introduce,
)
from guest_posts.allow_list import with_ids_of
from guest_posts.audit.known import page_of
from guest_posts.contents import Collected, collect
from guest_posts.finishing import finish
from guest_posts.links.ahead import LinksAhead
from guest_posts.reception import (
    audited_pages,
    clean,
    receive,
    static_links,
    warn_of_audited,
)
from guest_posts.records import read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from feedgenerator import SyndicationFeed
    from pelican import Pelican
    from pelican.generators import Generator
    from pelican.writers import Writer

ROOMS = ("people", "partners", "elsewhere")
TEMPLATES = Path(__file__).parent / "templates"
SIMPLE = Path(pelican.__file__).parent / "themes" / "simple"

COLLECTED = "GUEST_POSTS_COLLECTED"
"""Where the context, which all generators share, holds the records of this build."""

LINKS_AHEAD = "GUEST_POSTS_LINKS_AHEAD"
"""Where it holds the links that are read meanwhile."""

BY_URL = "GUEST_POSTS_BY_URL"
"""Where it holds everything that feeds may have, by address."""

ARTICLES = "GUEST_POSTS_ARTICLES"
"""Where it holds every article, for those who come later."""

ADDRESSES = {
    "GUEST_URL": "guests/{slug}/",
    "GUEST_SAVE_AS": "guests/{slug}/index.html",
    "GUESTS_URL": "guests/",
    "GUESTS_SAVE_AS": "guests/index.html",
    "PARTNER_URL": "partners/{slug}/",
    "PARTNER_SAVE_AS": "partners/{slug}/index.html",
    "ELSEWHERE_URL": "elsewhere/",
    "ELSEWHERE_SAVE_AS": "elsewhere/index.html",
}
"""Where the pages stand on a site that does not say otherwise."""


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.generator_init.connect(_offer_templates)
    signals.article_generator_init.connect(_collect_records)
    signals.article_generator_pretaxonomy.connect(_receive_articles)
    signals.article_generator_finalized.connect(_introduce_everyone)
    signals.page_generator_finalized.connect(_receive_pages)
    signals.all_generators_finalized.connect(_finish_texts)
    signals.feed_generated.connect(_mend_feed)
    signals.article_writer_finalized.connect(_write_pages)


def _complete_settings(pelican: Pelican) -> None:
    settings = pelican.settings
    for name, address in ADDRESSES.items():
        settings.setdefault(name, address)
    settings["QUICKBUILD_MORE_PATHS"] = [*settings.get("QUICKBUILD_MORE_PATHS", ()), *ROOMS]
    for name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):  # records are neither, wherever texts are
        settings[name] = [*settings[name], *ROOMS]


def _offer_templates(generator: Generator) -> None:
    """Let themes include the plugin's templates; what the author or the theme has goes before."""
    own, *others = generator.env.loader.loaders
    taught = [FileSystemLoader(TEMPLATES / "simple")] if _is_simple(generator) else []
    overriding = FileSystemLoader(generator.settings["THEME_TEMPLATES_OVERRIDES"])
    offered = FileSystemLoader(TEMPLATES)
    generator.env.loader = ChoiceLoader([overriding, *taught, own, *others, offered])


def _collect_records(generator: ArticlesGenerator) -> None:
    settings, context = generator.settings, generator.context
    content = Path(settings["PATH"])
    records = read_records(content, content.name)
    for finding in records.warnings:
        warn(finding)
    converted = settings.get("QUICKBUILD_CONVERTED", {})
    convert = _markdown(settings)

    def to_html(text: str, path: str) -> str:
        ahead = converted.pop(str(content / path), None)
        is_whole = ahead and path not in records.commented  # comments are not for readers
        return ahead.html if is_whole else convert(text)

    collected = collect(records, to_html, settings, context)
    for guest in collected.guests.values():
        clean(guest, settings)
        guest._content = with_ids_of(guest._content, guest.slug)
    audited = audited_pages(content)
    for entry in collected.elsewhere:
        entry.audited = audited.get(page_of(entry.url))
    context[COLLECTED] = collected
    texts = {path: text.html for path, text in converted.items()}
    context[LINKS_AHEAD] = LinksAhead(texts, os.cpu_count() or 1)


def _receive_articles(generator: ArticlesGenerator) -> None:
    """Before Pelican sorts articles by author, category and tag."""
    settings, collected = generator.settings, _collected(generator)
    articles = generator.context[ARTICLES] = list(every_article(generator))
    withdrawn = receive(articles, collected, settings)
    if withdrawn:
        linked = map(static_links, articles)
        generator.context["static_links"] -= withdrawn.difference(*linked)
    receive(collected.elsewhere, collected, settings)
    warn_of_audited(collected.elsewhere, settings)
    if _shows_elsewhere(generator):
        every = [*generator.articles, *collected.published]
        generator.articles = order_content(every, settings["ARTICLE_ORDER_BY"])
        generator.drafts += [one for one in collected.elsewhere if one.status == "draft"]


def _receive_pages(generator: PagesGenerator) -> None:
    pages, context = list(every_page(generator)), generator.context
    withdrawn = receive(pages, _collected(generator), generator.settings)
    if withdrawn:
        linked = map(static_links, [*context[ARTICLES], *pages])
        context["static_links"] -= withdrawn.difference(*linked)
    describe(pages, generator.settings)


def _introduce_everyone(generator: ArticlesGenerator) -> None:
    collected, settings = _collected(generator), generator.settings
    describe_elsewhere(collected.elsewhere, settings)
    describe(every_article(generator), settings)
    since = introduce(collected, [*generator.articles, *generator.translations])
    # What Pelican writes of an author, a guest has of this plugin.
    generator.authors = [pair for pair in generator.authors if not hasattr(pair[0], "guest")]
    hosts = [host for host in collected.hosts.values() if host.posts]
    generator.context |= {
        "partnerships": since,
        "partners": sorted(collected.hosts.values(), key=lambda host: host.name.casefold()),
        "href": href,
        "guests": sorted(collected.guests.values(), key=lambda guest: guest.name.casefold()),
        "hosts": sorted(hosts, key=lambda host: host.posts[0].date, reverse=True),
        "elsewhere": collected.published,
        "elsewhere_json_ld": elsewhere_data(collected, settings),
        "article_json_ld": partial(article_data, settings=settings),
    }


def _finish_texts(generators: Sequence[Generator]) -> None:
    articles = next(one for one in generators if isinstance(one, ArticlesGenerator))
    pages = next(one for one in generators if isinstance(one, PagesGenerator))
    collected, settings = _collected(articles), articles.settings
    texts = [*every_article(articles), *every_page(pages)]
    own = [text for text in texts if not text.host]
    links_read = articles.context[LINKS_AHEAD].collect()
    finish(own, collected, _markdown(settings), links_read, settings)
    in_feeds = [*articles.articles, *articles.translations, *collected.elsewhere]
    articles.context[BY_URL] = {text.url: text for text in in_feeds}


def _mend_feed(context: Mapping[str, Any], feed: SyndicationFeed) -> None:
    feeds.mend(feed, context[BY_URL], context["SITEURL"])


def _write_pages(generator: ArticlesGenerator, writer: Writer) -> None:
    context, settings = generator.context, generator.settings
    collected = _collected(generator)

    def write(template: str, save_as: str, url: str, **shown: object) -> None:
        writer.write_file(
            save_as,
            generator.get_template(template),
            context,
            relative_urls=settings["RELATIVE_URLS"],
            url=url,
            **shown,
        )

    for guest in collected.guests.values():
        write("guest", guest.save_as, guest.url, guest=guest)
    for host in collected.hosts.values():
        write("partner", host.save_as, host.url, host=host)
    if collected.guests:
        write("guests", settings["GUESTS_SAVE_AS"], settings["GUESTS_URL"])
    if context["elsewhere"]:
        write("elsewhere", settings["ELSEWHERE_SAVE_AS"], settings["ELSEWHERE_URL"])


def _collected(generator: Generator) -> Collected:
    collected = generator.context[COLLECTED]
    assert isinstance(collected, Collected)  # noqa: S101 -- the context is an untyped dict
    return collected


def _shows_elsewhere(generator: Generator) -> bool:
    """True where the theme brings a page for posts elsewhere: then its lists can show them."""
    folders = generator._templates_path
    return _is_simple(generator) or any(Path(one, "elsewhere.html").is_file() for one in folders)


def _is_simple(generator: Generator) -> bool:
    """True for Pelican's plainest theme, which the plugin teaches to show guests."""
    return Path(generator.theme).resolve() == SIMPLE.resolve()


def _markdown(settings: dict[str, Any]) -> Callable[[str], str]:
    """The site's Markdown, for short texts one after the other."""
    markdown = Markdown(**settings["MARKDOWN"])

    def to_html(text: str) -> str:
        markdown.reset()
        # Where a head may stand, the extension "meta" finds an empty line.
        return markdown.convert(f"\n{text}") if text else ""

    return to_html
