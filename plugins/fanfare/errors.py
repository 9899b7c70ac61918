"""The exception behind every mistake that is the author's to mend."""

from __future__ import annotations

from collections.abc import Iterable

from fanfare.findings import Finding, ordered


class FanfareError(Exception):
    """Stops a command with findings. Commands print them, one a line, and exit with status 1."""

    def __init__(self, *findings: Finding | str) -> None:
        self.findings: list[Finding] = ordered(
            Finding("stopped", finding) if isinstance(finding, str) else finding
            for finding in findings
        )
        super().__init__("\n".join(str(finding) for finding in self.findings))

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> FanfareError:
        """An error that carries all `findings`."""
        return cls(*findings)
