"""The feeds of the demo site, as validators and readers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedparser

from syndication.records import Format
from tests.syndication.documents.validity import faults

if TYPE_CHECKING:
    from tests.site.demo_site import PublishedDemo


def _feeds(demo: PublishedDemo) -> dict[str, tuple[bytes, Format]]:
    """Every file of a feed, relative to the output, with its format."""
    return {
        path.relative_to(demo.output).as_posix(): (path.read_bytes(), form)
        for path in sorted((demo.output / "feeds").rglob("*"))
        for form in Format
        if path.name.endswith(form.suffix)
    }


def test_every_feed_is_valid(demo: PublishedDemo) -> None:
    feeds = _feeds(demo)
    assert {"feeds/all.json", "feeds/linkedin.rss.xml", "feeds/milestones.rss.xml"} <= feeds.keys()
    found = {file: wrong for file, (raw, form) in feeds.items() if (wrong := faults(raw, form))}
    assert found == {}


def test_every_feed_is_read_without_complaint(demo: PublishedDemo) -> None:
    for file, (raw, form) in _feeds(demo).items():
        if form is not Format.JSON:
            read = feedparser.parse(raw)
            assert not read.bozo, file
            assert read.entries, file


def test_every_post_in_a_feed_has_a_picture_of_its_true_size(demo: PublishedDemo) -> None:
    read = feedparser.parse((demo.output / "feeds/linkedin.rss.xml").read_bytes())
    own = [entry for entry in read.entries if entry.link.startswith(demo.address)]
    assert own
    for entry in own:
        (enclosure,) = entry.enclosures
        picture = demo.output / enclosure.href.removeprefix(f"{demo.address}/")
        assert int(enclosure.length) == picture.stat().st_size
