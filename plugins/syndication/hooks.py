"""Signals in, attributes, context and files out. The only module here that imports Pelican."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import slugify

from fanfare import published, watching
from fanfare.due import expect
from fanfare.findings import Finding, Severity, warn
from fanfare.later import Maker, offer
from fanfare.outputs import write_output
from fanfare.published import Published
from fanfare.settings import check_values
from fanfare.watching import Given
from syndication import SETTINGS
from syndication.changes import shared_after, warnings_of
from syndication.copies import copies_by_entry
from syndication.entries import TEXTS, TRANSLATIONS, entry_for_feeds
from syndication.feeds import ALL, FeedsOf, formats
from syndication.heads import (
    Ids,
    check,
    file_of,
    id_of,
    newest_first,
    shared_from,
    sharing_of,
)
from syndication.press import Press, Unwatched, blogroll
from syndication.records import Format
from syndication.setting_checks import DEFAULTS, LIMITS
from syndication.site_feeds import every_feed, publication_of

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Article
    from pelican.generators import Generator

TEMPLATES = Path(__file__).parent / "templates"
STYLESHEET = Path(__file__).parent / "documents" / "feed.css"

PELICANS_OWN = {
    "FEED_ALL_": ("all", "feeds/all"),
    "CATEGORY_FEED_": ("category", "feeds/categories/{slug}"),
    "TAG_FEED_": ("tag", "feeds/tags/{slug}"),
    "AUTHOR_FEED_": ("author", "feeds/authors/{slug}"),
    "FEED_": ("", ""),
    "TRANSLATION_FEED_": ("", ""),
}
"""The settings of the feeds that this plugin replaces, with the kind and place of its own."""


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_complete_settings)
    signals.generator_init.connect(_offer_templates)
    signals.article_generator_init.connect(_announce)
    signals.all_generators_finalized.connect(_read_texts)
    signals.article_writer_finalized.connect(_write)


def _complete_settings(pelican: Pelican) -> None:
    settings = pelican.settings
    check_values(SETTINGS, settings)  # where Pelican runs without Fanfare's tasks, nobody else does
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    settings["LINKEDIN_LIMITS"] = LIMITS | settings["LINKEDIN_LIMITS"]
    for name in PELICANS_OWN:
        settings[f"{name}ATOM"] = settings[f"{name}RSS"] = None


def _offer_templates(generator: Generator) -> None:
    """Let themes include the plugin's templates; what the author or the theme has goes before."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def _announce(generator: ArticlesGenerator) -> None:
    """Tell templates of the feeds to come."""
    settings, context = generator.settings, generator.context
    forms = formats(settings["SYNDICATION_FEEDS"])
    if not settings["SITEURL"]:
        forms = dict.fromkeys(forms, ())
    whole = publication_of(settings)

    links = whole.links(ALL, forms["all"])
    context |= {"feeds": links, "feeds_of": FeedsOf(whole, forms), "blogroll": ""}
    # Themes written for Pelican's own feeds find these by the names of its settings.
    for name, (kind, stem) in PELICANS_OWN.items():
        for form in (Format.ATOM, Format.RSS):
            if form in forms.get(kind, ()):
                context[f"{name}{form.name}"] = f"{stem}{form.suffix}"


