"""What stands in a cell: a day as services write it, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from milestones.imports.opening import AGAIN, Source

_FIRST_YEAR = 2000
"""No service here is older: what is, stands for a day that is not known, as 1970-01-01 does."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})", re.ASCII)
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)


@lru_cache(maxsize=10_000)
def day_of(text: str) -> date | None:
    """The day in `2024-01-05`, with a time or without, or in `05 Jan 2024`; None where it is none.

    A time is cut off, not converted: the day stays the service's own, most often that of UTC.
    """
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        name = found[2].casefold()
        if name in _MONTHS:
            return _day(int(found[3]), _MONTHS.index(name) + 1, int(found[1]))
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
    digits = text.replace(",", "").replace("\u00a0", "").removesuffix(".0")
    if not re.fullmatch(r"\d{1,10}", digits, re.ASCII):
        raise source.error("This row has no number that can be read.", AGAIN, line)
    return int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None
