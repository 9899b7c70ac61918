"""HTML elements as blocks: the one place that says what becomes of each element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from bs4.element import NavigableString, Tag

from syndication.kit import images, tables
from syndication.kit.blocks import (
    PLAIN,
    Block,
    Code,
    Divider,
    Heading,
    Image,
    Line,
    Listing,
    Marker,
    Paragraph,
    Run,
    Style,
    is_blank,
    restyled,
    tidied,
)
from syndication.kit.flattening import flat_list, flat_quote, one_line

_STRONG = frozenset(("strong", "b", "th"))
_EM = frozenset(("em", "i", "cite", "dfn", "var"))
_HEADING_LEVELS = {"h1": 2, "h2": 2, "h3": 3}
_BOLD_LINES = frozenset(("h4", "h5", "h6", "summary", "legend", "caption"))
"""What the editor has no third level of headings for."""

_TITLES = frozenset(("admonition-title", "callout-title", "markdown-alert-title"))
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "body", "center", "dd", "details", "div", "dt"),
        *("fieldset", "figcaption", "footer", "header", "hgroup", "html", "li", "main", "p"),
        *("search", "section", "tbody", "td", "tfoot", "th", "thead", "tr"),
    )
)


@dataclass(slots=True)
class _Piece:
    """What stands in the line that is being read."""

    run: Run
    is_alternative: bool = False
    """True where it only stands for a picture."""


@dataclass(slots=True)
class _Page:
    """Blocks in the making: what is written goes on in a line until that ends."""

    blocks: list[Block] = field(default_factory=list)
    line: list[_Piece] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)
    """Those in the line, which stand below it."""

    def write(self, text: str, style: Style) -> None:
        self.line.append(_Piece(Run(text, style)))

    def place(self, image: Image, style: Style) -> None:
        self.line.append(_Piece(Run(image.alt, style), is_alternative=True))
        self.pictures.append(image)

    def end_line(self) -> None:
        said = "".join(piece.run.text for piece in self.line if not piece.is_alternative)
        if not is_blank(said):
            self.blocks.append(Paragraph(tidied(piece.run for piece in self.line)))
        self.blocks += map(Marker, self.pictures)
        self.line, self.pictures = [], []

    def add(self, *blocks: Block) -> None:
        self.end_line()
        self.blocks += blocks


class Reader:
    """Reads the elements of one text, and remembers its pictures."""

    def __init__(self, url: str, suffix_of: Callable[[str], str]) -> None:
        """`url` is what addresses are relative to; `suffix_of` is as in `images.named`."""
        self._url = url
        self._suffix_of = suffix_of
        self.images: list[Image] = []
        self.tables = 0
        self.has_inline_code = False

    def blocks(self, tag: Tag, style: Style = PLAIN) -> list[Block]:
        """What is in `tag`, whose text is in `style` at least."""
        page = _Page()
        self._walk(tag, style, page)
        page.end_line()
        return page.blocks

    def _walk(self, tag: Tag, style: Style, page: _Page) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self._read(child, style, page)
            elif isinstance(child, NavigableString):
                page.write(str(child), style)

    def _read(self, tag: Tag, style: Style, page: _Page) -> None:
        match tag.name:
            case "br":
                page.end_line()
            case "hr":
                page.add(Divider())
            case "img":
                self._read_image(tag, style, page)
            case "pre":
                if not is_blank(tag.get_text()):
                    page.add(Code(tag.get_text().strip("\n")))
            case "h1" | "h2" | "h3":
                line, pictures = one_line(self.blocks(tag))
                headings = [Heading(_HEADING_LEVELS[tag.name], line)] if line else []
                page.add(*headings, *pictures)
            case "ul" | "ol" | "menu" | "dir":
                page.add(*flat_list(*self._items(tag, style)))
            case "dl":
                page.add(*flat_list(list(self._definitions(tag, style)), None))
                page.add(*self.blocks(tag, style))  # what stands where nothing may
            case "blockquote":
                page.add(*flat_quote(self.blocks(tag, style)))
            case "figure":
                page.add(*self._figure(tag, style))
            case "table" if not tables.is_layout(tag):
                page.add(*self._table(tag, style))
            case _:
                self._read_other(tag, style, page)

    def _read_other(self, tag: Tag, style: Style, page: _Page) -> None:
        if tag.name == "code":
            self.has_inline_code = True
        is_title = not _TITLES.isdisjoint(tag.get_attribute_list("class"))
        is_block = tag.name in _BLOCKS or tag.name in _BOLD_LINES or tag.name == "table"
        if is_block:
            page.end_line()
        self._walk(tag, self._styled(tag, style, is_bold_line=is_title), page)
        if is_block:
            page.end_line()

    def _styled(self, tag: Tag, style: Style, *, is_bold_line: bool) -> Style:
        if tag.name in _STRONG or tag.name in _BOLD_LINES or is_bold_line:
            return replace(style, strong=True)
        if tag.name in _EM:
            return replace(style, em=True)
        if tag.name == "a" and (href := link_target(str(tag.get("href") or ""), self._url)):
            return replace(style, href=href)
        return style

    def _read_image(self, tag: Tag, style: Style, page: _Page) -> None:
        alt = images.alternative_of(tag)
        if images.is_character(tag):
            page.write(alt, style)
            return
        source = images.source_of(tag, self._url)
        if not source or images.is_invisible(tag):
            page.write(alt, style)
            return
        link = "" if style.href == source else style.href
        image = images.named(len(self.images) + 1, source, alt, link, self._suffix_of)
        self.images.append(image)
        page.place(image, style)

    def _items(self, tag: Tag, style: Style) -> tuple[list[list[Block]], list[int] | None]:
        """The items of a list, and their numbers where it has any."""
        items: list[list[Block]] = []
        numbers: list[int] = []
        following = _number(tag.get("start"), 1)
        for child in tag.children:
            if isinstance(child, Tag) and child.name == "li":
                number = _number(child.get("value"), following)
                items.append(self.blocks(child, style))
                numbers.append(number)
                following = number + (-1 if tag.has_attr("reversed") else 1)
            elif isinstance(child, Tag):
                stray = _Page()
                self._read(child, style, stray)
                stray.end_line()
                if items:  # a list within a list, as old editors write it
                    items[-1] += stray.blocks
                else:
                    items.append(stray.blocks)
                    numbers.append(following)
            elif not is_blank(str(child)) and isinstance(child, NavigableString):
                items.append([Paragraph(tidied((Run(str(child), style),)))])
                numbers.append(following)
        return items, numbers if tag.name == "ol" else None

    def _definitions(self, tag: Tag, style: Style) -> Iterator[list[Block]]:
        """An item for each term, or several of one meaning, with what is said of it."""
        item: list[Block] = []
        has_meaning = False
        parts = [part for part in tag.find_all(["dt", "dd"]) if part.find_parent("dl") is tag]
        for part in parts:
            blocks = self.blocks(part.extract(), style)
            if part.name == "dt":
                if has_meaning:
                    yield item
                    item, has_meaning = [], False
                line, pictures = one_line(blocks)
                item = [*_with_term(item, restyled(line, strong=True)), *pictures]
            else:
                if not has_meaning and item and blocks:
                    blocks = _with_meaning(item, blocks)
                    item = []
                elif has_meaning:
                    blocks = _as_further_meaning(blocks)
                item += blocks
                has_meaning = True
        yield item

    def _figure(self, tag: Tag, style: Style) -> list[Block]:
        """What a figure shows, then its caption."""
        captions = [one for one in tag.find_all("figcaption") if one.find_parent("figure") is tag]
        said = [block for one in captions for block in self.blocks(one.extract(), style)]
        return [
            *self.blocks(tag, style),
            *(
                Paragraph(restyled(block.line, em=True)) if isinstance(block, Paragraph) else block
                for block in said
            ),
        ]

    def _table(self, tag: Tag, style: Style) -> Iterator[Block]:
        self.tables += 1
        below: list[Marker] = []
        parts: list[Tag] = []

        def read(part: Tag) -> Line:
            line, pictures = one_line(self.blocks(part, style))
            below.extend(pictures)
            parts.append(part)
            return line

        yield from tables.blocks_of(tables.read_table(tag, read))
        yield from below
        for part in parts:
            part.extract()
        yield from self.blocks(tag, style)  # what stands where nothing may


def _with_term(item: list[Block], term: Line) -> list[Block]:
    match item:
        case [Paragraph(line), *rest]:
            return [Paragraph(tidied((*line, Run(", "), *term))), *rest]
        case _:
            return [*([Paragraph(term)] if term else ()), *item]


def _with_meaning(item: list[Block], blocks: list[Block]) -> list[Block]:
    match item, blocks:
        case [Paragraph(term), *pictures], [Paragraph(meaning), *rest]:
            return [Paragraph(tidied((*term, Run(": "), *meaning))), *pictures, *rest]
        case _:
            return [*item, *blocks]


def _as_further_meaning(blocks: list[Block]) -> list[Block]:
    match blocks:
        case [Paragraph(line), *rest]:
            return [Listing(is_ordered=False, lines=(line,)), *rest]
        case _:
            return blocks


def _number(said: object, otherwise: int) -> int:
    try:
        return int(str(said))
    except ValueError:
        return otherwise


def link_target(href: str, url: str) -> str:
    """The absolute address that a link to `href` in the text at `url` leads to.

    Empty where the editor would take the link away: it keeps http, https and mailto.
    """
    said = re.sub(r"[\t\n\r]", "", href).strip().replace(" ", "%20")
    try:
        address = urljoin(url, said) if said else ""
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return address if "@" in parts.path else ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""
