"""What is logged while Pelican runs, as findings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from workbench.failures import finding_from
from workbench.location import Site


class Collector(logging.Handler):
    """Turns what Pelican and its plugins warn of into findings."""

    def __init__(self, site: Site) -> None:
        super().__init__(logging.WARNING)
        self._site = site
        self.findings: list[Finding] = []
        self.noted: list[Finding] = []
        """Those of `findings` that plugins said themselves."""

    def emit(self, record: logging.LogRecord) -> None:
        """Take in what was logged."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(record.msg, Finding):
            self.findings.append(record.msg)
            self.noted.append(record.msg)
        elif isinstance(error, FanfareError):
            self.findings += error.findings
        elif error is not None and str(record.msg).startswith("Could not process"):
            name = record.args[0] if isinstance(record.args, tuple) else ""
            source = self._site.shown(self._site.content / str(name))
            self.findings.append(Finding("content", f"{error}.", source=source))
        elif error is not None:
            self.findings.append(finding_from(self._site, error, "build"))
        elif not _said_better_elsewhere(str(record.msg)):
            severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
            message = record.getMessage().replace(f"{self._site.root}/", "").rstrip(".") + "."
            self.findings.append(Finding("pelican", message, severity=severity))


_SAID_BETTER = (
    "Unable to find",
    "Other resources were not found",
    "Empty alt attribute",
    "Cannot get modification stamp",
)


def _said_better_elsewhere(message: str) -> bool:
    """True for what the preflight and the check report with file and line."""
    return message.startswith(_SAID_BETTER)


@contextmanager
def collected_log(site: Site) -> Iterator[Collector]:
    """Collect as findings what is logged meanwhile; nothing goes to the terminal by itself."""
    from pelican.log import LimitFilter

    collector = Collector(site)
    root = logging.getLogger()
    before = root.handlers[:]
    LimitFilter._raised_messages.clear()  # else a second build of one process stays silent
    LimitFilter._group_count.clear()
    root.handlers[:] = [collector]
    try:
        yield collector
    finally:
        root.handlers[:] = before
