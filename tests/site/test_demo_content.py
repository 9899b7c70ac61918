"""The demo site is also the manual: what it must hold, read from the published pages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import mf2py
import pytest
from bs4 import BeautifulSoup
from lxml import etree

if TYPE_CHECKING:
    from tests.site.demo_site import PublishedDemo

PAGES = ("about", "now", "start-here", "speaking", "media-kit", "newsletter", "privacy")
WEIGHT_LIMIT = 35_000
_FURTHER = re.compile(r"page/\d+/index\.html$")
"""Where a list goes on."""

_COPY = "posts/what-a-chart-leaves-out/index.html"
"""A post whose original stands elsewhere."""


def _soup(demo: PublishedDemo, path: str) -> BeautifulSoup:
    return BeautifulSoup((demo.output / path).read_text("utf-8"), "lxml")


def _posts(demo: PublishedDemo) -> list[str]:
    return [page for page in demo.pages() if page.startswith("posts/")]


def test_there_are_at_least_fourteen_posts(demo: PublishedDemo) -> None:
    assert len(_posts(demo)) >= 14


def test_there_are_two_series_with_their_pages(demo: PublishedDemo) -> None:
    assert len([page for page in demo.pages() if page.startswith("series/")]) == 2


def test_two_guests_have_written_three_posts(demo: PublishedDemo) -> None:
    guests: dict[str, int] = {}
    for path in _posts(demo):
        author = _soup(demo, path).select_one(".byline .p-author")
        assert author
        guests[author.get_text()] = guests.get(author.get_text(), 0) + 1
    del guests["Tamsin Inkwell"]
    assert len(guests) == 2
    assert sum(guests.values()) >= 3


@pytest.mark.parametrize(
    "selector",
    [".highlight pre", ".prose table", ".footnote-ref", ".prose img", "figure figcaption"],
)
def test_some_post_shows_each_thing_markdown_can_do(demo: PublishedDemo, selector: str) -> None:
    assert any(_soup(demo, path).select(selector) for path in _posts(demo))


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_an_author_needs_are_there(demo: PublishedDemo, name: str) -> None:
    assert _soup(demo, f"{name}/index.html").h1


def test_there_is_a_draft_and_it_is_not_published(demo: PublishedDemo) -> None:
    drafts = [
        path.stem
        for path in (demo.root / "content/posts").glob("*.md")
        if "\nStatus: draft" in path.read_text("utf-8").split("\n\n")[0]
    ]
    assert drafts
    for name in drafts:
        assert not [path for path in demo.output.rglob("*") if path.name == name]
        assert name not in (demo.output / "sitemap.xml").read_text("utf-8")
        assert name not in (demo.output / "feeds/all.atom.xml").read_text("utf-8")


def test_every_post_has_a_related_post_and_a_neighbour(demo: PublishedDemo) -> None:
    for path in _posts(demo):
        soup = _soup(demo, path)
        assert soup.select(".related a"), path
        assert soup.select(".neighbours a"), path


def test_a_long_post_has_a_table_of_contents_whose_links_work(demo: PublishedDemo) -> None:
    long = [
        soup for soup in (_soup(demo, path) for path in _posts(demo)) if soup.select(".contents")
    ]
    assert long
    for soup in long:
        for link in soup.select(".contents a"):
            assert soup.find(id=str(link["href"]).removeprefix("#"))


def test_images_of_posts_have_a_size_an_alternative_and_smaller_copies(demo: PublishedDemo) -> None:
    images = [image for path in _posts(demo) for image in _soup(demo, path).select(".body img")]
    assert images
    for image in images:
        assert all(image.get(name) for name in ("alt", "width", "height", "srcset", "sizes"))


def test_a_post_is_an_h_entry_with_its_author_as_h_card(demo: PublishedDemo) -> None:
    path = "posts/the-sentence-at-the-bottom/"
    html = (demo.output / path / "index.html").read_text("utf-8")
    parsed = mf2py.parse(doc=html, url=f"{demo.address}/{path}")
    (entry,) = [item for item in parsed["items"] if "h-entry" in item["type"]]
    properties = entry["properties"]
    assert properties["name"] == ["The sentence at the bottom"]
    assert properties["url"] == [f"{demo.address}/{path}"]
    assert properties["published"]
    assert properties["content"][0]["html"]
    assert [author["type"] for author in properties["author"]] == [["h-card"]]
    assert properties["author"][0]["properties"]["name"] == ["Barnaby Footnote"]


def test_the_home_page_is_an_h_feed_and_names_the_author(demo: PublishedDemo) -> None:
    html = (demo.output / "index.html").read_text("utf-8")
    parsed = mf2py.parse(doc=html, url=f"{demo.address}/")
    kinds = [item["type"][0] for item in parsed["items"]]
    assert "h-feed" in kinds
    card = next(item for item in parsed["items"] if "h-card" in item["type"])
    assert card["properties"]["name"] == ["Tamsin Inkwell"]
    assert card["properties"]["url"] == [f"{demo.address}/"]


def test_every_post_carries_structured_data_of_itself(demo: PublishedDemo) -> None:
    for path in _posts(demo):
        script = _soup(demo, path).find("script", type="application/ld+json")
        assert script
        nodes = {node["@type"]: node for node in json.loads(script.get_text())["@graph"]}
        address = f"{demo.address}/{path.removesuffix('index.html')}"
        assert nodes["BlogPosting"]["url"] == address
        last = nodes["BreadcrumbList"]["itemListElement"][-1]
        assert (last["name"], "item" in last) == (nodes["BlogPosting"]["headline"], False)


@pytest.mark.parametrize("path", ["index.html", "about/index.html", "posts/the-note/index.html"])
def test_link_previews_find_what_they_read(demo: PublishedDemo, path: str) -> None:
    soup = _soup(demo, path)
    said = {str(tag["property"]): str(tag["content"]) for tag in soup.select("meta[property^=og]")}
    address = f"{demo.address}/{path.removesuffix('index.html')}"
    canonical = soup.select_one("link[rel=canonical]")
    assert canonical
    assert said["og:url"] == canonical["href"] == address
    assert said["og:title"]
    assert said["og:description"]
    image = said["og:image"].removeprefix(f"{demo.address}/")
    assert (demo.output / image).is_file()
    assert int(said["og:image:width"]) > 401
    creator = soup.select_one('meta[name="fediverse:creator"]')
    assert creator
    assert str(creator["content"]).startswith("@")


_OWN_FEEDS = re.compile(r"(milestones/(?=index)|(?:authors|categories|guests|series|tags)/[^/]+/)")
"""The pages of what there are feeds of."""


def test_every_page_announces_the_feeds_and_says_its_language(demo: PublishedDemo) -> None:
    for path in demo.pages():
        soup = _soup(demo, path)
        assert soup.html
        assert soup.html["lang"] == "en"
        feeds = [
            str(link["href"]).removeprefix(f"{demo.address}/feeds/")
            for link in soup.select('link[rel=alternate][type^="application/"]')
        ]
        # Posts announce one, as they are to be light.
        formats = [".rss.xml", ".atom.xml", ".json"][: 1 if path.startswith("posts/") else None]
        own = _OWN_FEEDS.match(path)
        stems = ["all", own[1].rstrip("/")] if own else ["all"]
        assert feeds == [f"{stem}{ending}" for stem in stems for ending in formats], path
        assert all((demo.output / "feeds" / feed).is_file() for feed in feeds), path


def test_the_sitemap_lists_every_page_for_search_engines(demo: PublishedDemo) -> None:
    tree = etree.parse(demo.output / "sitemap.xml")
    listed = {str(loc.text) for loc in tree.iter("{*}loc")}
    expected = {
        f"{demo.address}/{path.removesuffix('index.html')}"
        for path in demo.pages()
        if path not in ("404.html", "search/index.html", _COPY) and not _FURTHER.search(path)
    }
    assert listed == expected


def test_a_post_without_images_is_light(demo: PublishedDemo) -> None:
    stylesheet = (demo.output / "theme/css/folio.css").stat().st_size
    weights = {
        path: (demo.output / path).stat().st_size + stylesheet
        for path in _posts(demo)
        if not _soup(demo, path).select(".body img")
    }
    assert weights
    assert max(weights.values()) < WEIGHT_LIMIT, weights
