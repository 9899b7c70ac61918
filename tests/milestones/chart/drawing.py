"""What the tests of charts draw with: the templates, and records such as others bring."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from lxml import etree

from milestones.chart import badge, line_chart, week_chart

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "plugins/milestones/templates"
SVG = "{http://www.w3.org/2000/svg}"
START, END = date(2025, 10, 1), date(2026, 9, 30)

HOSTILE = "<&\"']]> \u202e\u05e9\u05dc\u05d5\u05dd \U0001f389 \x00\x1b\x85 {{ 7 * 7 }}"


@dataclass(frozen=True)
class Count:
    day: date
    value: int


@dataclass(frozen=True)
class Target:
    day: date
    target: int


@dataclass(frozen=True)
class Bounds:
    day: date
    low: int
    likely: int
    high: int


@dataclass(frozen=True)
class Week:
    monday: date
    gain: int | None
    stories: int = 0


PLAN = [
    Target(START, 0),
    Target(date(2025, 12, 31), 100),
    Target(date(2026, 3, 31), 300),
    Target(date(2026, 6, 30), 600),
    Target(END, 1000),
]


def counts(*values: int, start: date = START, days: int = 7) -> list[Count]:
    return [Count(start + timedelta(days * at), value) for at, value in enumerate(values)]


def weeks(*gains: int | None, start: date = date(2025, 10, 6), stories: int = 0) -> list[Week]:
    return [Week(start + timedelta(7 * at), gain, stories) for at, gain in enumerate(gains)]


def render(template: str, *, autoescape: bool = True, **given: object) -> str:
    """What the template makes of it, on a site as strict as folio's, or as stock Pelican's."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"milestones/chart/{template}.svg").render(given)


def drawn(
    chart: line_chart.LineChart | week_chart.WeekChart, *, title: str = "Fans", **options: bool
) -> str:
    name = "line" if isinstance(chart, line_chart.LineChart) else "weeks"
    return render(name, chart=chart, chart_id="fans", chart_title=title, **options)


def drawn_badge(label: str, value: str, **options: bool) -> str:
    return render("badge", badge=badge.badge(label, value), **options)


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def corners(data: str) -> list[tuple[float, float]]:
    """Where a path has its corners, whatever the commands are by which it gets there."""
    return [*_corners(data)]


def _corners(data: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    for command, said in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", data):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", said)]
        assert all(map(math.isfinite, numbers))
        if command == "M":
            x, y = numbers
            yield x, y
        elif command in "hv":
            (step,) = numbers
            x, y = (x + step, y) if command == "h" else (x, y + step)
            yield x, y
        elif command == "l":
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                yield x, y
        else:
            assert command == "z"


def assert_drawn_within(svg: str) -> None:
    """Every path stays in its viewBox, every word and dot stands between 0 % and 100 %."""
    assert not re.search(r"\bNaN\b|\binf\b|\bNone\b", svg)
    for inner in parsed(svg).iter(f"{SVG}svg"):
        box = inner.get("viewBox")
        if box is None:
            continue
        left, top, width, height = (float(one) for one in box.split())
        for path in inner.iterfind(f"{SVG}path"):
            for x, y in corners(path.get("d", "")):
                assert left <= x <= left + width
                assert top <= y <= top + height
    for place in re.findall(r'(?:x|y|cx|cy)="(-?[\d.]+)%"', svg):
        assert 0 <= float(place) <= 100
