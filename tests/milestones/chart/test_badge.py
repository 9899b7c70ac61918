"""A picture of a number, for other sites."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.chart.badge import badge
from tests.milestones.chart.drawing import HOSTILE, SVG, drawn_badge, parsed


def _words(svg: str) -> list[str]:
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


def test_a_badge_says_what_is_counted_and_how_many_there_are() -> None:
    svg = drawn_badge("fans", "1,003+")
    assert _words(svg) == ["fans", "1,003+"]
    assert next(parsed(svg).iter(f"{SVG}title")).text == "fans: 1,003+"
    assert parsed(svg).get("role") == "img"


def test_a_badge_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    svg = drawn_badge("fans", "1,003+").replace("http://www.w3.org/2000/svg", "")
    assert not any(part in svg for part in ("http", "<script", "href", "@import", "url("))


def test_a_badge_suits_dark_pages_too() -> None:
    assert "prefers-color-scheme: dark" in drawn_badge("fans", "3")


@pytest.mark.parametrize("autoescape", [True, False])
def test_hostile_words_are_only_words(autoescape: bool) -> None:
    words = "<&\"']]> \u202e\u05e9\u05dc\u05d5\u05dd \U0001f389 \x85 {{ 7 * 7 }}"
    assert _words(drawn_badge(HOSTILE, "<b>", autoescape=autoescape)) == [
        " ".join(words.split()),
        "<b>",
    ]


@given(st.text(), st.text())
def test_any_words_make_a_whole_file_in_which_they_have_room(label: str, value: str) -> None:
    svg = parsed(drawn_badge(label, value))
    width = int(svg.get("width", "0"))
    end = 0
    for text in svg.iter(f"{SVG}text"):
        left, length = int(text.get("x", "0")), int(text.get("textLength", "0"))
        assert end <= left
        end = left + length
    assert end < width


def test_a_badge_is_as_high_as_others() -> None:
    assert badge("fans", "1").height == 26
