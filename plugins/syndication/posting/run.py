"""Post what is due, one command at a time: each entry at most once on each network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

from filelock import FileLock, Timeout

from fanfare import ledger
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, errors_in
from syndication.networks.network import (
    UNDECIDED,
    Message,
    Network,
    NotSent,
    Outcome,
    Request,
    State,
)
from syndication.posting import record
from syndication.posting.live import Visitor
from syndication.posting.plan import Item, Standing
from syndication.posting.record import History, Line
from syndication.records import Entry

_FOR_ALL = frozenset({401, 403, 426, 429})
"""Answers that the next entry would get as well."""


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

    undecided: list[Line] = field(default_factory=list)
    """The entries that may have been posted or not, from earlier as well."""

    findings: list[Finding] = field(default_factory=list)
    stopped: str = ""
    """Why what follows was not tried; empty where all was."""

    @property
    def due(self) -> list[Item]:
        """The entries that were to be posted."""
        return [item for item in self.items if item.standing is Standing.DUE]

    @property
    def is_amiss(self) -> bool:
        """Whether anything failed, is left out or undecided."""
        missing = [item for item in self.due if item.entry.id not in self.done]
        return bool(errors_in(self.findings) or self.undecided or missing)

    @property
    def done(self) -> Mapping[str, object]:
        """What was shown or posted, by the id of the entry."""
        if self.dry_run:
            return self.requests
        return {entry: line for entry, line in self.lines.items() if line.state is State.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Office:
    """Posts for one site, while no other command does."""

    path: Path
    """The ledger."""

    history: History
    """What it says."""

    now: str
    """The date of every line: ISO 8601 with its offset from UTC."""

    visitor: Visitor
    progress: Progress

    def show(self, target: Target, items: Sequence[Item]) -> Result:
        """What posting the due ones of `items` would send; touches no network."""
        result = Result(target, items, dry_run=True, findings=target.obstacles(dry_run=True))
        if target.network is None:
            return result
        for item in result.due:
            try:
                message = target.message_of(item.entry)
                result.requests[item.entry.id] = target.network.requests(message)
            except NotSent as reason:
                result.findings.append(_cannot(item.entry, target, str(reason)))
            except FanfareError as error:
                result.findings += error.findings
        return result

    def post(self, target: Target, items: Sequence[Item]) -> Result:
        """Post the due ones of `items`.

        Stops after what all would get, and where an outcome is unknown: then something is wrong
        that the author should see first. Raises `OSError` where the ledger cannot be written.
        """
        result = Result(target, items, dry_run=False, findings=target.obstacles(dry_run=False))
        if target.network is None or errors_in(result.findings) or not result.due:
            return result
        ledger.check_writable(self.path)
        self.progress.step(f"Posting to {target.label}", len(result.due))
        last: Line | None = None
        for item, following in zip_longest(result.due, result.due[1:]):
            line = self._post(target.network, target, item.entry, result)
            self.progress.advance()
            if line and following and _is_for_all(line, last):
                result.stopped = line.reason
                break
            last = line
        return result

    def _post(self, network: Network, target: Target, entry: Entry, result: Result) -> Line | None:
        """The last line about `entry`, in the ledger and in `result`.

        None where it is not live, or cannot be a message: then the findings say so.
        """
        try:
            message = target.message_of(entry)
        except FanfareError as error:
            result.findings += error.findings
            return None
        found = self.visitor.findings(entry, message.url)
        result.findings += found
        if errors_in(found):
            return None
        pending = Line(
            self.now, network.key, State.PENDING, entry.id, entry.file, entry.url, entry.title
        )
        try:
            prepared = network.prepare(message)
        except NotSent as said:
            return self._conclude(pending, Outcome(State.FAILED, reason=str(said)), result)
        except Exception as error:  # of a library; its text may hold what it was given
            reason = f"Preparing it failed ({type(error).__name__}); nothing was posted."
            return self._conclude(pending, Outcome(State.FAILED, reason=reason), result)
        record.append(self.path, pending)
        try:
            outcome = network.send(message, prepared)
        except Exception as error:  # a network raises none; if one does, who knows what it sent
            reason = f"Posting it failed ({type(error).__name__}). It may have been posted or not."
            outcome = Outcome(State.UNKNOWN, reason=reason)
        return self._conclude(pending, outcome, result)

    def _conclude(self, pending: Line, outcome: Outcome, result: Result) -> Line:
        if other := self._known_as(outcome.urn, pending.network, result):
            reason = (
                f'It is taken for "{other.title}", which was posted before: say something else of '
                "it, or wait two days."
            )
            outcome = Outcome(State.REFUSED, reason=reason, status=outcome.status)
        line = replace(
            pending,
            state=outcome.state,
            urn=outcome.urn,
            permalink=outcome.url,
            reason=outcome.reason,
            status=outcome.status,
        )
        result.lines[line.entry] = line
        result.undecided += [line] if is_undecided(line) else []
        try:
            record.append(self.path, line)
        except OSError as error:
            # The only trace of the post is in this process: it must not end silently.
            raise FanfareError(_not_recorded(line, error)) from None
        return line

    def _known_as(self, urn: str, network: str, result: Result) -> Line | None:
        """What `urn` is already: another entry's post, or one that the author has deleted.

        So networks answer which take what is said twice for a duplicate, whatever it is said of.
        """
        now = (line for line in result.lines.values() if urn and line.urn == urn)
        return self.history.post(network, urn) or next(now, None)


def _is_for_all(line: Line, before: Line | None) -> bool:
    """Whether what became of an entry would become of the next as well, or nobody knows."""
    is_same = before is not None and (before.state, before.reason) == (line.state, line.reason)
    is_failure = line.state is not State.PUBLISHED
    return is_undecided(line) or line.status in _FOR_ALL or (is_failure and is_same)


def is_undecided(line: Line) -> bool:
    """Whether nobody but the author can say what became of an entry."""
    return line.state in UNDECIDED


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other commands from the ledger at `path` meanwhile.

    Raises `FanfareError` where another one is at it: what it has begun to post may not be posted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    held = FileLock(path.with_name(f".{path.name}.sending.lock"), timeout=0)
    try:
        held.acquire()
    except Timeout:
        message = "Another command is posting for this site."
        raise FanfareError(Finding("busy", message, "Wait for it, or end it.")) from None
    try:
        yield
    finally:
        held.release()


def _cannot(entry: Entry, target: Target, reason: str) -> Finding:
    message = f"It cannot be posted to {target.label}: {reason}"
    return Finding("cannot-be-posted", message, source=entry.file)


def _not_recorded(line: Line, error: OSError) -> Finding:
    what = f"is {line.urn or line.permalink}" if line.state is State.PUBLISHED else line.state
    message = (
        f'"{line.title}" on {line.network} {what}, but that could not be recorded: '
        f"{error.strerror or error}."
    )
    remedy = f"Mend that, and record it with `invoke {line.network}.resolve`."
    return Finding("not-recorded", message, remedy, source=line.file)
