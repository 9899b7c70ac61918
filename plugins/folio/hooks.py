"""Signals in, attributes and context out. The only module of this plugin that imports Pelican."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markupsafe import Markup
from pelican import signals
from pelican.generators import PelicanTemplateNotFound
from pelican.utils import get_relative_path, path_to_url, slugify

from fanfare.files import write_whole
from folio import images, newsletter, praise, sitemap, structured_data
from folio.images import Picture
from folio.reading import Heading, Reading, read, shortened
from folio.related import related
from folio.series import Series, collect
from folio.structured_data import Publisher, Text
from folio.typography import smarten

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, PagesGenerator
    from pelican.settings import Settings
    from pelican.writers import Writer

_DESCRIPTION_LIMIT = 155
_FILE_LINK = re.compile(r"[{|](?P<kind>static|attach|filename)[|}](?P<path>[^#?]*)")
_IMAGE_SIZES = "(min-width: 44rem) 40rem, 92vw"
_NOT_IN_SITEMAP = ("404.html", "search/index.html")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    name: str
    url: str
    """Relative to the site's root, or absolute."""

    external: bool


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed that pages announce."""

    title: str
    type: str
    url: str


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_begin_sitemap)
    signals.article_generator_init.connect(_describe_site)
    signals.article_generator_finalized.connect(_complete_articles)
    signals.page_generator_finalized.connect(_complete_pages)
    signals.article_writer_finalized.connect(_write_series)
    signals.content_written.connect(_note_for_sitemap)
    signals.finalized.connect(_write_sitemap)


# --- the site -----------------------------------------------------------------------------------


def _begin_sitemap(pelican: Pelican) -> None:
    # Settings are what the context of every page starts from: the one place all writing sees.
    pelican.settings["SITEMAP_ENTRIES"] = []


def _describe_site(generator: ArticlesGenerator) -> None:
    settings = generator.settings
    publisher = _publisher(settings)
    praise_file = Path(settings["PATH"], "data", "praise.toml")
    generator.context |= {
        "site_address": settings["SITEURL"],
        "menu": [_menu_item(name, url) for name, url in settings.get("MENUITEMS", ())],
        "feeds": list(_feed_links(settings)),
        "newsletter_form": newsletter.form(settings.get("NEWSLETTER")),
        "preview_image": _preview_image(settings),
        "praise": praise.load(praise_file, "content/data/praise.toml"),
        "author_photo": _site_picture(
            settings, "AUTHOR_PHOTO", "images/portrait.png", settings.get("AUTHOR", "")
        ),
        "site_json_ld": _script_data(publisher.website(), publisher.person()),
        "all_series": [],
    }


def _publisher(settings: Settings) -> Publisher:
    photo = _site_picture(settings, "AUTHOR_PHOTO", "images/portrait.png")
    return Publisher(
        name=settings.get("AUTHOR", ""),
        site_name=settings["SITENAME"],
        address=settings["SITEURL"],
        profiles=tuple(url for _name, url in settings.get("SOCIAL", ())),
        photo=f"{settings['SITEURL']}/{photo.url}" if photo else "",
        positioning=settings.get("POSITIONING", ""),
    )


def _site_picture(settings: Settings, name: str, default: str, alt: str = "") -> Picture | None:
    path = settings.get(name, default)
    url = settings["STATIC_URL"].format(path=path)
    return images.picture(Path(settings["PATH"], path), url, alt)


def _preview_image(settings: Settings) -> Picture | None:
    return _site_picture(settings, "PREVIEW_IMAGE", "images/site-preview.png", settings["SITENAME"])


def _menu_item(name: str, url: str) -> MenuItem:
    return MenuItem(name, url, external="://" in url)


def _feed_links(settings: Settings) -> Iterator[FeedLink]:
    for key, kind, mime in (
        ("FEED_ALL_ATOM", "Atom", "application/atom+xml"),
        ("FEED_ALL_RSS", "RSS", "application/rss+xml"),
    ):
        if settings.get(key):
            yield FeedLink(f"{settings['SITENAME']} ({kind})", mime, settings[key])


# --- every text ---------------------------------------------------------------------------------


def _complete_articles(generator: ArticlesGenerator) -> None:
    settings = generator.settings
    everything = chain(
        generator.articles,
        generator.translations,
        generator.drafts,
        generator.drafts_translations,
        generator.hidden_articles,
        generator.hidden_translations,
    )
    for article in everything:
        _complete(article, settings)
        article.newer = article.older = article.part = None
        article.related = []
    _connect_neighbours(generator.articles, settings)
    generator.context["all_series"] = _connect_series(generator.articles, settings)
    publisher = _publisher(settings)
    for article in chain(generator.articles, generator.translations):
        article.json_ld = _posting(article, publisher, settings)


def _complete_pages(generator: PagesGenerator) -> None:
    for page in chain(
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    ):
        _complete(page, generator.settings)
        trail = ((generator.settings["SITENAME"], ""), (page.title, page.url))
        page.json_ld = _script_data(_breadcrumbs(trail, generator.settings))


def _complete(content: Content, settings: Settings) -> None:
    """Give one article or page what templates show of it."""
    content.title = smarten(content.title)
    content.reading = read(content._content or "")
    summary = smarten(content.metadata.get("summary", ""))
    content.description = shortened(summary or content.reading.text, _DESCRIPTION_LIMIT)
    content.lead_image = _find_picture(
        content, settings, content.metadata.get("image", ""), content.metadata.get("image_alt", "")
    )
    content.preview_image = content.lead_image or _preview_image(settings)
    content.contents = _contents(content.reading, settings)
    content.json_ld = ""
    content._content += _disclosure(content)
    if "<img" in content._content:
        content._content = images.with_sizes(
            content._content,
            lambda source: _find_picture(content, settings, source),
            _base_of(content, settings),
            _IMAGE_SIZES,
            eager=content.lead_image is None,
        )


def _disclosure(content: Content) -> str:
    """What is owed to the reader, as part of the text: so feeds and other copies have it too."""
    owed = smarten(content.metadata.get("disclosure", ""))
    return (
        f'\n<p class="disclosure"><strong>Disclosure:</strong> {escape(owed)}</p>' if owed else ""
    )


def _contents(reading: Reading, settings: Settings) -> tuple[Heading, ...]:
    """The headings of a text that is long enough for a table of contents; else none."""
    is_long = reading.words >= settings.get("CONTENTS_FROM_WORDS", 700)
    return reading.headings if is_long and len(reading.headings) > 2 else ()


def _base_of(content: Content, settings: Settings) -> str:
    """What leads from the page of `content` to the site's root."""
    if settings["RELATIVE_URLS"]:
        return str(path_to_url(get_relative_path(content.save_as)))
    return str(settings["SITEURL"])


