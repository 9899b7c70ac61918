"""Attributes that are made when somebody asks are those that would have been made at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pelican.contents import Article, Content, Page
from pelican.settings import read_settings

from fanfare import later, watching

SETTINGS = read_settings(None, override={"SITEURL": "", "TIMEZONE": "UTC", "AUTHOR": "Ada Quill"})


def article(html: str = "<p>Text</p>", **head: object) -> Content:
    context: dict[str, object] = {"localsiteurl": "", "generated_content": {}}
    return Article(html, {"title": "A", **head}, SETTINGS, "/site/a.md", context)


class Makers:
    """Makes `length`, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0
        self.offered: Mapping[str, later.Maker] = {"length": self.length}

    def length(self, text: Content) -> int:
        self.calls += 1
        return len(text.title)


def test_an_attribute_is_made_once_and_only_when_asked_for() -> None:
    makers, text = Makers(), article()
    later.offer(text, makers.offered)
    assert makers.calls == 0
    assert (text.length, text.length, makers.calls) == (1, 1, 1)


def test_a_text_stays_what_it_was() -> None:
    text = article()
    later.offer(text, Makers().offered)
    assert isinstance(text, Article)
    assert type(text).__name__ == "Article"
    assert type(text).__module__ == Article.__module__
    assert type(text) is later.waiting(Article) is later.waiting(later.waiting(Article))
    assert later.waiting(Page) is not later.waiting(Article)
    assert (text.title, text.url, text.content) == ("A", "a.html", "<p>Text</p>")


def test_the_last_offer_counts() -> None:
    text = article()
    later.offer(text, {"mood": lambda _text: "fair"})
    assert text.mood == "fair"
    later.offer(text, {"mood": lambda _text: "foul"})
    assert text.mood == "foul"


def test_an_offer_takes_the_place_of_what_was_set() -> None:
    text = article(mood="fair")
    later.offer(text, {"mood": lambda _text: "foul"})
    assert text.mood == "foul"


def test_what_is_set_takes_the_place_of_an_offer() -> None:
    text = article()
    later.offer(text, {"mood": lambda _text: "fair"})
    assert text.mood == "fair"
    text.mood = "set"
    assert text.mood == "set"
    assert later.altered(text) == {"mood", "offered mood"}
    assert not later.waits(text, "mood")
    assert later.made(text, "mood") is None


def test_what_was_never_there_is_missing() -> None:
    text = article()
    later.offer(text, Makers().offered)
    assert not hasattr(text, "mood")
    assert getattr(text, "mood", "none") == "none"
    with pytest.raises(AttributeError, match="'Article' object has no attribute 'mood'"):
        _ = text.mood


def test_an_attribute_that_cannot_be_made_is_no_missing_one() -> None:
    """Templates would print nothing for it, and nobody would know."""
    text = article()
    later.offer(text, {"mood": lambda text: text.missing})
    with pytest.raises(RuntimeError, match="mood: 'Article' object has no attribute 'missing'"):
        _ = text.mood


def test_one_attribute_may_be_made_of_another() -> None:
    text = article()
    later.offer(text, {"double": lambda text: 2 * text.length})
    later.offer(text, Makers().offered)
    assert text.double == 2


def test_the_html_is_changed_when_somebody_asks() -> None:
    calls = []

    def louder(html: str) -> str:
        calls.append(html)
        return html.upper()

    text = article()
    later.change(text, louder)
    assert calls == []
    assert text.content == text._content == "<P>TEXT</P>"
    assert calls == ["<p>Text</p>"]
    assert "_content" in later.altered(text)


def test_changes_follow_each_other() -> None:
    text = article("a")
    later.change(text, lambda html: html + "b")
    assert text._content == "ab"
    later.change(text, lambda html: html + "c")
    assert text._content == "abc"


def test_a_body_is_the_html_of_its_moment() -> None:
    text = article("a")
    later.change(text, lambda html: html + "b")
    before = later.body(text)
    later.change(text, lambda html: html + "c")
    text._content += "d"
    after = later.body(text)
    text._content = "new"
    assert (before.value, after.value, text._content) == ("ab", "abcd", "new")


def test_the_html_may_be_read_later() -> None:
    text = article()
    later.read_body_with(text, lambda: "<p>Read</p>")
    assert text.content == "<p>Read</p>"


