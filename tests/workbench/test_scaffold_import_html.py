"""A guest's HTML: the text of a page, as Markdown that says the same."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from fanfare.site import MARKDOWN
from tests.workbench.manuscripts import complaint, png, put, read
from workbench.scaffold.manuscript.page import parsed
from workbench.scaffold.manuscript.tidy import settle_structure
from workbench.scaffold.manuscript.writer import markdown_of


def _body(tmp_path: Path, html: str, title: str = "Knots") -> str:
    return read(tmp_path / "knots.html", html, title).body_of("knots")


def _rendered(markdown: str) -> BeautifulSoup:
    """What the site makes of `markdown`, but for its typography."""
    options: dict[str, Any] = {**MARKDOWN, "extensions": list(MARKDOWN["extension_configs"])}
    return BeautifulSoup(Markdown(**options).convert("Title: x\n\n" + markdown), "lxml")


# --- which part ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "<body><h1>Site</h1><main>Not this</main><article><h1>Knots</h1><p>Text.</article>",
        "<body><article>Teaser</article><article><h1>Knots</h1><p>Text.</p></article>",
        "<body><header>Site</header><main><h1>Knots</h1><p>Text.</main><footer>x</footer>",
        "<h1>Knots</h1>Text.",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Text.</p>'
        "</body></html>",
    ],
)
def test_the_text_of_a_page_is_its_article_or_main_or_body(tmp_path: Path, page: str) -> None:
    assert _body(tmp_path, page) == "Text.\n"


def test_title_and_author_are_those_of_the_page(tmp_path: Path) -> None:
    head = "<title>Knots - Mira</title><META NAME=Author CONTENT='Mira Holm'>"
    sent = read(tmp_path / "a.html", f"{head}<h1>Knots &amp;\n <i>bends</i></h1><p>Text.")
    assert (sent.title, sent.author) == ("Knots & bends", "Mira Holm")
    assert read(tmp_path / "a.html", f"{head}<p>Text.").title == "Knots - Mira"


@pytest.mark.parametrize("name", ["Microsoft Office User", "python-docx", "Admin", " "])
def test_the_name_of_a_program_is_no_author(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / "a.html", f'<meta name="author" content="{name}">x').author == ""


def test_what_is_no_text_is_left_out_and_said(tmp_path: Path) -> None:
    page = (
        "<h1>Knots</h1><nav>Menu</nav><script>1</script><style>b{}</style><form><input></form>"
        "<p onclick=x>Text<!-- c -->.</p><svg><script>1</script></svg><iframe src=x></iframe>"
    )
    sent = read(tmp_path / "a.html", page)
    assert sent.body == "Text.\n"
    assert sent.notes == ("Left out: <form>, <iframe>, <input>, <nav>, <script>, <style>, <svg>.",)


def test_headings_start_below_the_title(tmp_path: Path) -> None:
    page = "<h1>Knots</h1><h1>One</h1><h2>Under</h2><h6>Deep</h6><h1>One</h1>"
    assert _body(tmp_path, page) == "## One\n\n### Under\n\n#### Deep\n\n## One\n"


def test_headings_go_down_one_at_a_time(tmp_path: Path) -> None:
    page = (
        "<h4>One</h4><h6>Under</h6><h2> </h2><h5>Under</h5><h2>Two</h2><h5>Under</h5><h3>Under</h3>"
    )
    assert [line for line in _body(tmp_path, page).splitlines() if line] == [
        *("## One", "### Under", "### Under", "## Two", "### Under", "### Under")
    ]


@pytest.mark.parametrize("link", ["<link rel=canonical href=", "<LINK REL='me Canonical' HREF="])
def test_a_canonical_address_is_said(tmp_path: Path, link: str) -> None:
    page = f"{link}'https://holm.example/knots/'><title>Knots</title><article>Text.</article>"
    assert read(tmp_path / "a.html", page).notes == (
        "It says its original is https://holm.example/knots/. Was it published there first? "
        "Then add a line Original_url: https://holm.example/knots/",
    )


@pytest.mark.parametrize("href", ["/knots/", "https://[x", "javascript:x", ""])
def test_a_canonical_address_that_is_none_is_passed_over(tmp_path: Path, href: str) -> None:
    page = f"<link rel=canonical href='{href}'><title>Knots</title><article>Text.</article>"
    assert read(tmp_path / "a.html", page).notes == ()


# --- encodings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "<meta charset=windows-1252>"),
        ("utf-16", ""),
        ("utf-8", "<meta charset=utf-16>"),
        ("cp1252", "<meta charset=iso-8859-1>"),
        ("shift_jis", '<meta http-equiv=content-type content="text/html; charset=Shift_JIS">'),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(
    tmp_path: Path, encoding: str, declared: str
) -> None:
    words = "結び目" if encoding == "shift_jis" else "“Knöts”"
    page = f"{declared}<p>{words}</p>".encode(encoding)
    assert read(tmp_path / "a.html", page).body == f"{words}\n"


@pytest.mark.parametrize(
    "declared", ["", "<meta charset=utf-8>", "<meta charset=no-such>", "<meta charset=undefined>"]
)
def test_a_page_that_cannot_be_decoded_is_one_finding(tmp_path: Path, declared: str) -> None:
    said = complaint(tmp_path / "a.html", declared.encode() + b"<p>caf\xe9")
    assert said.endswith("Open the file in the program it was written with, and save it as UTF-8.")


@pytest.mark.parametrize("page", ["", "<script>x</script>", "<h1>Title</h1><!-- a -->"])
def test_a_page_without_text_is_one_finding(tmp_path: Path, page: str) -> None:
    assert complaint(tmp_path / "a.html", page) == "There is no text in this file. "


def test_elements_nested_without_end_are_one_finding(tmp_path: Path) -> None:
    assert "nested too deeply" in complaint(tmp_path / "a.html", "<div>" * 5000 + "x")


# --- what Markdown has a sign for ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a<b> b&nbsp;</b>c <i>d<br></i>e", "a **b**\u00a0c *d*  \ne"),
        ("<p><b>a <i>b</i></b><i>c</i>d", "**a _b_***c*d"),
        ("<p><b>a</b><strong>b</strong> <b></b>", "**ab**"),
        (
            "H<sub>2</sub>O <del>x</del> <kbd>^C</kbd> <q>q</q>",
            "H<sub>2</sub>O <s>x</s> <kbd>^C</kbd> “q”",
        ),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n    - b\n- c"),
        ("<ul><li>a</li><ol start=3><li>b</li><li>c</li></ol></ul>", "- a\n    3. b\n    4. c"),
        ("<ul><li>a</ul><ol><li>b</ol>", "- a\n\n<!-- -->\n\n1. b"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<dl><dt>a<dd>b</dl>", "a\n:   b"),
        ("<pre><code class='language-c++'>a\n\n# b</code></pre>", "```c++\na\n\n# b\n```"),
        ("<div class='highlight-sh'><pre>``` &lt;</pre></div>", "````sh\n``` <\n````"),
        ("<ul><li>a<pre class='brush:py'>b</pre></ul>", "- a\n\n        :::py\n        b"),
        ("<pre>#!/bin/sh\na</pre>", "```text\n#!/bin/sh\na\n```"),
        ("<p><code>a`b</code>", "``a`b``"),
        (
            "<table><caption>c</caption><tr><th>a|b<th><code>x|y</code><tr><td>1<td>2<br>3</table>",
            "c\n\n| a\\|b | `x|y` |\n| --- | --- |\n| 1 | 2 3 |",
        ),
        ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>", "| a | |\n| --- | --- |\n| b | c |"),
        ("<table><tr><td><p>only<p>layout</table>", "only\n\nlayout"),
        (
            "<a href='https://a.example/K_(u)' title='\"t\"'>a]</a>",
            '[a\\]](https://a.example/K_(u) "&#34;t&#34;")',
        ),
        ("<a href='https://a.example/a b)'>a</a>", "[a](https://a.example/a%20b%29)"),
        ("<a href='https://a.example/'>https://a.example/</a>", "<https://a.example/>"),
        ("Wow!<a href='mailto:a@a.example'>a</a>", "Wow\\![a](mailto:a@a.example)"),
        ("<a href='{static}/data/fans.csv'>a</a>", "[a](%7Bstatic%7D/data/fans.csv)"),
        ("<a href='JavaScript:x'>a</a> <a href='data:,x'>b</a> <a name=x>c</a>", "a b c"),
        ("<a href='#s'>a</a><h2 id=s>S</h2><h2 id=t>T</h2>", "[a](#s)\n\n## S {#s}\n\n## T"),
        ("<base href='https://a.example/b/'><a href='c'>a</a>", "[a](https://a.example/b/c)"),
        ("<base href='http://['><a href='http://[x'>a</a>", "a"),
        ("<img src='javascript:x' alt=a><img alt=b>", "ab"),
        ("<table>a</table><table><td>b<td>c</table>", "a\n\nb\n\nc"),
        ("<table><tr><td>a\u00a0b<td>c</table>", "| a\u00a0b | c |\n| --- | --- |"),
        ("1. a<br># b<br>- c<br>: d", "1\\. a  \n\\# b  \n\\- c  \n&#58; d"),
        (
            "snake_case _a_ * [b] &amp;copy; &lt;i> AT&amp;T 1 &lt; 2",
            "snake_case \\_a\\_ \\* \\[b] &amp;copy; &lt;i> AT&amp;T 1 < 2",
        ),
        ("<h2>C#</h2>", "## C\\#"),
    ],
)
def test_html_is_written_as_markdown(tmp_path: Path, html: str, markdown: str) -> None:
    assert _body(tmp_path, html) == f"{markdown}\n"


FOOTNOTES = {
    "Pandoc": (
        'a<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
        '<section id="footnotes" role="doc-endnotes"><hr/><ol><li id="fn1"><p>N<a href="#fnref1">↩︎'
        "</a></p></li></ol></section>"
    ),
    "Python-Markdown": (
        '<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p><div><hr><ol>'
        '<li id="fn:1"><p>N&#160;<a href="#fnref:1">&#8617;</a></p></li></ol></div>'
    ),
    "Word": (
        '<p>a<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p><div><hr><div id="ftn1">'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> N</p></div></div>'
    ),
    "LibreOffice": (
        '<p>a<a class="sdfootnoteanc" name="s1anc" href="#s1sym"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p><a name="s1sym" href="#s1anc">1</a>N</p></div>'
    ),
    "GitHub": (
        '<p>a<sup><a href="#user-content-fn-1" id="user-content-fnref-1">1</a></sup></p><section>'
        '<h2 class="sr-only">Footnotes</h2><ol><li id="user-content-fn-1"><p>N <a '
        'href="#user-content-fnref-1">↩</a></p></li></ol></section>'
    ),
}


@pytest.mark.parametrize("program", list(FOOTNOTES))
def test_footnotes_stay_footnotes(tmp_path: Path, program: str) -> None:
    assert _body(tmp_path, FOOTNOTES[program]) == "a[^1]\n\n[^1]: N\n"


def test_a_footnote_may_be_called_twice_and_have_two_paragraphs(tmp_path: Path) -> None:
    page = (
        "<p>a<sup><a id=r1 href=#n>1</a></sup> b<sup><a id=r2 href=#n>1</a></sup></p>"
        "<ol><li id=n><p>N</p><p>M <a href=#r1>a</a> <a href=#r2>b</a></p></li></ol>"
    )
    assert _body(tmp_path, page) == "a[^1] b[^1]\n\n[^1]: N\n\n    M\n"


# --- pictures -----------------------------------------------------------------------------------


def test_pictures_beside_the_page_are_taken_along_with_their_captions(tmp_path: Path) -> None:
    put(tmp_path / "Knots_files/a b.gif", b"GIF89a")
    page = (
        "<figure><img src='Knots_files/a%20b.gif' alt='A [1]'><figcaption>At “<i>sea</i>”"
        "</figcaption></figure>"
    )
    assert _body(tmp_path, page) == '![A \\[1\\]]({static}/images/knots-1.gif "At “sea”")\n'


def test_a_picture_that_cannot_be_shown_leaves_its_words(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.html", "<p>a <img alt='rope' src='data:image/svg+xml,<svg/>'>", "A")
    assert (sent.body, sent.pictures) == ("a rope\n", ())
    assert "one inside the file" in sent.notes[0]


def test_the_same_picture_is_taken_along_once(tmp_path: Path) -> None:
    put(tmp_path / "a.png", png())
    put(tmp_path / "b.png", png())
    put(tmp_path / "c.png", png(1))
    page = "<img src=a.png alt=a><img src=b.png alt=b><img src=c.png alt=c>"
    sent = read(tmp_path / "a.html", page, "A")
    assert [picture.called for picture in sent.pictures] == ["a.png", "c.png"]


# --- and back -----------------------------------------------------------------------------------

PIECES = [
    *"ab1 *_`[](){}<>#+-!|\\~^=:;/@$%é\u00a0",
    "1. ",
    "- ",
    "# ",
    "[^1]",
    "[a]: b",
    "---",
    "***",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
INLINE = st.recursive(
    WORDS.map(escape),
    lambda inside: st.one_of(
        st.tuples(st.sampled_from(["em", "strong", "code", "s"]), inside).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        st.lists(inside, max_size=3).map("".join),
    ),
    max_leaves=4,
)
BLOCKS = st.recursive(
    st.one_of(
        INLINE.map(lambda text: f"<p>{text}</p>"),
        INLINE.map(lambda text: f"<h2>{text}</h2>"),
        WORDS.map(lambda text: f"<pre>{escape(text)}</pre>"),
        st.tuples(WORDS, WORDS).map(
            lambda cells: (
                f"<table><tr><th>a<th>{escape(cells[0])}<tr><td>b<td>{escape(cells[1])}</table>"
            )
        ),
    ),
    lambda inside: st.one_of(
        st.lists(inside, min_size=1, max_size=3).map(
            lambda items: f"<ul><li>{'</li><li>'.join(items)}</li></ul>"
        ),
        inside.map(lambda text: f"<blockquote>{text}</blockquote>"),
        st.lists(inside, max_size=3).map("".join),
    ),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(html=BLOCKS)
def test_a_page_says_the_same_words_once_it_was_markdown(html: str) -> None:
    page = parsed(f"<article>{html}</article>")
    area = page.article
    assert area is not None
    words = re.sub(r"\s+", "", area.get_text())
    settle_structure(area)
    assert re.sub(r"\s+", "", _rendered(markdown_of(area, [])).get_text()) == words
