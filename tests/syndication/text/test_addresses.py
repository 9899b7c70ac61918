"""Addresses in texts that leave the site."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from syndication.text.addresses import ready_to_leave

BASE = "https://tiny.example/posts/knots/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="#fn:1">1</a>', '<a href="https://tiny.example/posts/knots/#fn:1">1</a>'),
        ('<a href="../ropes/">A</a>', '<a href="https://tiny.example/posts/ropes/">A</a>'),
        ("<img src='/images/a.png'>", '<img src="https://tiny.example/images/a.png">'),
        ("<img alt=x src=a.png>", '<img alt="x" src="https://tiny.example/posts/knots/a.png">'),
        ('<a href="//cdn.example/x">A</a>', '<a href="https://cdn.example/x">A</a>'),
        (
            '<a href="?page=2&amp;x=1">A</a>',
            '<a href="https://tiny.example/posts/knots/?page=2&amp;x=1">A</a>',
        ),
        ("<img/src=a.png>", '<img src="https://tiny.example/posts/knots/a.png">'),
        (
            '<img srcset="a.png 1x,/b,c.png  2x, d.png" alt="">',
            '<img srcset="https://tiny.example/posts/knots/a.png 1x, '
            "https://tiny.example/b,c.png  2x, "
            'https://tiny.example/posts/knots/d.png" alt="">',
        ),
        (
            '<img srcset="a.png 1x, /b.png 2x" alt="">',
            '<img srcset="https://tiny.example/posts/knots/a.png 1x, '
            'https://tiny.example/b.png 2x" alt="">',
        ),
    ],
)
def test_a_relative_address_becomes_absolute(before: str, after: str) -> None:
    assert ready_to_leave(before, BASE) == after


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.example/a?b=1&amp;c=2">A</a>',
        '<a href="mailto:ada@tiny.example">A</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<p>Write href="#x" in your text, or src=/a.png.</p>',
        '<a title="say href=#x" href="https://x.example/">A</a>',
        '<p><a href="http://[::1">A</a></p>',
    ],
)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert ready_to_leave(html, BASE) == html


def test_words_stay_around_what_was_changed() -> None:
    html = (
        "<p>1 &lt; 2 &amp; “ü” 🙂 "
        + '<a href="#x">A</a> B</p>\n<pre><code>a  &amp;&amp; b\n</code></pre>'
    )
    made = ready_to_leave(html, BASE)
    assert made == html.replace("#x", f"{BASE}#x")
    assert ready_to_leave(made, BASE) == made


@given(st.text(alphabet="<>\"'= ahrefsc/pimg#.\n", max_size=200))
def test_no_markup_is_too_broken(html: str) -> None:
    links = BeautifulSoup(ready_to_leave(f'<a href="#x">A</a>{html}', BASE), "lxml")
    assert links.a is not None
    assert links.a["href"] == f"{BASE}#x"


def test_scripts_stay_at_home() -> None:
    html = '<p>A</p><script>if (1 < 2) alert("</p>")</script ><SCRIPT src=x></SCRIPT><p>B</p>'
    assert ready_to_leave(html, BASE) == "<p>A</p><p>B</p>"
    assert ready_to_leave("<p>A</p><script>never closed", BASE) == "<p>A</p>"
