"""Whatever HTML there is: only what the editor keeps comes out, and no word is lost."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.syndication.kit.editor import faults
from tests.syndication.kit.made import pasted

words = st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,3}", fullmatch=True)
plain_tags = st.sampled_from(
    (
        *("p", "div", "b", "em", "span", "u", "a", "a href='/x'", "h1", "h3", "h5", "blockquote"),
        *("pre", "ul", "ol", "ol start=4", "li", "code", "section", "details", "summary"),
        *("address", "custom-tag", "center", "th", "tr", "td"),
    )
)
tables = st.sampled_from(
    (
        *("table", "table", "tr", "th", "td", "td colspan=2", "td rowspan=2", "caption"),
        *("dl", "dt", "dd"),
    )
)
odd_tags = st.sampled_from(
    (
        *("br", "hr", "img src='/a.png' alt='x'", "img", "svg", "figure", "figcaption", "sup"),
        *("sub", "q", "del", "abbr title='y z'", "math", "mfrac", "iframe src='//a.example'"),
        *("video", "script", "a href='#n' class='footnote-ref'", "li id=n", "ruby", "rt", "form"),
        *("div class='footnote'", "input type=checkbox", "object", "noscript", "source", "wbr"),
    )
)


def trees(tags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """HTML of nested `tags` with words in them, and white space between."""

    def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        def written(tag: str, parts: list[str], space: str) -> str:
            return f"<{tag}>{space.join(parts)}</{tag.split()[0]}>"

        return st.builds(
            written, tags, st.lists(inner, max_size=4), st.sampled_from(["", " ", "\n\n"])
        )

    return st.lists(st.recursive(words, element, max_leaves=12), max_size=4).map("\n".join)


anything = st.one_of(
    trees(st.one_of(plain_tags, odd_tags, tables)),
    st.text(st.characters(codec="utf-8")),
    st.lists(st.sampled_from([*"<>&;/='\" \n\xa0\u200b#a1p", "<p>", "</p>", "&#0;", "<!--"])).map(
        "".join
    ),
)


def letters(html: str) -> str:
    return "".join(re.findall(r"[a-z]", BeautifulSoup(f"<body>{html}", "lxml").get_text()))


@settings(deadline=None)
@given(anything)
@example("<ul>\n</ul>")
@example("<p>&nbsp;</p>")
@example("<sup><a class='footnote-ref' href='#n'>1</a></sup><li id=n>")
def test_only_what_the_editor_keeps_comes_out(html: str) -> None:
    assert faults(pasted(html)) == []


@settings(deadline=None)
@given(anything)
def test_what_came_out_stays_as_it_is(html: str) -> None:
    once = pasted(html)

    assert pasted(once) == once


@settings(deadline=None)
@given(trees(plain_tags))
def test_every_word_stands_where_it_stood(html: str) -> None:
    assert letters(pasted(html)) == letters(html)


@settings(deadline=None)
@given(trees(st.one_of(plain_tags, tables)))
def test_no_word_of_a_table_or_of_definitions_is_lost(html: str) -> None:
    there = BeautifulSoup(f"<body>{html}", "lxml").get_text(" ").split()
    kept = BeautifulSoup(pasted(html), "lxml").get_text(" ")

    assert [word for word in there if word not in kept] == []
