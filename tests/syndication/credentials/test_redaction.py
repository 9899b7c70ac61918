"""Taking a secret out of what a server says."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.credentials.redaction import redacted

SECRETS = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=15, max_size=60
).filter(lambda secret: "(token)" not in secret)

FORMS: list[Callable[[str], str]] = [
    str,
    quote,
    quote_plus,
    lambda said: quote(said, safe=""),
    lambda said: quote(quote(said, safe=""), safe="").lower(),
    lambda said: json.dumps(said)[1:-1],
    lambda said: json.dumps(json.dumps(said)[1:-1])[1:-1],
    lambda said: said.replace("\\", "\\\\").replace("/", "\\/"),
    lambda said: "".join(f"\\u{ord(char):04x}" for char in said),
    lambda said: "".join(f"\\u{ord(char):04X}" for char in said),
    lambda said: "".join(f"&#{ord(char)};" for char in said),
    html.escape,
    str.lower,
    str.upper,
    lambda said: base64.b64encode(said.encode()).decode(),
    lambda said: base64.urlsafe_b64encode(f"x{said}".encode()).decode(),
    lambda said: base64.b64encode(f"id:{said}, and more".encode()).decode(),
]


@given(secret=SECRETS, form=st.sampled_from(FORMS))
def test_no_form_of_a_secret_stays(secret: str, form: Callable[[str], str]) -> None:
    said = redacted(f"Invalid access token <{form(secret)}>.", secret)
    assert form(secret) not in said
    assert secret not in said
    assert said.startswith("Invalid access token")


@given(st.text())
def test_what_holds_no_secret_stays_as_it_is(text: str) -> None:
    assert redacted(text, "AQV-token_that_is_not_there") == text


@pytest.mark.parametrize("text", ["", "Not enough permissions to access: posts.CREATE"])
def test_without_a_secret_there_is_nothing_to_take_out(text: str) -> None:
    assert redacted(text, "") == text


def test_a_short_secret_takes_no_other_words_with_it() -> None:
    assert redacted("Not a token: abc", "abc") == "Not a token: (token)"


@pytest.mark.parametrize("many", ["\\", "&amp;", "%25", "a"])
def test_a_long_answer_takes_no_longer_than_reading_it(many: str) -> None:
    assert redacted(many * 30_000, "AQX/marker+tok==") == many * 30_000
