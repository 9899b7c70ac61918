"""A feed or a blogroll opened in a browser, as a person sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import etree

from syndication import documents
from syndication.documents import document
from syndication.documents.browser_page import STYLESHEET, XHTML, stylesheet
from syndication.documents.browser_page import page as page_of
from syndication.documents.opml import Outline, opml
from syndication.records import Feed, Format
from tests.syndication.entries import ADA, MIRA, a_feed, an_entry
from workbench.live_server import listen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

XML = pytest.mark.parametrize("form", [Format.RSS, Format.ATOM], ids=["rss", "atom"])
FOLDERS = pytest.mark.parametrize("below", ["", "/blog"], ids=["at-the-root", "below-a-path"])

NAMES_OF_FEEDS = {
    *("title", "link", "description", "image", "item", "guid", "author", "source", "category"),
    *("summary", "content", "id", "entry", "name", "uri", "icon", "logo", "rights", "updated"),
    *("published", "language", "url", "width", "height", "cloud", "ttl", "outline", "body"),
}
"""What readers that look at no namespace would take for something of the feed."""


@dataclass
class Served:
    """A site on loopback, with the stylesheet in its place."""

    root: Path
    url: str

    def put(self, name: str, raw: bytes) -> str:
        """Its address, once `raw` is the file `name`."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return f"{self.url}/{name}"

    def feed(self, form: Format, feed: Feed, below: str = "") -> str:
        """The address of `feed`, on a site that is in the folder `below`."""
        here = replace(feed, site_url=self.url + below)
        self.put(f"{below}/{STYLESHEET}".strip("/"), STYLE)
        return self.put(f"{below}/{here.file(form)}".strip("/"), document(here, form))


STYLE = Path(documents.__file__).with_name("feed.css").read_bytes()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with closing(listen(tmp_path, "127.0.0.1", 0)) as server:
        server.show(1)
        server.start()
        yield Served(tmp_path, server.url.rstrip("/"))


def _seen(page: Page, address: str) -> str:
    """The text that `page` shows of `address`: what one can select there."""
    page.goto(address)
    text = page.evaluate(
        "getSelection().selectAllChildren(document.documentElement), getSelection().toString()"
    )
    assert isinstance(text, str)
    return " ".join(text.split())


@XML
@FOLDERS
def test_a_feed_says_what_it_is_and_how_to_subscribe(
    form: Format, below: str, served: Served, page: Page
) -> None:
    address = served.feed(form, a_feed(), below)
    seen = _seen(page, address)
    assert seen.startswith("This is a feed. ")
    assert f"copy this page’s address into one: {address} Whatever is new" in seen


@XML
def test_a_feed_shows_what_is_in_it(form: Format, served: Served, page: Page) -> None:
    feed = a_feed(an_entry(authors=(ADA, MIRA), owed="The quay paid for this."))
    assert _seen(page, served.feed(form, feed)).endswith(
        "Tiny I help. Read it on the web"
        " Knots & how to untie them 1 March 2026 Ada Quill Mira Holm"
        " A knot is a promise a rope makes to itself. The quay paid for this."
    )
    headings = page.get_by_role("heading").all_inner_texts()
    assert headings == ["Tiny", "Knots & how to untie them"]


@XML
def test_a_feed_of_nothing_is_a_page_as_well(form: Format, served: Served, page: Page) -> None:
    empty = replace(a_feed(), entries=())
    assert _seen(page, served.feed(form, empty)).endswith("Tiny I help. Read it on the web")


@XML
def test_its_links_lead_to_the_site_and_to_each_text(
    form: Format, served: Served, page: Page
) -> None:
    served.put("index.html", b"<!doctype html><title>Home</title>")
    served.put("posts/knots/index.html", b"<!doctype html><title>Knots</title>")
    entry = an_entry(url=f"{served.url}/posts/knots/?a=1&b='\"<>")
    address = served.feed(form, a_feed(entry, home=f"{served.url}/"))
    for name, title in (("Read it on the web", "Home"), ("Knots & how", "Knots")):
        page.goto(address)
        page.get_by_role("link", name=name).click()
        page.wait_for_function(f"document.title == '{title}'")


@XML
def test_markup_in_a_text_is_neither_shown_as_such_nor_obeyed(
    form: Format, served: Served, page: Page
) -> None:
    said = (
        '"><script>document.documentElement.remove()</script><b>bold</b> ]]> &amp;amp; \U0001f30a'
    )
    feed = a_feed(an_entry(title=said, summary=said), title=said, subtitle=said)
    seen = _seen(page, served.feed(form, feed))
    assert seen.count(said) == 4
    assert "<p>" not in seen
    assert "promise</em>" not in seen
    assert page.locator("b, script").count() == 0


