"""What is measured of a build, beside what, and what it is held to."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench import sites
from bench.corpus import new_post
from bench.programs import Program, forget, peak_megabytes, run, run_cold
from bench.serving import seconds_until_shown

LARGE = 5
"""How many times as many posts the larger corpus has."""

SAVES = 5
"""How many saves of a post are shown while a site is served."""


def cold(program: Program, _posts: int, _turn: int) -> float:
    """Seconds of a build where nothing was built before."""
    seconds = run_cold(program.build, program.site)
    _expect("<title>", program.shown())
    return seconds


def edited(program: Program, posts: int, turn: int) -> float:
    """Seconds of a build after the body of a post was edited, another one in each turn."""
    place, sentence = posts // 2 + turn, f"Edited in turn {turn}."
    program.edit(place, sentence)
    seconds = run(program.build, program.site)
    _expect(sentence, program.shown(program.address(place)))
    return seconds


def added(program: Program, posts: int, turn: int) -> float:
    """Seconds of a build after a post was added, the newest of all."""
    place = posts + turn
    program.add(place, new_post(place, posts))
    seconds = run(program.build, program.site)
    _expect(program.address(place), program.shown())
    _expect(program.address(place), program.shown(program.address(place)))
    return seconds


def unchanged(program: Program, posts: int, _turn: int) -> float:
    """Seconds of a build after nothing changed."""
    seconds = run(program.build, program.site)
    _expect("<title>", program.shown(program.address(posts // 2)))
    return seconds


def saved(program: Program, posts: int, turn: int) -> float:
    """Seconds from saving a post to its new text in the browser, while the site is served."""
    return statistics.median(seconds_until_shown(program, posts // 2, turn, SAVES))


def memory(program: Program, _posts: int, _turn: int) -> float:
    """The most memory that a cold build takes, in megabytes."""
    forget(program.site)
    peak = peak_megabytes(program.build, program.site)
    _expect("<title>", program.shown())
    return peak


def _expect(text: str, page: str) -> None:
    """Let nobody measure a build that did not do what it was to do."""
    if text not in page:
        raise RuntimeError(f"{text!r} is not in the built page")


@dataclass(frozen=True, slots=True)
class Entrant:
    """A program on a corpus."""

    name: str
    lay_out: Callable[[Path, int], Program]
    times: int = 1
    """How many times as many posts as the smaller corpus has."""


FANFARE = Entrant("Fanfare", sites.fanfare)
WITHOUT_CARDS = Entrant("Fanfare", sites.fanfare_without_cards)
STOCK = Entrant("stock Pelican", sites.stock_pelican)
HUGO = Entrant("Hugo", sites.hugo)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of Fanfare beside another, and what it is held to."""

    key: str
    title: str
    measure: Callable[[Program, int, int], float]
    """What a program takes on so many posts in one turn; the turn tells what to edit."""

    bar: float
    aim: float
    """As multiples of the other's measure."""

    ours: Entrant = FANFARE
    beside: Entrant = HUGO
    seconds_bar: float | None = None
    """The bar, where it is not a multiple."""

    unit: str = "s"


def _large(entrant: Entrant) -> Entrant:
    return replace(entrant, times=LARGE)


ROWS = (
    Row("cold", "cold build, without cards", cold, 0.7, 0.5, WITHOUT_CARDS, STOCK),
    Row("edit", "one post's body edited", edited, 1.0, 0.7),
    Row("edit-large", "one post's body edited", edited, 0.35, 0.2, _large(FANFARE), _large(HUGO)),
    Row("new", "a new post added", added, 1.5, 1.0),
    Row("nothing", "nothing changed", unchanged, 0.9, 0.6),
    Row("serve", "`serve`: from saving a post to seeing it", saved, 1.0, 1.0, seconds_bar=0.3),
    Row("growth", "growth: cold build", cold, 5.5, 5.0, _large(WITHOUT_CARDS), WITHOUT_CARDS),
    Row(
        key="memory",
        title="peak memory: cold build",
        measure=memory,
        bar=2.0,
        aim=1.0,
        ours=_large(WITHOUT_CARDS),
        beside=_large(STOCK),
        unit="MB",
    ),
)
