"""Post what is due, one command at a time: each entry at most once on each network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from filelock import FileLock, Timeout

from fanfare import ledger
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, errors_in
from syndication.networks.network import UNDECIDED, Network, NotSent, Outcome, State
from syndication.posting import record
from syndication.posting.live import Visitor
from syndication.posting.plan import Item
from syndication.posting.record import History, Line, line_of
from syndication.posting.result import Result, Target
from syndication.posting.verdict import names_of_line
from syndication.records import Entry

_OF_ALL = frozenset({401, 403, 426, 429})
"""Answers that the next entry would get as well."""

_OF_ONE = frozenset({400, 422})
"""Answers that say something of one entry, however many get them."""


@dataclass(frozen=True, slots=True)
class Office:
    """Posts for one site, while no other command does."""

    path: Path
    """The ledger."""

    shown_as: str
    """What messages call it."""

    history: History
    """What it says."""

    now: str
    """The date of every line: ISO 8601 with its offset from UTC."""

    new_attempt: Callable[[], str]
    """Returns an id that no attempt has on any machine."""

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

        Stops after what all would get, where an outcome is unknown, and where the ledger cannot be
        written: then something is wrong that the author should see first. So it does where the
        author ends it.
        """
        result = Result(target, items, dry_run=False, findings=target.obstacles(dry_run=False))
        if target.network is None or errors_in(result.findings) or not result.due:
            return result
        try:
            self._post_due(target.network, result)
        except KeyboardInterrupt:
            result.stopped, result.is_ended = "You ended the command.", True
        except FanfareError as error:
            result.findings += error.findings
            result.stopped = f"{self.shown_as} cannot be written."
        return result

    def _post_due(self, network: Network, result: Result) -> None:
        """Raises `FanfareError` where the ledger cannot be written."""
        try:
            ledger.check_writable(self.path)
        except OSError as error:
            raise FanfareError(self._not_begun(error)) from None
        self.progress.step(f"Posting to {network.label}", len(result.due))
        # What failed before comes last, so that it keeps nothing else waiting for ever.
        due = sorted(result.due, key=lambda item: item.last.time.timestamp() if item.last else 0)
        last: Line | None = None
        for item, following in zip_longest(due, due[1:]):
            line = self._post(network, item.entry, result)
            self.progress.advance()
            if line and following and _is_for_all(line, last):
                result.stopped = line.reason
                break
            last = line

    def _post(self, network: Network, entry: Entry, result: Result) -> Line | None:
        """The last line about `entry`, in the ledger and in `result`.

        None where it is not live, or cannot be a message: then the findings say so.
        """
        try:
            message = result.target.message_of(entry)
        except FanfareError as error:
            result.findings += error.findings
            return None
        found = self.visitor.findings(entry, message.url)
        result.findings += found
        if errors_in(found):
            return None
        pending = line_of(entry, network.key, State.PENDING, self.now, self.new_attempt())
        try:
            prepared = network.prepare(message)
        except NotSent as said:
            return self._conclude(pending, Outcome(State.FAILED, reason=str(said)), result)
        except Exception as error:  # of a library; its text may hold what it was given
            reason = f"Preparing it failed ({type(error).__name__}); nothing was posted."
            return self._conclude(pending, Outcome(State.FAILED, reason=reason), result)
        result.lines[entry.id] = pending  # so it stays if the author ends it from here on
        try:
            record.append(self.path, pending)
        except OSError as error:
            del result.lines[entry.id]
            raise FanfareError(self._not_begun(error)) from None
        try:
            outcome = network.send(message, prepared)
        except Exception as error:  # a network raises none; if one does, who knows what it sent
            reason = f"Posting it failed ({type(error).__name__}). It may have been posted or not."
            outcome = Outcome(State.UNKNOWN, reason=reason)
        return self._conclude(pending, outcome, result)

    def _conclude(self, pending: Line, outcome: Outcome, result: Result) -> Line:
        if outcome.state is State.PUBLISHED and outcome.status >= 300:
            outcome = self._duplicate(pending, outcome, result)
        line = replace(
            pending,
            state=outcome.state,
            urn=outcome.urn,
            permalink=outcome.url,
            reason=outcome.reason,
            status=outcome.status,
        )
        was_begun = line.entry in result.lines
        result.lines[line.entry] = line
        try:
            record.append(self.path, line)
        except OSError as error:
            # The only trace of the post is in this process: it must not end silently.
            finding = _not_recorded(line, result.target.label, was_begun, error)
            raise FanfareError(finding) from None
        return line

    def _duplicate(self, pending: Line, outcome: Outcome, result: Result) -> Outcome:
        """What became of an entry that was refused for a post which is there already.

        Networks take what is said twice for a duplicate, whatever it is said of, and remember for
        a while what the author has deleted.
        """
        label = result.target.label
        now = (line for line in result.lines.values() if line.urn and line.urn == outcome.urn)
        if other := self.history.post(pending.network, outcome.urn) or next(now, None):
            reason = (
                f'It is taken for "{other.title}", which was posted before: say something else of '
                "it, or wait two days."
            )
        elif self.history.was_denied(pending.network, pending.entry):
            there = replace(pending, urn=outcome.urn, permalink=outcome.url)
            reason = (
                f"{label} takes it for a post that you said is not there: say something else of "
                f"it, or wait two days; if that is there, say `{_as_posted(there)}`."
            )
        else:
            return outcome
        return Outcome(State.REFUSED, reason=reason, status=outcome.status)

    def _not_begun(self, error: OSError) -> Finding:
        message = f"It cannot be written, so nothing more was posted: {error.strerror or error}."
        return Finding("not-recorded", message, "Mend that first.", source=self.shown_as)


def _is_for_all(line: Line, before: Line | None) -> bool:
    """Whether what became of an entry would become of the next as well, or nobody knows."""
    if line.state in UNDECIDED or line.status in _OF_ALL:
        return True
    if line.state is State.PUBLISHED or line.status in _OF_ONE:
        return False
    return before is not None and (before.state, before.reason) == (line.state, line.reason)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other commands that change the ledger at `path` from it meanwhile.

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


def _not_recorded(line: Line, label: str, was_begun: bool, error: OSError) -> Finding:
    """What to say where the ledger has not got `line`; it has the one before if it `was_begun`."""
    where = line.permalink or line.urn
    what = f"is posted to {label} as {where}" if where else f"on {label}: {line.state}"
    message = f'"{line.title}" {what}, but that could not be recorded: {error.strerror or error}.'
    if line.state is State.PUBLISHED:
        remedy = f"Mend that, then say `{_as_posted(line)}`."
    elif line.state is State.REFUSED:
        remedy = f"Mend that, then say `{_resolve(line)} not-posted`."
    elif was_begun:
        remedy = f"Mend that, then see `invoke {line.network}.status`."
    else:
        remedy = "Mend that; it is tried again then."
    return Finding("not-recorded", message, remedy, source=line.file)


def _as_posted(line: Line) -> str:
    """What an author says whose post is where `line` has it."""
    where = f"--url {line.permalink}" if line.permalink else f"--urn {line.urn}"
    return f"{_resolve(line)} posted {where}"


def _resolve(line: Line) -> str:
    return f"invoke {line.network}.resolve {names_of_line(line)[0]}"
