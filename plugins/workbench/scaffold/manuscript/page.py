"""A guest's HTML: the part of a page that is the text, as Markdown."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector
from bs4.element import Tag

from workbench.scaffold.manuscript.notes import take_footnotes
from workbench.scaffold.manuscript.pictures import Pictures
from workbench.scaffold.manuscript.record import Manuscript
from workbench.scaffold.manuscript.text import decoded, published_first, some_of
from workbench.scaffold.manuscript.tidy import (
    attribute,
    drop_what_is_no_text,
    keep_useful_links,
    resolve_addresses,
    settle_headings,
    settle_structure,
    text_area,
    text_of,
)
from workbench.scaffold.manuscript.writer import markdown_of

_NO_FIGURE = ("a", "li", "dd", "td", "th")  # where the site makes none of an image with a title
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_page(raw: bytes, title: str, pictures: Pictures) -> Manuscript:
    """What a page says, called `title` where that is not empty; its pictures join `pictures`.

    Raises `FanfareError` where it is not text in the encoding it declares.
    """
    declared = EncodingDetector.find_declared_encoding(raw, is_html=True) or ""
    return manuscript_of(parsed(decoded(raw, declared)), title, pictures)


def parsed(html: str) -> BeautifulSoup:
    """The elements of `html`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts that look like an address, or like XML
        return BeautifulSoup(_XML_DECLARATION.sub("", html), "lxml")


def manuscript_of(page: BeautifulSoup, title: str, pictures: Pictures) -> Manuscript:
    """As `read_page`, of a page that is parsed already."""
    resolve_addresses(page)
    author = page.find("meta", attrs={"name": re.compile("^author$", re.IGNORECASE)})
    original = page.select_one('link[rel~="canonical" i][href]')
    area = text_area(page)
    dropped = drop_what_is_no_text(area)
    title = title or _title_of(page, area)
    replaced = settle_headings(area, title)
    footnotes = take_footnotes(area)
    parts = [area, *footnotes]
    relative = [href for part in parts for href in keep_useful_links(part)]
    merged = 0
    for part in parts:
        _settle_pictures(part, pictures)
        settle_structure(part)
        merged += len(part.find_all(("td", "th"), rowspan=re.compile(r"^(?!0*1?$)\d+$")))
    notes = [f'Its own title was "{replaced}".'] if replaced else []
    if dropped:
        notes.append(f"Left out: {', '.join(f'<{name}>' for name in dropped)}.")
    if relative:
        notes.append(f"Look where these links should lead: {some_of(relative)}.")
    if merged:
        notes.append("A table has cells that reach over several rows: look at it.")
    if original:
        notes += published_first(attribute(original, "href").strip())
    return Manuscript(
        markdown_of(area, footnotes),
        title=title,
        author=attribute(author, "content") if isinstance(author, Tag) else "",
        notes=tuple(notes),
    )


def _title_of(page: BeautifulSoup, area: Tag) -> str:
    headings = (text_of(heading) for heading in area.find_all("h1"))
    return next(filter(None, headings), "") or (text_of(page.title) if page.title else "")


def _settle_pictures(area: Tag, pictures: Pictures) -> None:
    """Give every picture its address to come; a caption becomes its title, as the site reads it."""
    for image in area.find_all("img"):
        alt = attribute(image, "alt")
        address = pictures.address(attribute(image, "src"), alt)
        if not address:
            image.replace_with(alt)
            continue
        image["src"] = address
        figure, caption = image.find_parent("figure"), None
        if figure and len(figure.find_all("img")) == 1 and not image.find_parent(_NO_FIGURE):
            caption = figure.find("figcaption")
        if isinstance(caption, Tag) and not caption.find(("a", "footnoteref")):
            image["title"] = text_of(caption)
            caption.decompose()
