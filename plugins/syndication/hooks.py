"""Signals in, attributes, context and files out. The only module here that imports Pelican."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import sanitised_join, slugify

from fanfare import published
from fanfare.findings import Finding, Severity, warn
from fanfare.published import Published
from fanfare.settings import check_values
from syndication import SETTINGS
from syndication.changes import warnings_of
from syndication.copies import copies_by_entry
from syndication.entries import TEXTS, TRANSLATIONS, file_of, read_heads
from syndication.feeds import ALL, FeedLink, Subject, formats
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

    def feeds_of(kind: str, shown: Any = None) -> list[FeedLink]:
        if kind == "language":
            return whole.links(Subject(kind, shown, shown), forms[kind])
        name, slug = (str(shown.name), shown.slug) if shown else (kind.capitalize(), "")
        return whole.links(Subject(kind, slug, name), forms[kind])

    context |= {"feeds": whole.links(ALL, forms["all"]), "feeds_of": feeds_of, "blogroll": ""}
    # Themes written for Pelican's own feeds find these by the names of its settings.
    for name, (kind, stem) in PELICANS_OWN.items():
        for form in (Format.ATOM, Format.RSS):
            if form in forms.get(kind, ()):
                context[f"{name}{form.name}"] = f"{stem}{form.suffix}"


def _read_texts(generators: Sequence[Generator]) -> None:
    """Once everything is read, and plugins have said what they know."""
    generator = next(one for one in generators if isinstance(one, ArticlesGenerator))
    context = generator.context
    shown = {id(article) for article in generator.articles}
    elsewhere = [one for one in context.get("elsewhere", ()) if id(one) not in shown]
    now = datetime.now(UTC)  # only to leave out what is to come, where Pelican would not
    texts, translations = (
        [article for article in articles if article.date <= now]
        for articles in ([*generator.articles, *elsewhere], generator.translations)
    )
    every = [*texts, *translations]
    read_heads([*every, *context.get("milestone_entries", ())], context)
    for articles in (texts, translations):
        articles.sort(key=lambda article: (article.date, article.entry_id), reverse=True)
    context |= {TEXTS: texts, TRANSLATIONS: translations}
    content = Path(context["PATH"])
    copies = copies_by_entry(content / "data", f"{content.name}/data")
    for article in every:
        article.syndication = copies.get(article.entry_id, ())
    context["published_entries"] = lambda: [_as_published(article, context) for article in every]
    if context["SITEURL"] and context["BLOGROLL_SAVE_AS"] and _followed(context):
        context["blogroll"] = context["BLOGROLL_SAVE_AS"]


def _as_published(article: Article, context: Mapping[str, Any]) -> Published:
    url = article.url if "://" in article.url else f"{context['SITEURL']}/{article.url}"
    shared = article.shared_from.isoformat() if article.sharing.wanted else ""
    file = file_of(article, context)
    return Published(article.entry_id, file, url, article.date.isoformat(), shared)


def _write(generator: ArticlesGenerator, **_writer: object) -> None:
    context, settings = generator.context, generator.settings
    if not settings["SITEURL"]:
        message = "There are no feeds, since nobody said where the site lives."
        remedy = 'Write SITEURL = "https://..." with the address of your site.'
        warn(Finding("feeds", message, remedy, Severity.WARNING, "pelicanconf.py"))
        return
    # Only those who write feeds wait for feedgen.
    from syndication.documents import Documents
    from syndication.documents.opml import Outline, opml

    _warn_of_changes(context)
    output, documents = settings["OUTPUT_PATH"], Documents()
    forms = formats(settings["SYNDICATION_FEEDS"])

    def write(name: str, raw: bytes) -> None:
        path = Path(sanitised_join(output, name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    slug_of = partial(slugify, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"])
    for kind, feed in every_feed(context, datetime.now(UTC), slug_of):
        for form in forms[kind]:
            write(feed.file(form), documents.document(feed, form))
    write(f"feeds/{STYLESHEET.name}", STYLESHEET.read_bytes())
    if context["blogroll"]:
        title = f"The blogroll of {settings['SITENAME']}"
        outlines = [
            Outline(partner.name, partner.record.feed, partner.website.url)
            for partner in _followed(context)
        ]
        write(context["blogroll"], opml(title, outlines, context["blogroll"]))


def _followed(context: Mapping[str, Any]) -> list[Any]:
    """The partners that have a feed, by their names."""
    return [partner for partner in context.get("partners", ()) if partner.record.feed]


def _warn_of_changes(context: Mapping[str, Any]) -> None:
    """Say what readers and automations would see as new, or would not see at all."""
    content = Path(context["PATH"])
    name = f"{content.name}/data/{published.LEDGER}"
    before = published.read(content / "data" / published.LEDGER, name)
    for finding in warnings_of(context["published_entries"](), before, datetime.now(UTC)):
        warn(finding)