def test_the_html_may_be_set_as_ever() -> None:
    text = article()
    later.read_body_with(text, lambda: "never")
    text._content = "<p>Set</p>"
    later.change(text, lambda html: html + "!")
    assert text.content == "<p>Set</p>!"


LINKING = '<a href="{category}Ink">x</a>'


def test_links_lead_from_each_address_as_pelican_leads_them() -> None:
    text, plain = article(LINKING), article(LINKING)
    later.offer(text, {})
    for address in ("", "..", "https://tiny.example", ".."):
        assert text.get_content(address) == plain.get_content(address)


def test_a_summary_leads_from_each_address_too() -> None:
    text, plain = article(LINKING), article(LINKING)
    later.offer(text, {})
    for address in ("..", "https://tiny.example"):
        text._context["localsiteurl"] = plain._context["localsiteurl"] = address
        assert text.summary == plain.summary == text.get_summary(address)
    assert text._context["localsiteurl"] == address


def test_links_to_files_that_are_known_are_not_looked_for() -> None:
    text = article()
    later.read_body_with(text, lambda: pytest.fail("nobody asked"))
    later.know_static_links(text, ["images/dot.png"])
    assert text.get_static_links() == {"images/dot.png"}


def test_links_to_files_are_looked_for_again_in_html_that_was_changed() -> None:
    text = article("nothing")
    later.body(text)
    later.know_static_links(text, ["images/dot.png"])
    later.change(text, lambda _html: '<img src="{static}/images/other.png">')
    assert text.get_static_links() == {"images/other.png"}
    text._content = "nothing"
    assert text.get_static_links() == set()


def test_whatever_is_read_of_a_text_is_noted() -> None:
    text = article()
    later.offer(text, Makers().offered)
    with watching.watching() as cells:
        _ = text.title, text.length, getattr(text, "mood", None)
    assert cells >= {(text, "title"), (text, "length"), (text, "mood")}
    with watching.watching() as cells:
        pass
    assert cells == set()


def test_what_an_attribute_is_made_of_is_known_whoever_asked_first() -> None:
    text = article()
    later.offer(text, Makers().offered)
    assert later.made(text, "length") is None
    _ = text.length
    made = later.made(text, "length")
    assert made is not None
    assert made.cells == {(text, "title")}


def test_what_was_let_go_is_made_of_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_MOST_PASSING", 1)
    one, other = article(LINKING), article(LINKING)
    later.offer(one, {})
    later.offer(other, {})
    with watching.letting_pass():
        first = one.get_content("..")
        made = later.made(one, "content at ..")
        assert made is not None
        of_what = made.cells
        assert (one, "_content") in of_what
        other.get_content("..")
        assert one.get_content("..") == first
        assert made.cells == of_what


class Short(Article):  # type: ignore[misc]
    """An article with a way of its own to its HTML."""

    def get_content(self, siteurl: str) -> str:
        return str(super().get_content(siteurl))


def test_a_class_with_a_way_of_its_own_to_the_html_is_asked_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "_MOST_PASSING", 1)
    context: dict[str, object] = {"localsiteurl": "", "generated_content": {}}
    one = Short(LINKING, {"title": "A"}, SETTINGS, "/site/a.md", context)
    other = article(LINKING)
    later.offer(one, {})
    later.offer(other, {})
    with watching.letting_pass():
        one.get_content("..")
        made = later.made(one, "content at ..")
        assert made is not None
        of_what = made.cells
        other.get_content("..")
        one.get_content("..")
        assert made.cells == of_what != frozenset()


def test_pelican_does_not_hold_what_is_let_go() -> None:
    text = article(LINKING)
    later.offer(text, {})
    assert text.get_content("..")
    assert text.summary
    for get in (Content.get_content, Content.get_summary):
        assert not [key for key in get.cache if key[0] is text]


def test_html_that_was_read_before_it_was_changed_is_what_it_is_now() -> None:
    text = article()
    before = text.get_content("..")
    later.change(text, lambda html: html + "!")
    assert text.get_content("..") == before + "!"


def test_nothing_is_noted_of_other_things() -> None:
    plain = article()
    assert not later.is_watched(plain)
    with watching.watching() as cells:
        _ = plain.title
    assert cells == set()
