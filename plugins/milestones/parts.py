"""Which parts are public."""

from __future__ import annotations

from collections.abc import Mapping

_TELL_THE_COUNT = (
    "goal", "stretch", "projection", "chart", "ripples", "badge", "widget", "channels", "quarters",
    "key_results",
)  # fmt: skip
"""The parts in which the count can be read: they are as private as it is. Of milestones, those that
were reached can still be public: that so many were there, and when, is then what one tells."""


def public_parts(choice: Mapping[str, bool]) -> frozenset[str]:
    """The names of what is public, of a choice for every part."""
    chosen = {part for part, is_public in choice.items() if is_public}
    return frozenset(chosen if "count" in chosen else chosen.difference(_TELL_THE_COUNT))
