"""What templates show of one article or page."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from fanfare.pictures import linked_file
from fanfare.reading import Heading, Reading, plain_text, read, shortened
from fanfare.schema_org import Node, script_data
from folio import images, structured_data
from folio.images import Picture
from folio.site_context import Settings, preview_image
from folio.structured_data import Publisher, Text
from folio.typography import smarten

if TYPE_CHECKING:
    from markupsafe import Markup
    from pelican.contents import Content

DESCRIPTION_LENGTH = 155
"""How much of a text stands for a summary where its author wrote none."""

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi")
)
_IMAGE_SIZES = "(min-width: 44rem) 40rem, 92vw"


def complete(content: Content, settings: Settings, base: str) -> None:
    """Give `content` the attributes that `folio.__init__` lists for every text.

    `base` leads from its page to the site's root.
    """
    content.title = smarten(_said(content, "title"))
    content.reading = read(content._content)
    content.contents = _contents(content.reading, settings)
    summary = smarten(_said(content, "summary"))
    content.description = (
        smarten(_said(content, "description"))
        or summary
        or shortened(plain_text(content._content), DESCRIPTION_LENGTH)
    )
    content.standfirst = summary
    if summary:
        # Pelican's feeds, and other themes, take a summary for HTML.
        content.metadata["summary"] = escape(summary, quote=False)
    content.is_dated = "date" in content.metadata
    content.is_scheduled = content.status == "draft" and _said(content, "status").lower() != "draft"
    content.direction = "rtl" if content.lang.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
    lead = find_picture(content, settings, _said(content, "image"), _said(content, "image_alt"))
    content.lead_image = lead
    card = getattr(content, "social_card", None)
    content.preview_image = card or lead or preview_image(settings)
    content.json_ld = ""
    if "<img" in content._content:
        content._content = images.with_sizes(
            content._content,
            lambda source: find_picture(content, settings, source),
            base,
            _IMAGE_SIZES,
            eager=lead is None,
        )


def describe_entry(article: Content) -> None:
    """Give an article that only stands in lists what lists show: it has no page of its own."""
    article.title = smarten(_said(article, "title"))
    article.description = shortened(plain_text(article._content), DESCRIPTION_LENGTH)
    article.is_dated, article.is_scheduled = True, article.status == "draft"


def find_picture(
    content: Content, settings: Settings, source: str, alt: str = ""
) -> Picture | None:
    """The picture behind `{static}/images/x.png` as written in `content`."""
    linked = linked_file(content, settings, source)
    if linked is None:
        return None
    found = images.picture(Path(settings["PATH"], linked.path), linked.url, alt)
    if found and linked.kind != "static":
        # {attach} moves the file beside the page, the smaller copies stay where they are
        return Picture(found.url, found.width, found.height, alt)
    return found


def posting_data(article: Content, publisher: Publisher) -> Markup:
    """schema.org data of an article, its author and the way to it."""
    address, part, picture = publisher.address, article.part, article.preview_image
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
    category = article.category
    # Other plugins know more of its authors, its original, ...
    known_besides = getattr(article, "schema_org", {})
    return script_data(
        {**structured_data.posting(text, publisher), **known_besides},
        publisher.person(),
        _trail(publisher, (category.name, category.url), (article.title, article.url)),
    )


def page_data(page: Content, publisher: Publisher) -> Markup:
    """schema.org data of the way to a page."""
    return script_data(_trail(publisher, (page.title, page.url)))


def _trail(publisher: Publisher, *steps: tuple[str, str]) -> Node:
    every = ((publisher.site_name, ""), *steps)
    return structured_data.breadcrumbs(
        [(name, f"{publisher.address}/{url}") for name, url in every]
    )


def _said(content: Content, key: str) -> str:
    """What the head says under `key`, on one line or several."""
    value = content.metadata.get(key, "")
    return " ".join(value) if isinstance(value, list) else str(value)


def _contents(reading: Reading, settings: Settings) -> tuple[Heading, ...]:
    """The headings of a text that is long enough for a table of contents; else none."""
    is_long = reading.words >= settings.get("CONTENTS_FROM_WORDS", 700)
    return reading.headings if is_long and len(reading.headings) > 2 else ()
