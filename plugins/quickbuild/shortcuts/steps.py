"""Markdown's steps over a whole text, left out where they would change nothing.

Several search the whole text, or walk over the whole tree, for what few texts have. To look first
for a character that it needs gives the same result.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor, MarkdownInHTMLPostprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, STX

_UNEVEN = (STX, ETX, "\r", "\t", " \n")
_FENCE = r"(?P<fence>^(?:~{3,}|`{3,}))"


class QuickNormalizeWhitespace(NormalizeWhitespace):
    """Adds two empty lines, and looks for blanks where some may be."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a text, as Markdown reads them."""
        source = "\n".join([*lines, "", ""])
        if any(mark in source for mark in _UNEVEN):
            return super().run(lines)
        return source.split("\n")


class _FenceSearch:
    """The expression for fenced code, searched from the first fence on."""

    def __init__(self, expression: re.Pattern[str]) -> None:
        self._expression = expression

    def search(self, text: str, start: int) -> re.Match[str] | None:
        fences = [text.find(fence, start) for fence in ("```", "~~~")]
        found = [place for place in fences if place >= 0]
        return self._expression.search(text, min(found)) if found else None


class QuickFencedBlocks(FencedBlockPreprocessor):
    """Looks for code where a fence is."""

    FENCED_BLOCK_RE: ClassVar[Any] = _FenceSearch(FencedBlockPreprocessor.FENCED_BLOCK_RE)


class QuickHtmlBlocks(HtmlBlockPreprocessor):
    """Reads HTML in a text that may have some."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines without HTML."""
        source = "\n".join(lines)
        return super().run(lines) if "<" in source or "&" in source else source.split("\n")


class QuickAttributeLists(AttrListTreeprocessor):
    """Looks for attributes in a tree where a brace is."""

    def run(self, doc: Element) -> None:
        """Give the elements of `doc` their attributes."""
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class QuickContents(TocTreeprocessor):
    """Puts the table of contents into a tree that has its mark."""

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put `elem` where the mark stands alone."""
        if self.marker in "".join(root.itertext()):
            super().replace_marker(root, elem)


class QuickUnescape(UnescapeTreeprocessor):
    """Puts back characters in a text where some were taken out."""

    def unescape(self, text: str) -> str:
        """`text` with them."""
        return super().unescape(text) if STX in text else text


class QuickRawHtml(MarkdownInHTMLPostprocessor):
    """Puts back HTML into a text from which some was taken out."""

    def run(self, text: str) -> str:
        """`text` with it."""
        return super().run(text) if STX in text else text


_QUICK: dict[type, type] = {
    known: quick
    for known, quick, is_known in (
        (NormalizeWhitespace, QuickNormalizeWhitespace, True),
        (
            FencedBlockPreprocessor,
            QuickFencedBlocks,
            FencedBlockPreprocessor.FENCED_BLOCK_RE.pattern.lstrip().startswith(_FENCE),
        ),
        (HtmlBlockPreprocessor, QuickHtmlBlocks, True),
        (
            AttrListTreeprocessor,
            QuickAttributeLists,
            AttrListTreeprocessor.BASE_RE.startswith(r"\{"),
        ),
        (TocTreeprocessor, QuickContents, True),
        (
            UnescapeTreeprocessor,
            QuickUnescape,
            UnescapeTreeprocessor.RE.pattern.startswith(STX),
        ),
        (MarkdownInHTMLPostprocessor, QuickRawHtml, HTML_PLACEHOLDER.startswith(STX)),
    )
    if is_known
}


def take_steps_quickly(markdown: Markdown) -> None:
    """Let `markdown` leave out steps that change nothing."""
    steps = (markdown.preprocessors, markdown.treeprocessors, markdown.postprocessors)
    for step in (step for registry in steps for step in registry):
        quick = _QUICK.get(type(step))
        if quick is not None:
            step.__class__ = quick
