"""How long a text is, and what its headings are."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

# Silent reading of English non-fiction: 238 words a minute (Brysbaert 2019, "How many words do we
# read per minute?"). The same review gives about 260 characters a minute for Chinese.
WORDS_PER_MINUTE = 238
CHARACTERS_PER_MINUTE = 260

_UNSPACED_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARSER = html.HTMLParser(remove_comments=True, remove_pis=True)
_ASIDES = etree.XPath(".//sup | .//div[@class='footnote']")
_OUTSIDE_SUP = etree.XPath(".//text()[not(ancestor::sup)]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading that a table of contents can point to."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The length of a text and its headings."""

    words: int
    """Words; in scripts without spaces, characters."""

    minutes: int
    """Whole minutes to read it, at least 1."""

    headings: tuple[Heading, ...]
    """Headings of levels 2 and 3 that have an id, in the order of the text."""


def read(content: str) -> Reading:
    """Measure the HTML fragment `content`."""
    root = _parsed(content)
    return _reading(root, _words(root))


def plain_text(content: str) -> str:
    """The words of the HTML fragment `content`, without its footnotes, on one line."""
    root = _parsed(content)
    _drop_asides(root)
    return " ".join(_words(root))


def read_with_text(content: str) -> tuple[Reading, str]:
    """What `read` and `plain_text` make of `content`, which is parsed once for both."""
    root = _parsed(content)
    words = _words(root)
    reading = _reading(root, words)
    return reading, " ".join(_words(root) if _drop_asides(root) else words)


def _parsed(content: str) -> html.HtmlElement:
    try:
        return html.fragment_fromstring(content, create_parent="div", parser=_PARSER)
    except (ValueError, AssertionError, etree.ParserError):  # a doctype, or what is no character
        legible = _NO_CHARACTERS.sub(" ", content)
        page = html.document_fromstring(f"<div>{legible}</div>", parser=_PARSER)
        return next(page.iter("div"))


def _drop_asides(root: html.HtmlElement) -> bool:
    """Drop footnotes and their marks; False where there are none."""
    asides = _ASIDES(root)
    for aside in asides:
        aside.drop_tree()
    return bool(asides)


def _reading(root: html.HtmlElement, words: Sequence[str]) -> Reading:
    characters = len(_UNSPACED_SCRIPT.findall(" ".join(words)))
    if characters:
        words = _UNSPACED_SCRIPT.sub(" ", " ".join(words)).split()
    minutes = len(words) / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE
    headings = tuple(
        Heading(int(str(element.tag)[1]), element.get("id", ""), _heading_text(element))
        for element in root.iter("h2", "h3")
        if element.get("id")
    )
    return Reading(len(words) + characters, max(1, math.ceil(minutes)), headings)


def _words(root: html.HtmlElement) -> list[str]:
    """What white space or the bounds of blocks separate."""
    blocks = " ".join(f"{block.text_content()}{block.tail or ''}" for block in root)
    return f"{root.text or ''} {blocks}".split()


def _heading_text(element: html.HtmlElement) -> str:
    """The words of a heading, without the marks of footnotes in it."""
    return " ".join("".join(_OUTSIDE_SUP(element)).split())


def shortened(text: str, limit: int) -> str:
    """`text` cut at a word to at most `limit` characters, the ellipsis included."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-")
    return f"{cut}…"
