"""What everybody may know, reckoned when somebody asks; and what every build has to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from fanfare.memory import Json, Memory
from fanfare.watching import Made

if TYPE_CHECKING:
    from milestones.arithmetic.reached import Reached
    from milestones.public import Published

_KIND = "milestones.outcome.1"


class ToBePublished:
    """A `public.Published` that is reckoned when somebody first asks for any of it."""

    __slots__ = ("_made_of", "_published")

    def __init__(self, reckon: Callable[[], Published], made_of: Callable[[], object]) -> None:
        self._published = Made(reckon)
        self._made_of = made_of

    def fact(self) -> object:
        """All that it is made of."""
        return self._made_of()

    def reckoned(self) -> Published:
        """What it is. Whoever reads it depends on its `fact`, and on nothing else."""
        return self._published.unnoted()

    def __getattr__(self, name: str) -> object:  # templates take it for what it is
        return getattr(self.reckoned(), name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What decides which files and which texts there are."""

    has_fans: bool
    """True where a count is public."""

    reached: tuple[Reached, ...]


def outcome(published: ToBePublished, of_what: str, memory: Memory) -> Outcome:
    """That of `published`, which is reckoned only if nobody did yet of the same files."""
    said = cast("dict[str, Any]", memory.recall(_KIND, "", of_what, lambda: _said(published)))
    if not said["reached"]:
        return Outcome(said["has_fans"], ())
    from milestones.arithmetic.reached import Reached  # late: most sites count nobody

    reached = (
        Reached(threshold, date.fromisoformat(day) if day else None, *others)
        for threshold, day, *others in said["reached"]
    )
    return Outcome(said["has_fans"], tuple(reached))


def _said(published: ToBePublished) -> Json:
    overview = published.reckoned().overview
    reached: list[Json] = []
    for one in overview.milestones:
        threshold, day, *others = astuple(one)
        reached.append([threshold, day.isoformat() if day else None, *others])
    return {"has_fans": overview.fans is not None, "reached": reached}
