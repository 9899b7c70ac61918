"""The rules for Atom refuse what RFC 4287 forbids, and what Fanfare does."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from syndication.documents import document
from syndication.records import Format
from tests.syndication.documents.atom_rules import faults
from tests.syndication.documents.feeds import everything, of
from tests.syndication.entries import KNOTS, a_feed, an_entry

VALID = document(of(KNOTS), Format.ATOM).decode()
CONTENT = re.compile("<content .*</content>")
SUMMARY = re.compile("<summary .*</summary>")
ALTERNATE = re.compile('<link rel="alternate"[^>]*/>')


def _with(old: str, new: str, last: bool = True) -> bytes:
    """The valid document with the last (or first) `old` replaced."""
    assert old in VALID
    return (new.join(VALID.rsplit(old, 1)) if last else VALID.replace(old, new, 1)).encode()


def test_what_is_right_passes() -> None:
    assert faults(VALID.encode()) == []


def test_a_lone_entry_is_atom_by_its_grammar() -> None:
    entry = VALID[VALID.index("<entry>") : VALID.index("</feed>")]
    lone = entry.replace("<entry>", '<entry xmlns="http://www.w3.org/2005/Atom">')
    assert not any("appendix B" in fault for fault in faults(lone.encode()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"<id>{KNOTS.id}</id>", ""),
        (f"<id>{KNOTS.id}</id>", f"<id>{KNOTS.id}</id>" * 2),
        ("<title>Knots &amp; how to untie them</title>", ""),
        ("<updated>2026-03-04T18:00:00+00:00</updated>", ""),
        ("<updated>2026-03-04T18:00:00+00:00</updated>", "<updated>4 March 2026</updated>"),
        ("<published>2026-03-01T09:30:00+00:00</published>", "<published>yesterday</published>"),
        ("<name>Ada Quill</name>", ""),
        ("<name>Ada Quill</name>", "<name>Ada Quill</name><email>ada</email>"),
        ('type="text"', 'type="CDATA"'),
        ('<category term="knots"/>', "<category/>"),
        ('<category term="knots"/>', '<category term="knots" weight="2"/>'),
        ('type="image/png"', 'type="png"'),
        ("<entry>", '<entry class="post">'),
        ("<entry>", "<entry>words"),
        ("<entry>", "<entry><subtitle>Of feeds alone</subtitle>"),
        ("<entry>", "<entry><generator>Of feeds alone</generator>"),
        ('xml:lang="en"', 'xml:lang="english language"'),
        ('type="html"', 'type="xhtml"'),
        ("</feed>", '<e:e xmlns:e="https://e.example">after the entries</e:e></feed>'),
    ],
)
def test_what_the_grammar_forbids_is_refused(old: str, new: str) -> None:
    assert any("appendix B" in fault for fault in faults(_with(old, new)))


@pytest.mark.parametrize(
    "extension",
    [
        '<e:e xmlns:e="https://e.example"/>',
        '<e:e xmlns:e="https://e.example">words</e:e>',
        '<e:e xmlns:e="https://e.example" a="b">words<e:f/>words</e:e>',
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>words</p></div>',
    ],
)
@pytest.mark.parametrize("place", ["<generator>", "<published>", "<name>"])
def test_what_others_may_add_passes(extension: str, place: str) -> None:
    assert faults(_with(place, extension + place)) == []


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (
            CONTENT,
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A</div></content>',
        ),
        (
            CONTENT,
            '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>',
        ),
        (CONTENT, '<content type="text/plain">A</content>'),
        (CONTENT, '<content type="image/png" src="https://tiny.example/a.png"/>'),
        (CONTENT, "<source><id>tag:tiny.example,2025:x</id></source>"),
        (ALTERNATE, ""),
        (SUMMARY, ""),
    ],
)
def test_what_the_rfc_allows_passes(pattern: re.Pattern[str], new: str) -> None:
    assert faults(pattern.sub(new, VALID).encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("<link", f"{ALTERNATE.findall(VALID)[0]}<link", "two alternate links"),
        ("tag:tiny.example,2025:posts/knots", "posts/knots", "no IRI"),
        ("https://tiny.example/posts/knots/", "/posts/knots/", "not absolute"),
        ("https://tiny.example/authors/ada-quill/", "authors/ada-quill/", "not absolute"),
        ("2026-03-01T09:30:00+00:00", "2026-03-01T09:30:00", "no date"),
        ('length="100"', 'length="0"', "without its length"),
        ('length="100"', "", "without its length"),
        ("<name>Ada Quill</name>", "<name/>", "no name"),
        ("https://tiny.example/about/", "/about/", "relative address"),
        ("Knots &amp; how", "&lt;b&gt;Knots&lt;/b&gt; how", "has HTML"),
        ("Knots &amp; how", "Knots &amp;amp; how", "escaped twice"),
        ("</feed>", "", "no XML"),
    ],
)
def test_what_prose_forbids_is_refused(old: str, new: str, fault: str) -> None:
    assert any(fault in found for found in faults(_with(old, new)))


def test_a_feed_must_link_to_itself() -> None:
    assert faults(_with('rel="self" type="application/atom+xml"', 'rel="related"')) == [
        "the feed has no link to itself with its type (4.1.1)"
    ]


def test_somebody_must_have_written_it() -> None:
    without = re.sub(r"<author>.*?</author>", "", VALID, flags=re.DOTALL)
    assert faults(without.encode()) == [
        "neither the feed nor each of its entries has an author (4.1.1)"
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<content type="text/html" src="https://tiny.example/a"/>', "elsewhere, and no summary"),
        ('<content type="image/png">iVBORw0KGgo=</content>', "Base64, and no summary"),
    ],
)
def test_content_that_is_not_there_to_read_needs_a_summary(content: str, fault: str) -> None:
    with_summary = CONTENT.sub(content, VALID)
    assert faults(with_summary.encode()) == []
    assert any(fault in found for found in faults(SUMMARY.sub("", with_summary).encode()))


def test_an_entry_needs_content_or_an_alternate_link() -> None:
    neither = ALTERNATE.sub("", CONTENT.sub("", VALID))
    assert any("neither content nor" in fault for fault in faults(neither.encode()))


def test_entries_need_ids_and_moments_of_their_own() -> None:
    same_id = a_feed(KNOTS, an_entry(updated=KNOTS.published))
    assert faults(document(same_id, Format.ATOM)) == [f"two entries have the id {KNOTS.id}"]
    same_moment = a_feed(KNOTS, an_entry(id="tag:tiny.example,2025:other"))
    assert faults(document(same_moment, Format.ATOM)) == [
        "two entries have the updated 2026-03-04T18:00:00+00:00"
    ]


def test_dates_in_capitals_and_with_fractions_pass() -> None:
    assert faults(VALID.replace("09:30:00+00:00", "09:30:00.25Z").encode()) == []


def test_titles_that_look_like_html_on_purpose_pass() -> None:
    raw = document(everything(), Format.ATOM)
    assert faults(raw, plain=False) == []
    assert faults(raw) != []


def test_a_feed_is_updated_with_its_entry() -> None:
    later = an_entry(updated=datetime(2026, 3, 5, tzinfo=UTC))
    raw = document(of(later), Format.ATOM).decode().replace("2026-03-05", "2026-03-02", 1)
    assert faults(raw.encode()) == ["the feed was not updated with its entry"]
