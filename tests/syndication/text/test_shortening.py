"""Texts made to fit."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.text import shortening
from syndication.text.graphemes import clusters
from syndication.text.shortening import composed, sentence_ends, shortened, shortened_at_word


def cut(text: str, limit: int) -> str:
    return shortened(text, lambda text: len(text) <= limit)


def test_what_fits_stays() -> None:
    assert cut("  A knot is a promise. ", 20) == "A knot is a promise."


def test_the_cut_is_after_a_sentence() -> None:
    assert cut("A knot is a promise. A rope keeps it. A hand unties it.", 45) == (
        "A knot is a promise. A rope keeps it."
    )


SENTENCES = {
    "a question": ("Is it tied? Then it holds all day long.", "Is it tied?"),
    "a closing quote": ("“Is it tied?” Then it holds all day.", "“Is it tied?”"),
    "Japanese": (
        "これは結び目です。ロープの約束です。手がほどくまで続く長い約束です。",
        "これは結び目です。ロープの約束です。",
    ),
    "a Japanese quote": (
        "「結び目です。」そしてとても長いロープの約束が手がほどくまで続く。",
        "「結び目です。」",
    ),
    "an Arabic question": ("هل هذه عقدة؟ إنها وعد من الحبل لنفسه دائما", "هل هذه عقدة؟"),
    "Hindi": ("यह एक गाँठ है। यह रस्सी का अपने आप से एक वादा है जो चलता है।", "यह एक गाँठ है।"),
    "a line": ("A knot is a promise\nA rope that goes on and on for ever", "A knot is a promise"),
    "an ellipsis": ("It holds … Then it does not hold any more.", "It holds …"),
}


@pytest.mark.parametrize(("text", "kept"), SENTENCES.values(), ids=SENTENCES)
def test_sentences_end_in_many_ways(text: str, kept: str) -> None:
    assert cut(text, len(text) - 3) == kept


NO_ENDS = {
    "a title": "It is tied by Dr. Holm and others",
    "an initial": "It is tied by J. Holm and others",
    "an abbreviation with dots": "It is tied, e.g. Bowlines and others",
    "a German abbreviation": "Sie halten, z. B. Palsteks und andere",
    "an ordinal": "Es war der 3. Mai und noch ein Tag mehr",
    "a lower-case word": "It is tied at knots. example and others",
    "a question in a sentence": "“Is it tied?” she asked me yesterday",
    "a domain": "It is tied at knots.example and others",
    "a number": "It takes 3.5 metres and others do as well",
    "a line that goes on": "It is tied by\u2014:\nothers than by one hand",
}


@pytest.mark.parametrize("text", NO_ENDS.values(), ids=NO_ENDS)
def test_no_sentence_ends_there(text: str) -> None:
    assert list(sentence_ends(text)) == []


def test_a_sentence_that_would_leave_next_to_nothing_is_no_place_to_cut() -> None:
    assert cut("Yes. " + "word " * 50, 40) == "Yes. word word word word word word word…"


def test_one_long_sentence_is_cut_at_a_word() -> None:
    assert cut("a promise, that a rope makes to itself", 24) == "a promise, that a rope…"
    assert cut("a promise, that a rope makes to itself", 12) == "a promise…"


def test_one_long_word_is_cut_where_it_has_to_be() -> None:
    assert cut("字" * 50, 10) == "字" * 9 + "…"
    assert cut("an " + "e\u0301" * 50, 12) == "an " + "e\u0301" * 4 + "…"


def test_nothing_fits_nowhere() -> None:
    assert cut("A knot", 0) == ""
    assert cut("A knot", 1) == ""
    assert cut("👩‍👩‍👧‍👦", 5) == ""


def test_titles_are_cut_at_words_only() -> None:
    assert shortened_at_word("One. Two three four", lambda text: len(text) <= 14) == "One. Two…"


@given(
    st.text(alphabet=st.sampled_from("ab.?! \n。e\u0301👩\u200d👧🏽🇩🇪字")),
    st.integers(0, 40),
)
def test_a_cut_text_fits_and_is_a_beginning_in_whole_characters(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert len(kept) <= limit
    whole = list(clusters(text.strip()))
    parts = list(clusters(kept.removesuffix("…") if kept != text.strip() else kept))
    assert whole[: len(parts)] == parts


def joined(hook: str, kept: list[str], tags: list[str], limit: int) -> str:
    return str(composed(hook, kept, tags, lambda text: len(text) <= limit))


def test_paragraphs_that_fit_together() -> None:
    assert joined("Hook.", ["Owed."], ["One", "Two"], 100) == "Hook.\n\nOwed.\n\n#One #Two"
    assert joined("Hook.", [""], [], 100) == "Hook."


def test_the_hook_gives_way_first() -> None:
    text = joined("First sentence here. Second one.", ["Owed."], ["One", "Two"], 40)
    assert text == "First sentence here.\n\nOwed.\n\n#One #Two"


def test_then_hashtags_from_the_last() -> None:
    text = joined("First sentence here. Second one.", ["Owed."], ["One", "Two"], 29)
    assert text == "First sentence…\n\nOwed.\n\n#One"


def test_what_is_owed_never_gives_way() -> None:
    assert joined("Hook.", ["Owed."], ["One"], 5) == "Owed."
    assert composed("Hook.", ["Owed."], [], lambda text: len(text) <= 4) is None


@given(st.text("ab. \n", max_size=60), st.text("cd ", max_size=9), st.integers(0, 60))
def test_whatever_fits_fits(hook: str, owed: str, limit: int) -> None:
    made = composed(hook, [owed], ["One", "Two"], lambda text: len(text) <= limit)
    if made is None:
        assert len(owed) > limit
    else:
        assert owed in str(made)
        assert len(str(made)) <= limit


@given(st.text(alphabet=st.characters(max_codepoint=0x205E)))
def test_letters_of_the_west_are_cut_as_all_others(text: str) -> None:
    bounds = [0, *accumulate(map(len, clusters(text)))]
    assert list(shortening._bounds(text)) == bounds
