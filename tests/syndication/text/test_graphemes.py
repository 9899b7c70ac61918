"""What readers take for one character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.text.graphemes import clusters, length

ONE = {
    "a letter with accents": "e\u0301\u0323",
    "a family": "👩‍👩‍👧‍👦",
    "a colour of skin": "👍🏽",
    "a flag": "🇩🇪",
    "the flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a keycap": "1️⃣",
    "a red heart": "❤️",
    "a Korean syllable in letters": "\u1112\u1161\u11ab",
    "a Korean syllable": "한",
    "a conjunct of Devanagari": "क्षि",
    "a Thai vowel": "กำ",
    "a line end": "\r\n",
}

SEVERAL = {
    "two flags": ("🇩🇪🇫🇷", 2),
    "a flag and a half": ("🇩🇪🇫", 2),
    "letters": ("abc", 3),
    "lines": ("\r\n\n\r", 3),
    "Chinese": ("知识", 2),
    "vowels of Devanagari": ("आइ", 2),
    "consonants without a virama": ("कष", 2),
    "a virama before a space": ("क् ष", 3),
    "emoji without a joiner": ("👩👧", 2),
    "nothing": ("", 0),
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_character_for_readers(text: str) -> None:
    assert list(clusters(f"x{text}x")) == ["x", text, "x"]


@pytest.mark.parametrize(("text", "number"), SEVERAL.values(), ids=SEVERAL)
def test_several_characters(text: str, number: int) -> None:
    assert length(text) == number


@given(st.text(alphabet=st.sampled_from("ae\u0301\u200d👩👍🏽🇩🇪क्ष한\u1100\u1161\r\n ")))
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert length(text) == len(list(clusters(text))) <= len(text)
