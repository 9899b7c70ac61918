"""What of a guest's text stays, what goes, and how the author is told."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

import fanfare.site
from guest_posts.allow_list import Cleaned, clean, clean_text, findings, with_ids_of

EXTENSIONS = fanfare.site.MARKDOWN["extension_configs"]

MARKDOWN = """\
# Head *one*

Text "quoted" & [one]({filename}x.md "a <b> & 'c'"), ![two]({static}/images/x.png) `<b>` [^1][^1]
[^a note], <https://x.example/?a=1&b=2> and <me@x.example>.  \nHTML

![alone](|static|/images/x.png "A caption")

| a | b | c |
|:--|:-:|--:|
| 1 | 2 | 3 |

``` { .python linenums=1 hl_lines="1" }
def f(x): return "a" + 'b'  # <c>
```

    indented & "q"

Term
:   Definition

    of two parts

1. a
2. b

3. c
   - d

> quote

***

## Head *one* {#custom}

[TOC]

[^1]: Said.

    And again.
[^a note]: Here.

*[HTML]: Hyper "Text"
"""


def _html(text: str) -> str:
    options = {**fanfare.site.MARKDOWN, "extensions": ["folio.markup", *EXTENSIONS]}
    return Markdown(**options).convert(f"\n{text}")  # type: ignore[arg-type]


def test_all_that_markdown_writes_stays() -> None:
    html = _html(MARKDOWN)
    for made in ("footnote-backref", "table-scroll", "hll", "<abbr", "<figcaption", 'id="custom"'):
        assert made in html
    cleaned = clean(html)
    # The parser adds the one thing that Pygments leaves out.
    as_written = cleaned.html.replace("<tbody><tr><td class=", "<tr><td class=")
    as_written = as_written.replace("</td></tr></tbody></table></div>", "</td></tr></table></div>")
    assert unescape(as_written) == unescape(html)
    assert cleaned.removed == ()


@pytest.mark.parametrize(
    "kept",
    [
        "<p>H<sub>2</sub>O, mc<sup>2</sup>, <kbd>Ctrl</kbd>, <mark>new</mark><br>and <q>so</q></p>",
        '<details open=""><summary>More</summary><p lang="de" dir="ltr">Mehr</p></details>',
        '<p><del datetime="2026-01-01">a</del> <ins>b</ins> <ruby>漢<rt>kan</rt></ruby><wbr></p>',
        '<audio controls="" src="{static}/images/a.mp3"></audio>',
        '<video controls="" poster="/a.png"><source src="a.mp4" type="video/mp4"></video>',
        '<img src="https://elsewhere.example/a.png" alt="A" width="3" height="2" loading="lazy">',
        '<p><a href="tel:+4930123456">Ring</a> <a href="mailto:me@x.example">Write</a></p>',
        '<ol start="3" reversed=""><li value="7">seven</li></ol>',
        '<table><tbody><tr><td style="text-align: right;" colspan="2">1</td></tr></tbody></table>',
    ],
)
def test_html_that_reads_and_does_nothing_stays(kept: str) -> None:
    assert clean(kept) == Cleaned(kept)


@pytest.mark.parametrize(
    "address",
    [
        "{filename}x.md",
        "{filename}/posts/x y.md#part",
        "{filename}../it's &amp; it.md?a=1",
        "|filename|x.md",
        "{static}/images/x.png",
        "|static|../images/x.png",
        "{static}../../images/talks/x.pdf",
        "{attach}beside.png",
        "{static}talk/BESIDE.Mp3?a=1#t=3",
        "{static}my talk.mp4",
        "{index}",
        "{tag}two words",
        "{category}x",
        "{author}X Y",
        "https://x.example/{a}|b|?c=%7B#d",
        "//x.example/",
        "?a=1&amp;b=2",
        "#fn:1",
        "a:b/c"[2:],
        "",
    ],
)
def test_addresses_stay_as_they_were_written(address: str) -> None:
    written = clean(f'<a href="{address}">x</a>')
    assert unescape(written.html) == unescape(f'<a href="{address}">x</a>')
    assert written.removed == ()


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<script>b</script>c", "ac"),
        ("a<style>b</style>c", "ac"),
        ("a<iframe src='https://x.example'>b</iframe>c", "ac"),
        ("a<svg><text>b</text></svg>c", "ac"),
        ("a<math><mi>b</mi></math>c", "ac"),
        ("a<object data=x>b</object><embed src=x>c", "ac"),
        ("a<select><option>b</select><textarea>b</textarea>c", "ac"),
        ("a<template>b</template><noscript>b</noscript>c", "ac"),
        ("<form action=x><p>a</p><input name=q><button>b</button></form>", "<p>a</p>b"),
        ("<base href=x><meta http-equiv=refresh content=0><link rel=stylesheet href=x>a", "a"),
        ("<nav><section><h2>a</h2></section></nav>", "<h2>a</h2>"),
        ("<!-- a -->b<!-- <script> -->", "b"),
    ],
)
def test_what_is_not_on_the_list_goes(html: str, left: str) -> None:
    assert clean(html).html == left


@pytest.mark.parametrize(
    "attribute",
    [
        "onclick=x",
        "ONMOUSEOVER='x'",
        "style='color: red'",
        "style='text-align: left;'",
        "name=x",
        "target=_top",
        "rel='me noopener'",
        "ping=x",
        "srcset='x 2x'",
        "tabindex=1",
        "role=alert",
        "aria-label=x",
        "data-pagefind-body",
        "itemprop=url",
        "property=x",
        "accesskey=s",
        "contenteditable",
        "autofocus",
        "download",
        "id=main",
        "class='h-card u-url p-author'",
        "class=footnote",
        "xlink:href='javascript:x'",
        "href='javascript:x'",
    ],
)
def test_an_attribute_that_is_not_on_the_list_goes(attribute: str) -> None:
    assert clean(f"<a {attribute}>x</a>").html == "<a>x</a>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        " &#1;javascript:x",
        "java&Tab;scr&NewLine;ipt&colon;x",
        "&#106avascript&#x3a;x",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,x",
        "blob:https://x.example/1",
        "file:///etc/passwd",
        "ftp://x.example/",
        "view-source:https://x.example/",
        "https://[",
    ],
)
@pytest.mark.parametrize("tag", ["a href", "img src", "video poster", "source src"])
def test_an_address_of_any_other_scheme_goes(tag: str, address: str) -> None:
    assert "=" not in clean(f'<{tag}="{address}">').html


@pytest.mark.parametrize(
    "address",
    [
        "{0}javascript:x",
        "|0|javascript:x",
        "{index}javascript:x",
        "{tag}javascript://%0ax",
        "{filename}java&Tab;script:x",
        "{filename} javascript:x",
        "{filename}//x.example/",
        "{filename}//[",
        "{filename}x.md?&quot; onclick=&quot;x",
        "{index",
        "|a",
        "{}x",
    ],
)
def test_an_address_that_pelican_would_make_another_of_goes(address: str) -> None:
    assert clean(f'<a href="{address}">x</a>').html == "<a>x</a>"


@pytest.mark.parametrize(
    "path",
    [
        "/data/fans.csv",
        "../data/x",
        "/../x",
        "../../private/x",
        "..\\..\\x",
        "/images/../data/x",
        "a/../../x",
        "notes.txt",
        "talk/slides.pdf",
        "images/notes.txt",
        "x.svg",
        "png",
        ".png",
        "notes.txt?x.png",
        "notes.txt#x.png",
        "notes.txt;x.png",
        "//x",
        "/",
        "..",
    ],
)
@pytest.mark.parametrize("marker", ["{static}", "|attach|"])
def test_a_guest_publishes_no_other_file_of_the_site(marker: str, path: str) -> None:
    assert clean(f'<a href="{marker}{path}">x</a>').html == "<a>x</a>"


def test_a_picture_that_a_secure_page_would_not_load_goes() -> None:
    cleaned = clean('<img src="http://x.example/a.png"><a href="http://x.example/">x</a>')
    assert cleaned.html == '<img><a href="http://x.example/">x</a>'
    assert [one.what for one in cleaned.removed] == ["an address with http:"]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<span class="k p-author">x</span>', '<span class="k">x</span>'),
        ('<span class="n-Quoted">x</span>', '<span class="n-Quoted">x</span>'),
        ('<span class="h-card n-quoted">x</span>', "<span>x</span>"),
        ('<code class="language-c++ k">x</code>', '<code class="language-c++">x</code>'),
        ('<div class="newsletter highlight">x</div>', '<div class="highlight">x</div>'),
        ('<p class="highlight">x</p>', "<p>x</p>"),
        ('<h2 id="part">x</h2>', '<h2 id="part">x</h2>'),
        (
            '<h2 id="a b">x</h2><p id="part">x</p><sup id="fn:1">x</sup>',
            "<h2>x</h2><p>x</p><sup>x</sup>",
        ),
    ],
)
def test_classes_and_ids_are_those_that_markdown_writes(html: str, left: str) -> None:
    assert clean(html).html == left


def test_no_tag_and_no_quotation_mark_is_to_be_seen_in_an_attribute() -> None:
    html = """<p>it's "<a title="<img src='x'> href='{index}" href="?'&quot;">x</a>"</p>"""
    title = "&lt;img src=&#39;x&#39;&gt; href=&#39;{index}"
    assert clean(html).html == f'''<p>it's "<a title="{title}" href="?&#39;&quot;">x</a>"</p>'''


