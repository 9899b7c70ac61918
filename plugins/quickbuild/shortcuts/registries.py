"""Markdown's registries, of which something is worked out once, until they change."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from markdown.util import Registry


class QuickRegistry(Registry[Any]):
    """A registry that keeps its `entries`, in order, while nothing is added or removed."""

    @cached_property
    def entries(self) -> list[tuple[Any, ...]]:
        """What is registered, each with what `_entry` makes of it."""
        return [self._entry(item) for item in self]

    def _entry(self, item: Any) -> tuple[Any, ...]:
        raise NotImplementedError

    def register(self, item: Any, name: str, priority: float) -> None:
        """Add `item`."""
        super().register(item, name, priority)
        self.__dict__.pop("entries", None)

    def deregister(self, name: str, strict: bool = True) -> None:
        """Remove the one of this name."""
        super().deregister(name, strict)
        self.__dict__.pop("entries", None)
