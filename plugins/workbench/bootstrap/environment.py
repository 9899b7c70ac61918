"""The site's own Python, `.venv`: made, filled from a lock, recognised as whole."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.bootstrap import pip_log
from workbench.bootstrap.records import Interpreter, Lock, Occasion, Stamp, minor
from workbench.bootstrap.turn import turn

OLDEST_PYTHON = (3, 11)

_SELF_PORTRAIT = (
    "import sys, importlib.util as u;"
    "print('%d.%d.%d' % sys.version_info[:3], u.find_spec('invoke') is not None)"
)


class Environment:
    """The `.venv` of the site at `root`. `variables` are the environment of all that it starts."""

    def __init__(self, root: Path, variables: Mapping[str, str]) -> None:
        self._root = root
        self._variables = {"PIP_RETRIES": "2", **variables}
        self._workplace = root / ".fanfare"
        self._log = self._workplace / "bootstrap.log"
        self._folder = root / ".venv"
        self._stamp = self._folder / "fanfare-stamp.json"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self._folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def provide(self, lock: Lock) -> None:
        """Install what `lock` names, unless that was done before.

        Raises `FanfareError` or `OSError` where that fails. A call that failed or was killed
        leaves nothing that the next one does not put right.
        """
        if self._holds(lock):
            return
        self._workplace.mkdir(exist_ok=True)
        with turn(self._workplace / "bootstrap.lock", _say_waiting) as inherited:
            if not self._holds(lock):
                self._install(lock, inherited)

    def _holds(self, lock: Lock) -> bool:
        stamp = Stamp.load(self._stamp)
        if stamp is None or not self._digests(lock).items() <= stamp.locks.items():
            return False
        found = self._interpreter()
        return (
            found is not None
            and found.has_invoke
            and found.version == stamp.python
            and stamp.folder == self._place
        )

    def _install(self, lock: Lock, inherited: Sequence[int]) -> None:
        before = Stamp.load(self._stamp)
        if before and Lock.DEVELOPER.value in before.locks:
            lock = Lock.DEVELOPER  # who has run the tests here will again
        digests = self._digests(lock)
        occasion = self._occasion(lock, before)
        if occasion.anew:
            _check_modules()
        made_here = occasion.anew or (before is not None and before.made_here)
        begun = Stamp(made_here, self._place, "", {})
        packages = set(re.findall(r"^[\w.-]+(?===)", self._text(lock), re.MULTILINE))
        counted = console.counted(len(packages), "package")
        console.complain(f"Installing {counted} into .venv ({occasion.why}) ...")
        self._log.write_bytes(b"")
        if occasion.anew:
            self._make(begun, inherited)
            self._fill(lock, begun, inherited)
        else:
            with self._marked(begun, before):
                self._fill(lock, begun, inherited)
        found = self._interpreter()
        if found is None or not found.has_invoke:
            raise FanfareError(f"{lock.value} does not name invoke, which runs every task.")
        Stamp(made_here, self._place, found.version, digests).save(self._stamp)

    def _occasion(self, lock: Lock, before: Stamp | None) -> Occasion:
        """Why to install now; raises `FanfareError` where the author's own `.venv` is of no use."""
        if not self._folder.exists() or not any(self._folder.iterdir()):
            return Occasion("first run only", anew=True)
        found = self._interpreter()
        if before is None or not before.made_here:
            if found is None:
                raise FanfareError(_foreign("The .venv here is not one whose Python runs."))
            if found.minor < OLDEST_PYTHON:
                raise FanfareError(_foreign(f"The .venv here runs Python {found.version}."))
            if before is None:
                return Occasion("first run only", anew=False)
        elif not before.locks:
            return Occasion("the last time was cut short", anew=True)
        elif before.folder != self._place:
            return Occasion("the folder has moved", anew=True)
        elif found is None or found.minor != minor(before.python):
            return Occasion("its Python is gone", anew=True)
        elif lock.value in before.locks:
            return Occasion(f"{lock.value} or Python has changed", anew=False)
        return Occasion("first run of such a task only", anew=False)

    def _make(self, begun: Stamp, inherited: Sequence[int]) -> None:
        """An empty `.venv` in place of one that bootstrap made.

        There is no moment at which a `.venv` of bootstrap's lacks its stamp: without it, it would
        pass for the author's own.
        """
        nursery, discarded = self._workplace / "new-venv", self._workplace / "discarded-venv"
        _remove(nursery)
        _remove(discarded)
        begun.save(nursery / self._stamp.name)
        if self._folder.exists() or self._folder.is_symlink():
            self._folder.replace(discarded)
            _remove(discarded)
        nursery.rename(self._folder)
        # The Python behind this one: this one may live in the folder that just went.
        python = getattr(sys, "_base_executable", "") or sys.executable
        if not self._run([python, "-I", "-m", "venv", str(self._folder)], inherited):
            raise self._failure(begun)

    @contextmanager
    def _marked(self, begun: Stamp, before: Stamp | None) -> Iterator[None]:
        """Mark `.venv` as begun, and take that back where pip fails before it touches anything."""
        begun.save(self._stamp)
        try:
            yield
        except BaseException:
            if "Installing collected packages" not in self._logged():
                if before is None:
                    self._stamp.unlink()
                else:
                    before.save(self._stamp)
            raise

    def _fill(self, lock: Lock, begun: Stamp, inherited: Sequence[int]) -> None:
        options = "--no-input --no-user --disable-pip-version-check --progress-bar off"
        pip = [str(self.python), "-I", "-X", "utf8", "-m", "pip", "install", *options.split()]
        if not self._run([*pip, "--require-hashes", "-r", lock.value], inherited):
            raise self._failure(begun)

    def _run(self, command: Sequence[str], inherited: Sequence[int]) -> bool:
        """True where `command` succeeded. What it says goes to the log."""
        with self._log.open("ab") as log:
            log.write(f"$ {shlex.join(command)}\n".encode(errors="backslashreplace"))
            log.flush()
            done = subprocess.run(  # noqa: S603 -- our own interpreter and arguments
                command,
                cwd=self._root,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=inherited,
                check=False,
            )
        return done.returncode == 0

    def _failure(self, begun: Stamp) -> FanfareError:
        """What went wrong, by the log, and what to do."""
        python = f"Python {sys.version.split()[0]} on {sysconfig.get_platform()}"
        cause = pip_log.explain(self._logged(), python)
        log = self._log.relative_to(self._root).as_posix()
        remedies = (
            f"{cause.remedy} Then run this again." if cause.remedy else "",
            "" if begun.made_here else "If it fails again, delete .venv, which is your own.",
            f"(All that pip said: {log})",
        )
        remedy = " ".join(filter(None, remedies))
        return FanfareError(Finding(cause.rule, f"Installing failed. {cause.message}", remedy))

    def _interpreter(self) -> Interpreter | None:
        """What the interpreter says of itself; None where there is none that runs."""
        try:
            answer = subprocess.run(  # noqa: S603 -- our own interpreter and arguments
                [str(self.python), "-I", "-c", _SELF_PORTRAIT],
                env=self._variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=True,
            )
            version, has_invoke = answer.stdout.split()
        except (OSError, ValueError, subprocess.CalledProcessError):
            return None
        return Interpreter(version, has_invoke == "True")

    def _digests(self, lock: Lock) -> dict[str, str]:
        """Each lock whose packages `lock` names, to its SHA-256."""
        locks = Lock if lock is Lock.DEVELOPER else (lock,)
        return {each.value: hashlib.sha256(self._text(each).encode()).hexdigest() for each in locks}

    def _text(self, lock: Lock) -> str:
        try:
            return (self._root / lock.value).read_text("utf-8")
        except FileNotFoundError:
            raise FanfareError(
                Finding("lock", "There is no such file.", "Restore it from git.", source=lock.value)
            ) from None

    def _logged(self) -> str:
        return self._log.read_text("utf-8", errors="replace")

    @property
    def _place(self) -> str:
        return str(self._folder.resolve())


def _check_modules() -> None:
    """Raise `FanfareError` where this Python lacks the modules that make a `.venv`."""
    try:
        import ensurepip  # noqa: F401 -- whether it is there
        import venv  # noqa: F401
    except ImportError as error:
        remedy = "Install Python from python.org."
        if Path("/etc/debian_version").exists():
            remedy = f"Run: sudo apt install {_debian_package()}"
        raise FanfareError(
            Finding("no-venv", f"This Python comes without its module {error.name}.", remedy)
        ) from None


def _debian_package() -> str:
    """The Debian package with these modules; each Python but the main one has its own."""
    main = Path("/usr/bin/python3").resolve()
    is_main = main == Path(sys.executable).resolve()
    return "python3-venv" if is_main else f"python3.{sys.version_info.minor}-venv"


def _foreign(message: str) -> Finding:
    return Finding(
        "own-venv",
        f"{message} It was not made by bootstrap.py, which therefore leaves it alone.",
        "Rename or delete it, then run this again.",
    )


def _say_waiting() -> None:
    console.complain("Another bootstrap.py is installing here; waiting for it to finish ...")


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
