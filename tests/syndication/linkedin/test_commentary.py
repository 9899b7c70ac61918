"""What stands above a link card."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from syndication.linkedin.commentary import commentary, hook
from syndication.linkedin.little_text import escaped, units
from syndication.records import Sharing
from syndication.text.graphemes import clusters
from tests.syndication.entries import an_entry


def test_hook_what_is_owed_and_hashtags() -> None:
    entry = an_entry(owed="Sponsored by Rope Works.", sharing=Sharing(hook="Why knots?"))
    assert commentary(entry) == "Why knots?\n\nSponsored by Rope Works.\n\n#Knots #KnowledgeWork"


def test_the_summary_stands_in_for_the_hook() -> None:
    assert commentary(an_entry(tags=())) == "A knot is a promise a rope makes to itself."


def test_the_title_stands_in_where_there_is_no_summary() -> None:
    assert hook(an_entry(summary="")) == "Knots & how to untie them"


def test_the_address_is_not_in_it() -> None:
    entry = an_entry()
    assert entry.url not in commentary(entry)


def test_line_breaks_stay() -> None:
    entry = an_entry(sharing=Sharing(hook="One.  \r\nTwo  too.\n\n\n\nThree."), tags=())
    assert commentary(entry) == "One.\nTwo too.\n\nThree."


def test_hashtags_of_the_hook_are_not_repeated() -> None:
    entry = an_entry(sharing=Sharing(hook="All about #knots and ropes."))
    assert commentary(entry) == "All about #knots and ropes.\n\n#KnowledgeWork"


def test_a_long_hook_is_cut_at_a_sentence() -> None:
    sentence = "A knot is a promise that a rope makes to itself. "
    entry = an_entry(sharing=Sharing(hook=sentence * 100), owed="Owed.")
    text = commentary(entry)
    assert re.fullmatch(
        rf"({sentence})+\n\nOwed.\n\n#Knots #KnowledgeWork", text.replace(".\n", ". \n", 1)
    )
    assert 2900 < units(escaped(text)) <= 3000


def test_the_limit_is_in_utf_16_units() -> None:
    entry = an_entry(sharing=Sharing(hook="👍" * 2000), tags=())
    assert commentary(entry) == "👍" * 1499 + "…"


def test_the_limit_holds_for_the_escaped_text_as_well() -> None:
    entry = an_entry(sharing=Sharing(hook="(" * 4000), tags=())
    assert units(escaped(commentary(entry))) <= 3000


def test_three_thousand_plain_characters_are_not_cut() -> None:
    entry = an_entry(sharing=Sharing(hook="a" * 3000), tags=())
    assert commentary(entry) == "a" * 3000


def test_what_is_owed_is_never_cut() -> None:
    owed = "I own shares of it. " * 140
    text = commentary(an_entry(owed=owed.strip(), sharing=Sharing(hook="word " * 700)))
    assert owed.strip() in text
    assert units(escaped(text)) <= 3000


def test_where_it_cannot_be_kept_the_author_is_told() -> None:
    with pytest.raises(FanfareError) as stopped:
        commentary(an_entry(owed="x" * 3001))
    [finding] = stopped.value.findings
    assert str(finding) == (
        "content/posts/knots.md: Its disclosure and sponsors take 3,001 characters, as LinkedIn "
        "counts them, of the 3,000 of a commentary, and must not be cut. Shorten the disclosure, "
        "or write Linkedin: no"
    )


HOOKS = st.text(alphabet=st.sampled_from("ab.?! \n。#(_e\u0301👩\u200d👧🏽🇩🇪字"), max_size=80)


@given(HOOKS, st.integers(30, 90))
def test_whatever_the_hook_it_fits_in_whole_characters(words: str, limit: int) -> None:
    entry = an_entry(sharing=Sharing(hook=words), owed="Owed.")
    text = commentary(entry, limit)
    assert units(escaped(text)) <= limit
    assert "Owed." in text
    kept = text.partition("Owed.")[0].rstrip().removesuffix("…")
    whole, parts = list(clusters(hook(entry))), list(clusters(kept))
    assert whole[: len(parts)] == parts
