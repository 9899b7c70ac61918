"""A table row by row, its columns by name, never by position."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from milestones.imports.opening import Source

Row = tuple[int, list[str]]
"""The line a row begins in, and its cells."""

_DELIMITERS = ",;\t"
_PREAMBLE = 20
"""Rows above the names of the columns that a file may have."""

_MEND = "Was the file cut off, or edited by hand? Export it again."


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns are known."""

    source: Source
    header: tuple[str, ...]
    """The names of the columns, as they are written."""

    body: Iterator[Row]
    """The rows below them; to be read once."""

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns, without regard to capitals."""
        return frozenset(map(name_of, self.header))

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The line of each row and its cells in `columns`; an empty text where there is no such.

        Raises `FanfareError` for a row that has not one cell for each column.
        """
        width = len(self.header)
        places = [self._place(column) for column in columns]
        for line, cells in self.body:
            if len(cells) < width or any(cells[width:]):
                raise self.source.error(
                    f"This row has {len(cells)} cells, and there are {width} columns.",
                    _MEND,
                    line,
                )
            yield line, tuple("" if place < 0 else cells[place].strip() for place in places)

    def _place(self, column: str) -> int:
        names = [name_of(name) for name in self.header]
        if names.count(name_of(column)) > 1:
            raise self.source.error(
                f'There are {names.count(name_of(column))} columns "{column}".',
                "Rename or delete those that are your own.",
            )
        return names.index(name_of(column)) if name_of(column) in names else -1


def name_of(column: str) -> str:
    """The name of a column as it is compared."""
    return " ".join(column.split()).casefold()


def beginnings(source: Source, text: Iterator[str]) -> tuple[list[Row], Iterator[Row]]:
    """The first rows of a table, among which the names of its columns must be, and the others."""
    first_lines = [line for _, line in zip(range(_PREAMBLE), text, strict=False)]
    rows = _rows(source, first_lines, text)
    return [row for _, row in zip(range(_PREAMBLE), rows, strict=False)], rows


def _rows(source: Source, first_lines: Sequence[str], others: Iterator[str]) -> Iterator[Row]:
    def lines() -> Iterator[str]:
        yield from first_lines
        yield from others

    reader = csv.reader(lines(), delimiter=_delimiter(first_lines), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise source.error("The quotes of this row cannot be followed.", _MEND, line) from None
        if any(map(str.strip, cells)):
            yield line, cells


def _delimiter(lines: Iterable[str]) -> str:
    """What parts the cells: whatever parts some line of `lines` into most."""
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
