"""Graphemes, and what stands for those that no font has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_cards.characters import cleaned, flattened, graphemes, shortened, showable


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("naïve", ["n", "a", "ï", "v", "e"]),
        ("x\u0304y", ["x\u0304", "y"]),
        ("👩🏽‍💻!", ["👩🏽‍💻", "!"]),
        ("🇬🇧🇫🇷", ["🇬🇧", "🇫🇷"]),
        ("1️⃣2", ["1️⃣", "2"]),
        ("❤️", ["❤️"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("שָׁל", ["שָׁ", "ל"]),
    ],
)
def test_what_belongs_together_stays_together(text: str, parts: list[str]) -> None:
    assert graphemes(text) == parts


@pytest.mark.parametrize(
    ("grapheme", "shown"),
    [
        ("👩🏽‍💻", ["👩", "💻"]),
        ("👨‍👩‍👧", ["👨", "👩", "👧"]),
        ("🏃‍♀️", ["🏃"]),
        ("👋🏿", ["👋"]),
        ("🇬🇧", ["G", "B"]),
        ("1️⃣", ["1"]),
        ("❤️", ["❤"]),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", ["🏴"]),
        ("x\u0304", ["x\u0304"]),
    ],
)
def test_sequences_of_emoji_come_down_to_single_ones(grapheme: str, shown: list[str]) -> None:
    assert graphemes(grapheme) == [grapheme]
    assert showable(grapheme) == shown


@given(st.text(max_size=60))
def test_graphemes_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert all(showable(one) is not None for one in graphemes(text))


@given(st.text(max_size=60))
def test_a_cleaned_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = cleaned(text)

    assert cleaned(once) == once
    assert once == once.strip(" ")
    assert not set(once) & set("\n\r\t\u2028\u0000\ufeff")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("🇫🇷🇩🇪🇯🇵", "FR DE JP"),
        ("In🇫🇷!", "In FR!"),
        ("👨‍👩‍👧 1️⃣2", "👨👩👧 12"),
    ],
)
def test_a_flag_is_a_word_of_its_own(text: str, shown: str) -> None:
    assert flattened(text) == shown


def test_breaks_of_the_author_s_own_are_kept_within_a_text() -> None:
    assert cleaned("\u00adDonau\u00addampf\u200b ") == "Donau\u00addampf"
    assert cleaned("\u00a0Ink\u00a0pot\u00a0") == "Ink\u00a0pot"
    assert cleaned("\u00a0") == ""


def test_letters_are_composed() -> None:
    assert cleaned("e\u0301") == "é"


def test_a_long_text_ends_with_an_ellipsis_at_a_word() -> None:
    assert shortened("one two three", 11) == "one two…"
    assert shortened("one two", 7) == "one two"
    assert shortened("x" * 300, 200) == "x" * 199 + "…"
