"""One thing that is wrong with the site, said so that its author can mend it."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

Complaint = tuple[str, str]
"""What is wrong with a value, and what to write instead."""


class Severity(StrEnum):
    """How much a finding weighs: an error stops a command, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to write instead."""

    rule: str
    """Short stable name of what was broken, such as `broken-link`."""

    message: str
    """What is wrong, in one sentence."""

    remedy: str = ""
    """What to write or do instead, in one sentence."""

    severity: Severity = Severity.ERROR

    source: str = ""
    """The author's file, relative to the site's folder; empty where it is not known."""

    line: int = 0
    """Line in `source`, counted from 1; 0 where it is not known."""

    page: str = ""
    """The built file it shows in, relative to the output folder; empty for sources."""

    @property
    def place(self) -> str:
        """`file:line` where known, else the page, else nothing."""
        where = self.source or self.page
        return f"{where}:{self.line}" if self.source and self.line else where

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        seen_on = f" (on {self.page})" if self.source and self.page else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{seen_on}{remedy}"

    def as_dict(self) -> dict[str, str | int]:
        """The finding as plain JSON values, one key per field."""
        return asdict(self)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repeats: errors first, then by place."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.severity, f.source or f.page, f.line, f.page, f.rule, f.message),
    )


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Only those findings that stop a command."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy for a word nobody knows: the nearest `known` one, else `Write` and `otherwise`."""
    nearest = difflib.get_close_matches(wrong, list(known), n=1)
    return f'Did you mean "{nearest[0]}"?' if nearest else f"Write {otherwise}."


def warn(finding: Finding) -> None:
    """Say, in the midst of a build, what is wrong without stopping it.

    It goes through `logging`, so that plain Pelican prints it; `invoke` takes it as it is.
    """
    logging.getLogger("fanfare").warning(finding)
