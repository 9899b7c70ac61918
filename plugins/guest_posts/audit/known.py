"""What the ledger knows of pages elsewhere, for the build, which never asks them itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fanfare import ledger
from guest_posts.audit import LEDGER
from guest_posts.audit.record import as_lines, last_of_each, page_of

__all__ = ["Known", "known", "page_of"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the last audit of a page found."""

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
    return {
        line.page: Known(
            date.fromisoformat(line.gone_since) if line.gone_since else None, line.moved_to
        )
        for line in last_of_each(as_lines(ledger_lines, shown_as)).values()
    }
