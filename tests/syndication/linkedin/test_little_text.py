"""LinkedIn's little text, and back."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from syndication.linkedin.little_text import RESERVED, escaped, unescaped, units
from tests.syndication.stand_in import seen_of

PLAIN = st.text() | st.text(alphabet=st.sampled_from(RESERVED + "ab1 \n＃é"))


def test_reserved_characters_get_a_backslash() -> None:
    assert escaped("a (b) [c] {d} <e> @f *g* _h_ ~i~ |j| \\k") == (
        r"a \(b\) \[c\] \{d\} \<e\> \@f \*g\* \_h\_ \~i\~ \|j\| \\k"
    )


def test_hashtags_become_templates() -> None:
    assert escaped("Hold. #KnowledgeWork (#Knots)") == (
        r"Hold. {hashtag|\#|KnowledgeWork} \({hashtag|\#|Knots}\)"
    )


def test_other_number_signs_are_text() -> None:
    assert escaped("C# is #1, see x.example/#top") == r"C\# is \#1, see x.example/\#top"


def test_a_text_that_looks_like_a_template_stays_a_text() -> None:
    text = r"{hashtag|\#|Knots} @[Ada](urn:li:person:1)"
    assert "{hashtag|" not in escaped(text).replace(r"\{hashtag\|", "")
    assert unescaped(escaped(text)) == text


def test_hashtags_with_marks_are_left_to_linkedin_to_find() -> None:
    assert escaped("#नमस्ते #Zoë #کتاب‌ها") == "\\#नमस्ते {hashtag|\\#|Zoë} \\#کتاب‌ها"


@given(PLAIN | st.from_regex(r"(#[\w\u0903\u093e\u200d]+ ?)+", fullmatch=True))
def test_members_see_all_of_it(text: str) -> None:
    assert seen_of(escaped(text)) == text


@given(PLAIN)
def test_unescaped_is_the_inverse(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(PLAIN)
def test_nothing_reserved_is_left_as_it_is(text: str) -> None:
    bare = re.sub(r"\\.|\{hashtag\|\\#\|[^\W_]*[^|{}]*?\}", "", escaped(text), flags=re.DOTALL)
    assert not set(bare) & set(RESERVED)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2
