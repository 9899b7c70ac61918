"""Tables, made lists: an item for each row, with the head of the column before each value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bs4.element import Tag

from syndication.kit.blocks import (
    Block,
    Line,
    Listing,
    Paragraph,
    Run,
    joined,
    restyled,
    text_of,
    tidied,
)

_WIDEST = 100
"""How many columns or rows one cell can span here; more is a mistake, or an attack."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, which may span several columns and rows."""

    line: Line
    is_head: bool
    columns: range
    """Those it spans."""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its spans resolved: a cell stands in each row that it spans."""

    caption: Line
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]
    width: int
    """How many columns there are."""


def is_layout(tag: Tag) -> bool:
    """True for a table that only puts things beside each other, and has no values."""
    return tag.get("role") in ("presentation", "none") or len(tag.find_all(["td", "th"])) < 2


def read_table(tag: Tag, read: Callable[[Tag], Line]) -> Table:
    """The table `tag`; `read` gives the words of a cell, and is called once for each."""
    caption = next((one for one in tag.find_all("caption") if _is_of(one, tag)), None)
    rows = [row for row in tag.find_all("tr") if _is_of(row, tag)]
    resolved = list(_resolved(rows, read))
    heads = sum(row.find_parent(["thead", "table"]) is not tag for row in rows)
    if not heads and rows and resolved[0] and all(cell.is_head for cell in resolved[0]):
        heads = 1
    if heads == len(rows):
        heads = 0
    width = max((cell.columns.stop for row in resolved for cell in row), default=0)
    said = read(caption) if caption is not None else ()
    return Table(said, tuple(resolved[:heads]), tuple(resolved[heads:]), width)


def _is_of(part: Tag, table: Tag) -> bool:
    return part.find_parent("table") is table


def _resolved(rows: Sequence[Tag], read: Callable[[Tag], Line]) -> Iterator[Row]:
    """`rows` as cells in columns (HTML, 4.9.12 "Processing model")."""
    lasting: list[tuple[int, Cell]] = []  # how many more rows a cell spans
    for tag in rows:
        taken = {column for _, cell in lasting for column in cell.columns}
        row = [cell for _, cell in lasting]
        lasting = [(rest - 1, cell) for rest, cell in lasting if rest > 1]
        column = 0
        for part in tag.find_all(["td", "th"]):
            if part.find_parent("tr") is not tag:
                continue
            while column in taken:
                column += 1
            columns = range(column, column + _span(part, "colspan"))
            cell = Cell(read(part), part.name == "th", columns)
            row.append(cell)
            if (down := _span(part, "rowspan")) > 1:
                lasting.append((down - 1, cell))
            column = columns.stop
        yield tuple(sorted(row, key=lambda cell: cell.columns.start))


def _span(part: Tag, name: str) -> int:
    said = str(part.get(name, "1")).strip()
    if not (said.isascii() and said.isdigit()):
        return 1
    return min(int(said[:4]) or (_WIDEST if name == "rowspan" else 1), _WIDEST)


def blocks_of(table: Table) -> Iterator[Block]:
    """The table as lists, under its caption and the rows that are headings."""
    if table.caption:
        yield Paragraph(restyled(table.caption, strong=True))
    heads = [_head(table.heads, column) for column in range(table.width)]
    if table.width == 2 and any(heads):
        yield Paragraph(restyled(_labelled(*heads), em=True))
    lines: list[Line] = []
    for row in table.rows:
        cells = [cell for cell in row if cell.line]
        if len(cells) == 1 and len(cells[0].columns) == table.width > 1:
            if lines:
                yield Listing(is_ordered=False, lines=tuple(lines))
            lines = []
            yield Paragraph(restyled(cells[0].line, strong=True))
        elif cells:
            lines.append(_item(cells, heads))
    if lines:
        yield Listing(is_ordered=False, lines=tuple(lines))


def _head(heads: Sequence[Row], column: int) -> Line:
    """What the rows of heads say above `column`, the upper ones first."""
    said = [cell.line for row in heads for cell in row if column in cell.columns]
    return joined(dict.fromkeys(said), " – ")


def _item(cells: Sequence[Cell], heads: Sequence[Line]) -> Line:
    first, *rest = cells
    is_label = first.columns.start == 0 and (first.is_head or any(heads))
    first_line = restyled(first.line, strong=is_label)
    if len(heads) == 2:
        if rest:
            return _labelled(first_line, rest[0].line)
        return first_line
    values = [first_line, *(cell.line for cell in rest)]
    return joined(
        (
            _labelled(_head_of(cell, heads), value)
            for cell, value in zip(cells, values, strict=True)
        ),
        "; ",
    )


def _head_of(cell: Cell, heads: Sequence[Line]) -> Line:
    return joined(dict.fromkeys(heads[column] for column in cell.columns), ", ")


def _labelled(label: Line, value: Line) -> Line:
    """`label: value`; what is not empty where one of them is."""
    if not label or not value:
        return label or value
    ends = text_of(label).endswith((":", "?", "!", ".", "…"))
    return tidied((*label, Run(" " if ends else ": "), *value))