def test_a_character_that_no_feed_can_hold_becomes_one_that_says_so() -> None:
    html = "<p title='&#2;'>a&#1;b\x0b&#xFFFF;&#13;c</p><a href='java&#1;script:x'>d</a>"
    left = '<p title="\ufffd">a\ufffdb\ufffd\ufffd\nc</p><a href="java\ufffdscript:x">d</a>'
    assert clean(html) == Cleaned(left)


SCRAPS = st.lists(
    st.sampled_from(
        """<a/href=x> </a> <p> </p> <b> </b> <i> <table> <tr> <td> </table> <pre> </pre> <svg>
        </svg> <math> <mtext> <mglyph> <style> </style> <title> <select> <option> <form> <ul> <li>
        <h1> <ruby> <rt> <caption> <col> <template> <noscript> <textarea> <plaintext> <body> <html>
        <frameset> <dd> <details> <summary> <button> <nobr> <img/src=''/onerror='y'> <p/title=' '>
        <a/title="<img>" &lt; &amp; &#13; &#1; &quot; ' " > < x <!-- --> <![CDATA[ ]]> <?x ?>
        """.split()  # noqa: SIM905 -- a list of scraps is read more easily as scraps
    )
    | st.sampled_from(["\n", "\r", "\r\n", "\0", " ", "\f", "\ud800", "\u2028"]),
    max_size=12,
).map("".join)


