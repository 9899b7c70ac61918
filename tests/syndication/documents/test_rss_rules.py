"""The rules for RSS refuse what embarrasses an author."""

from __future__ import annotations

import pytest

from syndication.documents import document
from syndication.records import Format
from tests.syndication.documents.feeds import everything, of
from tests.syndication.documents.rss_rules import faults
from tests.syndication.entries import KNOTS, a_feed, an_entry

VALID = document(of(KNOTS), Format.RSS).decode()
ENCLOSURE = VALID[VALID.index("<enclosure") : VALID.index("<pubDate>")]
PUBLISHED = "Sun, 01 Mar 2026 09:30:00 +0000"
BUILT = "<lastBuildDate>Wed, 04 Mar 2026 18:00:00 +0000</lastBuildDate>"
SELF = 'rel="self" type="application/rss+xml"'


def _with(old: str, new: str) -> bytes:
    """The valid document with the last `old` replaced."""
    assert old in VALID
    return new.join(VALID.rsplit(old, 1)).encode()


def test_what_is_right_passes() -> None:
    assert faults(VALID.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("</rss>", "", "no XML"),
        ('version="2.0"', 'version="0.91"', "not RSS 2.0"),
        ("<link>https://tiny.example/posts/knots/", "<link>/posts/knots/", "its link is not"),
        ("<link>https://tiny.example/<", "<link>/<", "channel's link is not"),
        ("<language>en</language>", "<language>English text</language>", "language is none"),
        ("<language>en</language>", "", "language is there 0 times"),
        (BUILT, "", "lastBuildDate is there 0 times"),
        (PUBLISHED, "2026-03-01T09:30:00+00:00", "no date of RFC 822"),
        (PUBLISHED, "Sun, 01 Mar 26 09:30:00 +0000", "no date of RFC 822"),
        (PUBLISHED, "Sun, 01 Mar 2026 09:30:00 GMT", "no date of RFC 822"),
        (PUBLISHED, "So, 01 Mär 2026 09:30:00 +0000", "no date of RFC 822"),
        (PUBLISHED, "Mon, 01 Mar 2026 09:30:00 +0000", "no date of RFC 822"),
        (PUBLISHED, "Sun, 31 Feb 2026 09:30:00 +0000", "no date of RFC 822"),
        (f"<pubDate>{PUBLISHED}</pubDate>", "", "pubDate is there 0 times"),
        ("2026-03-04T18:00:00+00:00", "2026-03-04", "atom:updated is no date"),
        (ENCLOSURE, ENCLOSURE * 2, "enclosure is there 2 times"),
        ('length="100"', 'length="0"', "enclosure's length is none"),
        ('length="100"', 'length="101"', "another one than its enclosure"),
        (' length="100" type="image/png"', ' length="100" type="png"', "enclosure's type is none"),
        ('<enclosure url="https://tiny.example/', '<enclosure url="/', "enclosure's address"),
        ('<media:content url="https://tiny.example/', '<media:content url="', "picture's address"),
        ('width="1200"', "", "picture's width is none"),
        ('medium="image"', "", "not said to be one"),
        ("</item>", "<media:group><media:content/></media:group></item>", "in a group"),
        ('isPermaLink="false"', "", "taken for an address"),
        ('isPermaLink="false"', 'isPermaLink="true"', "taken for an address"),
        ("<dc:creator>Ada Quill</dc:creator>", "", "author is not named"),
        ("<dc:creator>Ada Quill</dc:creator>", "<author>Ada Quill</author>", "e-mail address"),
        ("<category>knots</category>", "<category/>", "category of it has no name"),
        ("Knots &amp; how", "&lt;b&gt;Knots&lt;/b&gt; how", "title has HTML"),
        ("Knots &amp; how", "Knots &amp;amp; how", "title is escaped twice"),
        ("A knot is a promise a", "A &lt;em&gt;knot&lt;/em&gt; is a", "description has HTML"),
        ("A knot is a promise a", "A knot&amp;#8217;s a promise a", "description is escaped twice"),
        ("https://tiny.example/about/", "/about/", "relative address"),
        ("<item>", "<item><content:encoded>a</content:encoded>", "stands after its content"),
        ("<item>", "<item><content:encoded/>", "encoded is there 2 times"),
        (SELF, SELF.replace("application/rss+xml", "text/xml"), "no link to itself"),
        (SELF, 'rel="related"', "no link to itself"),
        ('href="https://tiny.example/feeds', 'href="/feeds', "link of the channel is not"),
    ],
)
def test_what_embarrasses_is_refused(old: str, new: str, fault: str) -> None:
    assert any(fault in found for found in faults(_with(old, new)))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("url", "image's address"),
        ("title", "another title or link"),
        ("link", "another title or link"),
    ],
)
def test_an_image_of_another_channel_is_refused(name: str, fault: str) -> None:
    raw = document(a_feed(icon="https://tiny.example/i.png"), Format.RSS).decode()
    before, image, after = raw.partition("<image>")
    element, end, rest = after.partition("</image>")
    start = element.index(f"<{name}>") + len(f"<{name}>")
    broken = element[:start] + "x" + element[element.index(f"</{name}>") :]
    document_with_it = f"{before}{image}{broken}{end}{rest}"
    assert any(fault in found for found in faults(document_with_it.encode()))


def test_two_items_with_one_guid_are_refused() -> None:
    twice = VALID[VALID.index("<item>") : VALID.index("</channel>")]
    assert any("two items have" in found for found in faults(_with("</item>", f"</item>{twice}")))


def test_oldest_first_is_refused() -> None:
    newer = an_entry(id="tag:tiny.example,2025:new", published=KNOTS.updated)
    assert faults(document(a_feed(newer, KNOTS), Format.RSS)) == []
    assert faults(document(a_feed(KNOTS, newer), Format.RSS)) == ["items are not newest first"]


def test_titles_that_look_like_html_on_purpose_pass() -> None:
    raw = document(everything(), Format.RSS)
    assert faults(raw, plain=False) == []
    assert faults(raw) != []


@pytest.mark.parametrize("text", ["5 < 6 > 4", "R&D", "a & b", "<-- there", "the <p> element"])
def test_signs_that_people_write_pass(text: str) -> None:
    assert faults(document(of(an_entry(title=text, summary=text)), Format.RSS)) == []
