"""What the ledger knows of pages elsewhere, for the build, which never asks them itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fanfare import ledger
from guest_posts.audit.record import LEDGER, PageLine, as_lines, page_of

__all__ = ["LEDGER", "Known", "known", "page_of"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the last audit of a page found."""

    checked_on: date
    """The last day it was looked at."""

    gone_since: date | None = None
    """The day from which on it could not be reached; None unless it is gone for good."""

    moved_to: str = ""
    """Its new address, where it says that it has moved for good."""


def known(
    ledger_lines: Iterable[Mapping[str, ledger.Value]], shown_as: str = f"content/{LEDGER}"
) -> Mapping[str, Known]:
    """What the lines of the ledger, oldest first, know of each page, by `page_of` its address.

    Raises `FanfareError`, naming the ledger as `shown_as`, for a line that no audit has written.
    """
    pages: dict[str, Known] = {}
    for line in as_lines(ledger_lines, shown_as):
        day = date.fromisoformat(line.date[:10])
        if isinstance(line, PageLine):
            since = date.fromisoformat(line.gone_since) if line.gone_since else None
            pages[line.page] = Known(day, since, line.moved_to)
        elif not line.only:  # a page that has no line of this audit was found as it was
            pages = {page: replace(one, checked_on=day) for page, one in pages.items()}
    return pages
