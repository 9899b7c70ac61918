"""`invoke check`: what it prints."""

from __future__ import annotations

from datetime import UTC, datetime

from fanfare import console
from fanfare.findings import errors_in
from workbench.check import report_on
from workbench.location import Site
from workbench.manifest import Manifest


def check_output(site: Site, *, as_json: bool) -> int:
    """Check the site in `output/`, print what was found, and return how many errors there are.

    Raises `FanfareError` as `report_on` does.
    """
    manifest, now = Manifest.load(site.manifest), datetime.now(UTC)
    if as_json:
        report = report_on(site, site.output, manifest, console.Silent(), now)
    else:
        with console.progress() as progress:
            report = report_on(site, site.output, manifest, progress, now)
    errors = len(errors_in(report.findings))
    if as_json:
        console.show_json(
            {
                "pages": report.pages,
                "errors": errors,
                "warnings": len(report.findings) - errors,
                "findings": [finding.as_dict() for finding in report.findings],
            }
        )
    else:
        console.show(report.findings)
        pages = console.counted(report.pages, "page")
        console.say(f"Checked {pages}: {console.summary(report.findings)}.")
    return errors
