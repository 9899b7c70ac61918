"""A process that builds sites, each in a fork of its own or all in one, and may stop in between.

Whoever tests starts it and keeps it: it imports everything once. Both ends of its pipe are here:
`Builder` asks, `main` answers, one JSON object a line.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from tests.quickbuild.proof.small_site import PLUGINS, REPOSITORY

PATIENCE_SECONDS = 120.0
"""A build that takes longer hangs."""


class Stop(StrEnum):
    """What happens to a build in its midst."""

    KILL = "kill"
    """SIGKILL at a change of files."""

    KILL_LATER = "kill later"
    """SIGKILL after some milliseconds."""

    INTERRUPT = "interrupt"
    """Control-C at a change of files."""

    FULL = "full"
    """A disk that has no room from some change of files on."""


@dataclass(frozen=True, slots=True)
class Order:
    """One build to be made."""

    root: str
    """The site's folder."""

    publish: bool = False
    """Whether with the settings for the world."""

    stop: Stop | None = None
    after: int = 0
    """Of how many changes of files, or milliseconds, the stop is."""

    fewest: int = 0
    """How many pieces of work are worth a process of their own; 0 leaves it as it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended."""

    built: bool
    findings: list[dict[str, Any]] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    failure: str = ""
    """The traceback of what is no finding, or how the process died."""

    changes: int = 0
    """How often it changed files."""

    seconds: float = 0.0


