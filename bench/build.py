"""Time and memory of a Fanfare build beside stock Pelican's, on the same posts in one run.

`invoke bench` runs it and writes `bench/report.md`.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write_corpus

REPOSITORY = Path(__file__).parents[1]

STOCK = """
PATH = "content"
SITENAME = "Stock"
SITEURL = "https://stock.example"
AUTHOR = "Tamsin Inkwell"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = []
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of one program."""

    seconds: float
    peak_megabytes: float


def compare(posts: int, rounds: int) -> Mapping[str, list[Measure]]:
    """Build a corpus of `posts` in turn with Fanfare and with stock Pelican, `rounds` times."""
    measures: dict[str, list[Measure]] = {"Fanfare": [], "stock Pelican": []}
    with tempfile.TemporaryDirectory() as folder:
        fanfare, stock = Path(folder, "fanfare"), Path(folder, "stock")
        lay_out_fanfare(fanfare)
        write_corpus(fanfare / "content/posts", posts)
        stock.mkdir()
        (stock / "pelicanconf.py").write_text(STOCK)
        shutil.copytree(fanfare / "content/posts", stock / "content")
        for _ in range(rounds):
            measures["Fanfare"].append(run([sys.executable, "-m", "invoke", "build"], fanfare))
            measures["stock Pelican"].append(run([sys.executable, "-m", "pelican"], stock))
    return measures


def lay_out_fanfare(folder: Path) -> None:
    """Put Fanfare with the demo site's pages and pictures, and no posts, into the new `folder`.

    It draws no social cards, which are measured on their own.
    """
    folder.mkdir()
    for part in ("themes", "plugins"):
        shutil.copytree(REPOSITORY / part, folder / part)
    for part in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(REPOSITORY / part, folder / part)
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write("\nSOCIAL_CARDS = False\n")
    shutil.copytree(REPOSITORY / "content/pages", folder / "content/pages")
    shutil.copytree(REPOSITORY / "content/images", folder / "content/images")
    for page in (folder / "content/pages").glob("*.md"):  # their links to demo posts lead nowhere
        page.write_text(page.read_text("utf-8").replace("{filename}", ""), "utf-8")


def run(command: list[str], folder: Path) -> Measure:
    """Run `command` in the site at `folder`, whose output is removed first: a cold build."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- our own commands
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr  # noqa: S101 -- narrows a type
    complaints = process.stderr.read()
    _pid, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed: {complaints.decode()}")
    return Measure(seconds, used.ru_maxrss / 1024)


def report(posts: int, measures: Mapping[str, list[Measure]]) -> str:
    """The measures as a Markdown table with medians and ratios to stock Pelican."""
    seconds = {n: statistics.median(m.seconds for m in ms) for n, ms in measures.items()}
    memory = {n: statistics.median(m.peak_megabytes for m in ms) for n, ms in measures.items()}
    base = "stock Pelican"
    rows = "".join(
        f"| {name} | {seconds[name]:.2f} s | {seconds[name] / seconds[base]:.2f} | "
        f"{memory[name]:.0f} MB | {memory[name] / memory[base]:.2f} |\n"
        for name in measures
    )
    rounds = len(measures[base])
    return (
        f"# Build time\n\n"
        f"{posts:,} generated posts of about 740 words (`bench/corpus.py`, seed 1), cold builds "
        f"without social cards, whole processes, medians of {rounds} rounds taken in turn.\n\n"
        f"Machine: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}. Command: `invoke bench --posts {posts} --rounds {rounds}`.\n\n"
        f"| | time | ratio | peak memory | ratio |\n|---|---|---|---|---|\n{rows}"
    )
