"""Read the built site as its visitors and crawlers will.

| module       | what it does                                                        |
|--------------|---------------------------------------------------------------------|
| `pages`      | one HTML file, read once, as plain facts                            |
| `feeds`      | RSS, Atom and JSON Feed, read into one shape                        |
| `sitemaps`   | sitemaps, robots.txt and the search index                           |
| `addresses`  | where an address leads                                              |
| `built_site` | all of these together: what rules look at                           |
| `rules`      | the table of everything that is checked                             |
| `links`, `images`, `metadata`, `leaks`, `crawled` | the rules, a family each       |
| `faults`     | what a rule says                                                    |
| `sources`    | the author's files behind the pages, and the lines to mend          |
| `placing`    | from faults to findings, repeated ones folded into one              |
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, ordered
from workbench.check.built_site import read_site
from workbench.check.placing import placed
from workbench.check.rules import RULES
from workbench.check.sources import Sources
from workbench.location import Site
from workbench.manifest import Manifest

__all__ = ["Report", "check_site", "report_on"]


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a site found."""

    pages: int
    """How many pages were read."""

    findings: list[Finding]


def check_site(
    site: Site, output: Path, manifest: Manifest | None, progress: Progress
) -> list[Finding]:
    """Every finding in the site built in `output`. Raises as `report_on` does."""
    return report_on(site, output, manifest, progress, datetime.now(UTC)).findings


def report_on(
    site: Site, output: Path, manifest: Manifest | None, progress: Progress, now: datetime
) -> Report:
    """Every finding in the site built in `output` from what `manifest` says, as of `now`.

    Raises `FanfareError` where nothing was built there, or something is being built there now.
    """
    if manifest is None or not output.is_dir():
        raise FanfareError(
            Finding(
                "not-built",
                "There is no built site to check.",
                "Run `invoke build` or `invoke publish` first.",
            )
        )
    sources = Sources(site, manifest.sources)
    zone, production = ZoneInfo(manifest.time_zone), manifest.production
    try:
        built = read_site(
            output,
            manifest.site_url,
            sources,
            progress,
            now.astimezone(zone),
            production=production,
        )
    except FileNotFoundError:
        raise FanfareError(
            Finding("changed", "The site was rebuilt while it was read.", "Check it again.")
        ) from None
    findings = [
        finding
        for rule in RULES
        if manifest.production or not rule.for_the_world
        for finding in placed(rule, rule.find(built), sources)
    ]
    return Report(len(built.pages), ordered([*manifest.noted, *findings]))
