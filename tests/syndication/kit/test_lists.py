"""Lists of one level, and quotes of paragraphs: so much the editor keeps of any."""

from __future__ import annotations

from tests.syndication.kit.made import pasted, read_markdown


def test_a_list_in_a_list_goes_on_in_it() -> None:
    html = read_markdown("- one\n    - a\n        - deep\n    - b\n- two")

    assert pasted(html) == (
        "<ul><li>one</li><li>– a</li><li>– – deep</li><li>– b</li><li>two</li></ul>"
    )


def test_a_numbered_list_in_a_list_keeps_its_numbers() -> None:
    assert pasted(read_markdown("- one\n    1. a\n    2. b")) == (
        "<ul><li>one</li><li>1. a</li><li>2. b</li></ul>"
    )


def test_a_numbered_list_with_more_in_it_has_its_numbers_written_out() -> None:
    assert pasted(read_markdown("1. one\n    - a\n2. two")) == (
        "<p>1. one</p><ul><li>a</li></ul><p>2. two</p>"
    )


def test_a_numbered_list_of_lines_stays_one() -> None:
    assert pasted(read_markdown("1. one\n2. *two*")) == (
        "<ol><li>one</li><li><em>two</em></li></ol>"
    )


def test_numbers_that_the_editor_would_count_otherwise_are_written_out() -> None:
    assert pasted('<ol start="3"><li>c</li><li value="7">g</li><li>h</li></ol>') == (
        "<p>3. c</p><p>7. g</p><p>8. h</p>"
    )
    assert pasted("<ol reversed start=2><li>b</li><li>a</li></ol>") == "<p>2. b</p><p>1. a</p>"


def test_an_item_of_several_paragraphs_goes_on_below_its_list() -> None:
    assert pasted("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>") == (
        "<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>"
    )


def test_code_in_an_item_stands_below_it() -> None:
    assert pasted("<ol><li>a<pre>x</pre></li><li><pre>y</pre></li></ol>") == (
        "<p>1. a</p><pre><code>x</code></pre><p>2.</p><pre><code>y</code></pre>"
    )


def test_a_list_that_stands_between_items_belongs_to_the_one_before() -> None:
    assert pasted("<ul><li>a</li><ul><li>b</li></ul>c</ul>") == (
        "<ul><li>a</li><li>– b</li><li>c</li></ul>"
    )


def test_boxes_to_tick_are_characters() -> None:
    html = "<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>"

    assert pasted(html) == "<ul><li>☑ a</li><li>☐ b</li></ul>"


def test_a_definition_follows_its_term() -> None:
    html = (
        "<dl><dt>A</dt><dt>B</dt><dd>one</dd><dd>two</dd><dt>C</dt><dd><p>x</p><p>y</p></dd></dl>"
    )

    assert pasted(html) == (
        "<ul><li><strong>A</strong>, <strong>B</strong>: one</li><li>– two</li>"
        "<li><strong>C</strong>: x</li></ul><p>y</p>"
    )


def test_a_quote_is_of_paragraphs() -> None:
    html = "<blockquote>a<h2>b</h2><ol><li>c</li></ol><blockquote>d</blockquote></blockquote>"

    assert pasted(html) == (
        "<blockquote><p>a</p><p><strong>b</strong></p><p>1. c</p><p>d</p></blockquote>"
    )


def test_code_and_pictures_stand_between_the_parts_of_a_quote() -> None:
    html = '<blockquote><p>a</p><pre>x</pre><p>b</p><img src="/i.png"></blockquote>'

    assert pasted(html) == (
        "<blockquote><p>a</p></blockquote><pre><code>x</code></pre>"
        "<blockquote><p>b</p></blockquote><p>[image 1: 01-i.png]</p>"
    )
