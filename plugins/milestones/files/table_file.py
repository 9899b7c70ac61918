"""A table as spreadsheets save it (CSV): its heading, its rows with their lines, what is wrong.

They differ in the separator, the line ends, the quoting, the order of the columns, and in a byte
order mark; none of that is the author's mistake. A quotation mark that pairs with no other is.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from fanfare.errors import FanfareError
from fanfare.findings import Complaint, Finding, did_you_mean

if TYPE_CHECKING:
    from _csv import Reader

Row = tuple[int, int, Sequence[str]]
"""First line, last line and cells of a row."""

SEPARATORS = (",", ";", "\t")

MOST = 9_999_999_999
"""The largest number anybody counts here: more than there are people."""

YEARS = range(1990, 2201)
"""The years that a date may have here: any other is a slip, and would make a page of centuries."""

_EACH = 5
"""How many lines with the same mistake are listed; of more, only how many."""

_QUOTES: Complaint = (
    "The quotation marks in the row that begins here do not pair up.",
    'Put a text between two of them, and write "" for each one inside.',
)

_SHOWN = 40
"""How many characters of a cell a message shows."""

_DAY_ZERO = date(1899, 12, 30)
"""From which spreadsheets count days, so that 2025-12-31 is 46022 (ECMA-376, 18.17.4.1)."""

_WHOLE = re.compile(r"(\d{1,3}(?:[,. '’\u00a0\u202f]\d{3})+|\d+)(?:[.,]0+)?", re.ASCII)
_CONTROL = re.compile(r"(?!\s)[\x00-\x1f\x7f-\x9f]")
"""What a terminal, or a log, would obey instead of showing it (C0 and C1, ECMA-48)."""

_THREE_NUMBERS = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})", re.ASCII)


@dataclass(slots=True)
class Table:
    """One file with a table, and what is wrong with it."""

    source: str
    """As messages name it."""

    text: str
    """The whole file, its byte order mark included."""

    separator: str = ","
    line_end: str = "\n"
    columns: tuple[str, ...] = ()
    """The heading, in small letters; none where the file says nothing."""

    heading_line: int = 0
    _wrong: dict[str, list[Finding]] = field(default_factory=dict)

    def wrong(self, kind: str, line: int, message: str, remedy: str) -> None:
        """Note one mistake; of many that are of one `kind`, the first ones count."""
        finding = Finding("table", message, remedy, source=self.source, line=line)
        self._wrong.setdefault(kind, []).append(finding)

    def findings(self) -> list[Finding]:
        """What was noted: of each kind the first few, and of how many more lines it is true."""
        listed = []
        for findings in self._wrong.values():
            listed += findings[:_EACH]
            if more := findings[_EACH:]:
                have = "more lines have" if len(more) > 1 else "more line has"
                message = f"{len(more):,} {have} the same mistake, this one first."
                listed.append(Finding("table", message, source=self.source, line=more[0].line))
        return listed

    def check(self) -> None:
        """Raise `FanfareError` with everything that was noted, if anything was."""
        if self._wrong:
            raise FanfareError.of(self.findings())

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """First line, last line and cells of each row that says something.

        The cells come in the order of `columns`; one that the file does not have is empty. A row
        that cannot be read is noted.
        """
        if not self.columns:
            return
        width = len(self.columns)
        places = [self.columns.index(one) if one in self.columns else width for one in columns]
        pick = itemgetter(*places)
        is_complete = width not in places
        reader = _reader(self.text, self.separator)
        line = 1
        try:
            for cells in reader:
                first, line = line, reader.line_num + 1
                if first <= self.heading_line:
                    continue
                if len(cells) == width and is_complete and cells[0].strip():
                    yield first, line - 1, pick(cells)
                elif not any(map(str.strip, cells)):
                    continue
                elif any(map(str.strip, cells[width:])):
                    self.too_many(first, cells)
                else:
                    yield first, line - 1, pick([*cells[:width], *[""] * (width + 1)])
        except csv.Error as error:
            self.wrong("quotes", line, *_said_of(error))

    def without(self, rows: Iterable[Row]) -> bytes:
        """The file without these `rows` of it, all else as it is."""
        lines = list(io.StringIO(self.text, newline=""))
        for first, last, _ in rows:
            lines[first - 1 : last] = [""] * (last - first + 1)
        return "".join(lines).encode()

    def day(self, line: int, cell: str, today: date) -> date | None:
        """The date in `cell`; None, and noted, where it is none, long ago or after `today`."""
        said = cell.strip()
        day = iso_day(said)
        if day is None:
            message = f"{quoted(said)} is not a date." if said else "The date is missing."
            self.wrong("date", line, message, _remedy_for_day(said))
        elif day > today:
            message = f"{day} is still to come."
            self.wrong("future", line, message, f"Today is {today}: write what is known by now.")
            return None
        elif day.year not in YEARS:
            message = f"{day} is before {YEARS[0]}."
            self.wrong("past", line, message, "Write the year that is meant.")
            return None
        return day

    def whole_number(self, line: int, cell: str) -> int | None:
        """The count in `cell`; None, and noted, where it is no whole number from 0 on."""
        said = cell.strip()
        if (number := whole_number(said)) is None:
            self.wrong("count", line, *_complaint_of_count(said))
        return number

    def too_many(self, line: int, cells: Sequence[str]) -> None:
        """Note that a row has more `cells` than the heading."""
        has, wanted = len(cells), len(self.columns)
        kind = {",": "a comma", ";": "a semicolon"}.get(self.separator, "a tab")
        self.wrong(
            "cells",
            line,
            f"This line has {has} cells, and the heading has {wanted}.",
            f'Put a text with {kind} in it between quotation marks: "...".',
        )


def parse(raw: bytes, source: str, needed: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The table in `raw`, the bytes of a file that messages name as `source`.

    Raises `FanfareError` where it is not UTF-8 text, or where its heading misses one of the
    `needed` columns, has one twice, or has one that is neither needed nor `optional`.
    """
    table = Table(source, decoded(raw, source))
    known = (*needed, *optional)
    rows = enumerate(io.StringIO(table.text, newline=""), 1)
    line, row = next(((n, row) for n, row in rows if row.strip('\ufeff,; \t\r\n"')), (0, ""))
    if not line:
        return table
    table.line_end = row[len(row.rstrip("\r\n")) :] or "\n"
    headings = {separator: _headings(row, separator) for separator in SEPARATORS}
    table.separator = max(
        SEPARATORS, key=lambda one: (len({*headings[one]} & {*known}), len(headings[one]))
    )
    table.columns = headings[table.separator]
    table.heading_line = line
    _check_heading(table, needed, known)
    return table


