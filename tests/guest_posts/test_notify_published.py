"""Which posts of the published site are looked at, and what of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from guest_posts.notify import Choice, notify
from tests.guest_posts.notifying import NOW, Blog, make_blog
from tests.guest_posts.servers import Host
from workbench.build import build
from workbench.location import Site
from workbench.manifest import Manifest

TIDES = "https://quay.example/tides"


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    with Host() as host:
        yield make_blog(tmp_path, host)


def _chosen(blog: Blog, choice: Choice) -> list[str]:
    report = blog.notify(choice, send=False)
    assert len(report.mentions) == report.posts
    return [mention.file.removeprefix("content/posts/")[:-3] for mention in report.mentions]


@pytest.fixture
def archive(blog: Blog) -> Blog:
    """Posts of all ages, each with one link; the day is 2026-03-10."""
    link = '<a href="https://quay.example/">x</a>'
    blog.publish("today", link, "2026-03-10 08:00")
    blog.publish("a-month-ago", link, "2026-02-08")
    blog.publish("older", link, "2026-02-07")
    blog.publish("old-but-revised", link, "2024-01-01", "Modified: 2026-03-01")
    blog.publish("hidden", link, head="Status: hidden")
    blog.publish("draft-since", link, head="Status: Draft")
    return blog


def test_posts_of_the_last_thirty_days_are_chosen_unless_told_otherwise(archive: Blog) -> None:
    assert _chosen(archive, Choice()) == ["a-month-ago", "old-but-revised", "today"]
    assert _chosen(archive, Choice(days=0)) == ["today"]
    assert _chosen(archive, Choice(days=31))[-2:] == ["older", "today"]
    assert _chosen(archive, Choice(everything=True))[-2:] == ["older", "today"]


def test_one_post_is_chosen_by_its_slug_however_old(archive: Blog) -> None:
    assert _chosen(archive, Choice(slug="older")) == ["older"]


@pytest.mark.parametrize("slug", ["oldr", "hidden", "draft-since"])
def test_a_slug_of_no_published_post_is_refused(archive: Blog, slug: str) -> None:
    with pytest.raises(FanfareError, match=f'No published post is called "{slug}"'):
        archive.notify(Choice(slug=slug), send=False)


def test_a_post_whose_file_is_gone_is_named(archive: Blog) -> None:
    (archive.root / "content/posts/today.md").unlink()
    [finding] = archive.notify(send=False).findings
    assert (finding.source, finding.severity) == ("content/posts/today.md", "warning")


def test_a_page_is_no_post(blog: Blog) -> None:
    blog.post("knots", TIDES)
    manifest = Manifest.load(blog.site.manifest)
    assert manifest
    sources = {"about/index.html": "content/pages/about.md", "index.html": "content/postscript.md"}
    replace(manifest, sources=sources).save(blog.site.manifest)
    assert blog.notify(send=False).posts == 0


@pytest.mark.parametrize("is_built", [True, False])
def test_a_site_that_was_not_published_is_refused(blog: Blog, is_built: bool) -> None:
    if is_built:
        blog.post("knots", TIDES)
        manifest = Manifest.load(blog.site.manifest)
        assert manifest
        replace(manifest, production=False).save(blog.site.manifest)
    with pytest.raises(FanfareError, match="invoke publish"):
        blog.notify()


def test_what_pelican_publishes_is_read(tmp_path: Path) -> None:
    settings = (
        "from fanfare.site import *\n"
        'SITENAME, SITEURL, AUTHOR = "Tiny", "https://tiny.example", "Tamsin Inkwell"\n'
        'POSITIONING, TIMEZONE, THEME = "I help.", "UTC", "simple"\n'
        'PLUGINS, DIRECT_TEMPLATES, JINJA_ENVIRONMENT = [], ["index"], {}\n'
        "RELATIVE_URLS = False\n"
    )
    (tmp_path / "pelicanconf.py").write_text(settings)
    post = tmp_path / "content/posts/knots.md"
    post.parent.mkdir(parents=True)
    post.write_text("Title: Knots\nDate: 2026-03-01\n\nSee [tides](https://quay.example/tides).\n")
    site = Site(tmp_path)
    built = build(site, site.writing_settings, site.output, Silent(), production=True)
    built.manifest.save(site.manifest)
    report = notify(site, Choice(), NOW, Silent())
    assert [(one.source, one.target, one.is_due) for one in report.mentions] == [
        ("https://tiny.example/posts/knots/", "https://quay.example/tides", True)
    ]