TAG = re.compile(r"""</?(?P<name>[a-z0-9]+)(?P<attributes>(?: [a-z]+="[^"'<>]*")*)>""")
"""A tag as every step of a build is sure to read it."""


@given(SCRAPS | st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_cleaned_and_then_is_clean(html: str) -> None:
    cleaned = clean(html)
    assert clean(cleaned.html) == Cleaned(cleaned.html)
    tags = list(TAG.finditer(cleaned.html))
    assert not {tag["name"] for tag in tags} & {"style", "svg", "title", "form", "button", "body"}
    assert not any(" onerror=" in tag["attributes"] for tag in tags)
    assert not re.search("[<>]", TAG.sub("", cleaned.html))


def test_deep_nesting_and_endless_markup_take_no_time() -> None:
    for html in ("<b>" * 20000, "<pre>" + "\n" * 20000, "<p title='" * 5000, "<!--" * 5000):
        assert clean(html)


def _removed(html: str) -> list[tuple[str, int]]:
    return [(one.what, one.count) for one in clean(html).removed]


def test_what_was_removed_is_said_in_words_in_its_order() -> None:
    html = (
        "<script>a</script><p onclick=x style='a: b'>a<a href='JavaScript:x' target=_top>b</a></p>"
        "<script>c</script><h2 id='a b' class='h-card wide'>c</h2><img src='{static}/data/x'>"
    )
    assert _removed(html) == [
        ("the element <script>", 2),
        ("the attribute onclick", 1),
        ("the attribute style", 1),
        ("an address with javascript:", 1),
        ("the attribute target", 1),
        ('the id "a b"', 1),
        ('the class "h-card"', 1),
        ('the class "wide"', 1),
        ('the address "{static}/data/x"', 1),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<P>a<BR/>b<img src=x alt='y'/>",
        "<p>&quot;a&#39; &copy; &nbsp;&amp;<p>b",
        "<table><tr><th>a<td>b</table>",
        "<b><i>a</b>b</i></p></div>",
        "<!-- a --><?php b ?><!doctype html>c",
        "<details open>a</details>",
        "<pre>\n\na</pre>",
        "<td>a</td>",
        '<p title="<img src=x onerror=y>">a</p>',
    ],
)
def test_what_is_only_written_otherwise_is_no_removal(html: str) -> None:
    assert clean(html).removed == ()


