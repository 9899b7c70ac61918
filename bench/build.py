"""Fanfare beside stock Pelican and Hugo, on the same posts in one run.

`invoke bench` runs it and writes `bench/report.md`.
"""

from __future__ import annotations

import functools
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from bench.programs import Program, run, taken_by
from bench.rows import HUGO, LARGE, ROWS, SAVES, Entrant, Row, memory, saved
from bench.where_time_goes import Part, parts_in, profiled
from fanfare.errors import FanfareError
from fanfare.findings import Finding

_PROOF = Path(__file__).with_name("proof.md")
"""What `python -m tests.quickbuild.proof --record` adds to."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with its measures, taken in turn."""

    row: Row
    ours: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    """Where our time goes, where the bar is missed and it is a build's."""

    @property
    def ratio(self) -> float:
        """Of the medians."""
        return statistics.median(self.ours) / statistics.median(self.beside)

    @property
    def used(self) -> float:
        """How much of the bar is used: more than 1 misses it."""
        if self.row.seconds_bar is not None:
            return statistics.median(self.ours) / self.row.seconds_bar
        return self.ratio / self.row.bar


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that one run measured."""

    posts: int
    rounds: int
    rows: Sequence[Measured]
    related: dict[int, float]
    """Seconds that Hugo takes where it shows related posts, by the number of posts."""


def rows_named(only: str) -> list[Row]:
    """The rows whose keys `only` has, with commas between; all where it is empty.

    Raises `FanfareError` where there is none of that name.
    """
    wanted = [key.strip() for key in only.split(",") if key.strip()]
    known = [row.key for row in ROWS]
    if unknown := [key for key in wanted if key not in known]:
        message = f"--only: there is no row {unknown[0]!r}."
        raise FanfareError(Finding("option", message, f"There are {', '.join(known)}."))
    return [row for row in ROWS if not wanted or row.key in wanted]


def compare(posts: int, rounds: int, rows: Sequence[Row] = ROWS) -> Comparison:
    """Measure `rows` on corpora of `posts` and of `LARGE` times as many, each `rounds` times."""
    with tempfile.TemporaryDirectory() as folder:

        @functools.cache
        def laid_out(lay_out: Callable[[Path, int], Program], number: int) -> Program:
            program = lay_out(Path(folder, f"{lay_out.__name__}-{number}"), number)
            run(program.build, program.site)  # so that Python has compiled everything
            return program

        def program_of(entrant: Entrant) -> Program:
            return laid_out(entrant.lay_out, posts * entrant.times)

        measured = [_measure(row, posts, rounds, program_of) for row in rows]
        related = {
            posts * entrant.times: _seconds_with_related(program_of(entrant))
            for entrant in dict.fromkeys(row.beside for row in rows)
            if entrant.lay_out is HUGO.lay_out
        }
    return Comparison(posts, rounds, measured, related)


def _measure(
    row: Row, posts: int, rounds: int, program_of: Callable[[Entrant], Program]
) -> Measured:
    measured = Measured(row)
    contest = [
        (program_of(entrant), posts * entrant.times, measures)
        for entrant, measures in ((row.ours, measured.ours), (row.beside, measured.beside))
    ]
    for turn in range(rounds):
        for program, number, measures in contest:
            measures.append(row.measure(program, number, turn))
    if measured.used > 1 and row.measure not in (saved, memory):
        program, number, _measures = contest[0]
        found = program.site.with_suffix(".profile")
        profiling = replace(program, build=profiled(program.build, found))
        row.measure(profiling, number, rounds)
        measured.parts.extend(parts_in(found))
    return measured


def _seconds_with_related(hugo: Program) -> float:
    return run(hugo.build, hugo.site, {"HUGO_PARAMS_RELATED": "true"})


def report(compared: Comparison) -> str:
    """What was measured as Markdown, with the bars it is held to."""
    posts, rounds = compared.posts, compared.rounds
    return (
        f"# Build time\n\n"
        f"{posts:,} and {posts * LARGE:,} generated posts of about 740 words (`bench/corpus.py`, "
        f"seed 1). Medians of {rounds} rounds taken in turn, of whole processes. "
        f"Fanfare: everything switched on, all plugins, the theme folio, all feeds in all formats. "
        f"Stock Pelican: its default theme and feeds, no plugin. "
        f"Hugo: the theme of `bench/hugo`, with folio's lists and posts but less in them (no "
        f"related posts, no cards, no data for search engines, one feed a list, of summaries); "
        f"every build of it is a full one over the one before. "
        f"What a program built is moved aside before a cold build, not deleted: some file systems "
        f"are slow to make files where thousands were deleted a moment ago. "
        f"Of `serve`, the median of {SAVES} saves a round of a post that is open in Chromium; "
        f"Hugo's server, which renders to memory here, looks for changes twice a second. "
        f"Memory: all processes of a build together, each page of memory once (PSS), looked at "
        f"every 20 ms.\n\n"
        f"{taken_by(f'invoke bench --posts {posts} --rounds {rounds}')} "
        f"Pelican {version('pelican')}, Hugo {version('hugo')}.\n\n"
        f"| | bar | aim | Fanfare | beside | ratio | met |\n|---|---|---|---|---|---|---|\n"
        f"{''.join(_line(one, posts) for one in compared.rows)}"
        f"{_related(compared)}{''.join(_where_time_goes(one, posts) for one in compared.rows)}"
        f"\n#{_PROOF.read_text('utf-8')}"  # a part of this page
    )


def _title(row: Row, posts: int) -> str:
    return f"{row.title}, {posts * row.ours.times:,} posts"


def _line(one: Measured, posts: int) -> str:
    row = one.row
    bar = f"{row.bar:g} x" if row.seconds_bar is None else f"{row.seconds_bar:g} s"
    other = row.beside.name
    if row.beside.times != row.ours.times:
        other += f", {posts * row.beside.times:,} posts"
    if one.used > 1:
        met = f"no, {one.used - 1:.0%} over"
    else:
        met = "aim" if one.ratio <= row.aim else "bar"
    cells = (
        _title(row, posts),
        bar,
        f"{row.aim:g} x",
        _median(one.ours, row.unit),
        f"{_median(one.beside, row.unit)} ({other})",
        f"{one.ratio:.2f}",
        met,
    )
    return f"| {' | '.join(cells)} |\n"


def _median(measures: Sequence[float], unit: str) -> str:
    median = statistics.median(measures)
    return f"{median:.0f} {unit}" if unit == "MB" else f"{median:.2f} {unit}"


def _related(compared: Comparison) -> str:
    if not compared.related:
        return ""
    builds = " and ".join(
        f"{seconds:.2f} s for {posts:,} posts" for posts, seconds in compared.related.items()
    )
    return (
        f"\nWith related posts below each, as folio has them, one full build of Hugo took "
        f"{builds}.\n"
    )


def _where_time_goes(one: Measured, posts: int) -> str:
    if not one.parts:
        return ""
    total = sum(part.seconds for part in one.parts)
    rows = "".join(
        f"| {part.name} | {part.seconds:.2f} s | {part.seconds / total:.0%} | "
        f"`{part.most_of_it}` |\n"
        for part in one.parts
    )
    return (
        f"\n## Where the time goes: {_title(one.row, posts)}\n\n"
        f"One more such build under cProfile, which slows it down: time in functions of each "
        f"part and in what they call of C. Of its own process; it waits for those it forks.\n\n"
        f"| part | time | share | most of it |\n|---|---|---|---|\n{rows}"
    )
