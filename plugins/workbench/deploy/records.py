"""What a deployment changes, what it was, and what a destination can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from fanfare.console import Progress
from fanfare.findings import Finding

OpenProgress: TypeAlias = Callable[[], AbstractContextManager[Progress]]
"""Opens a progress bar, or what stands for one; see `fanfare.console.progress`."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of files that differ between the published site and a destination, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @classmethod
    def between(cls, there: Mapping[str, str], here: Mapping[str, str]) -> Changes:
        """What makes `there` the same as `here`; both name files and a hash of each."""
        return cls(
            tuple(sorted(here.keys() - there.keys())),
            tuple(sorted(path for path in here.keys() & there.keys() if here[path] != there[path])),
            tuple(sorted(there.keys() - here.keys())),
        )

    @property
    def count(self) -> int:
        """How many files differ."""
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a destination differs from the published site."""

    changes: Changes

    commit: str = ""
    """The commit the destination's branch is at; empty where it has none."""


class Destination(Protocol):
    """Where a site can be sent to."""

    @property
    def to(self) -> str:
        """The kind of destination, as the setting and the command line name it."""

    @property
    def target(self) -> str:
        """Which one of its kind, as messages and the ledger name it; free of secrets."""

    def check(self) -> None:
        """Raise `FanfareError` for what is missing on this machine. Touches no network."""

    def compare(self, output: Path) -> Comparison:
        """How the destination differs from `output`; changes nothing there."""

    def send(
        self, output: Path, compared: Comparison, message: str, open_progress: OpenProgress
    ) -> str:
        """Make the destination the same as `output`; the commit made, or nothing.

        Raises `FanfareError` where that failed, or failed half-way.
        """


@dataclass(frozen=True, slots=True)
class Deployment:
    """One line of the ledger: what was deployed, where and when."""

    date: str
    """ISO 8601 time with its offset from UTC."""

    to: str
    target: str
    siteurl: str

    files: int
    """How many files the site had."""

    added: int
    changed: int
    removed: int

    digest: str
    """SHA-256 of the whole site; see `record.digest`."""

    commit: str = ""
    """The commit of the deployed branch; empty where there is none."""

    source: str = ""
    """The commit the author's repository was at; empty outside git."""

    dirty: bool = False
    """True where the author's repository had changes that were not committed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished run of `deploy`."""

    to: str
    target: str
    siteurl: str
    dry_run: bool
    changes: Changes

    deployment: Deployment | None
    """What was recorded; None where nothing was sent."""

    findings: tuple[Finding, ...]
    """The warnings of the publish before."""
