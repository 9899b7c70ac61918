"""A small picture of a number, for other sites."""

from __future__ import annotations

from dataclasses import dataclass

from milestones.chart.text import width_of, xml_text

HEIGHT = 26
"""Pixels."""

_RIBBON, _BETWEEN, _END = 24, 8, 11
"""Pixels: up to the label, between the words, behind them."""

_BOLD = 13
"""Bold letters of 12 pixels are about as wide as others of 13."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are as wide as they are said to be, whichever face they are set in."""

    text: str
    left: int
    """Pixels from the left."""

    width: int


@dataclass(frozen=True, slots=True)
class Badge:
    """What `templates/milestones/chart/badge.svg` draws, in pixels."""

    width: int
    height: int
    inner_width: int
    """What its frame leaves."""

    inner_height: int
    label: Words
    value: Words
    title: str
    """The same for those who hear it: `fans: 1,003+`."""


def badge(label: str, value: str) -> Badge:
    """The badge that says `label` and `value`, such as `fans` and `1,003+`."""
    label, value = xml_text(label), xml_text(value)
    first = Words(label, _RIBBON, width_of(label))
    left = first.left + first.width + _BETWEEN * bool(label)
    second = Words(value, left, width_of(value, _BOLD))
    title = ": ".join(filter(None, (label, value)))
    width = left + second.width + _END
    return Badge(width, HEIGHT, width - 2, HEIGHT - 2, first, second, title)