@XML
def test_a_text_from_right_to_left_begins_at_the_right(
    form: Format, served: Served, page: Page
) -> None:
    feed = a_feed(an_entry(title="\u05e7\u05e9\u05e8\u05d9\u05dd", language="he"))
    page.goto(served.feed(form, feed))
    link, heading = (page.locator(name).bounding_box() for name in ("h2 a", "h2"))
    assert link
    assert heading
    assert link["x"] + link["width"] == pytest.approx(heading["x"] + heading["width"], abs=1)


@XML
def test_a_phone_shows_it_at_its_own_width(form: Format, served: Served, chromium: Browser) -> None:
    long = an_entry(title="Donaudampfschifffahrtsgesellschaft" * 5)
    address = served.feed(form, a_feed(long, site_url="https://a-long-name.example"))
    with chromium.new_context(viewport={"width": 360, "height": 700}, is_mobile=True) as phone:
        page = phone.new_page()
        page.goto(address)
        assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [360, 360]


@XML
def test_it_is_dark_where_one_reads_in_the_dark(
    form: Format, served: Served, chromium: Browser
) -> None:
    address = served.feed(form, a_feed())
    shades = []
    for scheme in ("light", "dark"):
        with chromium.new_context(color_scheme=scheme) as context:
            page = context.new_page()
            page.goto(address)
            color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            shades.append(sum(map(int, color.removeprefix("rgb(").rstrip(")").split(","))))
    assert shades[0] > 600 > 200 > shades[1]


@XML
def test_a_feed_for_machines_has_no_page(form: Format) -> None:
    raw = document(a_feed(has_stylesheet=False), form)
    assert XHTML.encode() not in raw
    assert b"xml-stylesheet" not in raw


@XML
def test_readers_of_feeds_find_the_same_with_the_page_and_without(form: Format) -> None:
    def read(has_page: bool) -> tuple[dict[str, object], Sequence[object]]:
        found = feedparser.parse(document(a_feed(has_stylesheet=has_page), form))
        assert not found.bozo
        of_feed = {key: value for key, value in found.feed.items() if "xhtml" not in key}
        return of_feed, found.entries

    assert read(True) == read(False)


@XML
def test_nothing_in_the_page_is_called_as_something_of_the_feed(form: Format) -> None:
    root = etree.fromstring(document(a_feed(), form))
    [shown] = root.iter(f"{{{XHTML}}}div")
    assert not {etree.QName(one).localname for one in shown.iter()} & NAMES_OF_FEEDS


@XML
def test_all_xhtml_is_where_the_validator_of_w3c_knows_it(form: Format) -> None:
    root = etree.fromstring(document(a_feed(an_entry(), an_entry(id="tag:a.example,2026:b")), form))
    holder = root.find("channel") if form is Format.RSS else root
    xhtml = list(root.iter(f"{{{XHTML}}}*"))
    [outermost] = (one for one in xhtml if one.getparent() not in xhtml)
    assert outermost.tag == f"{{{XHTML}}}div"
    assert outermost.getparent() is holder


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("feeds/all.rss.xml", "feed.css"),
        ("feeds/tags/knots.atom.xml", "../feed.css"),
        ("blogroll.xml", "feeds/feed.css"),
        ("about/blogroll.xml", "../feeds/feed.css"),
    ],
)
def test_the_stylesheet_is_found_from_the_feed_itself(file: str, address: str) -> None:
    assert stylesheet(file).get("href") == address
    assert stylesheet(file).get("type") == "text/css"


def test_a_page_is_english_where_it_does_not_say_otherwise() -> None:
    assert page_of("<p>Hello.</p>").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_blogroll_says_what_it_is_and_links_to_its_sites(served: Served, page: Page) -> None:
    served.put("quay/index.html", b"<!doctype html><title>Quay</title>")
    served.put(STYLESHEET, STYLE)
    outlines = [
        Outline("Quay & Crane", f"{served.url}/quay/feed.xml", f"{served.url}/quay/", "Tides."),
        Outline("Lamplight", "https://lamp.example/rss"),
    ]
    seen = _seen(page, served.put("feeds/blogroll.xml", opml("Friends", outlines)))
    assert seen.startswith("This is a blogroll: ")
    assert seen.endswith("Friends Quay & Crane Feed Tides. Lamplight Feed")
    page.get_by_role("link", name="Quay & Crane").click()
    page.wait_for_function("document.title == 'Quay'")
