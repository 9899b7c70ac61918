"""Entries as messages."""

from __future__ import annotations

from syndication.networks.messages import message
from syndication.records import Sharing
from tests.syndication.entries import KNOTS, an_entry

SITE = "https://tiny.example"


def test_a_message_has_all_that_a_network_needs() -> None:
    made = message(an_entry(owed="Owed."), SITE, {"utm_source": "linkedin"})
    assert made.entry_id == KNOTS.id
    assert made.url == "https://tiny.example/posts/knots/?utm_source=linkedin"
    assert made.title == KNOTS.title
    assert made.description == KNOTS.summary
    assert made.hook == KNOTS.summary
    assert made.hashtags == ("Knots", "KnowledgeWork")
    assert made.owed == "Owed."
    assert made.language == "en"
    assert made.picture is KNOTS.picture


def test_hashtags_of_the_hook_are_not_repeated() -> None:
    made = message(an_entry(sharing=Sharing(hook="All about #knots.")), SITE, {})
    assert made.hashtags == ("KnowledgeWork",)


def test_it_is_as_long_as_the_author_wrote_it_for_each_network_has_its_own_limits() -> None:
    hook, owed = "One sentence. " * 400, "Owed. " * 1000
    made = message(an_entry(sharing=Sharing(hook=hook), owed=owed, title="a" * 500), SITE, {})
    assert (made.hook, made.owed, made.title) == (hook.strip(), owed, "a" * 500)
