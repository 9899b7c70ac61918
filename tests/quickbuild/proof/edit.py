"""What an edit is, and the list of all of them.

A new kind of edit is one function with `@edit()` in a module of `edits/`. It changes files of the
site as it likes, takes every decision from `random`, so that it can be repeated, and says what it
did; nothing where the site has nothing to do it to. What makes a site wrong is welcome: a clean
build then finds the same mistakes, and the next edit begins with the site as it last was right.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.quickbuild.proof.small_site import SmallSite

Edit = Callable[[SmallSite, Random], str]


class Listed(NamedTuple):
    """An edit, and how often it is made in comparison."""

    change: Edit
    times: int
    times_served: int
    """How often more where most builds are those of `serve`."""


EDITS: dict[str, Listed] = {}
"""Every edit by its name."""


def edit(times: int = 1, *, times_served: int = 0) -> Callable[[Edit], Edit]:
    """Put a function on the list of edits."""

    def put(function: Edit) -> Edit:
        EDITS[function.__name__] = Listed(function, times, times_served)
        return function

    return put


def some(random: Random, one_in: int) -> bool:
    """True once in so many times; False is the simpler case."""
    return random.randrange(one_in) == one_in - 1
