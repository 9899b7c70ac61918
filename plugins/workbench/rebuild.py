"""One build in a process of its own: nothing that Pelican or a plugin remembers outlives it.

Both ends of the pipe are here: `rebuild` starts the process and reads, `main` builds and writes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from fanfare.console import Silent
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from workbench.location import Site

_PLUGINS = Path(__file__).parents[1]
_PATIENCE_SECONDS = 5.0


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


def rebuild(site: Site) -> Outcome:
    """Build the site with the settings for writing in a new process, and wait for it.

    A process that dies without a result is an outcome too. An interruption ends the process.
    """
    search_path = [str(_PLUGINS), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(search_path),
        "PYTHONIOENCODING": "utf-8",
        # Compiled files are told apart by whole seconds: a second quick save would not count.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "workbench.rebuild"],
        cwd=site.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            answer, printed = process.communicate()
        except BaseException:
            _end(process)
            raise
    outcome = Outcome.from_json(answer)
    if outcome is None:
        return Outcome(built=False, findings=[_crash(process.returncode, printed)])
    return replace(outcome, printed=printed)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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


def main() -> None:
    """Build the site in the current folder, and write the outcome as JSON to standard output."""
    from workbench.publish import build_in_place

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the stage is cleared on the way
    answer = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a plugin prints is for the author, not part of the answer
    try:
        built = build_in_place(Site(Path.cwd()), Silent())
    except FanfareError as error:
        outcome = Outcome(built=False, findings=error.findings)
    else:
        pages = len(built.manifest.sources)
        outcome = Outcome(built=True, findings=built.warnings, pages=pages, seconds=built.seconds)
    with answer:
        answer.write(outcome.as_json())


if __name__ == "__main__":
    main()
