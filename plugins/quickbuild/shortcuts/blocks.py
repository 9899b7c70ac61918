"""Markdown's kinds of block, each asked only about blocks with a line that begins as it does.

Markdown searches each block for each of some fifteen kinds, with regular expressions that look at
every character. Most kinds need a line that begins with a character that few lines begin with. To
look first how the lines begin gives the same result.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
    UListProcessor,
)
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.util import HTML_PLACEHOLDER, Registry

from quickbuild.shortcuts.registries import QuickRegistry

_BEGINNINGS = {
    (MarkdownInHtmlProcessor, ""): HTML_PLACEHOLDER[0],
    (
        HashHeaderProcessor,
        r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n]))*?)#*(?:\n|$)",
    ): "#",
    (SetextHeaderProcessor, r"^.*?\n(?:=+|-+)[ ]*(\n|$)"): "=-",
    (
        HRProcessor,
        r"^[ ]{0,3}(?=(?P<atomicgroup>(-+[ ]{0,2}){3,}|(_+[ ]{0,2}){3,}|(\*+[ ]{0,2}){3,}))"
        r"(?P=atomicgroup)[ ]*$",
    ): "-_*",
    (UListProcessor, r"^[ ]{0,3}[*+-][ ]+(.*)"): "*+-",
    (DefListProcessor, r"(^|\n)[ ]{0,3}:[ ]{1,3}(.*?)(\n|$)"): ":",
    (BlockQuoteProcessor, r"(^|\n)[ ]{0,3}>[ ]?(.*)"): ">",
    (FootnoteBlockProcessor, r"^[ ]{0,3}\[\^([^\]]*)\]:[ ]*(.*)$"): "[",
    (AbbrBlockprocessor, r"^[*]\[(?P<abbr>[^\\]*?)\][ ]?:[ ]*\n?[ ]*(?P<title>.*)$"): "*",
    (
        ReferenceProcessor,
        r"^[ ]{0,3}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?([^\s]+)[ ]*(?:\n[ ]*)?"
        r"""((["\'])(.*)\4[ ]*|\((.*)\)[ ]*)?$""",
    ): "[",
}
"""How a line must begin, after spaces, for a kind and its expression: with one of these."""

_ANY = "any"
"""How all blocks begin, for the kinds that nobody here knows."""


def parse_blocks_quickly(markdown: Markdown) -> None:
    """Let `markdown` look first how the lines of a block begin."""
    parser = markdown.parser
    if type(parser) is BlockParser and type(parser.blockprocessors) is Registry:
        parser.__class__ = QuickBlockParser
        parser.blockprocessors.__class__ = KindsOfBlock


class KindsOfBlock(QuickRegistry):
    """Each block processor, and how a line of its blocks begins, as one of several."""

    def _entry(self, item: Any) -> tuple[Any, AbstractSet[str]]:
        expression = getattr(item, "SEARCH_RE", getattr(item, "RE", None))
        known = _BEGINNINGS.get((type(item), getattr(expression, "pattern", "")))
        return item, frozenset(known or (_ANY,))


class QuickBlockParser(BlockParser):
    """Asks those kinds about a block that it may be of."""

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 -- Markdown's name
        """Put all of `blocks` into `parent`."""
        kinds: Any = self.blockprocessors
        while blocks:
            beginnings = _line_beginnings(blocks[0])
            for processor, needed in kinds.entries:
                if needed.isdisjoint(beginnings) or not processor.test(parent, blocks[0]):
                    continue
                if processor.run(parent, blocks) is not False:
                    break
                if blocks:  # it may have left another one
                    beginnings = _line_beginnings(blocks[0])


def _line_beginnings(block: str) -> set[str]:
    """How the lines of `block` begin, after spaces: with an empty text where they are empty."""
    beginnings = {line.lstrip(" ")[:1] for line in block.split("\n")}
    beginnings.add(_ANY)
    return beginnings
