"""One network that is posted to, and what posting there came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fanfare.findings import Finding, Severity, errors_in
from syndication.networks.network import UNDECIDED, Message, Network, Request, State
from syndication.posting.plan import Item, Standing
from syndication.posting.record import Line
from syndication.records import Entry


@dataclass(frozen=True, slots=True)
class Target:
    """One network, as far as it could be reached."""

    key: str
    label: str
    network: Network | None
    """None where it cannot be posted to; the findings say why."""

    message_of: Callable[[Entry], Message]
    findings: Sequence[Finding] = ()
    """What is wrong with it, or with its token."""

    token: str = ""
    """How the token stands, as the end of a sentence about it; empty where there is none."""

    def obstacles(self, *, dry_run: bool) -> list[Finding]:
        """Why it cannot be posted to, and warnings; with a dry run, what does not matter yet."""
        found = [*self.findings]
        if not self.token and not errors_in(found):
            remedy = f"Run `invoke {self.key}.login`."
            found.append(Finding("login", f"Nobody is logged in to {self.label}.", remedy))
        if dry_run and self.network:
            found = [replace(one, severity=Severity.WARNING) for one in found]
        return found


@dataclass(slots=True)
class Result:
    """What one run came to on one network."""

    target: Target
    items: Sequence[Item]
    """Every entry that was looked at, as it stood before anything was sent."""

    dry_run: bool
    requests: dict[str, tuple[Request, ...]] = field(default_factory=dict)
    """What would be sent, by the id of the entry."""

    lines: dict[str, Line] = field(default_factory=dict)
    """What became of those that were tried, by the id of the entry."""

    earlier: list[Line] = field(default_factory=list)
    """The entries that may have been posted or not, before anything was sent."""

    findings: list[Finding] = field(default_factory=list)
    stopped: str = ""
    """Why what follows was not tried; empty where all was."""

    is_ended: bool = False
    """True where the author ended it."""

    @property
    def due(self) -> list[Item]:
        """The entries that were to be posted."""
        return [item for item in self.items if item.standing is Standing.DUE]

    @property
    def undecided(self) -> list[Line]:
        """The entries that may have been posted or not, those from earlier last."""
        tried = [line for line in self.lines.values() if line.state in UNDECIDED]
        return [*tried, *self.earlier]

    @property
    def is_amiss(self) -> bool:
        """Whether anything failed, is left out or undecided."""
        missing = [item for item in self.due if item.entry.id not in self.done]
        return bool(errors_in(self.findings) or self.undecided or missing or self.stopped)

    @property
    def done(self) -> Mapping[str, object]:
        """What was shown or posted, by the id of the entry."""
        if self.dry_run:
            return self.requests
        return {entry: line for entry, line in self.lines.items() if line.state is State.PUBLISHED}
