"""Where the tags of an HTML text stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guest_posts.links.tags import attributes, tags


def _tags(html: str) -> list[str]:
    return [html[tag.start : tag.end] for tag in tags(html)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("a < b & c > d", []),
        ("<p>x</P >", ["<p>", "</P >"]),
        ("<a title='>'>", ["<a title='>'>"]),
        ('<a title=x">y', ['<a title=x">']),
        ("<p\n/x/>", ["<p\n/x/>"]),
        ("<1><é><>", []),
        ("</1><!x><?x>", ["</1>", "<!x>", "<?x>"]),
        ("<!--><p>--><!---><!-- > -->", ["<!-->", "<p>", "<!--->", "<!-- > -->"]),
        ("<!-- x --!><p>", ["<!-- x --!>", "<p>"]),
        ("<script>'<p>'</scriptx></SCRIPT ><p>", ["<script>", "</SCRIPT >", "<p>"]),
        ("<title><p></title>", ["<title>", "</title>"]),
        ("<textarea><p>", ["<textarea>"]),
        ("<plaintext></plaintext>", ["<plaintext>"]),
        ("<svg><title/><style><g></svg>", ["<svg>", "<title/>", "<style>", "<g>", "</svg>"]),
        ("<svg><![CDATA[<p>]]></svg>", ["<svg>", "<![CDATA[<p>]]>", "</svg>"]),
        ("<![CDATA[<p>]]>", ["<![CDATA[<p>"]),
        ("<svg/><title><p>", ["<svg/>", "<title>"]),
        ("<p>x<a href='y>z", ["<p>", "<a href='y>z"]),
        ("<!-- x", ["<!-- x"]),
    ],
)
def test_tags_and_comments_are_what_browsers_take_for_them(html: str, found: list[str]) -> None:
    assert _tags(html) == found


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<a>", {}),
        ("<a HREF=x>", {"href": "x"}),
        ("<a href = 'x' >", {"href": "x"}),
        ('<a href="x"rel="y">', {"href": "x", "rel": "y"}),
        ("<a/href=x/rel=y>", {"href": "x/rel=y"}),
        ("<a href=x href=y>", {"href": "x"}),
        ("<a href rel=y>", {"href": "", "rel": "y"}),
        ("<a href=>", {"href": ""}),
        ("<a href='&amp;&#x31;'>", {"href": "&1"}),
        ("<a =x=y>", {"=x": "y"}),
        ("</a href=x>", {"href": "x"}),
        ("<aİ href=x>", {"href": "x"}),
    ],
)
def test_attributes_are_what_browsers_take_for_them(html: str, said: dict[str, str]) -> None:
    assert {name: each.value for name, each in attributes(html).items()} == said


def test_an_attribute_knows_its_place() -> None:
    tag = "<a  href='y' z>"
    href = attributes(tag)["href"]
    assert (tag[href.start : href.name_end], tag[href.start : href.end]) == ("href", "href='y'")


_SCRAPS = (
    "<",
    ">",
    "/",
    "a",
    " ",
    '"',
    "'",
    "=",
    "!",
    "-",
    "--",
    "<svg>",
    "</svg>",
    "<title>",
    "[CDATA[",
)


@given(st.lists(st.sampled_from(_SCRAPS) | st.text(max_size=3)).map("".join))
def test_any_text_can_be_read_and_tags_stand_one_after_the_other(html: str) -> None:
    end = 0
    for tag in tags(html):
        assert end <= tag.start < tag.end <= len(html)
        assert html[tag.start] == "<"
        end = tag.end
        said_of_it = attributes(html[tag.start : tag.end]) if tag.name else {}
        for said in said_of_it.values():
            assert 0 < said.start < said.name_end <= said.end < tag.end - tag.start
