"""Every feed of a site whose author writes what feeds trip over."""

from __future__ import annotations

import json
import subprocess
import sys
from calendar import timegm
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from fanfare.console import Silent
from syndication.records import Format
from tests.small_site import REPOSITORY, Built
from tests.syndication.documents.validity import faults
from tests.syndication.hostile_site import KEPT_BACK, TITLES, TOLD, build, feeds_of
from workbench.check import report_on
from workbench.location import Site
from workbench.manifest import Manifest

_PARSER = etree.XMLParser(huge_tree=True)
_ATOM = {"a": "http://www.w3.org/2005/Atom"}
_LOOKS_LIKE_HTML = {"twice", "markup"}
"""Whose titles readers of RSS may take for HTML: it does not say which they are."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The hostile site. Tests only read it."""
    return build(tmp_path_factory.mktemp("hostile"))


def _raw(built: Built, file: str) -> bytes:
    return (built.output / file).read_bytes()


def _bytes(built: Built) -> dict[str, bytes]:
    return {file: _raw(built, file) for file in feeds_of(built)}


def _entries(built: Built, file: str) -> list[tuple[str, str]]:
    """The id of each entry of a feed, and the name of the post that it leads to."""
    raw, form = _raw(built, file), feeds_of(built)[file]
    if form is Format.JSON:
        pairs = [(item["id"], item["url"]) for item in json.loads(raw)["items"]]
    elif form is Format.RSS:
        items = etree.fromstring(raw, _PARSER).iter("item")
        pairs = [(item.findtext("guid", ""), item.findtext("link", "")) for item in items]
    else:
        entries = etree.fromstring(raw, _PARSER).iterfind("a:entry", _ATOM)
        pairs = [
            (entry.findtext("a:id", "", _ATOM), link.get("href", ""))
            for entry in entries
            if (link := entry.find("a:link", _ATOM)) is not None
        ]
    return [(identifier, _name(link)) for identifier, link in pairs]


def _names(built: Built, file: str) -> set[str]:
    """The names of the posts in a feed."""
    return {name for _id, name in _entries(built, file)}


def _name(link: str) -> str:
    """The last part of an address, its query left out."""
    return link.partition("?")[0].rstrip("/").rpartition("/")[2]


def test_every_kind_of_feed_is_there_in_every_format(built: Built) -> None:
    stems = [
        *("all", "authors/ada-quill", "categories/ada-quill", "categories/mira-holm"),
        *("categories/water", "guests/mira-holm", "series/ada-quill", "tags/ada-quill"),
        *("tags/mira-holm", "tags/night", "tags/rope", "tags/water", "languages/he"),
    ]
    expected = [f"feeds/{stem}{form.suffix}" for stem in stems for form in Format]
    assert sorted(feeds_of(built)) == sorted([*expected, "feeds/linkedin.rss.xml"])


def test_every_feed_is_valid(built: Built) -> None:
    found = {
        file: wrong
        for file, form in feeds_of(built).items()
        if (wrong := faults(_raw(built, file), form, plain=False))
    }
    assert found == {}


def test_every_feed_is_read_without_complaint(built: Built) -> None:
    for file, form in feeds_of(built).items():
        if form is not Format.JSON:
            read = feedparser.parse(_raw(built, file))
            assert not read.bozo, file
            assert read.entries, file


@pytest.mark.parametrize("form", [Format.RSS, Format.ATOM], ids=["rss", "atom"])
def test_a_reader_gets_what_the_author_wrote(built: Built, form: Format) -> None:
    entries = feedparser.parse(_raw(built, f"feeds/all{form.suffix}")).entries
    assert len(entries) == len(TOLD)
    for entry in entries:
        name = _name(entry.link)
        told = TOLD[name]
        if form is Format.ATOM or name not in _LOOKS_LIKE_HTML:
            assert entry.title == told.title
        assert timegm(entry.published_parsed) == told.published.timestamp()
        assert tuple(author.name for author in entry.authors) == told.authors
        assert entry.link == (told.address or f"https://tiny.example/posts/{name}/")


def test_a_reader_of_json_gets_what_the_author_wrote(built: Built) -> None:
    items = json.loads(_raw(built, "feeds/all.json"))["items"]
    assert len(items) == len(TOLD)
    for item in items:
        told = TOLD[_name(item["url"])]
        assert item["title"] == told.title
        assert datetime.fromisoformat(item["date_published"]) == told.published
        assert tuple(author["name"] for author in item["authors"]) == told.authors


def test_no_title_is_escaped_twice_in_rss(built: Built) -> None:
    items = etree.fromstring(_raw(built, "feeds/all.rss.xml"), _PARSER).iter("item")
    titles = {item.findtext("title") for item in items}
    assert set(TITLES.values()) <= titles


def test_a_revision_moves_one_date_and_not_the_other(built: Built) -> None:
    feed = etree.fromstring(_raw(built, "feeds/all.atom.xml"), _PARSER)
    [entry] = (
        one for one in feed.iterfind("a:entry", _ATOM) if "twice" in one.findtext("a:id", "", _ATOM)
    )
    dates = [
        datetime.fromisoformat(entry.findtext(f"a:{name}", "", _ATOM))
        for name in ("published", "updated")
    ]
    assert dates == [TOLD["twice"].published, datetime(2025, 8, 1, 9, tzinfo=UTC)]


