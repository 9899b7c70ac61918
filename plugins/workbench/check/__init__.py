"""Read the built site as its visitors and crawlers will."""

from __future__ import annotations

from pathlib import Path

from fanfare.console import Progress
from fanfare.findings import Finding
from workbench.build import Manifest
from workbench.location import Site

__all__ = ["check_site"]


def check_site(site: Site, output: Path, manifest: Manifest | None, progress: Progress) -> list[Finding]:
    """Every finding in the site built in `output`."""
    return []
