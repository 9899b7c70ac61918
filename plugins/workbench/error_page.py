"""The page a browser shows in the place of a site that could not be built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fanfare import console
from fanfare.findings import Finding, ordered

_AROUND = 3
_LONGEST_ROW = 500
_TEMPLATE = Path(__file__).with_name("templates") / "error_page.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file, shown with its neighbours."""

    number: int
    text: str
    guilty: bool
    """True for the line that the finding names."""


def excerpt(root: Path, finding: Finding) -> list[Row]:
    """The line that `finding` names and those around it; nothing where that cannot be read.

    `root` is the folder that the finding's source is relative to.
    """
    if not finding.source or not finding.line:
        return []
    try:
        text = (root / finding.source).read_text("utf-8", errors="replace")
    except OSError:
        return []
    rows = text.splitlines()
    if finding.line > len(rows):
        return []
    first = max(finding.line - _AROUND, 1)
    return [
        Row(number, _shortened(row), number == finding.line)
        for number, row in enumerate(rows[first - 1 : finding.line + _AROUND], first)
    ]


def _shortened(row: str) -> str:
    return row if len(row) <= _LONGEST_ROW else f"{row[:_LONGEST_ROW]} …"


def render(root: Path, findings: Sequence[Finding]) -> str:
    """The page that lists `findings`, each with the lines of the file it is about.

    `root` is the folder that their sources are relative to.
    """
    from jinja2 import Template

    template = Template(_TEMPLATE.read_text("utf-8"), autoescape=True)
    entries = [(finding, excerpt(root, finding)) for finding in ordered(findings)]
    return str(template.render(summary=console.summary(findings), entries=entries))
