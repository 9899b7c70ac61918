"""What a card for every page costs: a build that draws them all, one that remembers, one without.

`invoke bench --cards` runs it and writes `bench/social_cards.md`.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import write_corpus
from bench.programs import run_cold, taken_by
from bench.sites import lay_out_fanfare

_BUILD = [sys.executable, "-m", "invoke", "build"]
_STORE = "bench-cards"  # not in .fanfare, which goes before each build
_CARDS = f"""
SOCIAL_CARDS = True
SOCIAL_CARDS_STORE = {_STORE!r}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Builds of the same site, taken in turn."""

    cards: int
    """How many there are."""

    sizes: list[int]
    """Bytes of each, the smallest first."""

    without: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)
    """Those that draw every card."""

    remembering: list[float] = field(default_factory=list)
    """Those that draw none."""

    redrawn: list[int] = field(default_factory=list)
    """How many cards each of these did draw."""


def compare(posts: int, rounds: int) -> Measured:
    """Build a corpus of `posts` in turn without cards, with all to be drawn, with all known."""
    with tempfile.TemporaryDirectory() as folder:
        without, cards = Path(folder, "without"), Path(folder, "cards")
        lay_out_fanfare(without)
        write_corpus(without / "content/posts", posts)
        shutil.copytree(without, cards)
        with (cards / "pelicanconf.py").open("a") as settings:
            settings.write(_CARDS)
        run_cold(_BUILD, cards)  # so that Python has compiled everything
        run_cold(_BUILD, without)
        made = sorted(file.stat().st_size for file in (cards / "output/cards").rglob("*.png"))
        measured = Measured(len(made), made)
        for _ in range(rounds):
            measured.without.append(run_cold(_BUILD, without))
            shutil.rmtree(cards / _STORE)
            measured.drawing.append(run_cold(_BUILD, cards))
            before = _drawn(cards)
            measured.remembering.append(run_cold(_BUILD, cards))
            measured.redrawn.append(len(_drawn(cards) - before))
        return measured


def _drawn(site: Path) -> set[tuple[str, int]]:
    """Every remembered card, and when it was drawn."""
    return {(file.name, file.stat().st_mtime_ns) for file in (site / _STORE).iterdir()}


def report(posts: int, measured: Measured) -> str:
    """The measures as Markdown, with the bars they are held to."""
    without, drawing, remembering = (
        statistics.median(builds)
        for builds in (measured.without, measured.drawing, measured.remembering)
    )
    rounds, sizes = len(measured.without), measured.sizes
    return (
        f"# What a card for every page costs\n\n"
        f"{measured.cards:,} cards of {posts:,} posts and the demo site's pages; whole processes, "
        f"medians of {rounds} rounds taken in turn. Drawing, remembering and writing of the cards "
        f"is in the difference.\n\n"
        f"{taken_by(f'invoke bench --cards --posts {posts} --rounds {rounds}')}"
        f"\n\n"
        f"| build | time | more than without |\n|---|---|---|\n"
        f"| without cards | {without:.2f} s | |\n"
        f"| all drawn | {drawing:.2f} s | {drawing - without:.2f} s |\n"
        f"| all remembered | {remembering:.2f} s | {remembering - without:.2f} s |\n\n"
        f"That is {measured.cards / max(drawing - without, 0.001):.0f} cards a second "
        f"(bar: 25). Drawn by the builds that remember (bar: 0): {max(measured.redrawn)}. "
        f"Sizes (bar: 100 kB): {sizes[0] / 1000:.0f} to {sizes[-1] / 1000:.0f} kB, "
        f"half of them under {sizes[len(sizes) // 2] / 1000:.0f} kB.\n"
    )
