"""Where links lead, however they are written."""

from __future__ import annotations

import pytest

from guest_posts.links.targets import Map, resolved, with_originals

MAP = Map({"posts/a.md": "A"}, {"posts/a/": "A", "": "home"}, "https://x.example/blog")


@pytest.mark.parametrize(
    "href",
    [
        "{filename}a.md",
        "|filename|/posts/a.md#there",
        "{filename}../posts/a.md",
        "https://x.example/blog/posts/a/",
        "https://x.example/blog/posts/a/index.html?x#y",
        "http://x.example/blog/posts/a/",
        "//x.example/blog/posts/a/",
        "/blog/posts/a/",
        "../a/",
        "%61/../../a/",
    ],
)
def test_a_link_to_a_text_is_known(href: str) -> None:
    assert MAP.target(href, "posts/b.md", "posts/b/") == "A"


@pytest.mark.parametrize(
    "href",
    [
        "{filename}b.md",
        "{static}/images/a.png",
        "//other.example/blog/posts/a/",
        "https://other.example/blog/posts/a/",
        "https://x.example/posts/a/",
        "/posts/a/",
        "mailto:a@x.example",
        "#a",
        "http://[",
    ],
)
def test_any_other_link_leads_to_none_of_them(href: str) -> None:
    assert MAP.target(href, "posts/b.md", "posts/b/") is None


def test_file_names_may_be_percent_encoded() -> None:
    assert resolved("m%20x.md", "posts/b.md") == "posts/m x.md"


def test_links_to_entries_lead_to_their_originals() -> None:
    html = "<a href=\"{filename}../elsewhere/t.md\">t</a> <a href='{filename}/elsewhere/t.md'>t</a>"
    found = with_originals(html, "posts/b.md", {"elsewhere/t.md": "https://q.example/?a=1&b=2"})
    original = "https://q.example/?a=1&amp;b=2"
    assert found == f"<a href=\"{original}\">t</a> <a href='{original}'>t</a>"


def test_what_only_looks_like_such_a_link_stays() -> None:
    html = '<code>"{filename}/elsewhere/t.md"</code><a href="{filename}/elsewhere/u.md">u</a>'
    assert with_originals(html, "posts/b.md", {"elsewhere/t.md": "https://q.example"}) == html