def test_a_text_of_a_megabyte_is_there_to_its_end(built: Built) -> None:
    for form, texts in (
        (Format.RSS, "{http://purl.org/rss/1.0/modules/content/}encoded"),
        (Format.ATOM, "{http://www.w3.org/2005/Atom}content"),
    ):
        root = etree.fromstring(_raw(built, f"feeds/all{form.suffix}"), _PARSER)
        longest = max((text.text or "" for text in root.iter(texts)), key=len)
        assert len(longest) > 1_000_000
        assert "Paragraph 11999" in longest


def test_what_is_kept_back_is_in_no_feed(built: Built) -> None:
    for file in feeds_of(built):
        assert b"Kept back" not in _raw(built, file), file
        assert not _names(built, file) & set(KEPT_BACK), file


def test_equal_slugs_are_feeds_of_their_own(built: Built) -> None:
    own = set(TOLD) - {"guest"}
    for stem, names in {
        "authors/ada-quill": own,
        "categories/ada-quill": {"equal"},
        "tags/ada-quill": {"equal"},
        "series/ada-quill": {"equal"},
        "guests/mira-holm": {"guest", "two"},
        "categories/mira-holm": {"guest"},
        "tags/mira-holm": {"guest"},
        "tags/water": {"two"},
    }.items():
        for form in Format:
            assert _names(built, f"feeds/{stem}{form.suffix}") == names


def test_the_check_of_the_site_finds_nothing_in_its_feeds(built: Built) -> None:
    site = Site(built.output.parent)
    manifest = Manifest("https://tiny.example", production=True, sources={})
    report = report_on(site, built.output, manifest, Silent(), datetime.now(UTC))
    assert [str(one) for one in report.findings if one.page.startswith("feeds/")] == []


def test_two_builds_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    assert _bytes(build(tmp_path)) == _bytes(built)


def test_an_edit_changes_the_feeds_that_have_the_text_and_no_other(
    built: Built, tmp_path: Path
) -> None:
    source = (built.output.parent / "content/posts/equal.md").read_text("utf-8")
    edited = build(tmp_path, **{"posts/equal.md": source.replace("The text", "The better text")})
    before, after = _bytes(built), _bytes(edited)
    changed = {file for file, raw in before.items() if after[file] != raw}
    holding = {file for file in before if "equal" in _names(built, file)}
    assert before.keys() == after.keys()
    assert changed == holding
    assert "feeds/tags/water.rss.xml" not in changed


_SEEN_BY: Mapping[str, Callable[[Any], object]] = {
    "guid": lambda entry: entry.id,
    "date": lambda entry: entry.published_parsed,
    "link": lambda entry: entry.link,
}
"""By what automations know again what they have posted."""


@pytest.fixture(scope="module")
def mended(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with a slip mended in the title of a post that feeds have."""
    source = (built.output.parent / "content/posts/late.md").read_text("utf-8")
    source = source.replace("Title: Late at night", "Title: Late at Night\nModified: 2025-09-01")
    return build(tmp_path_factory.mktemp("mended"), **{"posts/late.md": source})


@pytest.mark.parametrize("by", _SEEN_BY)
@pytest.mark.parametrize("file", ["feeds/linkedin.rss.xml", "feeds/tags/night.atom.xml"])
def test_mending_a_title_posts_nothing_again(
    built: Built, mended: Built, file: str, by: str
) -> None:
    before, after = (feedparser.parse(_raw(site, file)).entries for site in (built, mended))
    assert "Late at Night" in [entry.title for entry in after]
    posted = {_SEEN_BY[by](entry) for entry in before}
    assert [entry.title for entry in after if _SEEN_BY[by](entry) not in posted] == []


def test_control_characters_stay_out_where_nobody_looks_for_them_before(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text(_PLAIN)
    posts = tmp_path / "content/posts"
    posts.mkdir(parents=True)
    head = "Title: a\x07b\x1bc\ufffed\uffffe\nDate: 2025-01-01\nSummary: x\x00\x07y\n"
    text = f"{head}\nT\x08\x0bU\x0e\n"
    (posts / "bell.md").write_text(text, "utf-8")
    command = [sys.executable, "-W", "error", "-m", "pelican", "--settings", "pelicanconf.py"]
    done = subprocess.run(
        [*command, "--fatal", "errors"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    plain = Built(tmp_path / "output", [])
    assert "feeds/all.atom.xml" in feeds_of(plain)
    for file, form in feeds_of(plain).items():
        assert faults(_raw(plain, file), form) == [], file
        if form is not Format.JSON:
            [entry] = feedparser.parse(_raw(plain, file)).entries
            assert entry.title == "abcde"
            assert entry.summary.startswith("xy")


_PLAIN = f"""
PLUGIN_PATHS = [{str(REPOSITORY / "plugins")!r}]
PLUGINS = ["syndication"]
SITENAME = "Plain"
AUTHOR = "Ada Quill"
SITEURL = "https://plain.example"
PATH = "content"
TIMEZONE = "UTC"
THEME = "simple"
"""
