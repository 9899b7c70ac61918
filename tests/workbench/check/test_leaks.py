"""Drafts, posts of a date to come and hidden ones: they may exist, and nothing may name them."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.workbench.check.made_site import MadeSite

SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
RSS = (
    "<rss version='2.0'><channel><title>T</title><link>https://tiny.example/</link>"
    "<item><title>E</title><link>{0}</link><guid>{0}</guid>"
    "<pubDate>Sat, 31 Jan 2026 09:00:00 +0000</pubDate></item></channel></rss>"
)
ADDRESS = "https://tiny.example/posts/kept/"


def _page(made: MadeSite) -> str:
    made.page("about/index.html", '<a href="../posts/kept/">x</a>')
    return "about/index.html"


def _sitemap(made: MadeSite) -> str:
    made.file("sitemap.xml", SITEMAP.format(f"<url><loc>{ADDRESS}</loc></url>"))
    return "sitemap.xml"


def _feed(made: MadeSite) -> str:
    made.file("feeds/all.rss.xml", RSS.format(ADDRESS))
    return "feeds/all.rss.xml"


def _search(made: MadeSite) -> str:
    fragment = b'pagefind_dcd{"url":"/posts/kept/","content":"..."}'
    made.file("pagefind/fragment/en_1234567.pf_fragment", gzip.compress(fragment))
    return "pagefind/"


@pytest.mark.parametrize("mention", [_page, _sitemap, _feed, _search])
@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Status: draft", "is a draft, and is linked or listed here."),
        ("Status: Draft", "is a draft, and is linked or listed here."),
        ("Status: hidden", "is hidden, and is listed here."),
        ("Date: 2026-03-01 12:01", "has a date to come, and is linked or listed here."),
    ],
)
def test_a_page_that_is_not_for_everybody_may_be_named_nowhere(
    made: MadeSite, head: str, why: str, mention: Callable[[MadeSite], str]
) -> None:
    made.post("kept", f"Title: Kept\n{head}\n\nText.")
    page = mention(made)
    [said] = made.said("leak")
    assert said.startswith(f"error: {page}: content/posts/kept.md {why}")


@pytest.mark.parametrize("head", ["Status: draft", "Status: hidden", "Date: 2027-01-01"])
def test_it_may_exist_and_name_itself(made: MadeSite, head: str) -> None:
    made.post(
        "kept",
        f"Title: Kept\n{head}\n\nText.",
        '<a href="#kept">x</a><a href="./">y</a><p id="kept">',
    )
    assert made.findings() == []


def test_while_writing_drafts_are_shown(made: MadeSite) -> None:
    made.production = False
    made.post("kept", "Title: Kept\nStatus: draft\n\nText.")
    _page(made)
    assert made.findings() == []


def test_the_line_of_the_authors_own_link_is_named(made: MadeSite) -> None:
    made.post("kept", "Title: Kept\nStatus: draft\n\nText.")
    made.post("open", "Title: x\n\nSee [it]({filename}kept.md).", '<a href="../kept/">it</a>')
    [said] = made.said("leak")
    assert said.startswith("error: content/posts/open.md:3: content/posts/kept.md is a draft")


def test_a_draft_may_link_to_another(made: MadeSite) -> None:
    made.post("kept", "Title: Kept\nStatus: draft\n\nText.")
    made.post("next", "Title: Next\nStatus: draft\n\n[x]({filename}kept.md)", '<a href="../kept/">')
    assert made.findings() == []


def test_a_link_in_a_text_to_a_hidden_page_is_a_warning(made: MadeSite) -> None:
    made.post("kept", "Title: Kept\nStatus: hidden\n\nText.")
    made.post("open", "Title: x\n\nSee [it]({filename}kept.md).", '<a href="../kept/">it</a>')
    [said] = made.said("leak")
    assert said.startswith(
        "warning: content/posts/open.md:3: content/posts/kept.md is hidden, and is linked here."
    )


@pytest.mark.parametrize(
    ("date", "zone", "findings"),
    [
        ("2026-03-01 12:00", "UTC", 0),
        ("2026-03-01T12:01", "UTC", 1),
        ("2026-03-01 12:01", "Europe/Helsinki", 0),
        ("2026-03-01 07:01", "America/New_York", 1),
        ("2026-03-01 13:59 +02:00", "America/New_York", 0),
        ("2026-03-01 12:01Z", "Europe/Helsinki", 1),
        ("some day", "UTC", 0),
    ],
)
def test_dates_are_in_the_time_zone_of_the_site(
    made: MadeSite, date: str, zone: str, findings: int
) -> None:
    made.time_zone = zone
    made.post("kept", f"Title: Kept\nDate: {date}\n\nText.")
    _page(made)
    assert len(made.said("leak", datetime(2026, 3, 1, 12, 0, tzinfo=UTC))) == findings


def test_a_link_to_a_draft_that_was_not_built_says_so(made: MadeSite) -> None:
    made.source("content/posts/kept.md", "Title: Kept\nStatus: draft\n\nText.")
    made.post("open", "Title: x\n\n\n[it]({filename}kept.md)", '<a href="/drafts/kept/">it</a>')
    [said] = made.said("broken-link")
    assert said == (
        'error: content/posts/open.md:4: There is no page "drafts/kept/" on the site.'
        " (on posts/open/index.html)"
        " content/posts/kept.md is a draft or has a date to come: link to it when it is out."
    )