class Builder:
    """The process, from the side of who tests."""

    def __init__(self, *, seed: int, forks: bool = True) -> None:
        """Start it with a `seed` for the order of sets; it `forks`, or remembers its builds."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PLUGINS), str(REPOSITORY)]),
            "PYTHONHASHSEED": str(seed),
            # Compiled files are told apart by whole seconds: a second quick save would not count.
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.quickbuild.proof.builder", "forks" if forks else ""],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, order: Order) -> None:
        """Let it build; meanwhile another one may."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self) -> Outcome:
        """How the build ended that was asked for."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the builder has died"
        return Outcome(**json.loads(line))

    def build(self, order: Order) -> Outcome:
        """Build, and wait for it."""
        self.ask(order)
        return self.answer()

    def close(self) -> None:
        """End the process."""
        with self._process:
            assert self._process.stdin
            self._process.stdin.close()


def main() -> None:
    """Answer what standard input asks, until it ends."""
    forks = sys.argv[1:] == ["forks"]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _import_all()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        asked["stop"] = asked["stop"] and Stop(asked["stop"])
        order = Order(**asked)
        outcome = _build_in_fork(order) if forks else _build_after_others(order)
        answers.write(json.dumps(asdict(outcome)).encode() + b"\n")
        answers.flush()


def _import_all() -> None:
    """What builds import, so that no fork has to."""
    for plugin in ("quickbuild", "guest_posts", "milestones", "social_cards", "folio", "fanfare"):
        _import_below(plugin)
    for name in ("syndication.hooks", "syndication.documents.opml", "workbench.check"):
        importlib.import_module(name)
    for name in ("workbench.publish", "pelican.themes", "jinja2.ext", "markdown.extensions.extra"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _import_below(package: str) -> None:
    module = importlib.import_module(package)
    for found in pkgutil.walk_packages(module.__path__, f"{package}."):
        if "tasks" not in found.name and "__main__" not in found.name:
            importlib.import_module(found.name)


def _build_in_fork(order: Order) -> Outcome:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            os.chdir(order.root)
            said = json.dumps(asdict(_build(order))).encode()
            with os.fdopen(writing, "wb") as answer:
                answer.write(said)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        if order.stop is Stop.KILL_LATER:
            time.sleep(order.after / 1000)
            os.kill(child, signal.SIGKILL)
        said = _read(answer, child)
    _, status = os.waitpid(child, 0)
    if said:
        return Outcome(**json.loads(said))
    return Outcome(built=False, failure=f"ended with status {status}")


def _read(answer: BinaryIO, child: int) -> bytes:
    """What the child says until it ends, or, being of no use any more, is ended.

    Not until the pipe is closed: what it has forked may hold that open.
    """
    said, until = b"", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if select.select([answer], [], [], 0.05)[0]:
            part = os.read(answer.fileno(), 1 << 20)
            if not part:
                return said
            said += part
        elif os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            while select.select([answer], [], [], 0)[0]:  # what it said since
                part = os.read(answer.fileno(), 1 << 20)
                if not part:
                    break
                said += part
            return said
    os.kill(child, signal.SIGKILL)
    return b""


def _build_after_others(order: Order) -> Outcome:
    """Build in this process, with all it remembers but what Pelican would trip over."""
    from pelican.plugins import signals

    for signal_ in vars(signals).values():
        if isinstance(signal_, signals.Signal):
            for receiver in [*signal_.receivers_for(None)]:
                signal_.disconnect(receiver)
    for name in [name for name in sys.modules if name.startswith("own_")]:
        del sys.modules[name]
    return _build(order)


def _build(order: Order) -> Outcome:
    from fanfare.console import Silent
    from fanfare.errors import FanfareError
    from workbench.location import Site
    from workbench.publish import build_in_place, publish

    site = Site(Path(order.root))
    started = time.perf_counter()
    sys.path[:] = [path for path in sys.path if "quickbuild-proof" not in path]
    with _shared_work(order), _stopping(order) as changes:
        try:
            if order.publish:
                published = publish(site, Silent())
                built, findings = published.build, published.findings
            else:
                built = build_in_place(site, Silent())
                findings = built.warnings
        except FanfareError as error:
            said = [finding.as_dict() for finding in error.findings]
            return Outcome(built=False, findings=said, changes=changes[0])
        except BaseException:
            failure = traceback.format_exc()
            return Outcome(built=False, failure=failure, changes=changes[0])
    manifest = json.loads(site.manifest.read_text("utf-8"))
    said = [finding.as_dict() for finding in findings]
    seconds = time.perf_counter() - started
    return Outcome(True, said, manifest, changes=changes[0], seconds=seconds)


_THRESHOLDS = (
    ("quickbuild.conversions", "FEWEST_FILES"),
    ("quickbuild.making", "FEWEST_OUTPUTS"),
    ("social_cards.workers", "FEWEST_CARDS"),
    ("workbench.preflight", "_FEWEST_TEXTS"),
    ("fanfare.processes", "MANY"),
    ("fanfare.processes", "MANY_FILES"),
    ("fanfare.processes", "_MOST_PIECES"),
    ("fanfare.watching", "_MOST_PASSING"),
    ("quickbuild.making", "MANY"),
    ("quickbuild.conversions", "_MOST_AHEAD"),
    ("quickbuild.conversions", "_MOST_UNSAVED"),
    ("quickbuild.press", "MANY_FILES"),
    ("workbench.publish", "MANY_FILES"),
)
"""Where it is said how many pieces of work are worth a process, and how many are a lot."""


@contextlib.contextmanager
def _shared_work(order: Order) -> Iterator[None]:
    """Let several processes share the work, or none, whatever the size of the site."""
    changed = [*_present(_THRESHOLDS)] if order.fewest else []
    for module, name, _number in changed:
        setattr(module, name, order.fewest)
    try:
        yield
    finally:
        for module, name, number in changed:
            setattr(module, name, number)


def _present(names: Iterable[tuple[str, str]]) -> Iterator[tuple[ModuleType, str, int]]:
    for module_name, name in names:
        module = sys.modules.get(module_name)
        if module and hasattr(module, name):
            yield module, name, getattr(module, name)


_WRITING = os.O_WRONLY | os.O_RDWR
_CHANGING = frozenset(
    (
        *("os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir"),
        *("os.truncate", "os.utime", "os.chmod", "os.fork", "subprocess.Popen"),
        *("sqlite3.connect", "shutil.rmtree", "shutil.move"),
    )
)
"""The audit events (PEP 578) of changes of files, and of what comes near."""


@contextlib.contextmanager
def _stopping(order: Order) -> Iterator[list[int]]:
    """Count changes of files, and stop the build at the one that `order` says."""
    changes, active = [0], True

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if not active:
            return
        is_open = event == "open" and arguments[2] & _WRITING
        if not is_open and event not in _CHANGING:
            return
        changes[0] += 1
        if order.stop is Stop.KILL and changes[0] == order.after:
            os.kill(os.getpid(), signal.SIGKILL)
        if order.stop is Stop.INTERRUPT and changes[0] == order.after:
            raise KeyboardInterrupt
        makes_more = is_open or event in ("os.mkdir", "os.link")
        if order.stop is Stop.FULL and changes[0] >= order.after and makes_more:
            raise OSError(28, "No space left on device")

    sys.addaudithook(note)  # which cannot be taken away again
    try:
        yield changes
    finally:
        active = False


if __name__ == "__main__":
    main()
