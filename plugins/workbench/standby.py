"""A process that has imported what builds of a site need, and begins each at once.

Every build runs in a process forked from this one, which finds everything imported and nothing
done: what Pelican or a plugin remembers ends with it. It is forked before it is needed, and loads
what is remembered of the site while it waits. What there is to import and to load, the last build
told. Where a process cannot be forked, this one builds once, and the next is started in its place.

`rebuild.Builder` starts it and asks. It ends when nobody can ask any more.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import importlib.util
import json
import os
import pkgutil
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

import pelican  # noqa: F401 -- before any of its modules; and every build needs it

from fanfare.console import Silent
from fanfare.errors import FanfareError
from fanfare.file_digests import signature_of
from fanfare.memory import Memory
from workbench import unchanged
from workbench.ahead import build_ahead
from workbench.build import Abandoned, Build, read_site, site_memory
from workbench.location import Site
from workbench.publish import build_in_place
from workbench.rebuild import Answer, Outcome, Request

_PATIENCE_SECONDS = 3.0
_IS_USELESS = os.EX_TEMPFAIL if hasattr(os, "EX_TEMPFAIL") else 75
"""How a process exits that cannot build the site from what it has read: another one is to."""

_REST_SECONDS = 0.3
"""For how long nothing is read ahead: a browser shows what has just been built."""

_WRITING = os.O_WRONLY | os.O_RDWR


class Imports:
    """What this process has imported, and whether it is still what is on disk."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._seen: dict[str, str] = {}
        self._failed = False
        self._importing = False
        self.any_learned = False
        """False while all it has imported is what every site needs."""
        sys.addaudithook(self._note_opened)
        self._note_modules()

    def learn(self, modules: Mapping[str, str], search_path: Sequence[str]) -> None:
        """Import `modules`, which another process found in these files by that `search_path`."""
        if self._failed or not modules:
            return
        self.any_learned = True
        before = sys.path[:]
        sys.path[:] = search_path
        self._importing = True
        try:
            for name, path in modules.items():
                if name not in sys.modules and _finds(name, path):
                    importlib.import_module(name)
            ours = _modules()
            self._failed = any(ours.get(name, path) != path for name, path in modules.items())
        except (Exception, SystemExit):  # a build will say so; part of it has been done here
            self._failed = True
        finally:
            self._importing = False
            sys.path[:] = before
        self._note_modules()
        gc.freeze()  # so that no process forked from this one need look at, and copy, all of it

    def are_current(self) -> bool:
        """False where a build that imports all of it anew might do otherwise."""
        return not self._failed and all(_signature(path) == was for path, was in self._seen.items())

    def _note_opened(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note a file of the site's that a module reads when it is imported, such as its data."""
        if event != "open" or not self._importing:
            return
        path, _mode, flags = arguments
        if isinstance(path, str) and isinstance(flags, int) and not flags & _WRITING:
            path = os.path.abspath(path)  # noqa: PTH100 -- as it was asked for, links and all
            if path.startswith(self._root + os.sep):
                self._seen[path] = _signature(path)

    def _note_modules(self) -> None:
        for path in _modules().values():
            self._seen.setdefault(path, _signature(path))


def _finds(name: str, path: str) -> bool:
    """True where importing `name` would run the file `path`, and none of a package unknown yet."""
    package = name.rpartition(".")[0]
    if package and package not in sys.modules:
        return False
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin == path


def _signature(path: str) -> str:
    """What tells the file at `path` from others of its name; empty where there is none."""
    try:
        return signature_of(os.stat(path))  # noqa: PTH116 -- a thousand of them before each build
    except OSError:
        return ""


def _modules(but: frozenset[str] = frozenset()) -> dict[str, str]:
    """What is imported and can be so by its name, with the file of each, in order; `but` these."""
    found = {}
    for name in [name for name in sys.modules if name not in but]:
        module = sys.modules[name]
        said = getattr(module, "__dict__", {})
        spec, path = said.get("__spec__"), said.get("__file__")
        if spec and spec.name == name and path:
            found[name] = str(path)
    return found


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
    imported = _modules(but=before).items()
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
        if status == _IS_USELESS:
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
