"""What stands in a cell: a day as services write it, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from milestones.files.table_file import MOST
from milestones.imports.opening import AGAIN, Source

_FIRST_YEAR = 2000
"""No service here is older: what is, stands for a day that is not known, as 1970-01-01 does."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})", re.ASCII)
_MONTH_DAY_YEAR = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4})", re.ASCII)
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_WHOLE = re.compile(r"(\d{1,10}|\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,3})(?:\.0)?", re.ASCII)
"""Digits, alone or in groups of three; a workbook may have it as `1234.0`."""


@lru_cache(maxsize=10_000)
def day_of(text: str) -> date | None:
    """The day in `2024-01-05`, with a time or without, in `05 Jan 2024` or in `Jan 5, 2024`.

    None where it is none.

    A time is cut off, not converted: the day stays the service's own, most often that of UTC.
    """
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _named_day(int(found[3]), found[2], int(found[1]))
    if found := _MONTH_DAY_YEAR.fullmatch(text):
        return _named_day(int(found[3]), found[1], int(found[2]))
    return None


@lru_cache(maxsize=10_000)
def us_day_of(text: str) -> date | None:
    """The day in `1/5/2024`, the month first, or in whatever `day_of` knows; None where it is none.

    Only for files of which it is known that they are in this order.
    """
    if found := _US.fullmatch(text):
        month, day, year = map(int, found.groups())
        return _day(year + 2000 if len(found[3]) == 2 else year, month, day)
    return day_of(text)


def day_in(
    source: Source, text: str, line: int, read: Callable[[str], date | None] = day_of
) -> date:
    """The day that `text` in `line` is, as it is `read`; raises `FanfareError` where it is none."""
    day = read(text)
    if day is None:
        raise source.error("This row has no day that can be read.", AGAIN, line)
    return day


def number_in(source: Source, text: str, line: int) -> int:
    """The whole number that `text` in `line` is; raises `FanfareError` where it is none."""
    if found := _WHOLE.fullmatch(text):
        number = int(re.sub(r"\D", "", found[1]))
        if number <= MOST:
            return number
    raise source.error("This row has no number that can be read.", AGAIN, line)


def _named_day(year: int, month: str, day: int) -> date | None:
    name = month.casefold()
    return _day(year, _MONTHS.index(name) + 1, day) if name in _MONTHS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
