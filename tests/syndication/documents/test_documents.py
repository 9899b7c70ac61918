"""What holds for the documents of every format."""

from __future__ import annotations

import json
import locale
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from fanfare.errors import FanfareError
from syndication.documents import Documents, document
from syndication.documents.common import picture_address, summary
from syndication.records import Feed, Format
from tests.syndication.documents.feeds import everything, of
from tests.syndication.entries import KNOTS, MadePicture, a_feed, an_entry

each_format = pytest.mark.parametrize("form", Format, ids=lambda form: form.key)
each_xml = pytest.mark.parametrize("form", [Format.RSS, Format.ATOM], ids=lambda form: form.key)


@each_format
def test_the_same_feed_is_the_same_bytes(form: Format) -> None:
    assert document(everything(), form) == document(everything(), form)


@each_format
def test_an_edit_of_an_entry_changes_only_the_feeds_it_stands_in(form: Format) -> None:
    other = an_entry(id="tag:tiny.example,2025:posts/salt")
    before, after = Documents(), Documents()
    edited = an_entry(title="Knots")
    assert before.document(of(other), form) == after.document(of(other), form)
    assert before.document(of(KNOTS), form) != after.document(of(edited), form)


@each_format
def test_an_entry_is_made_anew_where_it_was_changed(form: Format) -> None:
    documents = Documents()
    documents.document(of(KNOTS), form)
    assert documents.document(of(an_entry(title="Tide")), form) == document(
        of(an_entry(title="Tide")), form
    )


@each_format
def test_a_feed_of_several_shows_each_in_its_order(form: Format) -> None:
    entries = [an_entry(id=f"tag:tiny.example,2025:{place}") for place in "cab"]
    documents, feed = Documents(), replace(of(KNOTS), entries=tuple(entries))
    documents.document(replace(feed, entries=tuple(entries[1:])), form)
    raw = documents.document(feed, form).decode()
    places = [raw.index(entry.id) for entry in entries]
    assert places == sorted(places)


@each_format
@pytest.mark.parametrize("name", ["title", "summary", "content", "url", "owed"])
def test_a_character_that_no_feed_can_hold_is_laid_at_the_authors_file(
    form: Format, name: str
) -> None:
    with pytest.raises(FanfareError) as caught:
        document(of(an_entry(**{name: "half of a pair: \ud83d"})), form)
    (finding,) = caught.value.findings
    assert finding.source == "content/posts/knots.md"
    assert f"in its {name}" in finding.message
    str(finding).encode()


@each_xml
@pytest.mark.parametrize("changes", [{"title": "\x08"}, {"subtitle": "\x08"}, {"home": "\x08"}])
def test_a_feed_with_such_a_character_is_named(form: Format, changes: dict[str, Any]) -> None:
    with pytest.raises(FanfareError, match=f'"feeds/all".* in its {next(iter(changes))}'):
        document(a_feed(**changes), form)


@each_xml
def test_an_author_with_such_a_character_is_found(form: Format) -> None:
    author = replace(KNOTS.authors[0], name="Ada\x00")
    with pytest.raises(FanfareError, match=r"knots\.md: .* in its authors"):
        document(of(an_entry(authors=(author,))), form)


def test_an_entry_of_atom_must_have_a_title() -> None:
    with pytest.raises(FanfareError, match=r"^content/posts/knots.md: .* has no title"):
        document(of(an_entry(title="")), Format.ATOM)


@each_format
def test_a_date_without_a_zone_is_refused(form: Format) -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 -- that is what is refused
    with pytest.raises(FanfareError, match=r"^content/posts/knots.md: .* no time zone"):
        document(of(an_entry(published=naive, updated=naive)), form)


@each_xml
def test_a_browser_finds_the_stylesheet_and_the_page(form: Format) -> None:
    root = etree.fromstring(document(everything(), form))
    style = root.getprevious()
    assert isinstance(style, etree._ProcessingInstruction)
    assert style.target == "xml-stylesheet"
    assert 'href="feed.css"' in (style.text or "")
    parent = root if form is Format.ATOM else root[0]
    assert len(parent.findall("{http://www.w3.org/1999/xhtml}div")) == 1


def test_who_opens_json_is_told_what_it_is() -> None:
    shown, for_machines = everything(), replace(everything(), has_stylesheet=False)
    comment = json.loads(document(shown, Format.JSON))["user_comment"]
    assert "https://tiny.example/feeds/all.json" in comment
    assert "user_comment" not in json.loads(document(for_machines, Format.JSON))


@each_xml
def test_machines_get_no_page(form: Format) -> None:
    raw = document(replace(everything(), has_stylesheet=False), form)
    assert b"xml-stylesheet" not in raw
    assert b"xhtml" not in raw


@pytest.fixture(params=["de_DE.utf8", "fr_FR.utf8", "pl_PL.utf8", "C"])
def other_locale(request: pytest.FixtureRequest) -> Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, request.param)
    except locale.Error:
        locale.setlocale(locale.LC_ALL, "C")  # one that this system has
    yield
    locale.setlocale(locale.LC_ALL, before)


@each_format
@pytest.mark.usefixtures("other_locale")
def test_no_locale_changes_a_document(form: Format) -> None:
    golden = Path(__file__).with_name("golden") / f"everything{form.suffix}"
    assert document(replace(everything(), has_stylesheet=False), form) == golden.read_bytes()


class TestSummary:
    def test_what_is_owed_follows_it(self) -> None:
        assert summary(an_entry(summary="Short.", owed="Sponsored by A.")) == (
            "Short. Sponsored by A."
        )

    def test_it_follows_several_lines_on_its_own(self) -> None:
        assert summary(an_entry(summary="One.\n\n#Two", owed="Sponsored by A.")) == (
            "One.\n\n#Two\nSponsored by A."
        )

    def test_it_stands_alone_where_there_is_no_summary(self) -> None:
        assert summary(an_entry(summary="", owed="Sponsored by A.")) == "Sponsored by A."

    @each_format
    def test_every_format_says_it(self, form: Format) -> None:
        raw = document(of(an_entry(content="", owed="Disclosure: I sail.")), form).decode()
        assert "A knot is a promise a rope makes to itself. Disclosure: I sail." in raw


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("images/a.png", "images/a.png"),
        ("images/a b.png", "images/a%20b.png"),
        ("images/a%20b.png", "images/a%20b.png"),
        ("images/100%.png", "images/100%25.png"),
        ("images/über/盐.png", "images/%C3%BCber/%E7%9B%90.png"),
        ("images/a?b#c.png", "images/a%3Fb%23c.png"),
        ('images/"a"<b>.png', "images/%22a%22%3Cb%3E.png"),
    ],
)
def test_addresses_of_pictures_are_escaped_once(url: str, address: str) -> None:
    site = "https://tiny.example/blog"
    assert picture_address(MadePicture(url), site) == f"{site}/{address}"


@each_format
def test_an_entry_has_the_pictures_of_its_site(form: Format) -> None:
    documents = Documents()

    def at(site_url: str) -> Feed:
        return replace(of(KNOTS), site_url=site_url)

    documents.document(at("https://one.example"), form)
    raw = documents.document(at("https://two.example"), form)
    assert b"https://two.example/cards/posts/knots.png" in raw
    assert b"https://one.example" not in raw
