"""The sheets of a workbook (.xlsx), as texts."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from milestones.imports.opening import ARCHIVE_DAMAGES, Source, archive

_MOST_UNPACKED = 100_000_000
"""Bytes: a workbook is read whole, and those of the services have less than one of a hundred."""

_MOST_ROWS = 20_000
"""In all sheets together."""

_COLUMNS = 50
"""Those that are read: a row of one cell far to the right would cost as much as a full one."""

Sheet = list[tuple[str, ...]]


def sheets(source: Source) -> Mapping[str, Sheet]:
    """The rows of each sheet of the workbook `source`, by its name; a day in ISO form.

    Raises `FanfareError` for a workbook that is damaged, has a password or is no export by its
    size.
    """
    from openpyxl import load_workbook

    with archive(source) as opened:
        if sum(member.file_size for member in opened.infolist()) > _MOST_UNPACKED:
            message = f"The workbook unpacks to more than {_MOST_UNPACKED // 1_000_000} MB."
            raise source.error(message, "No export is like that; download it again.")
    found: dict[str, Sheet] = {}
    try:
        with warnings.catch_warnings(), source.path.open("rb") as file:
            warnings.simplefilter("ignore")  # of styles and the like, which nobody reads here
            for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
                sheet.reset_dimensions()  # what services write there is often not so
                rows = sheet.iter_rows(max_col=_COLUMNS, values_only=True)
                left = _MOST_ROWS - sum(map(len, found.values()))
                found[sheet.title] = [tuple(map(_text, row)) for row in islice(rows, left + 1)]
    except (
        *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError),
        *(SyntaxError, *ARCHIVE_DAMAGES),  # the first one: of XML
    ):
        raise source.error("The workbook is damaged.", "Download it again.") from None
    if sum(map(len, found.values())) > _MOST_ROWS:
        message = f"The workbook has more than {_MOST_ROWS:,} rows."
        raise source.error(message, "Save a table of another service than LinkedIn as CSV.")
    return found


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()
