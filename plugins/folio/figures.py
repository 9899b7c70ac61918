"""Images that stand alone, with a title, become figures with a caption."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _FigureTreeprocessor(Treeprocessor):
    """Turns `<p><img title="caption"></p>` into `<figure>` with `<figcaption>`."""

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


class FiguresExtension(Extension):
    """Adds figures to a Markdown instance."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- the name Markdown calls
        """Register the tree processor, after inline patterns have made the images."""
        md.treeprocessors.register(_FigureTreeprocessor(md), "figures", 15)


def makeExtension(**options: object) -> FiguresExtension:  # noqa: N802 -- the name Markdown calls
    """The extension, as Markdown asks for it by module name."""
    return FiguresExtension(**options)