def test_what_goes_with_its_surroundings_is_not_said_of_its_own() -> None:
    html = "<svg><path/><a href='x'>a</a></svg><form><a href='https://x.example'>b</a></form>"
    assert _removed(html) == [("the element <svg>", 1), ("the element <form>", 1)]


@pytest.mark.parametrize("part", ["<script>x</script>", "<body onload=x>", "<html lang=de>"])
def test_what_follows_the_end_of_a_page_is_said_too(part: str) -> None:
    name = part[1:].split(">")[0].split()[0]
    assert _removed(f"</div></body></html>{part}") == [(f"the element <{name}>", 1)]


def test_findings_name_the_line_in_the_file() -> None:
    text = (
        "Hello.\n\n<script>x</script>\n\nA [link](javascript:x).\n{: onclick=x }\n"
        "<script>y</script>\n"
    )
    found = findings(clean(_html(text)), text, 5, "content/posts/a.md")
    assert [str(one) for one in found] == [
        "content/posts/a.md:7: The element <script> was removed, 2 times: a guest's text may not "
        "contain it. Take it out.",
        "content/posts/a.md:10: The attribute onclick was removed: a guest's text may not "
        "contain it. Take it out.",
        "content/posts/a.md:9: An address with javascript: was removed: a guest's text may not "
        "contain it. Take it out.",
    ]
    assert {(one.rule, one.severity) for one in found} == {("guest-html", "warning")}


def _told(text: str) -> list[str]:
    return [str(one) for one in findings(clean(text), text, 1, "a.md")]


def test_only_what_markdown_can_say_is_to_be_written_in_it() -> None:
    [told] = _told("<tt>a</tt>")
    assert told.endswith(" Take it out, or write it in Markdown.")


def test_an_address_on_a_computer_is_called_so() -> None:
    assert _told(r"<img src='C:\pictures\my boat.png'>") == [
        'a.md:1: The address "C:\\pictures\\my boat.png", which is a file on '
        "somebody's computer, was removed: a guest's text may not contain it. "
        "Put the file into content/images/ and write {static}/images/my%20boat.png."
    ]
    [told] = _told("<a href='file:///home/mira/talk.pdf'>a</a>")
    assert "a file on somebody's computer" in told


def test_an_insecure_picture_is_to_be_written_with_https() -> None:
    [told] = _told("<img src='http://x.example/a.png'>")
    assert told.endswith(" Write it with https:, or take it out.")


