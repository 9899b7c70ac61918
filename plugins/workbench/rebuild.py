"""Builds for `serve`: each in a process of its own, nothing that Pelican remembers outlives it.

This is the end that asks; `standby` is the process that is asked.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from fanfare.findings import Finding, Severity
from workbench.location import Site

_PATIENCE_SECONDS = 5.0
_PLUGINS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one build ended."""

    built: bool
    """True where `output` now holds the result; False where it is as before."""

    findings: list[Finding]
    """What stopped the build, or what it warned of."""

    pages: int = 0
    """How many posts and pages were built."""

    seconds: float = 0.0
    """How long the build took."""

    printed: str = ""
    """What the site's own settings and plugins printed meanwhile."""

    def as_json(self) -> str:
        """The outcome on one line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Outcome | None:
        """The outcome that `as_json` wrote; None where `text` is no such thing."""
        try:
            fields = json.loads(text)
            fields["findings"] = [
                Finding(**{**finding, "severity": Severity(finding["severity"])})
                for finding in fields["findings"]
            ]
            return cls(**fields)
        except (ValueError, TypeError, KeyError):
            return None


@dataclass(frozen=True, slots=True)
class Request:
    """What `standby` is asked for, as one line of JSON."""

    build: bool
    """True asks for a build and an answer; False to be ready for one, without any answer."""

    modules: dict[str, str] = field(default_factory=dict)
    """What to import, with the file of each."""

    search_path: list[str] = field(default_factory=list)
    """Where it is found."""

    kinds: list[str] = field(default_factory=list)
    """What to load of the site's memory."""

    lexers: list[str] = field(default_factory=list)
    """Which of Pygments' lexers to use, each as `module:class`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `standby` says of one request to build, as one line of JSON."""

    outcome: str = ""
    """The outcome as JSON; nothing where there is none."""

    status: int | None = None
    """How the process of the build exited, where it did without an outcome."""

    stale: bool = False
    """True where nothing was built, as what had been imported has changed."""

    last: bool = False
    """True where the process that answers takes no further request."""

    modules: dict[str, str] = field(default_factory=dict)
    """What the build imported itself, with the file of each, in order."""

    search_path: list[str] = field(default_factory=list)
    """Where it looked for modules."""

    kinds: list[str] = field(default_factory=list)
    """What it loaded of the site's memory."""

    lexers: list[str] = field(default_factory=list)
    """Which of Pygments' lexers it used first of all builds, each as `module:class`."""


class Builder:
    """Builds the site with the settings for writing, each time in a process of its own.

    It keeps a process ready that has imported what builds need (`standby`). Use it in `with`: the
    end of the block is the end of a build under way. With `forking=False` it does as on systems
    that cannot fork.
    """

    def __init__(self, site: Site, *, forking: bool = True) -> None:
        self._site = site
        self._forking = forking
        self._process = self._start()
        self._ready = Request(build=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._process.end()

    def rebuild(self, *, anew: bool = False) -> Outcome:
        """Build the site and wait for it. A process that dies without a result is an outcome too.

        With `anew` nothing is taken over that was imported before: code of the site has changed.
        """
        if anew or not self._process.is_there():
            self._start_anew()
        answer = self._process.ask()
        if answer.stale:
            self._start_anew()
            answer = self._process.ask()
        printed = self._process.printed()
        outcome = Outcome.from_json(answer.outcome)
        if outcome is None:
            return Outcome(False, [_crash(answer.status or 0, printed)], printed=printed)
        ready = self._ready
        self._ready = Request(
            False,
            ready.modules | answer.modules,
            answer.search_path,
            sorted({*ready.kinds, *answer.kinds}),
            sorted({*ready.lexers, *answer.lexers}),
        )
        if answer.last:
            self._process.end(asked=False)
            self._process = self._start()
        self._process.tell(self._ready)
        return replace(outcome, printed=printed)

    def _start(self) -> _Standby:
        return _Standby(self._site.root, forking=self._forking)

    def _start_anew(self) -> None:
        self._process.end()
        self._process = self._start()
        self._ready = Request(build=False)


class _Standby:
    """The process `standby`, started for the site in `root`."""

    def __init__(self, root: Path, *, forking: bool) -> None:
        search_path = [str(_PLUGINS), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(search_path),
            "PYTHONIOENCODING": "utf-8",
            # Compiled files are told apart by whole seconds: a second quick save would not count.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._printed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- `end` closes it
        self._process = subprocess.Popen(  # noqa: S603 -- Python itself, with our own words
            [sys.executable, "-m", "workbench.standby", "forking" if forking else "once"],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._printed,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for this process, which then ends that one
        )
        self._requests = cast("IO[str]", self._process.stdin)
        self._answers = cast("IO[str]", self._process.stdout)

    def is_there(self) -> bool:
        """False where it died."""
        return self._process.poll() is None

    def ask(self) -> Answer:
        """The answer to a request to build; only its status where it died over it."""
        self.tell(Request(build=True))
        line = self._answers.readline()
        if line.endswith("\n"):
            return Answer(**json.loads(line))
        return Answer(status=self._process.wait())

    def tell(self, request: Request) -> None:
        """Send a request; nothing where it is not there any more."""
        with contextlib.suppress(OSError):
            self._requests.write(json.dumps(asdict(request)) + "\n")
            self._requests.flush()

    def printed(self) -> str:
        """What was printed since the last time."""
        self._printed.seek(0)  # a place in the file that its writers share
        text = self._printed.read().decode("utf-8", "replace")
        self._printed.seek(0)
        self._printed.truncate()
        return text

    def end(self, *, asked: bool = True) -> None:
        """Wait until it has ended, `asked` to or by itself, and kill it where that takes long."""
        with contextlib.suppress(OSError):  # a request that it never read
            self._requests.close()
        if asked:
            self._process.terminate()
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._printed.close()


def _crash(status: int, printed: str) -> Finding:
    if status < 0:
        reason = f"{signal.strsignal(-status)} (signal {-status})"
    else:
        last = printed.strip().rpartition("\n")[2].strip()
        reason = last or f"it exited with status {status}"
    return Finding(
        "crash",
        f"The build stopped without a result: {reason.rstrip('.')}.",
        "Save any file to try again, or run `invoke build` to see all that it says.",
    )
