"""How long a text is, and what its headings are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.reading import Heading, plain_text, read, read_with_text, shortened


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", 0),
        ("<p>One two three.</p>", 3),
        ("<p>It’s a well-kept secret</p>", 4),
        ("<p>one</p><p>two</p>", 2),
        ("<pre><code>a = b</code></pre>", 3),
        ("<p>长边距</p>", 3),
    ],
)
def test_words_are_counted_without_markup(content: str, words: int) -> None:
    assert read(content).words == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (239, 2), (740, 4)])
def test_minutes_are_whole_and_rounded_up(words: int, minutes: int) -> None:
    assert read(f"<p>{'word ' * words}</p>").minutes == minutes


def test_headings_of_two_levels_make_the_contents() -> None:
    content = '<h2 id="a">A &amp; B</h2><h3 id="b">B<sup>1</sup></h3><h4 id="c">C</h4><h2>none</h2>'
    assert read(content).headings == (Heading(2, "a", "A & B"), Heading(3, "b", "B"))


def test_plain_text_has_no_markup_no_footnotes_and_single_spaces() -> None:
    content = (
        '<p>One\n two<sup id="fnref:1"><a>1</a></sup>.</p>\n<p>Three</p>'
        '<div class="footnote"><ol><li>Foot.</li></ol></div>'
    )
    assert plain_text(content) == "One two. Three"


@pytest.mark.parametrize(
    "content",
    [
        "",
        '<h2 id="a">A<sup>1</sup></h2><p>One <b>two</b>.</p><!-- no -->',
        '<p>One<sup>1</sup></p><div class="footnote"><h3 id="f">Foot</h3></div>',
    ],
)
def test_both_are_made_of_one_parse(content: str) -> None:
    assert read_with_text(content) == (read(content), plain_text(content))


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"])
def test_what_is_no_character_in_xml_is_no_word(character: str) -> None:
    reading, text = read_with_text(f"{character}One {character} two<p>three</p>")
    assert (reading.words, text) == (3, "One two three")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<!DOCTYPE x>", ""),
        ("<!DOCTYPE html>\n<script>1</script><p>One</p>", "One"),
        ("One\x08<p>two", "One two"),
    ],
)
def test_what_is_no_fragment_is_read_as_far_as_can_be(content: str, text: str) -> None:
    assert plain_text(content) == text


def test_a_short_text_is_left_alone() -> None:
    assert shortened("Short.", 10) == "Short."


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("One two, three four", 10) == "One two…"


@given(st.text(max_size=80), st.integers(min_value=1, max_value=60))
def test_a_cut_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit
