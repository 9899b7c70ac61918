"""The charts as a browser shows them: in both colour schemes, on a phone and on a desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from milestones.chart.axes import Mark
from milestones.chart.line_chart import Dot, line_chart
from milestones.chart.week_chart import week_chart
from tests.milestones.chart.drawing import (
    END,
    PLAN,
    START,
    Bounds,
    counts,
    drawn,
    drawn_badge,
    weeks,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

READINGS = counts(*(30 + at * at // 2 for at in range(36)))
LINE = line_chart(
    READINGS,
    [PLAN],
    [Bounds(READINGS[-1].day, 642, 642, 642), Bounds(END, 700, 900, 1_300)],
    start=START,
    end=END,
    milestones=[
        Dot(READINGS[at].day, READINGS[at].value, name)
        for at, name in ((7, "50"), (12, "100"), (21, "250"), (31, "500"))
    ],
    events=[Mark(START + timedelta(days), str(at)) for at, days in enumerate((3, 9, 90, 200), 1)],
)
WEEKS = week_chart(
    weeks(3, 0, None, 41, -6, *range(47), stories=1), [Mark(START + timedelta(26), "1")]
)

COVERED = """
() => {
  const texts = [...document.querySelectorAll("text")]
    .filter(text => getComputedStyle(text).display != "none");
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([name, a], at) => {
    if (a.left < 0 || a.right > innerWidth) found.push(`${name} leaves the page`);
    for (const [other, b] of boxes.slice(at + 1)) {
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 0 && y > 4) found.push(`${name} covers ${other}`);
    }
  });
  return found;
}
"""
"""Which words cover each other; a line of letters reserves some pixels above and below them."""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, page: Page) -> str:
    """The colours that the reader asks for."""
    page.emulate_media(color_scheme=request.param)
    return str(request.param)


def _show(page: Page, svg: str, width: int) -> list[str]:
    """What the browser complains of when it shows `svg` in a page so wide."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(
        "<!doctype html><title>Charts</title><style>:root { color-scheme: light dark; }"
        f"body {{ margin: 18px; }}</style>{svg}"
    )
    return said


@pytest.mark.parametrize("width", [360, 640, 1100])
@pytest.mark.parametrize("chart", [LINE, WEEKS], ids=["line", "weeks"])
def test_words_are_legible_and_stand_clear_at_any_width(
    page: Page, scheme: str, chart: object, width: int
) -> None:
    assert _show(page, drawn(chart), width) == []  # type: ignore[arg-type]
    assert page.evaluate(COVERED) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    height = page.locator("text", has_text="Jan 2026").locator("visible=true").first.bounding_box()
    assert height
    assert height["height"] >= 10


def test_a_narrow_page_shows_fewer_words(page: Page) -> None:
    shown = (
        "[...document.querySelectorAll('text')].filter(one => one.getBoundingClientRect().width)"
    )
    _show(page, drawn(LINE), 360)
    few = page.evaluate(f"{shown}.length")
    _show(page, drawn(LINE), 1100)
    assert few < page.evaluate(f"{shown}.length")


def test_lines_follow_the_colour_scheme_and_what_a_theme_says(page: Page, scheme: str) -> None:
    colour = "getComputedStyle(document.querySelector('.milestones-actual')).stroke"
    _show(page, drawn(LINE), 640)
    expected = {"light": "rgb(23, 88, 95)", "dark": "rgb(143, 202, 198)"}[scheme]
    assert page.evaluate(colour) == expected
    _show(page, f"<style>:root {{ --chart-line: #123456; }}</style>{drawn(LINE)}", 640)
    assert page.evaluate(colour) == "rgb(18, 52, 86)"


def test_a_theme_with_styles_for_everything_leaves_a_chart_as_it_is(page: Page) -> None:
    theme = "<style>svg, svg * { box-sizing: content-box; } svg { max-width: 100%; }</style>"
    _show(page, theme + drawn(LINE), 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_page_that_is_written_from_right_to_left_shows_the_same(page: Page) -> None:
    _show(page, f'<div dir="rtl">{drawn(LINE)}</div>', 360)
    assert page.evaluate(COVERED) == []


def test_a_badge_follows_the_colour_scheme(page: Page, scheme: str) -> None:
    assert _show(page, drawn_badge("fans", "1,003+"), 360) == []
    colour = page.evaluate("getComputedStyle(document.querySelector('.value')).fill")
    assert colour == {"light": "rgb(31, 42, 55)", "dark": "rgb(230, 223, 210)"}[scheme]


def test_words_are_hardly_wider_than_they_are_thought_to_be(page: Page) -> None:
    _show(page, drawn(LINE), 1100)
    widths = page.evaluate(
        "[...document.querySelectorAll('text')].map(one => [one.textContent, one.getBBox().width])"
    )
    from milestones.chart.text import width_of

    # The bold letters of some faces, such as DejaVu Sans, are wider by an eighth.
    assert all(width <= width_of(text) * 1.14 + 1 for text, width in widths)
