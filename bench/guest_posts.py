"""What guest posts cost: a build with the plugin beside the same build without it.

`invoke bench --guests` runs it and writes `bench/guest_posts.md`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.corpus import write_corpus, write_guests
from bench.programs import run_cold, taken_by
from bench.sites import lay_out_fanfare

GUESTS, ELSEWHERE, LINKS_A_POST = 50, 200, 5

_OFF = "\nPLUGINS = [name for name in PLUGINS if name != 'guest_posts']\n"
_AUTOLINK = "\nGUEST_POSTS_AUTOLINK = True\n"
_BUILD = [sys.executable, "-m", "invoke", "build"]


def compare(posts: int, rounds: int) -> Mapping[str, list[float]]:
    """Build one corpus in turn without the plugin, with it, and with it linking names, too."""
    with tempfile.TemporaryDirectory() as folder:
        sites = {"off": _OFF, "on": "", "on, names linked": _AUTOLINK}
        whole = Path(folder, "whole")
        lay_out_fanfare(whole)
        conf = whole / "pelicanconf.py"
        conf.write_text(conf.read_text("utf-8").replace("GUEST_POSTS_AUTOLINK = True\n", ""))
        write_corpus(whole / "content/posts", posts, links=LINKS_A_POST)
        write_guests(whole / "content", GUESTS, ELSEWHERE)
        for name, more in sites.items():
            shutil.copytree(whole, Path(folder, name))
            with Path(folder, name, "pelicanconf.py").open("a") as settings:
                settings.write(more)
        measures: dict[str, list[float]] = {name: [] for name in sites}
        for _ in range(rounds):
            for name in sites:
                measures[name].append(run_cold(_BUILD, Path(folder, name)))
    return measures


def report(posts: int, measures: Mapping[str, list[float]]) -> str:
    """The measures as a Markdown table with medians and ratios to the build without the plugin."""
    seconds = {name: statistics.median(ms) for name, ms in measures.items()}
    rows = "".join(
        f"| {name} | {median:.2f} s | {median / seconds['off']:.2f} |\n"
        for name, median in seconds.items()
    )
    rounds = len(measures["off"])
    return (
        f"# What guest posts cost\n\n"
        f"{posts:,} generated posts of about 740 words, a fifth of them by {GUESTS} guests, "
        f"{ELSEWHERE} elsewhere entries, {posts * LINKS_A_POST:,} internal links "
        f"(`bench/corpus.py`, seed 1), cold builds, whole processes, medians of {rounds} rounds "
        f"taken in turn.\n\n"
        f"{taken_by(f'invoke bench --guests --posts {posts} --rounds {rounds}')}"
        f"\n\n| plugin | time | ratio |\n|---|---|---|\n{rows}"
    )
