"""What feedgen 1.0 does by itself, trap by trap, and what the documents have instead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from syndication.documents import document
from syndication.records import Entry, Feed, Format
from tests.syndication.documents.feeds import COPY, for_automations, of
from tests.syndication.documents.validity import faults
from tests.syndication.entries import KNOTS, a_feed, an_entry

NAMESPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}

each_xml = pytest.mark.parametrize("form", [Format.RSS, Format.ATOM], ids=lambda form: form.key)


def _root(feed: Feed, form: Format) -> etree._Element:
    return etree.fromstring(document(feed, form))


def _item(entry: Entry) -> etree._Element:
    item = _root(of(entry), Format.RSS).find("channel/item")
    assert item is not None
    return item


def test_atom_entry_links_lose_everything_but_their_address() -> None:
    links = _root(of(COPY), Format.ATOM).findall("a:entry/a:link", NAMESPACES)
    assert [link.get("rel") for link in links] == ["alternate", "via", "enclosure"]
    assert links[2].get("length") == "100"
    assert links[2].get("type") == "image/jpeg"


@each_xml
def test_entries_are_put_in_front_of_those_before_them(form: Format) -> None:
    ids = [f"tag:tiny.example,2025:{name}" for name in ("new", "middle", "old")]
    raw = document(a_feed(*(an_entry(id=one) for one in ids)), form).decode()
    assert sorted(ids, key=raw.index) == ids


def test_the_channels_link_is_the_last_one_added() -> None:
    feed = a_feed(hub="https://hub.example/")
    assert _root(feed, Format.RSS).findtext("channel/link") == "https://tiny.example/"


def test_rss_never_has_the_hub() -> None:
    feed = _root(a_feed(hub="https://hub.example/"), Format.RSS)
    relations = [link.get("rel") for link in feed.findall("channel/a:link", NAMESPACES)]
    assert relations == ["self", "hub"]


@pytest.mark.parametrize("text", ["]]>", "<![CDATA[a]]>", "a]]>b]]>c"])
@each_xml
def test_cdata_makes_invalid_atom_and_breaks_at_its_own_end(form: Format, text: str) -> None:
    raw = document(of(an_entry(content=f"<p>{text}</p>")), form)
    content = {Format.RSS: "channel/item/content:encoded", Format.ATOM: "a:entry/a:content"}[form]
    assert etree.fromstring(raw).findtext(content, None, NAMESPACES) == f"<p>{text}</p>"
    assert b"CDATA" not in raw.replace(b"&lt;![CDATA[", b"")


def test_content_becomes_the_description_where_there_is_no_summary() -> None:
    item = _item(an_entry(summary=""))
    assert item.find("description") is None
    assert item.findtext("content:encoded", None, NAMESPACES) == KNOTS.content


def test_the_description_comes_before_the_content() -> None:
    names = [etree.QName(child).localname for child in _item(KNOTS)]
    assert names.index("description") < names.index("encoded")


def test_rss_drops_authors_without_an_address() -> None:
    item = _item(KNOTS)
    assert item.find("author") is None
    assert item.findtext("dc:creator", None, NAMESPACES) == "Ada Quill"


@pytest.mark.parametrize("feed", [a_feed(), a_feed(entries=())], ids=["full", "empty"])
def test_updated_and_last_build_date_are_now(feed: Feed) -> None:
    changed = feed.updated or datetime(1970, 1, 1, tzinfo=UTC)
    atom, rss = _root(feed, Format.ATOM), _root(feed, Format.RSS)
    assert atom.findtext("a:updated", None, NAMESPACES) == changed.isoformat()
    said = rss.findtext("channel/lastBuildDate")
    assert said == f"{changed:%a, %d %b %Y %H:%M:%S %z}"


@each_xml
def test_an_empty_description_raises(form: Format) -> None:
    assert faults(document(a_feed(an_entry(summary=""), subtitle=""), form), form) == []


@pytest.mark.parametrize("content", ["a&nbsp;b", "a<br>b", "<p>not closed", "<img src=x alt>"])
@each_xml
def test_html_that_is_no_xml_breaks_it(form: Format, content: str) -> None:
    raw = document(of(an_entry(content=content)), form)
    name = {Format.RSS: "channel/item/content:encoded", Format.ATOM: "a:entry/a:content"}[form]
    assert etree.fromstring(raw).findtext(name, None, NAMESPACES) == content


def test_pictures_are_wrapped_in_a_group() -> None:
    item = _item(KNOTS)
    assert item.find("media:content", NAMESPACES) is not None
    assert item.find("media:group", NAMESPACES) is None


@each_xml
def test_it_names_itself_and_its_documentation(form: Format) -> None:
    raw = document(a_feed(), form)
    assert b"feedgen" not in raw
    assert b"<docs>" not in raw
    assert b"<generator>Fanfare</generator>" in raw


@each_xml
def test_an_entry_without_content_needs_an_alternate_link(form: Format) -> None:
    assert faults(document(for_automations(), form), form) == []


def test_a_year_before_1000_has_fewer_digits() -> None:
    item = _item(an_entry(published=datetime(987, 3, 1, tzinfo=UTC)))
    assert item.findtext("pubDate") == "Thu, 01 Mar 0987 00:00:00 +0000"
