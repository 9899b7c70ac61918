"""In which order and form letters are drawn."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from social_cards.characters import cleaned, graphemes
from social_cards.scripts import (
    can_be_set,
    in_drawing_order,
    is_right_to_left,
    joined,
    levels_of,
)
from tests.social_cards.titles import TITLES


def order(line: str, *, right_to_left: bool) -> str:
    return "".join(parts_in_order(line, right_to_left=right_to_left))


def parts_in_order(line: str, *, right_to_left: bool) -> list[str]:
    text = joined(line)
    return in_drawing_order(graphemes(text), levels_of(text, right_to_left=right_to_left))


def test_latin_is_drawn_as_it_is_written() -> None:
    assert order("Nine people", right_to_left=False) == "Nine people"


def test_hebrew_is_drawn_from_the_right_and_its_brackets_are_turned() -> None:
    assert order("שלום (2026)", right_to_left=True) == "(2026) םולש"


def test_vowel_points_stay_with_their_letter() -> None:
    assert parts_in_order("שָׁל", right_to_left=True) == ["ל", "שָׁ"]


def test_numbers_and_latin_words_keep_their_order_within_hebrew() -> None:
    assert order("מדריך Pelican 12", right_to_left=True) == "Pelican 12 ךירדמ"


def test_a_hebrew_word_within_a_latin_line_is_turned_alone() -> None:
    assert order("Why כותבים matters", right_to_left=False) == "Why םיבתוכ matters"


def test_arabic_letters_are_joined() -> None:
    # beh initial, alef final, beh isolated; drawn from the right
    assert order("باب", right_to_left=True) == "\ufe8f\ufe8e\ufe91"


def test_lam_and_alef_become_one_letter() -> None:
    assert order("لا", right_to_left=True) == "\ufefb"


def test_kurdish_letters_are_joined_by_forms_of_our_own_font() -> None:
    e_forms = order("بێێ", right_to_left=True)

    assert [ord(char) for char in e_forms] == [
        0xE000 + 4 * 0xCE + 3,
        0xE000 + 4 * 0xCE + 2,
        0xFE91,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ada", False), ("שלום", True), ("مرحبا Ada", True), ("Ada مرحبا", False), ("123 שלום", True)],
)
def test_the_first_letter_says_which_way_a_text_runs(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_scripts_that_need_more_than_a_font_are_known() -> None:
    assert not can_be_set("न")
    assert can_be_set("ก")
    assert can_be_set("字")


@pytest.mark.parametrize("char", ["\u200c", "\ufffe", "\u2029", "\x1f", "\U000e0001", "\ufdd0"])
def test_characters_without_a_direction_are_in_nobody_s_way(char: str) -> None:
    assert parts_in_order(f"{char}של{char}", right_to_left=True)[-2:] != []


@given(TITLES)
def test_nothing_is_lost_on_the_way(title: str) -> None:
    line = cleaned(title)

    shown = parts_in_order(line, right_to_left=is_right_to_left(line))

    assert len(shown) == len(graphemes(joined(line)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("מבוא לשפת C++ (Rust)", "C++ (Rust) תפשל אובמ"),
        ("מדריך [a (b)] עוד", "דוע [a (b)] ךירדמ"),
        ("א (b) c", "c (b) א"),
    ],
)
def test_brackets_run_with_what_they_hold(line: str, expected: str) -> None:
    assert order(line, right_to_left=True) == expected


_LETTERS = st.text(st.sampled_from("abאב1٣ .,()[]{}《》+%-/:«»!?"), max_size=30)


@settings(max_examples=500)
@given(_LETTERS, st.booleans())
def test_every_order_is_that_of_the_unicode_standard(text: str, right_to_left: bool) -> None:
    line = f"א{text}b"  # no white space at the ends, which a line swallows

    places = [str(place) for place in range(len(line))]
    levels = levels_of(line, right_to_left=right_to_left)

    found = "".join(line[int(place)] for place in in_drawing_order(places, levels))

    assert found == get_display(line, base_dir="R" if right_to_left else "L")
