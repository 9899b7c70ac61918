"""What all feeds of a site cost, beside what stock Pelican's default Atom feeds cost.

`invoke bench --feeds` runs it and writes `bench/feeds.md`. Feeds are a small part of a build, and
builds differ among themselves by more than that: so what is timed is the work on feeds within
each build, in a process of its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import sites
from bench.programs import forget, taken_by


@dataclass(frozen=True, slots=True)
class Measure:
    """The work on feeds within one build."""

    seconds: float
    files: int
    kilobytes: float


def compare(posts: int, rounds: int) -> Mapping[str, list[Measure]]:
    """Build a corpus of `posts` in turn with Fanfare and with stock Pelican, `rounds` times."""
    measures: dict[str, list[Measure]] = {"Fanfare": [], "stock Pelican": []}
    with tempfile.TemporaryDirectory() as folder:
        fanfare = sites.fanfare_without_cards(Path(folder, "fanfare"), posts)
        stock = sites.stock_pelican(Path(folder, "stock"), posts)
        for _ in range(rounds):
            measures["Fanfare"].append(_measure("syndication", fanfare.site))
            measures["stock Pelican"].append(_measure("pelican", stock.site))
    return measures


def _measure(whose: str, site: Path) -> Measure:
    forget(site)
    command = [sys.executable, "-m", "bench.feeds", whose]
    places = (sites.REPOSITORY, site / "plugins", sites.REPOSITORY / "plugins")
    path = os.pathsep.join(map(str, places))
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(  # noqa: S603 -- our own command
        command, cwd=site, env=environment, capture_output=True, text=True, check=True
    )
    files = [path for path in (site / "output/feeds").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return Measure(float(done.stdout.split()[-1]), len(files), size / 1000)


def report(posts: int, measures: Mapping[str, list[Measure]]) -> str:
    """The measures as a Markdown table with medians and their ratio."""
    seconds = {name: statistics.median(m.seconds for m in ms) for name, ms in measures.items()}
    rows = "".join(
        f"| {name} | {ms[0].files} | {ms[0].kilobytes:,.0f} kB | {seconds[name]:.3f} s | "
        f"{seconds[name] / seconds['stock Pelican']:.2f} |\n"
        for name, ms in measures.items()
    )
    rounds = len(measures["Fanfare"])
    return (
        f"# What feeds cost\n\n"
        f"{posts:,} generated posts of about 740 words (`bench/corpus.py`, seed 1), published. "
        f"Fanfare: every kind of feed in RSS, Atom and JSON, the feed for LinkedIn, the "
        f"stylesheet; all that the plugin does in a build. Stock Pelican: its default Atom feeds. "
        f"Time of the work on feeds within a build, medians of {rounds} rounds taken in turn.\n\n"
        f"{taken_by(f'invoke bench --feeds --posts {posts} --rounds {rounds}')}"
        f"\n\n| | files | size | time | ratio |\n|---|---|---|---|---|\n{rows}"
    )


def main(whose: str) -> None:
    """Build the site here, and print how many seconds went into its feeds."""
    spent = 0.0

    def timed(work: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **kwargs: object) -> object:
            nonlocal spent
            started = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent += time.perf_counter() - started

        return run

    import pelican
    from pelican.generators import ArticlesGenerator
    from pelican.settings import read_settings

    settings = "publishconf.py"
    if whose == "pelican":
        settings = "pelicanconf.py"
        ArticlesGenerator.generate_feeds = timed(ArticlesGenerator.generate_feeds)
    else:
        from syndication import hooks

        for name in (
            "_complete_settings",
            "_offer_templates",
            "_announce",
            "_read_texts",
            "_write",
        ):
            setattr(hooks, name, timed(getattr(hooks, name)))
    pelican.Pelican(read_settings(settings)).run()
    sys.stdout.write(f"\n{spent}\n")


if __name__ == "__main__":
    main(sys.argv[1])
