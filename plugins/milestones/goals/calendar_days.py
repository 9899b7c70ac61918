"""Days as people write them into an English sentence: `31 December 2026`, `2026-12-31`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date

from milestones.goals.remarks import MONTHS

_NAMES = MONTHS.split("|")
_MONTH = rf"(?P<month>{MONTHS}|{'|'.join(name[:3] for name in _NAMES)}|sept)\.?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(rf"(?<![\w-]){form}(?![\w-])", re.IGNORECASE)
    for form in (
        rf"{_NUMBER}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_NUMBER},? {_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
    )
)
_ONLY_A_YEAR = re.compile(rf"\b(?:in|by|of|until|before|{MONTHS}) (?:19|20)\d\d\b", re.IGNORECASE)


def days_in(text: str) -> list[date]:
    """The days that `text` names with their year, in no particular order."""
    return [day for form in _FORMS for found in form.finditer(text) for day in _day_of(found)]


def without_days(text: str) -> str:
    """`text` without the days and the years that it names."""
    for form in (*_FORMS, _ONLY_A_YEAR):
        text = form.sub(" ", text)
    return text


def _day_of(found: re.Match[str]) -> Iterator[date]:
    month = found["month"].lower()
    number = int(month) if month.isdigit() else _month_number(month)
    with contextlib.suppress(ValueError):  # the 31st of June
        yield date(int(found["year"]), number, int(found["day"]))


def _month_number(name: str) -> int:
    return next(number for number, one in enumerate(_NAMES, 1) if one.startswith(name[:3]))
