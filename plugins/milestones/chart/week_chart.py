"""What each week brought, and how much was published in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

from milestones.chart.axes import (
    Framed,
    Mark,
    day_labels,
    day_ticks,
    grid,
    room_beside,
    row_label,
    value_labels,
)
from milestones.chart.labels import LAYOUTS, Label, Layout, merged, numbers
from milestones.chart.scale import PARTS, Days, Values, number, values_between, written
from milestones.chart.text import width_of, xml_text

STORIES, JUMP, UNKNOWN = "stories", "a jump", "not counted"
"""What is written at these in the chart."""

NOTHING = "No week is over yet."
"""What stands in a chart without a week."""

_WEEK, _BAR, _GAP = 6, 4, 2
"""Units from one week to the next, of its bar, and between two bars."""

_WEEKS = 13
"""Weeks for which there is room at least: a quarter."""

_LEAST = 7
"""Parts that a bar has at least, so that it is seen: about two pixels."""

_STORY, _MOST_STORIES = 6, 20
"""Pixels of the bar of one story, and of the most stories of a week, at most."""

STORIES_LINE = 26
"""Pixels below the plot at which the bars of stories stand."""

_DAYS_LINE, _KEY_LINE = STORIES_LINE + 18, STORIES_LINE + 40
"""Pixels below the plot on which the words of these rows stand."""


class Weekly(Protocol):
    """A week."""

    @property
    def monday(self) -> date:
        """Its first day."""

    @property
    def gain(self) -> int | None:
        """What it brought; None where nobody counted."""

    @property
    def stories(self) -> int:
        """How many were published in it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A small square that shows how weeks of a kind look; a label explains it."""

    kind: str
    left: int
    """Pixels from the left of the plot."""

    top: int
    """Pixels below it."""


@dataclass(frozen=True, slots=True)
class WeekChart(Framed):
    """What `templates/milestones/chart/weeks.svg` draws: path data, in parts from the top."""

    width: int
    """Units of all weeks together."""

    gains: str
    losses: str
    unchanged: str
    """Small ticks where a week brought nothing."""

    jumps: str
    unknown: str
    """All that is beside and above a week in which nobody counted."""

    axis: str
    """The line of zero where somebody counted."""

    stories: str
    """One pixel being one unit up or down."""

    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Week:
    """A week as it is drawn: what it brought is in one of these, in parts."""

    gain: int = 0
    loss: int = 0
    jump: int = 0
    unchanged: int = 0
    is_known: bool = False
    stories: int = 0


def week_chart(weeks: Sequence[Weekly], jumps: Sequence[Mark] = ()) -> WeekChart:
    """The chart of `weeks`; `jumps` are marks on the Mondays of weeks that brought very much.

    A week that is missing between two others is one in which nobody counted.
    """
    gains = [week.gain for week in weeks if week.gain is not None]
    scale = values_between(min([0, *gains]), max([0, *gains]), most=4)
    every = _every(weeks, scale, {jump.day for jump in jumps})
    days = _days(weeks)
    zero = scale.part(0)
    most = max((week.stories for week in weeks), default=0)
    marked = [
        (days.part(jump.day + timedelta(days=3)), xml_text(jump.label))
        for jump in sorted(jumps, key=lambda jump: jump.day)
        if days.start <= jump.day < days.end
    ]
    kinds = [("unknown", UNKNOWN)] * any(not week.is_known for week in every)
    kinds += [("jump", JUMP)] * any(week.jump for week in every)
    keys, explained = _explained(kinds)

    def labels_in(layout: Layout) -> list[Label]:
        like = Label("", 0, 0, dy=-8, anchor="middle", kind="jump")
        dated = day_labels(days, layout, _DAYS_LINE) if weeks else []
        return [*dated, *numbers(marked, layout, like)]

    beside = [
        *value_labels(scale, is_signed=True),
        *[row_label(STORIES, STORIES_LINE)] * bool(most),
    ]
    note = [] if weeks else [Label(NOTHING, PARTS // 2, PARTS // 2, anchor="middle")]
    return WeekChart(
        width=_WEEK * max(len(every), _WEEKS),
        grid=grid(scale),
        day_ticks=day_ticks(days, LAYOUTS) if weeks else (),
        gains=_bars([week.gain for week in every], zero),
        losses=_bars([-week.loss for week in every], zero),
        unchanged=_bars([week.unchanged for week in every], min(max(zero, _LEAST) + _LEAST, PARTS)),
        jumps=_bars([week.jump for week in every], zero),
        unknown="".join(f"M{x} 0h{length}v{PARTS}h-{length}z" for x, length in _runs(every, False)),
        axis="".join(f"M{x} {zero}h{length}" for x, length in _runs(every, True)),
        stories=_bars([_story_bar(week.stories, most) for week in every], STORIES_LINE),
        keys=keys,
        labels=(*beside, *note, *explained, *merged(*map(labels_in, LAYOUTS))),
        room_left=room_beside(beside),
        room_below=(_KEY_LINE if keys else _DAYS_LINE) + 7,
        description=" ".join(_sentences(weeks, every)),
    )


def _days(weeks: Sequence[Weekly]) -> Days:
    """From the first Monday to the one after the last week for which there is room."""
    first = min((week.monday for week in weeks), default=date.min)
    return Days(first, first + timedelta(days=7 * max(_count(weeks), _WEEKS)))


def _count(weeks: Sequence[Weekly]) -> int:
    """How many weeks there are from the first to the last, with those that are missing."""
    mondays = [week.monday for week in weeks]
    return (max(mondays) - min(mondays)).days // 7 + 1 if mondays else 0


def _every(weeks: Sequence[Weekly], scale: Values, jumps: Collection[date]) -> list[_Week]:
    """All weeks from the first to the last."""
    every = [_Week()] * _count(weeks)
    first = _days(weeks).start
    for week in weeks:
        every[(week.monday - first).days // 7] = _drawn(week, scale, week.monday in jumps)
    return every


def _drawn(week: Weekly, scale: Values, is_jump: bool) -> _Week:
    if week.gain is None:
        return _Week(stories=week.stories)
    height = max(abs(scale.part(week.gain) - scale.part(0)), _LEAST)
    return _Week(
        gain=height if week.gain > 0 and not is_jump else 0,
        loss=height if week.gain < 0 else 0,
        jump=height if week.gain > 0 and is_jump else 0,
        unchanged=0 if week.gain else 2 * _LEAST,
        is_known=True,
        stories=week.stories,
    )


def _bars(heights: Sequence[int], base: int) -> str:
    """Path data of one outline of bars that stand on a line at `base`, or hang from it."""
    bars = ""
    way = 0  # from where the outline is to the next bar
    for height in heights:
        if height:
            bars += f"h{way}v{-height}h{_BAR}v{height}"
            way = _GAP
        else:
            way += _WEEK
    return f"M{_GAP // 2} {base}{bars}" if bars else ""


def _runs(every: Sequence[_Week], is_known: bool) -> Iterator[tuple[int, int]]:
    """Where weeks that follow each other begin, and how wide they are together."""
    x = 0
    for known, run in groupby(every, key=lambda week: week.is_known):
        length = _WEEK * len([*run])
        if known is is_known:
            yield x, length
        x += length


def _story_bar(stories: int, most: int) -> int:
    """Pixels of the bar of a week with so many `stories`, where another has `most`."""
    return max(round(min(_STORY, _MOST_STORIES / most) * stories), 2) if stories else 0


def _explained(kinds: Sequence[tuple[str, str]]) -> tuple[tuple[Key, ...], list[Label]]:
    keys, labels, left = [], [], 0
    for kind, words in kinds:
        keys.append(Key(kind, left, _KEY_LINE - 9))
        labels.append(Label(words, 0, PARTS, dx=left + 15, dy=_KEY_LINE, kind="row"))
        left += 15 + width_of(words) + 16
    return tuple(keys), labels


def _sentences(weeks: Sequence[Weekly], every: Sequence[_Week]) -> Iterator[str]:
    """What the chart shows, for those who hear it."""
    if not weeks:
        yield NOTHING
        return
    gains = [week.gain for week in weeks if week.gain is not None]
    counted = [
        (len([gain for gain in gains if gain > 0]), "with a gain"),
        (len([gain for gain in gains if gain < 0]), "with a loss"),
        (gains.count(0), "without a change"),
        (len(every) - len(gains), "not counted"),
    ]
    told = ", ".join(f"{number(many)} {what}" for many, what in counted if many)
    noun = "week" if len(every) == 1 else "weeks"
    yield f"{number(len(every))} {noun} from {written(_days(weeks).start)}: {told}."
    if gains:
        low, high = number(min(gains), is_signed=True), number(max(gains), is_signed=True)
        yield f"Between {low} and {high} in a week." if low != high else f"{low} each."
    yield f"Stories: {number(sum(week.stories for week in weeks))}."
