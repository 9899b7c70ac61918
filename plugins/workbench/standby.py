"""A process that has imported what builds of a site need, and begins each at once.

Every build runs in a process forked from this one, which finds everything imported and nothing
done: what Pelican or a plugin remembers ends with it. It is forked before it is needed, and reads
the site while it waits (`ahead`). What there is to import and to load, the last build told. Where
a process cannot be forked, this one builds once, and the next is started in its place.

`rebuild.Builder` starts it and asks. It ends when nobody can ask any more.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import pkgutil
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

import pelican  # noqa: F401 -- before any of its modules; and every build needs it

from fanfare.console import Silent
from fanfare.errors import FanfareError
from fanfare.memory import Memory
from workbench import unchanged
from workbench.ahead import build_ahead
from workbench.build import Abandoned, Build, read_site, site_memory
from workbench.imports import Imports, imported_modules
from workbench.location import Site
from workbench.publish import build_in_place
from workbench.rebuild import Answer, Outcome, Request

_PATIENCE_SECONDS = 3.0
_IS_USELESS = 75
"""How a process exits that cannot build the site from what it has read: another one is to."""

_REST_SECONDS = 0.3
"""For how long nothing is read ahead: a browser shows what has just been built."""


def main() -> None:
    """Answer the requests on standard input, one line each, on standard output."""
    signal.signal(signal.SIGTERM, _leave)
    answers = os.dup(1)
    os.dup2(2, 1)  # what a plugin prints is for the author, not part of the answer
    site = Site(Path.cwd())
    imports, child = Imports(site.root), None
    try:
        for line in sys.stdin:
            request = Request(**json.loads(line))
            if not request.build:
                if child:
                    child.end()
                imports.learn(request.modules, request.search_path)
                _compile(request.lexers)
                child = _Child(site, request.kinds, imports, answers) if _can_fork() else None
                if child:
                    child.start(ahead=unchanged.is_kept(site))
            elif not imports.are_current():
                _send(answers, Answer(stale=True))
            elif child or _can_fork():
                if not child:
                    child = _Child(site, (), imports, answers)
                    child.start()
                child.build()
                child = None
            else:
                answer = _build(site, site_memory(site), rehearsing=not imports.any_learned)
                _answer_and_leave(answers, replace(answer, last=True))
    finally:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # else it may come before that has ended
        finally:
            if child:
                child.end()


def _can_fork() -> bool:
    """True where this process can be forked and its child can go on: no thread would be missing."""
    if "once" in sys.argv:
        return False
    tasks = Path("/proc/self/task")  # Linux: threads that Python has not started, too
    threads = len([*tasks.iterdir()]) if tasks.exists() else threading.active_count()
    # On macOS a child may call into frameworks of the system that do not survive a fork.
    return hasattr(os, "fork") and sys.platform != "darwin" and threads == 1


def _build(site: Site, memory: Memory, *, rehearsing: bool) -> Answer:
    """Build the site in this process, with its `memory`.

    `rehearsing` imports what a build needs also where this one finds that nothing has changed.
    """
    return _answer(
        site, memory, lambda: build_in_place(site, Silent(), memory), rehearsing=rehearsing
    )


def _answer(site: Site, memory: Memory, build: Callable[[], Build], *, rehearsing: bool) -> Answer:
    """What is to be said of `build`, which builds the site in this process."""
    before = frozenset(sys.modules)
    try:
        built = build()
    except FanfareError as error:
        outcome = Outcome(built=False, findings=error.findings)
    else:
        pages = len(built.manifest.sources)
        outcome = Outcome(built=True, findings=built.warnings, pages=pages, seconds=built.seconds)
        if rehearsing and built.unchanged:
            with contextlib.suppress(FanfareError):
                read_site(site, site.writing_settings, Silent())
    # What is in the site's own folder is its settings, which every build reads anew.
    imported = imported_modules(but=before).items()
    modules = {name: path for name, path in imported if Path(path).parent != site.root}
    return Answer(
        outcome.as_json(),
        modules=modules,
        search_path=sys.path,
        kinds=sorted(memory.loaded),
        lexers=_compiled(),
    )


def _compiled() -> list[str]:
    """The lexers of Pygments that have compiled their rules, which they do when first used."""
    return [
        f"{module}:{name}"
        for module, said in sys.modules.items()
        if module.startswith("pygments.lexers.")
        for name, thing in vars(said).items()
        if isinstance(thing, type) and thing.__module__ == module and "_tokens" in vars(thing)
    ]


def _compile(lexers: Iterable[str]) -> None:
    """Use `lexers`, of which each costs a build as much as many pages, for the first time."""
    for lexer in lexers:
        with contextlib.suppress(Exception):  # what it is, a build will find out
            pkgutil.resolve_name(lexer)()


class _Child:
    """A process forked from this one, which will build the site with `kinds` of memory loaded.

    Where nobody asks it to, it ends with this process.
    """

    def __init__(self, site: Site, kinds: Iterable[str], imports: Imports, answers: int) -> None:
        self._site = site
        self._kinds = kinds
        self._imports = imports
        self._answers = answers
        self._process = 0

    def start(self, *, ahead: bool = False) -> None:
        """Fork it; `ahead`, it reads the site at once, and not when it is asked."""
        waiting, self._go = os.pipe()
        self._reading, writing = os.pipe()
        self._is_ahead = ahead
        # Until it is known whom it concerns.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self._process = os.fork()
        if self._process == 0:
            os.close(self._go)
            os.close(self._reading)
            os.close(self._answers)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            self._build_and_leave(waiting, writing, ahead=ahead)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        os.close(waiting)
        os.close(writing)

    def _build_and_leave(self, waiting: int, writing: int, *, ahead: bool) -> NoReturn:
        """In the process itself: build when `waiting` says so, answer in `writing`, and end."""
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        gc.disable()  # it ends soon
        memory = site_memory(self._site)
        for kind in self._kinds:
            memory.load(kind)
        is_asked = False

        def wait() -> None:
            nonlocal is_asked
            if not os.read(waiting, 1):
                os._exit(0)
            is_asked = True

        rehearsing = not self._imports.any_learned
        if not ahead or select.select([waiting], [], [], _REST_SECONDS)[0]:
            wait()
            _answer_and_leave(writing, _build(self._site, memory, rehearsing=rehearsing))
        try:
            answer = _answer(
                self._site,
                memory,
                lambda: build_ahead(self._site, memory, wait),
                rehearsing=rehearsing,
            )
        except (Abandoned, Exception) as error:
            if is_asked and not isinstance(error, Abandoned):
                raise
            os._exit(_IS_USELESS)
        if not is_asked:  # what is wrong with the site, whoever is asked says
            os._exit(_IS_USELESS)
        _answer_and_leave(writing, answer)

    def build(self) -> None:
        """Have the site built, and answer; by another process, where this one is of no use."""
        if os.waitpid(self._process, os.WNOHANG)[0]:  # something ended it while it waited
            os.close(self._go)
            os.close(self._reading)
            self.start()
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended, as its status says
                os.write(self._go, b"!")
            said = _hear(self._reading)
        finally:
            os.close(self._go)
            os.close(self._reading)
        if said:
            _write(self._answers, said)
        status = _reap(self._process)
        self._process = 0  # which may be another one's number from now on
        if self._is_ahead and status == _IS_USELESS:
            self.start()
            self.build()
        elif not said:
            _send(self._answers, Answer(status=status))

    def end(self) -> None:
        """End it; a build under way clears up."""
        if self._process:  # else this is that process
            with contextlib.suppress(ProcessLookupError, ChildProcessError):  # it has ended already
                os.kill(self._process, signal.SIGTERM)
                _reap(self._process)


def _hear(reading: int) -> bytes:
    """The line that a child writes; nothing where it ends without one.

    Raises `SystemExit` where nobody waits for it any more.
    """
    said = b""
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([reading, sys.stdin], [], [])
        if sys.stdin in ready:  # who waits for an answer says nothing: this is the end of the file
            _leave()
        part = os.read(reading, 65536)
        if not part:
            return b""
        said += part
    return said


def _leave(*_: object) -> NoReturn:
    """Clear up and end: the stage, a build under way. To be told so again does not disturb it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _reap(child: int) -> int:
    """How the process `child` exited, as `subprocess` says it; it is killed if it does not soon."""
    until = time.monotonic() + _PATIENCE_SECONDS
    ended, status = os.waitpid(child, os.WNOHANG)
    while not ended:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)
        ended, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status)


def _answer_and_leave(pipe: int, answer: Answer) -> NoReturn:
    """End this process, without the time that Python takes to forget what it knows."""
    sys.stdout.flush()  # before the answer: who hears it takes what was printed
    _send(pipe, answer)
    atexit._run_exitfuncs()
    os._exit(0)


def _send(pipe: int, answer: Answer) -> None:
    _write(pipe, json.dumps(asdict(answer)).encode() + b"\n")


def _write(pipe: int, line: bytes) -> None:
    while line:
        line = line[os.write(pipe, line) :]


if __name__ == "__main__":
    main()