def _find_picture(
    content: Content, settings: Settings, source: str, alt: str = ""
) -> Picture | None:
    """The picture behind `{static}/images/x.png` as written in `content`."""
    link = _FILE_LINK.match(source)
    if not link:
        return None
    path = unquote(link["path"])
    folder = "" if path.startswith("/") else content.relative_dir
    inside = Path(folder, path.lstrip("/")).as_posix()
    url = settings["STATIC_URL"].format(path=inside)
    found = images.picture(Path(settings["PATH"], inside), url, alt)
    if found and link["kind"] != "static":
        # {attach} moves the file beside the page, the smaller copies stay where they are
        return Picture(found.url, found.width, found.height, alt)
    return found


# --- between texts ------------------------------------------------------------------------------


def _connect_neighbours(articles: Sequence[Content], settings: Settings) -> None:
    """Newer, older and related articles; `articles` come newest first."""
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


# --- what machines read -------------------------------------------------------------------------


def _script_data(*nodes: dict[str, object]) -> Markup:
    # as_json escapes what could end a script element; HTML escaping would break the JSON
    return Markup(structured_data.as_json(*nodes))  # noqa: S704


def _posting(article: Content, publisher: Publisher, settings: Settings) -> Markup:
    address = settings["SITEURL"]
    part = article.part
    picture = article.preview_image
    text = Text(
        address=f"{address}/{article.url}",
        title=article.title,
        description=article.description,
        published=article.date,
        modified=getattr(article, "modified", None),
        language=article.lang,
        words=article.reading.words,
        section=article.category.name,
        keywords=tuple(tag.name for tag in getattr(article, "tags", ())),
        image=f"{address}/{picture.url}" if picture else "",
        authors=tuple((author.name, f"{address}/{author.url}") for author in article.authors),
        series=(part.series.name, f"{address}/{part.series.url}") if part else None,
    )
    trail = (
        (settings["SITENAME"], ""),
        (article.category.name, article.category.url),
        (article.title, article.url),
    )
    return _script_data(
        structured_data.posting(text, publisher),
        publisher.person(),
        _breadcrumbs(trail, settings),
    )


def _breadcrumbs(trail: Sequence[tuple[str, str]], settings: Settings) -> dict[str, object]:
    return structured_data.breadcrumbs(
        [(name, f"{settings['SITEURL']}/{url}") for name, url in trail]
    )


def _note_for_sitemap(_path: str, context: Mapping[str, object]) -> None:
    """A written page belongs into the sitemap unless it is for nobody or only a further page."""
    page = str(context["output_file"])
    content = context.get("article") or context.get("page")
    listed = getattr(content, "status", "published") == "published"
    if not listed or page in _NOT_IN_SITEMAP or "/page/" in f"/{page}":
        return
    entries = context["SITEMAP_ENTRIES"]
    assert isinstance(entries, list)  # noqa: S101 -- the context is an untyped dict
    modified = getattr(content, "modified", None) or getattr(content, "date", None)
    address = f"{context['site_address']}/{page.removesuffix('index.html')}"
    entries.append(sitemap.Entry(address, modified))


def _write_sitemap(pelican: Pelican) -> None:
    entries = pelican.settings["SITEMAP_ENTRIES"]
    output = Path(pelican.output_path)
    write_whole(output / "sitemap.xml", sitemap.sitemap(entries))
    write_whole(output / "robots.txt", sitemap.robots(pelican.settings["SITEURL"]))
    entries.clear()
