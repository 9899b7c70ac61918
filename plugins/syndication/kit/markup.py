"""Blocks as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from syndication.kit.blocks import (
    Block,
    Code,
    Divider,
    Heading,
    Image,
    Line,
    Listing,
    Marker,
    Paragraph,
    Quote,
    numbered,
    text_of,
)


def html_of(blocks: Iterable[Block]) -> str:
    """The HTML for the clipboard: no attribute but `href`, no white space between tags.

    The editor makes an empty paragraph of white space between blocks.
    """
    return "".join(_block(block, _marker) for block in blocks)


def preview_of(blocks: Iterable[Block]) -> str:
    """The same for the page, where the pictures are seen."""
    return "\n".join(_block(block, _picture) for block in blocks)


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """The words, for where no HTML can be pasted; links follow what they are on."""
    return "\n\n".join("\n".join(_rows(block)) for block in blocks)


def _block(block: Block, of_image: Callable[[Image], str]) -> str:
    match block:
        case Paragraph(line):
            return f"<p>{_line(line)}</p>"
        case Heading(level, line):
            return f"<h{level}>{_line(line)}</h{level}>"
        case Code(text):
            return f"<pre><code>{_escaped(text)}</code></pre>"
        case Quote(lines):
            return f"<blockquote>{''.join(f'<p>{_line(line)}</p>' for line in lines)}</blockquote>"
        case Listing(is_ordered, lines):
            tag = "ol" if is_ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_line(line)}</li>' for line in lines)}</{tag}>"
        case Divider():
            return "<hr>"
        case Marker(image):
            return of_image(image)


def _marker(image: Image) -> str:
    return f"<p>{_escaped(image.marker)}</p>"


def _picture(image: Image) -> str:
    # A picture that is not in the kit would have to be fetched.
    shown = f'<img src="{escape(image.name)}" alt="{escape(image.alt)}">' if image.is_here else ""
    return f"<figure>{shown}<figcaption>{_escaped(image.marker)}</figcaption></figure>"


def _line(line: Line) -> str:
    """The HTML of a line: links outermost, then bold, then italic."""
    parts = []
    for href, linked in groupby(line, key=lambda run: run.style.href):
        inner = ""
        for strong, same in groupby(linked, key=lambda run: run.style.strong):
            text = "".join(_within("em", run.style.em, _escaped(run.text)) for run in same)
            inner += _within("strong", strong, text)
        parts.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(parts)


def _within(tag: str, wanted: bool, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if wanted else inner


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _rows(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line) | Heading(_, line):
            yield _with_addresses(line)
        case Code(text):
            yield text
        case Quote(lines):
            yield from (f"> {_with_addresses(line)}" for line in lines)
        case Listing(is_ordered, lines):
            yield from map(_with_addresses, numbered(lines, is_ordered=is_ordered))
        case Divider():
            yield "* * *"
        case Marker(image):
            yield image.marker


def _with_addresses(line: Line) -> str:
    parts = []
    for href, linked in groupby(line, key=lambda run: run.style.href):
        text = text_of(tuple(linked))
        address = href.removeprefix("mailto:")
        parts.append(text if not href or text == address else f"{text} ({address})")
    return "".join(parts)
