"""Hashtags made of tags, and found in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.linkedin.hashtags import find_hashtags, hashtags

MADE = {
    "knowledge work": "KnowledgeWork",
    "B2B sales": "B2BSales",
    "e-mail": "EMail",
    "iOS development": "iOSDevelopment",
    "author's tools": "AuthorsTools",
    "C++": "CPlusPlus",
    "C#": "CSharp",
    "Q&A": "QAndA",
    "#knots": "Knots",
    "web_3.0": "Web30",
    "élan vital": "ÉlanVital",
    "cafe\u0301": "Café",
    "知识 管理": "知识管理",
    "ज्ञान कार्य": "ज्ञानकार्य",
    "работа со знанием": "РаботаСоЗнанием",
    "❤️ knots": "Knots",
    "1️⃣ thing": "1Thing",
}


@pytest.mark.parametrize(("tag", "hashtag"), MADE.items(), ids=MADE)
def test_tags_become_camel_case(tag: str, hashtag: str) -> None:
    assert hashtags([tag]) == (hashtag,)


@pytest.mark.parametrize("tag", ["2026", "12 34", "²", "❤️", "!?", "#", ""])
def test_what_has_no_letter_is_no_hashtag(tag: str) -> None:
    assert hashtags([tag]) == ()


def test_none_is_there_twice() -> None:
    assert hashtags(["Knots", "knots", "KNOTS", "knowledge work", "Knowledge-Work"]) == (
        "Knots",
        "KnowledgeWork",
    )


def test_five_at_most_in_the_order_of_the_tags() -> None:
    assert hashtags(["b", "a", "1", "c", "d", "e", "f"]) == ("B", "A", "C", "D", "E")
    assert hashtags(["b", "a"], most=1) == ("B",)


FOUND = {
    "#Knots": ["Knots"],
    "About #Knots, #ropes.": ["Knots", "ropes"],
    "(#Knots)": ["Knots"],
    "“#Knots”": ["Knots"],
    "#知识。#管理": ["知识", "管理"],
    "#ज्ञान!": ["ज्ञान"],
    "#B2B": ["B2B"],
    "C# and #1 and a#b": [],
    "https://x.example/#Knots": [],
    "https://x.example/?a=#Knots": [],
    "##Knots": [],
    "#a_b": [],
    "# Knots": [],
}


@pytest.mark.parametrize(("text", "names"), FOUND.items(), ids=FOUND)
def test_hashtags_are_found_in_texts(text: str, names: list[str]) -> None:
    assert [name for _, name in find_hashtags(text)] == names


@given(st.lists(st.text(max_size=12), max_size=8))
def test_what_is_made_of_any_tags_is_found_again(tags: list[str]) -> None:
    made = hashtags(tags)
    line = " ".join(f"#{name}" for name in made)
    assert [name for _, name in find_hashtags(line)] == list(made)
    assert len(made) <= 5
