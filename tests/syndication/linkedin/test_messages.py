"""Entries as messages."""

from __future__ import annotations

from syndication.linkedin.messages import message
from syndication.records import Sharing
from tests.syndication.entries import KNOTS, an_entry

LIMITS = {"commentary": 3000, "article_title": 399, "article_description": 4085}
SITE = "https://tiny.example"


def test_a_message_has_all_that_a_network_needs() -> None:
    made = message(an_entry(owed="Owed."), SITE, {"utm_source": "linkedin"}, LIMITS)
    assert made.entry_id == KNOTS.id
    assert made.url == "https://tiny.example/posts/knots/?utm_source=linkedin"
    assert made.title == KNOTS.title
    assert made.description == KNOTS.summary
    assert made.commentary == f"{KNOTS.summary}\n\nOwed.\n\n#Knots #KnowledgeWork"
    assert made.hook == KNOTS.summary
    assert made.hashtags == ("Knots", "KnowledgeWork")
    assert made.language == "en"
    assert made.picture is KNOTS.picture


def test_title_and_description_are_cut_at_a_word() -> None:
    entry = an_entry(title="👍 knot " * 80, summary="a promise " * 500)
    made = message(entry, SITE, {}, LIMITS)
    assert len(made.title.encode("utf-16-le")) // 2 <= 399
    assert made.title.endswith(" 👍…") or made.title.endswith(" knot…")
    assert len(made.description) <= 4085
    assert made.description.endswith((" a…", " promise…"))


def test_the_hook_is_that_of_the_commentary() -> None:
    entry = an_entry(sharing=Sharing(hook="One sentence. " * 400))
    made = message(entry, SITE, {}, LIMITS)
    assert made.commentary.startswith(f"{made.hook}\n\n#")
