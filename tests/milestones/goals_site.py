"""A small site with goals, whose author types `invoke goals.*`."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"

CONF = """\
from fanfare.site import *

SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "UTC"
THEME = "simple"
PLUGINS = []
DIRECT_TEMPLATES = ["index", "archives"]
"""

TASKS = """\
from invoke.collection import Collection

from milestones import goals_tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(goals_tasks, name="goals"))
"""

CHANNEL = """\
[[channels]]
key = "letter"
label = "The letter"
kind = "stock"
engaged = true
"""

STATEMENT = "On 30 September 2021, 1,000 people have asked to hear from me."

# Long ago, so that no clock is ever before it.
GOAL = f"""\
[goal]
statement = "{STATEMENT}"
metric = "fans"
target = 1000
baseline = 0
start = 2020-10-01
end = 2021-09-30
ramp = "backload"
control = "mine"
"""


def make_site(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """A site with `files` in `content/data/`, in the new folder `root`."""
    (root / "content" / "data").mkdir(parents=True)
    (root / "pelicanconf.py").write_text(CONF)
    (root / "tasks.py").write_text(TASKS)
    for name, text in (files or {}).items():
        (root / "content" / "data" / name).write_bytes(text.encode())
    return root


def data(root: Path, name: str = "goals.toml") -> Path:
    """The file `name` of what the author of the site records."""
    return root / "content" / "data" / name


def command(*arguments: str) -> list[str]:
    """The command line of `invoke ARGUMENTS`."""
    return [sys.executable, "-m", "invoke", *arguments]


def environment() -> dict[str, str]:
    """The surroundings `invoke` runs in."""
    own = {"PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1", "TERM": "dumb"}
    return {**os.environ, **own}


def invoke(
    root: Path, *arguments: str, answers: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `invoke ARGUMENTS` in `root`, with nobody at the keyboard; `answers` come by a pipe."""
    source = {"stdin": subprocess.DEVNULL} if answers is None else {"input": answers}
    return subprocess.run(
        command(*arguments),
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        **source,
    )


class Terminal:
    """`invoke ARGUMENTS` in a pseudo-terminal, where an author types and reads.

    Standard output goes there, too, unless it goes to the file `output`. What does not come within
    `patience` seconds never will: then the command is ended, and the test fails.
    """

    def __init__(
        self, root: Path, *arguments: str, output: Path | None = None, patience: float = 30
    ) -> None:
        pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
        self._ours, theirs = pty.openpty()
        self.screen = ""
        self._place = 0
        self._patience = patience
        with Path(output or os.devnull).open("wb") as file:
            self._running = subprocess.Popen(
                command(*arguments),
                cwd=root,
                env=environment(),
                stdin=theirs,
                stdout=file if output else theirs,
                stderr=theirs,
                start_new_session=True,
                preexec_fn=_take_terminal,
            )
        os.close(theirs)

    def wait_for(self, words: str) -> None:
        """Read until the screen shows `words`, after what was waited for before."""
        until = time.monotonic() + self._patience
        while (place := self.screen.find(words, self._place)) < 0:
            assert self._read(until), f"{words!r} never came; the screen:\n{self.screen}"
        self._place = place + len(words)

    def type(self, *lines: str) -> None:
        """Type each of `lines`, once it is asked for it."""
        for line in lines:
            self.wait_for("> ")
            self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        """Press `keys`."""
        self.press_bytes(keys.encode())

    def press_bytes(self, keys: bytes) -> None:
        """Send `keys` as they are."""
        os.write(self._ours, keys)

    def end(self) -> int:
        """The exit status, once it has ended."""
        until = time.monotonic() + self._patience
        while self._read(until):
            pass
        os.close(self._ours)
        try:
            return self._running.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._give_up()

    def _give_up(self) -> NoReturn:
        self._running.kill()
        self._running.wait()
        pytest.fail(f"Nothing more within {self._patience} s; the screen:\n{self.screen}")

    def _read(self, until: float) -> str:
        left = until - time.monotonic()
        if left <= 0 or not select.select([self._ours], [], [], left)[0]:
            self._give_up()
        try:
            piece = os.read(self._ours, 4096).decode(errors="replace").replace("\r\n", "\n")
        except OSError:  # how Linux says that the other side is closed
            return ""
        self.screen += piece
        return piece


def _take_terminal() -> None:
    """Make the pseudo-terminal the one whose Ctrl-C reaches the new process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