def decoded(raw: bytes, source: str) -> str:
    """`raw` as text, its byte order mark included; raises `FanfareError` where it is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"Byte {error.start + 1} is not UTF-8 text."
        remedy = 'Save it as UTF-8: spreadsheets call that "CSV UTF-8", or ask for a character set.'
        line = raw[: error.start].count(b"\n") + 1
        raise FanfareError(Finding("encoding", message, remedy, source=source, line=line)) from None


def row_of(cells: Mapping[str, str], table: Table) -> str:
    """A row with `cells` by column, as the file of `table` writes its rows."""
    out = io.StringIO()
    # With this line end, and no other, Python 3.11 quotes every cell that has a line break in it.
    writer = csv.writer(out, delimiter=table.separator, lineterminator="\r\n")
    writer.writerow([cells.get(column, "") for column in table.columns])
    return out.getvalue().removesuffix("\r\n") + table.line_end


def iso_day(said: str) -> date | None:
    """The day that is `said` as `2025-12-31`; else None."""
    if len(said) == 10 and said[4] == said[7] == "-":
        with contextlib.suppress(ValueError):
            return date.fromisoformat(said)
    return None


def whole_number(said: str) -> int | None:
    """The whole number from 0 to `MOST` that is `said` in digits only; else None."""
    is_whole = said.isascii() and said.isdigit() and len(said) <= len(str(MOST))
    return int(said) if is_whole else None


def quoted(said: str) -> str:
    """What is `said` in a cell as messages say it: between quotation marks, in one short line."""
    line = " ".join(_CONTROL.sub("\ufffd", said).split())
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN]} ..."'


def _reader(text: str, separator: str) -> Reader:
    # `newline=""` ends a line where CSV does, and not at every line end that Unicode knows.
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)


def _headings(row: str, separator: str) -> tuple[str, ...]:
    try:
        cells = next(_reader(row, separator))
    except csv.Error:
        return ()
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _check_heading(table: Table, needed: Sequence[str], known: Sequence[str]) -> None:
    columns = table.columns
    line = table.heading_line
    heading = table.separator.join(known)
    if not columns:
        table.wrong("quotes", line, *_QUOTES)
    elif not {*columns} & {*known}:
        message = "The first line does not name the columns."
        table.wrong("heading", line, message, f"Begin the file with this line: {heading}")
    else:
        for name in dict.fromkeys(columns):
            if name not in known:
                missing = [one for one in known if one not in columns]
                remedy = did_you_mean(name, missing, "a note into the column note instead")
                message = f"Nothing reads the column {quoted(name)}."
                message = message if name else "A column has no name."
                remedy = remedy if name and missing else f"Known are {', '.join(known)}."
                table.wrong("heading", line, message, remedy)
            elif columns.count(name) > 1:
                message = f"The column {quoted(name)} is there twice."
                table.wrong("heading", line, message, "Take one of them out.")
        for name in needed:
            if name not in columns:
                message = f'The column "{name}" is missing.'
                table.wrong("heading", line, message, f"The line is to be: {heading}")
    table.check()


def _remedy_for_day(said: str) -> str:
    days = dict.fromkeys(day.isoformat() for day in _meant_days(said))
    if not days:
        return "Write it as 2025-12-31."
    return f"Write {' or '.join(days)}: spreadsheets like to write dates in their own way."


def _meant_days(said: str) -> Iterable[date]:
    """What a date was before a spreadsheet saved it: its number, or a form of some country."""
    if said.isascii() and said.isdigit() and len(said) == len("46022"):
        return [_DAY_ZERO + timedelta(int(said))]
    numbers = _THREE_NUMBERS.match(said)
    if not numbers:
        return []
    first, second, third = map(int, numbers.groups())
    if len(numbers[1]) == len("2025"):
        orders = [(first, second, third)]
    else:
        year = third + 2000 if third < 100 else third
        orders = [(year, second, first), (year, first, second)]
    return filter(None, (_day_of(*order) for order in orders))


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _complaint_of_count(said: str) -> Complaint:
    if not said:
        return "The count is missing.", "Write a whole number, such as 1003."
    if whole := _WHOLE.fullmatch(said):
        digits = re.sub(r"\D", "", whole[1])
        if len(digits) > len(str(MOST)):
            return f"{quoted(said)} is more than there are people.", "Write how many there were."
        return f"{quoted(said)} is not written as a whole number.", f"Write {int(digits)}."
    if said.startswith(("-", "\N{MINUS SIGN}")) and _WHOLE.fullmatch(said[1:].strip()):
        remedy = "Write how many there were in all after the loss, not how many left."
        return f"{quoted(said)} is below zero.", remedy
    return f"{quoted(said)} is not a whole number.", "Write one in digits only, such as 1003."


def _said_of(error: csv.Error) -> Complaint:
    if re.search(r"expected after|unexpected end|field larger", str(error)):
        return _QUOTES
    return f"This row cannot be read: {error}.", "Write it anew."