def test_attributes_that_only_style_are_told_of_together() -> None:
    text = (
        "<a href=x target=_top rel=me>a</a>\n<p style='a: b' class=wide id=x align=left>b</p>\n"
        "<script>c</script>\n<a href=y rel=me name=z>d</a>\n"
    )
    assert _told(text) == [
        "a.md:3: The element <script> was removed: a guest's text may not contain it. Take it out.",
        "a.md:1: Attributes that only style or name things were taken off "
        "(target, rel, style, class, id, align, name). The text reads without them.",
    ]


def test_code_that_shows_what_was_removed_is_not_its_place() -> None:
    text = (
        "`<script>` and ``a ` <script>``\n\n```\n<script>\n~~~\n```\n\n"
        "~~~~\n```\n<script>\n~~~\n~~~~\n\n    <script>\n\n<ScRiPt>x</script>\n"
    )
    (found,) = findings(clean(_html(text)), text, 1, "a.md")
    assert found.line == text.splitlines().index("<ScRiPt>x</script>") + 1


def test_what_was_written_with_entities_is_found_and_what_was_torn_apart_has_no_line() -> None:
    text = '<a href="java&#115;cript:x">a</a>\n\n<a href="vb\nscript:x">a</a>\n'
    lines = {one.message[:24]: one.line for one in findings(clean(text), text, 1, "a.md")}
    assert lines == {"An address with javascri": 1, "An address with vbscript": 0}


def test_a_message_is_one_line_whatever_was_removed() -> None:
    (found,) = findings(clean(f"<x\u2028{'y' * 500}>a"), "", 1, "a.md")
    assert found.message.startswith("The element <x\ufffdyyy")
    assert len(found.message) < 150


def test_a_title_is_plain_for_themes_that_escape_nothing() -> None:
    assert clean_text("""<b "x" & 'y'>""") == "‹b ”x” & ’y’›"


def test_an_ampersand_in_a_title_is_left_to_the_theme() -> None:
    assert clean_text("R&D, Q&A & more") == "R&D, Q&A & more"


def test_entities_in_a_title_are_what_they_stand_for() -> None:
    assert clean_text("R&amp;D &lt;b&#62; caf&eacute;") == "R&D ‹b› café"


@given(
    st.lists(
        st.sampled_from(
            (
                "&amp;",
                "&lt;",
                "&lt",
                "&quot;",
                "&#39;",
                "&#x3c;",
                "&#1;",
                "&#",
                "60;",
                "&",
                "lt;",
                "<",
            )
        )
    ).map("".join)
)
def test_no_title_is_a_tag_however_often_its_entities_are_read(title: str) -> None:
    text = clean_text(title)
    for _ in range(5):
        assert not set(text) & set("<>\"'")
        text = unescape(text)


def test_ids_and_links_to_them_are_told_apart() -> None:
    html = (
        '<h2 id="part">a</h2><p><a href="#part">b</a> <sup id="fnref:1"><a class="footnote-ref" '
        'href="#fn:1">1</a></sup></p><li id="fn:1">c</li>'
    )
    assert with_ids_of(html, "mira") == (
        '<h2 id="mira-part">a</h2><p><a href="#mira-part">b</a> <sup id="mira-fnref:1"><a '
        'class="footnote-ref" href="#mira-fn:1">1</a></sup></p><li id="mira-fn:1">c</li>'
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p>id="x" href="#x" <code>&lt;p id="x"&gt;</code></p>',
        '<a title="id=" href="https://x.example/#x">a</a>',
        '<a href="{filename}x.md#x">a</a><a href="#">b</a><img src="#x">',
        '<p title=" id=">a</p><p title="&lt;p id=&#39;x&#39;&gt;">b</p>',
    ],
)
def test_whatever_else_looks_like_an_id_stays(html: str) -> None:
    assert clean(html) == Cleaned(html)
    assert with_ids_of(html, "mira") == html
