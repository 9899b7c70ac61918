"""What the audit reads from a page, whatever its HTML is like."""

import pytest

from guest_posts.audit.page_facts import PageFacts, read_facts
from guest_posts.fetching import Fetched

PAGE = "https://quay.example/tides/"
TO_US = "href='https://tiny.example/'"


def facts(html: str, *, cut: bool = False, **headers: str) -> PageFacts:
    said = {"content-type": "text/html; charset=utf-8"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    found = read_facts(
        Fetched(PAGE, PAGE, (), 200, tuple(said.items()), html.encode(), cut), "tiny.example"
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Tides</title>", "Tides"),
        ("<title>\n  Tides &amp;\n\t moons </title>", "Tides & moons"),
        ("<TITLE>Tides", "Tides"),
        ("<meta property='og:title' content='Tides'>", "Tides"),
        ("<title>Tides</title><meta property='og:title' content='Other'>", "Tides"),
        ("<title> </title><meta property='og:title' content='Tides'>", "Tides"),
        ("<svg><title>A drawing</title></svg><title>Tides</title>", "Tides"),
        ("<p>No title", ""),
        ("", ""),
        ("<title>Ti\x1b[31md\u009b1mes\u202e</title>", "Ti[31md1mes"),
        ("\0<title>Tid\0es</title>", "Tides"),
        ("<" * 5_000 + "<title>Tides</title>", "Tides"),
        ("<div>" * 50_000 + "deep", ""),
        (f"<title>{'long ' * 1_000}</title>", "long " * 40),
    ],
)
def test_title(html: str, title: str) -> None:
    assert facts(html).title.replace("\ufffd", "") == title


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ("<link rel=canonical href='https://quay.example/other/'>", "https://quay.example/other/"),
        ("<link rel='CANONICAL alternate' href=/other/>", "https://quay.example/other/"),
        (
            "<base href='https://base.example/x/'><link rel=canonical href=y>",
            "https://base.example/x/y",
        ),
        ("<link rel=canonical href='javascript:alert(1)'>", ""),
        (
            "<link rel=canonical href='http://['><link rel=canonical href=/b>",
            "https://quay.example/b",
        ),
        ("<link rel=canonical href='/\x1b[31m'>", ""),
        ("<link rel=stylesheet href=/a.css>", ""),
    ],
)
def test_canonical(html: str, canonical: str) -> None:
    assert facts(html).canonical == canonical


@pytest.mark.parametrize(
    ("html", "header", "noindex"),
    [
        ("<meta name=robots content='NOINDEX, follow'>", "", True),
        ("<meta name=robots content='noindex follow'>", "", True),
        ("<meta name=googlebot content=none>", "", True),
        ("<meta name=robots content='index, max-image-preview:none'>", "", False),
        ("<meta name=description content=noindex>", "", False),
        ("", "noindex", True),
        ("", "googlebot: noindex", True),
        ("", "max-snippet: 20, all", False),
    ],
)
def test_noindex(html: str, header: str, noindex: bool) -> None:
    assert facts(f"{html}<p>text", x_robots_tag=header).noindex is noindex


@pytest.mark.parametrize(
    ("html", "links_back", "rel"),
    [
        ("<a href='https://tiny.example/posts/a/'>me</a>", True, ()),
        ("<a href='http://www.TINY.example:443'>me</a>", True, ()),
        ("<a href='//tiny.example'>me</a>", True, ()),
        ("<map><area href='https://tiny.example/'></map>", True, ()),
        (f"<a rel='NoFollow noopener ugc' {TO_US}>me</a>", True, ("nofollow", "ugc")),
        (f"<a rel=sponsored {TO_US}>me</a><a {TO_US}>me</a>", True, ()),
        (f"<meta name=robots content=nofollow><a {TO_US}>me</a>", True, ("nofollow",)),
        ("<base href='https://tiny.example/'><a href=posts/>me</a>", True, ()),
        ("<a href='https://tiny.example.evil.example/'>not me</a>", False, ()),
        ("<a href='https://quay.example/?to=https://tiny.example/'>not me</a>", False, ()),
        ("<a href='mailto:me@tiny.example'>not a link</a>", False, ()),
        ("<template><a href='https://tiny.example/'>not there</a></template>", False, ()),
        ("<!-- <a href='https://tiny.example/'>not there</a> -->", False, ()),
        ("https://tiny.example/ as text", False, ()),
        ("", False, ()),
    ],
)
def test_links_back(html: str, links_back: bool, rel: tuple[str, ...]) -> None:
    found = facts(html)
    assert (found.links_back, found.rel) == (links_back, rel)


def test_a_cut_page_without_the_link_says_nothing_of_it() -> None:
    assert facts("<p>The first half", cut=True).links_back is None


def test_a_cut_page_with_the_link_has_it() -> None:
    assert facts("<a href='https://tiny.example/'>me</a><p>The fir", cut=True).links_back is True


@pytest.mark.parametrize(
    ("content_type", "body", "is_html"),
    [
        ("application/xhtml+xml", b"<html/>", True),
        ("", b"\n<!DOCTYPE html>", True),
        ("", b"%PDF-1.7", False),
        ("application/pdf", b"<html>", False),
        ("application/atom+xml", b"<feed/>", False),
    ],
)
def test_only_html_is_read(content_type: str, body: bytes, is_html: bool) -> None:
    headers = (("content-type", content_type),) if content_type else ()
    found = read_facts(Fetched(PAGE, PAGE, (), 200, headers, body), "tiny.example")
    assert (found is not None) is is_html
