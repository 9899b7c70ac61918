"""What Markdown writes, made fit for a page: figures, typography, tables and code that scroll.

A Markdown extension; `fanfare.site` switches it on as `folio.markup`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from folio.typography import smarten_tree


class _Figures(Treeprocessor):
    """Makes an image that stands alone and has a title a figure; the title is its caption."""

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            image = _only_image(paragraph)
            if image is None or not image.get("title"):
                continue
            caption = image.attrib.pop("title")
            paragraph.tag = "figure"
            paragraph.text = None
            image.tail = None
            SubElement(paragraph, "figcaption").text = caption


def _only_image(paragraph: Element) -> Element | None:
    """The image a paragraph consists of, if it consists of one; a linked image is left alone."""
    if len(paragraph) != 1 or (paragraph.text or "").strip():
        return None
    image = paragraph[0]
    return image if image.tag == "img" and not (image.tail or "").strip() else None


class _ScrollingTables(Treeprocessor):
    """Puts every table into a box that scrolls by itself, also by keyboard, on narrow screens."""

    def run(self, root: Element) -> None:
        if next(root.iter("table"), None) is None:
            return
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "table":
                    box = Element("div", {"class": "table-scroll", "tabindex": "0"})
                    box.tail, child.tail = child.tail, None
                    box.append(child)
                    parent[place] = box


class _ScrollingCode(Postprocessor):
    """Lets the keyboard scroll code that is wider than the page."""

    def run(self, text: str) -> str:
        return text.replace(
            '<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'
        )


class _Typography(Treeprocessor):
    """Makes quotes, apostrophes, ellipses and dashes typographic."""

    def run(self, root: Element) -> None:
        smarten_tree(root)


class MarkupExtension(Extension):
    """Adds all of the above to a Markdown instance."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the name Markdown calls
        """Register the processors after those that make images and code."""
        md.treeprocessors.register(_Figures(md), "folio-figures", 5)
        md.treeprocessors.register(_ScrollingTables(md), "folio-tables", 4)
        md.treeprocessors.register(_Typography(md), "folio-typography", 3)
        md.postprocessors.register(_ScrollingCode(md), "folio-code", 5)


def makeExtension(**options: object) -> MarkupExtension:  # noqa: N802 -- the name Markdown calls
    """The extension, as Markdown asks for it by module name."""
    return MarkupExtension(**options)
