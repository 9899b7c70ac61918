"""Programs that build sites: how they are run, how long they take, how much memory."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding

_SAMPLE_SECONDS = 0.02

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Of the programs: at an author's, Python compiles a module once."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program and its site, whose posts are in `content/posts`."""

    site: Path
    build: Sequence[str]
    """The command that builds the site."""

    serve: Sequence[str] = ()
    """The command that serves it, but for `--port` and a number."""

    output: str = "output"
    form: Callable[[str], str] = str
    """Gives a post of the corpus the form that the program reads."""

    def source(self, place: int) -> Path:
        """The file of the post that is at `place` in the corpus."""
        return self.site / f"content/posts/post-{place:05}.md"

    def address(self, place: int) -> str:
        """Where its page is, from the root of the site."""
        return f"posts/post-{place:05}/"

    def shown(self, address: str = "") -> str:
        """The built page at `address`."""
        return (self.site / self.output / address / "index.html").read_text("utf-8")

    def add(self, place: int, post: str) -> None:
        """Add a post of the corpus to the site."""
        self.source(place).write_text(self.form(post), "utf-8")

    def edit(self, place: int, sentence: str) -> None:
        """Put a paragraph of one `sentence` into the middle of a post's body."""
        blocks = self.source(place).read_text("utf-8").split("\n\n")
        blocks.insert(len(blocks) // 2, sentence)
        self.source(place).write_text("\n\n".join(blocks), "utf-8")


def run(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> float:
    """Seconds that `command` takes in `folder`, the whole process, with `more` environment."""
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 -- our own commands
        command, cwd=folder, env=ENVIRONMENT | dict(more or {}), capture_output=True, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{command} failed: {(done.stdout + done.stderr).decode()}")
    return seconds


def run_cold(command: Sequence[str], folder: Path) -> float:
    """Seconds that `command` takes in `folder` where nothing was built before."""
    forget(folder)
    return run(command, folder)


def forget(folder: Path) -> None:
    """Take from `folder` what a program built there, and what it remembers of that.

    It is moved aside, not deleted: on some file systems new files take much longer to make where
    thousands were deleted a moment ago, which is not what a first build finds.
    """
    aside = folder.with_name(f"{folder.name}-built-before")
    for name in ("output", "public", ".fanfare"):
        if (folder / name).exists():
            aside.mkdir(exist_ok=True)
            (folder / name).rename(aside / f"{len(list(aside.iterdir()))}-{name}")


def peak_megabytes(command: Sequence[str], folder: Path) -> float:
    """The most memory that `command` and the processes it starts take together in `folder`.

    It is the sum of their proportional set sizes, where what several have counts once (proc(5),
    `smaps_rollup`), looked at every 20 ms. Raises `FanfareError` where there is none to look at.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        raise FanfareError(
            Finding(
                "developer-only",
                "Memory can be measured on Linux only.",
                "Name all other rows with --only.",
            )
        )
    peak = 0
    process = subprocess.Popen(  # noqa: S603 -- our own commands
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        peak = max(peak, sum(map(_proportional_bytes, _family(process.pid))))
        time.sleep(_SAMPLE_SECONDS)
    if process.returncode:
        raise RuntimeError(f"{command} failed")
    return peak / 1_000_000


def _family(process: int) -> Iterator[int]:
    """`process`, and all it started."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended meanwhile
            for child in task.read_text().split():
                yield from _family(int(child))


def _proportional_bytes(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def taken_by(command: str) -> str:
    """The sentences of a report that say on what machine, and by which command, it was made."""
    return (
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}. Command: `{command}`."
    )