def _read_texts(generators: Sequence[Generator]) -> None:
    """Once everything is read, and plugins have said what they know."""
    generator = next(one for one in generators if isinstance(one, ArticlesGenerator))
    context, settings = generator.context, generator.settings
    shown = {id(article) for article in generator.articles}
    elsewhere = [one for one in context.get("elsewhere", ()) if id(one) not in shown]
    now = datetime.now(UTC)  # only to leave out what is to come, where Pelican would not
    texts, translations = (
        [article for article in articles if article.date <= now]
        for articles in ([*generator.articles, *elsewhere], generator.translations)
    )
    every = [*texts, *translations]
    with_milestones = [*every, *context.get("milestone_entries", ())]
    ids = Ids(with_milestones, settings)
    check(with_milestones, ids, settings)
    for article in ids.with_lines:
        if sharing_of(article, settings).wanted:
            expect(context, shared_from(article, settings))
    context |= {
        TEXTS: newest_first(texts, settings),
        TRANSLATIONS: newest_first(translations, settings),
        "published_entries": partial(_published_entries, every, settings),
    }
    content = Path(settings["PATH"])
    posted = copies_by_entry(content / "data", f"{content.name}/data")
    copies = Given("syndication.copies", posted)
    offered: dict[str, Maker] = {
        "entry_id": partial(id_of, settings=settings),
        "feed_entry": partial(entry_for_feeds, settings=settings),
        "syndication": lambda article: copies.value.get(article.entry_id, ()),
    }
    for article in every:
        offer(article, offered)
    if settings["SITEURL"] and settings["BLOGROLL_SAVE_AS"] and _followed(context):
        context["blogroll"] = settings["BLOGROLL_SAVE_AS"]


def _published_entries(articles: Sequence[Article], settings: Mapping[str, Any]) -> list[Published]:
    return [_as_published(article, settings) for article in articles]


def _as_published(article: Article, settings: Mapping[str, Any]) -> Published:
    url = article.url if "://" in article.url else f"{settings['SITEURL']}/{article.url}"
    is_shared = sharing_of(article, settings).wanted
    shared = shared_from(article, settings).isoformat() if is_shared else ""
    file = file_of(article, settings)
    return Published(id_of(article, settings), file, url, article.date.isoformat(), shared)


def _write(generator: ArticlesGenerator, **_writer: object) -> None:
    context, settings = generator.context, generator.settings
    if not settings["SITEURL"]:
        message = "There are no feeds, since nobody said where the site lives."
        remedy = 'Write SITEURL = "https://..." with the address of your site.'
        warn(Finding("feeds", message, remedy, Severity.WARNING, "pelicanconf.py"))
        return
    _warn_of_changes(context)
    _write_feeds(context, settings)
    write_output(context, f"feeds/{STYLESHEET.name}", _stylesheet)
    if context["blogroll"]:
        title = f"The blogroll of {settings['SITENAME']}"
        outlines = [
            (partner.name, partner.record.feed, partner.website.url)
            for partner in _followed(context)
        ]
        write_output(context, context["blogroll"], blogroll, title, outlines, context["blogroll"])


def _write_feeds(context: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
    press, forms = Press(settings), formats(settings["SYNDICATION_FEEDS"])
    slug_of = partial(slugify, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"])
    for listed in every_feed(context, datetime.now(UTC), slug_of):
        subject, whole, texts = listed.subject, listed.whole, listed.texts
        make: Callable[..., bytes] = press.of_texts
        if subject.kind == "milestones":
            make, texts = press.of_milestones, [Unwatched(text) for text in texts]
        elif subject.kind == "linkedin":
            make = press.for_linkedin
        for form in forms[subject.kind]:
            write_output(context, f"{subject.stem}{form.suffix}", make, form, subject, whole, texts)


def _stylesheet() -> bytes:
    watching.is_file(STYLESHEET)
    return STYLESHEET.read_bytes()


def _followed(context: Mapping[str, Any]) -> list[Any]:
    """The partners that have a feed, by their names."""
    return [partner for partner in context.get("partners", ()) if partner.record.feed]


def _warn_of_changes(context: dict[str, Any]) -> None:
    """Say what readers and automations would see as new, or would not see at all."""
    content = Path(context["PATH"])
    name = f"{content.name}/data/{published.LEDGER}"
    before = published.read(content / "data" / published.LEDGER, name)
    if not before:
        return
    now = datetime.now(UTC)
    for finding in warnings_of(context["published_entries"](), before, now):
        warn(finding)
    for date in shared_after(before, now):  # then one is out that texts can be too old for
        expect(context, date)
