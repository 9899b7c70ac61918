"""Builds in which files that are no pages are not made, but noted, as where only changes are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pelican.plugins import signals

from fanfare.outputs import OUTPUTS


class Noted:
    """What was to be written; a `fanfare.outputs.Outputs`."""

    def __init__(self) -> None:
        self.makers: dict[str, Callable[..., bytes]] = {}
        self.given: dict[str, tuple[Any, ...]] = {}

    def add(self, name: str, make: Callable[..., bytes], given: tuple[object, ...]) -> None:
        """Note it."""
        self.makers[name] = make
        self.given[name] = given

    def made(self, name: str) -> bytes:
        """The file `name`, made now."""
        return self.makers[name](*self.given[name])


@contextmanager
def noted_outputs() -> Iterator[Noted]:
    """Note meanwhile what builds without the plugin quickbuild are to write."""
    noted = Noted()

    def take_over(generator: Any) -> None:
        generator.context[OUTPUTS] = noted

    signals.article_generator_init.connect(take_over)
    try:
        yield noted
    finally:
        signals.article_generator_init.disconnect(take_over)
