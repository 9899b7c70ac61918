"""Signals in, attributes and context out."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pelican
from jinja2 import ChoiceLoader, FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.utils import order_content

from fanfare import later
from fanfare.due import expect
from fanfare.every_text import every_article, every_page
from fanfare.findings import warn
from fanfare.links import href
from fanfare.memory import Memory, digest_of
from guest_posts import feeds
from guest_posts.acquaintance import ArticleData, ElsewhereData, describe_elsewhere, introduce
from guest_posts.contents import Collected, author_facts, collect
from guest_posts.finishing import finish
from guest_posts.links.of_texts import LINKS, STATIC_LINKS, static_links
from guest_posts.reception import REMOVED, Received, audited_pages, clean, receive, warn_of_audited
from guest_posts.records import read_records
from guest_posts.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from feedgenerator import SyndicationFeed
    from markdown import Markdown
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator
    from pelican.writers import Writer

ROOMS = ("people", "partners", "elsewhere")
TEMPLATES = Path(__file__).parent / "templates"
SIMPLE = Path(pelican.__file__).parent / "themes" / "simple"

COLLECTED = "GUEST_POSTS_COLLECTED"
"""Where the context, which all generators share, holds the records of this build."""

REMEMBERED = "GUEST_POSTS_REMEMBERED"
"""Where it holds what is remembered of earlier builds."""

RECEIVED = "GUEST_POSTS_RECEIVED"
"""Where it holds the texts of which there is more to say than of most."""

IN_FEEDS = "GUEST_POSTS_IN_FEEDS"
"""Where it holds everything that feeds may have."""

ARTICLES = "GUEST_POSTS_ARTICLES"
"""Where it holds every article, for those who come later."""

RECORD = "guest_posts.record.1"
"""What Markdown made of the text of a record, where nobody has converted its file."""

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
    settings["QUICKBUILD_WITH_HTML"] = {
        **settings.get("QUICKBUILD_WITH_HTML", {}),
        LINKS: "guest_posts.links.mentions:linked_addresses",
    }
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
    remembered = Remembered(
        context.get("MEMORY") or Memory(None), settings.get("QUICKBUILD_CODE", "")
    )
    convert = _markdown(settings)

    def to_html(text: str, path: str) -> str:
        converted = settings.get("QUICKBUILD_CONVERTED", {})
        whole = None if path in records.commented else converted.pop(str(content / path), None)
        if whole:  # comments are not for readers
            return str(whole.html)
        return str(remembered.of_words(RECORD, path, text, lambda: convert(text)))

    collected = collect(records, to_html, settings, context)
    for guest in collected.guests.values():
        guest.body_digest = digest_of(guest._content)
        clean(guest, settings, remembered)
        later.change(guest, partial(_with_own_ids, slug=guest.slug))
    if audited := audited_pages(content):
        from guest_posts.audit.known import page_of  # late: most sites were never audited

        for entry in collected.elsewhere:
            entry.audited = audited.get(page_of(entry.url))
    for entry in collected.elsewhere:
        expect(context, entry.date)
    if collected.guests:  # then there are texts of theirs, mostly: one question instead of many
        for kind in (REMOVED, STATIC_LINKS):
            remembered.memory.load(kind)
    context[COLLECTED] = collected
    context[REMEMBERED] = remembered
    context[RECEIVED] = Received()


def _with_own_ids(html: str, slug: str) -> str:
    """A bio stands beside other texts on a page."""
    if " id=" not in html and "#" not in html:
        return html
    from guest_posts.allow_list import with_ids_of  # late: few bios have any

    return with_ids_of(html, slug)


def _receive_articles(generator: ArticlesGenerator) -> None:
    """Before Pelican sorts articles by author, category and tag."""
    settings, collected = generator.settings, _collected(generator)
    articles = generator.context[ARTICLES] = list(every_article(generator))
    _receive(articles, generator)
    _receive(collected.elsewhere, generator)
    warn_of_audited(collected.elsewhere, settings)
    if _shows_elsewhere(generator):
        every = [*generator.articles, *collected.published]
        generator.articles = order_content(every, settings["ARTICLE_ORDER_BY"])
        generator.drafts += [one for one in collected.elsewhere if one.status == "draft"]


def _receive_pages(generator: PagesGenerator) -> None:
    _receive(list(every_page(generator)), generator)


def _receive(texts: Sequence[Content], generator: Generator) -> None:
    """Receive `texts`, and take back what those by guests may not publish."""
    context = generator.context
    remembered, received = context[REMEMBERED], context[RECEIVED]
    collected = _collected(generator)
    withdrawn = receive(texts, collected, generator.settings, remembered, received)
    if withdrawn:
        every = {*context[ARTICLES], *texts}
        linked = (
            static_links(text, remembered, is_cleaned=text in received.by_guests) for text in every
        )
        context["static_links"] -= withdrawn.difference(*linked)


def _introduce_everyone(generator: ArticlesGenerator) -> None:
    context, settings = generator.context, generator.settings
    collected, by_guests = _collected(generator), context[RECEIVED].by_guests
    describe_elsewhere(collected.elsewhere)
    published = [*generator.articles, *generator.translations]
    since = introduce(collected, [post for post in published if post in by_guests])
    # What Pelican writes of an author, a guest has of this plugin.
    generator.authors = [pair for pair in generator.authors if not hasattr(pair[0], "guest")]
    hosts = [host for host in collected.hosts.values() if host.posts]
    elsewhere = collected.published
    context |= {
        "partnerships": since,
        "partners": sorted(collected.hosts.values(), key=lambda host: host.name.casefold()),
        "href": href,
        "guests": sorted(collected.guests.values(), key=lambda guest: guest.name.casefold()),
        "hosts": sorted(hosts, key=lambda host: host.posts[0].date, reverse=True),
        "elsewhere": elsewhere,
        "elsewhere_json_ld": ElsewhereData(
            f"{settings['SITEURL']}/{settings['ELSEWHERE_URL']}", elsewhere
        ),
        "article_json_ld": ArticleData(
            author_facts(settings), settings["SITEURL"], settings["SITENAME"]
        ),
    }


def _finish_texts(generators: Sequence[Generator]) -> None:
    articles = next(one for one in generators if isinstance(one, ArticlesGenerator))
    pages = next(one for one in generators if isinstance(one, PagesGenerator))
    context, settings, collected = articles.context, articles.settings, _collected(articles)
    not_here = set(collected.elsewhere)
    texts = [
        text for text in (*every_article(articles), *every_page(pages)) if text not in not_here
    ]
    to_html = _markdown(settings)
    finish(texts, context[RECEIVED], collected, to_html, context[REMEMBERED], settings)
    context[IN_FEEDS] = [*articles.articles, *articles.translations, *collected.elsewhere]


def _mend_feed(context: Mapping[str, Any], feed: SyndicationFeed) -> None:
    by_url = {text.url: text for text in context[IN_FEEDS]}
    feeds.mend(feed, by_url, context["SITEURL"])


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

    @cache
    def markdown() -> Markdown:
        from markdown import Markdown  # late, as is the instance: most builds need none

        return Markdown(**settings["MARKDOWN"])

    def to_html(text: str) -> str:
        if not text:
            return ""
        # Where a head may stand, the extension "meta" finds an empty line.
        return markdown().reset().convert(f"\n{text}")

    return to_html
