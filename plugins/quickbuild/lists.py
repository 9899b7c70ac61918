"""Lists that know what they have: Pelican asks for each of all articles whether a tag has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


class QuickList(list[Thing]):
    """A list whose members are found at once. It does not change any more."""

    def __init__(self, things: Iterable[Thing]) -> None:
        super().__init__(things)
        self._members: set[int] | None = None

    def __contains__(self, thing: object) -> bool:
        if self._members is None:
            self._members = set(map(id, self))
        return id(thing) in self._members
