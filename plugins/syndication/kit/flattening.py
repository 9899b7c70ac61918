"""Blocks within blocks, made one level deep: so much the editor keeps of any of them.

Nothing is lost by it: an item that is more than a line ends its list, and goes on below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from syndication.kit.blocks import (
    Block,
    Code,
    Divider,
    Heading,
    Line,
    Listing,
    Marker,
    Paragraph,
    Quote,
    Run,
    joined,
    numbered,
    prefixed,
    restyled,
    tidied,
)

_WITHIN_A_LINE = " – "
"""Stands where a line, or a paragraph, ended that must go on."""

_DASHES = re.compile(r"\A(?:– )+")
"""Says how deep in lists an item was."""


def flat_list(items: Sequence[Sequence[Block]], numbers: Sequence[int] | None) -> list[Block]:
    """A list of `items`; `numbers` are theirs, None where they have none.

    Numbers that the editor would count otherwise, such as of a list that goes on after a picture,
    are written out as text.
    """
    filled = [item for item in items if item]
    if numbers is None:
        return list(_bullets(filled))
    counted = [number for number, item in zip(numbers, items, strict=True) if item]
    is_simple = all(len(item) == 1 and isinstance(item[0], Paragraph) for item in filled)
    if is_simple and counted == list(range(1, len(filled) + 1)):
        return list(_bullets(filled, is_ordered=True))
    return list(_written_numbers(filled, counted))


def _bullets(items: Iterable[Sequence[Block]], *, is_ordered: bool = False) -> Iterator[Block]:
    lines: list[Line] = []
    for item in items:
        for place, block in enumerate(item):
            if isinstance(block, Paragraph) and not place:
                lines.append(block.line)
            elif isinstance(block, Listing) and lines:
                lines += numbered(block.lines, is_ordered=block.is_ordered)
            else:
                if lines:
                    yield Listing(is_ordered, tuple(lines))
                lines = []
                yield block
    if lines:
        yield Listing(is_ordered, tuple(lines))


def _written_numbers(items: Iterable[Sequence[Block]], numbers: Iterable[int]) -> Iterator[Block]:
    for number, item in zip(numbers, items, strict=True):
        first, *rest = item
        if isinstance(first, Paragraph):
            yield Paragraph(prefixed(f"{number}. ", first.line))
        else:
            yield Paragraph(tidied((Run(f"{number}."),)))
            yield first
        yield from rest


def flat_quote(blocks: Iterable[Block]) -> Iterator[Block]:
    """Quotations of paragraphs only; code, pictures and dividers stand between them."""
    lines: list[Line] = []
    for block in blocks:
        if isinstance(block, Code | Divider | Marker):
            if lines:
                yield Quote(tuple(lines))
            lines = []
            yield block
        else:
            lines += _lines_of(block)
    if lines:
        yield Quote(tuple(lines))


def one_line(blocks: Iterable[Block]) -> tuple[Line, list[Marker]]:
    """All `blocks` in one line, and the pictures among them."""
    listed = list(blocks)
    lines = [line for block in listed for line in _lines_in_a_line(block)]
    return joined(lines, _WITHIN_A_LINE), [one for one in listed if isinstance(one, Marker)]


def _lines_in_a_line(block: Block) -> Iterable[Line]:
    """The lines of `block`, which dashes will part: items of lists need none of their own."""
    if isinstance(block, Listing) and not block.is_ordered:
        return [_without_dashes(line) for line in block.lines]
    return _lines_of(block)


def _without_dashes(line: Line) -> Line:
    first, *rest = line
    return tidied((replace(first, text=_DASHES.sub("", first.text)), *rest))


def _lines_of(block: Block) -> Iterable[Line]:
    match block:
        case Paragraph(line):
            return [line]
        case Heading(_, line):
            return [restyled(line, strong=True)]
        case Code(text):
            return [tidied((Run(text),))]
        case Quote(lines):
            return lines
        case Listing(is_ordered, lines):
            return numbered(lines, is_ordered=is_ordered)
        case _:
            return ()
