"""What twenty years of counts cost: a build with them beside the same build without.

`invoke bench --milestones` runs it and writes `bench/milestones.md`.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.programs import run_cold, taken_by
from bench.sites import lay_out_fanfare

YEARS, CHANNELS, POSTS_A_YEAR = 20, 12, 1
FIRST = date(2006, 1, 1)

_BUILD = [sys.executable, "-m", "invoke", "build"]
_ALL = "\nfrom milestones import PUBLIC\nMILESTONES_PUBLIC = dict.fromkeys(PUBLIC, True)\n"


@dataclass(frozen=True, slots=True)
class Measured:
    """The builds of both sites, taken in turn, and how large the charts of the page are."""

    without: list[float]
    counted: list[float]
    charts: list[int]
    """Bytes of each."""


def compare(rounds: int) -> Measured:
    """Build a site of a few posts in turn without counts and with twenty years of them."""
    with tempfile.TemporaryDirectory() as folder:
        without, counted = Path(folder, "without"), Path(folder, "counted")
        lay_out_fanfare(without)
        _write_posts(without / "content/posts")
        with (without / "pelicanconf.py").open("a") as settings:
            settings.write(_ALL)
        shutil.copytree(without, counted)
        write_counts(counted / "content/data")
        measured = Measured([], [], [])
        for _ in range(rounds):
            measured.without.append(run_cold(_BUILD, without))
            measured.counted.append(run_cold(_BUILD, counted))
        page = (counted / "output/milestones/index.html").read_text("utf-8")
        charts = re.findall(r'<svg xmlns.*?role="img".*?</svg>\s*(?=</figure>)', page, re.S)
        measured.charts.extend(len(chart.encode()) for chart in charts)
    return measured


def write_counts(data: Path) -> None:
    """A reading a day in every channel, a goal for each five years, and an event a week."""
    draw = Random(1)  # noqa: S311 -- the same every time
    data.mkdir(parents=True, exist_ok=True)
    goals = [
        f'[[channels]]\nkey = "channel-{n}"\nlabel = "Channel {n}"\n'
        'kind = "stock"\nengaged = true\n'
        for n in range(CHANNELS)
    ]
    for year in range(0, YEARS, 5):
        goals.append(
            f'[[goal]]\nkey = "from-{2006 + year}"\nmetric = "fans"\nramp = "backload"\n'
            f'statement = "By {2010 + year}, {(year + 5) * 500} people read along."\n'
            f'baseline = {year * 500}\ntarget = {(year + 5) * 500}\ncontrol = "mine"\n'
            f"start = {2006 + year}-01-01\nend = {2010 + year}-12-31\n"
        )
    goals.append(
        '[[key_results]]\nname = "Speak"\nmeasure = "events:talk"\nperiod = "month"\ntarget = 4\n'
    )
    (data / "goals.toml").write_text("\n".join(goals))
    days = [FIRST + timedelta(day) for day in range(YEARS * 365)]
    counts = [10 * (n + 1) for n in range(CHANNELS)]
    lines = ["date,channel,count,note"]
    for day in days:
        for channel in range(CHANNELS):
            counts[channel] = max(0, counts[channel] + int(draw.random() * 5) - 1)
            lines.append(f"{day},channel-{channel},{counts[channel]},")
    (data / "fans.csv").write_text("\n".join(lines) + "\n")
    talks = [f"{day},talk,Talk {number}," for number, day in enumerate(days[::7])]
    (data / "events.csv").write_text("\n".join(["date,kind,title,url", *talks]) + "\n")


def report(measured: Measured) -> str:
    """The measures as Markdown, with the bars they are held to."""
    without, counted = (
        statistics.median(builds) for builds in (measured.without, measured.counted)
    )
    charts = ", ".join(f"{size / 1000:.1f} kB" for size in measured.charts)
    rounds = len(measured.without)
    return (
        f"# What twenty years of counts cost\n\n"
        f"{YEARS * 365 * CHANNELS:,} readings, one a day in each of {CHANNELS} channels, "
        f"{YEARS // 5} goals, an event a week, every part public, in a site of "
        f"{YEARS * POSTS_A_YEAR} posts; whole processes, medians of {rounds} rounds taken in turn. "
        f"All of page, charts, JSON, badge and feeds is in the difference.\n\n"
        f"{taken_by(f'invoke bench --milestones --rounds {rounds}')}\n\n"
        f"| build | time |\n|---|---|\n"
        f"| without counts | {without:.2f} s |\n| with them | {counted:.2f} s |\n"
        f"| difference (bar: 0.50 s) | {counted - without:.2f} s |\n"
        f"| ratio | {counted / without:.2f} |\n\n"
        f"Charts of the page (bar: 40 kB each): {charts}.\n"
    )


def _write_posts(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(YEARS * POSTS_A_YEAR):
        day = FIRST + timedelta(365 * number)
        head = f"Title: Post {number}\nDate: {day}\nCategory: Notes\nSummary: One.\n"
        (folder / f"post-{number}.md").write_text(f"{head}\nA few words.\n")
