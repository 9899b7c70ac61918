"""HTML becomes what LinkedIn's editor keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.syndication.kit.made import EVERYTHING, URL, an_article, pasted, read_markdown

GOLDEN = Path(__file__).with_name("everything.golden.html")


def one_block_a_line(html: str) -> str:
    """`html` as the golden file has it, so that people can read what changed."""
    for end in ("h2", "h3", "p", "ul", "ol", "pre", "blockquote"):
        html = html.replace(f"</{end}><", f"</{end}>\n<")
    return f"{html.replace('<hr>', '<hr>' + chr(10))}\n"


def test_a_post_that_uses_everything_is_its_golden_article() -> None:
    html = pasted(read_markdown(EVERYTHING.read_text("utf-8")))

    assert one_block_a_line(html) == GOLDEN.read_text("utf-8")


def test_an_article_made_of_its_own_html_stays_as_it_is() -> None:
    html = pasted(read_markdown(EVERYTHING.read_text("utf-8")))

    assert pasted(html) == html


def test_the_author_is_told_what_stands_otherwise() -> None:
    made = an_article(read_markdown(EVERYTHING.read_text("utf-8")))

    assert made.changes == (
        "2 tables made into lists.",
        "2 footnotes made into notes at the end of the text.",
        "2 players made into addresses, each on a line of its own.",
        "Code within a line is plain text: the editor knows code only as blocks.",
    )
    assert [finding.rule for finding in made.findings] == ["formula", "struck-text"]
    assert made.has_embeds


def test_a_plain_post_has_nothing_to_tell() -> None:
    made = an_article("<p>Plain.</p>")

    assert (made.changes, made.findings, made.images, made.has_embeds) == ((), (), (), False)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h4>D</h4><h6>F</h6>", "<p><strong>D</strong></p><p><strong>F</strong></p>"),
        ("<h2>A <strong>b</strong><br>c</h2>", "<h2>A <strong>b</strong> – c</h2>"),
        ("<b>a</b>, <i>b</i>, <cite>c</cite>", "<p><strong>a</strong>, <em>b</em>, <em>c</em></p>"),
        ("<u>a</u> <mark>b</mark> <kbd>c</kbd> <small>d</small>", "<p>a b c d</p>"),
        ("<p>a<br>b<br><br>c</p>", "<p>a</p><p>b</p><p>c</p>"),
        ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<details><summary>More</summary>x</details>", "<p><strong>More</strong></p><p>x</p>"),
        ("<aside><p>x</p></aside>", "<p>x</p>"),
        ("<hr><p>a</p><hr><hr><p>b</p><hr>", "<p>a</p><hr><p>b</p>"),
    ],
)
def test_each_element_becomes_one_that_the_editor_keeps(written: str, kept: str) -> None:
    assert pasted(written) == kept


@pytest.mark.parametrize(
    "empty",
    [
        *("<p></p>", "<p> \n </p>", "<p>&nbsp;</p>", "<p>&#8203;</p>", "<p><br></p>", "<h2></h2>"),
        *("<ul><li></li></ul>", "<blockquote></blockquote>", "<pre>\n</pre>", "<a href='/x'></a>"),
    ],
)
def test_nothing_empty_is_pasted(empty: str) -> None:
    assert pasted(f"<p>a</p>\n\n{empty}\n\n<p>b</p>") == "<p>a</p><p>b</p>"


def test_white_space_is_one_space_within_a_line_and_none_at_its_ends() -> None:
    assert pasted("<p>\n  a\n  <em> b </em>\t c\n</p>\n") == "<p>a <em>b</em> c</p>"


def test_a_no_break_space_stays() -> None:
    assert pasted("<p>65&nbsp;%</p>") == "<p>65\xa0%</p>"


def test_emphasis_and_links_nest_in_one_order() -> None:
    html = '<em><strong>a</strong> <a href="https://x.example/">b <strong>c</strong></a></em>'

    assert pasted(html) == (
        '<p><strong><em>a</em></strong><em> </em><a href="https://x.example/"><em>b </em>'
        "<strong><em>c</em></strong></a></p>"
    )


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://x.example/a?b=1&amp;c=2#d", "https://x.example/a?b=1&amp;c=2#d"),
        ("HTTP://x.example/a b", "HTTP://x.example/a%20b"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("/about/", "https://tiny.example/about/"),
        ("../other/", "https://tiny.example/posts/other/"),
        ("//x.example/", "https://x.example/"),
        ("#numbers", f"{URL}#numbers"),
    ],
)
def test_links_are_absolute(href: str, kept: str) -> None:
    assert pasted(f'<a href="{href}">x</a>') == f'<p><a href="{kept}">x</a></p>'


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "tel:1", "http://[::1", ""]
)
def test_a_link_that_the_editor_takes_away_leaves_its_words(href: str) -> None:
    assert pasted(f'<a href="{href}">x</a>') == "<p>x</p>"


def test_no_attribute_but_a_links_address_is_pasted() -> None:
    html = '<p class="a" style="b" id="c" dir="rtl"><a href="https://x.example/" rel="d">x</a></p>'

    assert pasted(html) == '<p><a href="https://x.example/">x</a></p>'


def test_code_is_kept_to_the_letter_without_its_colours() -> None:
    html = read_markdown("``` python\n    if a < b:  # <b> &amp;\n\n        pass\n```")

    assert pasted(html) == (
        "<pre><code>    if a &lt; b:  # &lt;b&gt; &amp;amp;\n\n        pass</code></pre>"
    )


@pytest.mark.parametrize(
    "numbered",
    [
        '<pre><span class="linenos">1</span>a\n<span class="linenos">2</span>b</pre>',
        '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td>'
        '<td class="code"><div><pre><span></span>a\nb</pre></div></td></tr></table>',
    ],
)
def test_the_numbers_of_lines_are_no_code(numbered: str) -> None:
    assert pasted(numbered) == "<pre><code>a\nb</code></pre>"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template>x</template>",
        "<!-- x -->",
        "<p hidden>x</p>",
        '<span aria-hidden="true">x</span>',
        '<a class="headerlink" href="#a">x</a>',
        "<noscript>x</noscript>",
        "<title>x</title>",
        "<select><option>x</select>",
    ],
)
def test_what_readers_do_not_see_is_not_pasted(unseen: str) -> None:
    assert pasted(f"{unseen}<p>a{unseen if '<p' not in unseen else ''}</p>") == "<p>a</p>"


def test_what_only_works_on_a_page_is_named() -> None:
    made = an_article("<p>a</p><form><label>Name <input></label></form><canvas></canvas>")

    assert [finding.message for finding in made.findings] == [
        "The text has a form, which is left out.",
        "The text has a drawing made by a script, which is left out.",
    ]


def test_elements_that_stand_too_deep_keep_their_words() -> None:
    assert pasted(f"{'<div><b>' * 3000}x{'</b></div>' * 3000}") == "<p><strong>x</strong></p>"


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert pasted("<p>a\x00\x0b\ufffe\ud800b</p>") == "<p>ab</p>"
