"""What Markdown writes, made fit for a page."""

import markdown


def _html(text: str) -> str:
    extensions = ["extra", "codehilite", "folio.markup"]
    options = {"codehilite": {"css_class": "highlight", "guess_lang": False}}
    return markdown.markdown(text, extensions=extensions, extension_configs=options)


def test_an_image_alone_with_a_title_becomes_a_figure_with_caption() -> None:
    assert _html('![a desk](desk.png "My desk & I")') == (
        '<figure><img alt="a desk" src="desk.png" />'
        "<figcaption>My desk &amp; I</figcaption></figure>"
    )


def test_an_image_alone_without_a_title_stays_a_paragraph() -> None:
    assert _html("![a desk](desk.png)") == '<p><img alt="a desk" src="desk.png" /></p>'


def test_an_image_within_a_sentence_keeps_its_title() -> None:
    assert "<figure>" not in _html('Look: ![a desk](desk.png "My desk")')
    assert "<figure>" not in _html('![a desk](desk.png "My desk") there')


def test_a_linked_image_is_left_alone() -> None:
    assert "<figure>" not in _html('[![a desk](desk.png "My desk")](desk.html)')


def test_a_table_scrolls_by_itself() -> None:
    html = _html("| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert html.startswith('<div class="table-scroll" tabindex="0"><table>')
    assert html.endswith("</table></div>")


def test_a_table_within_a_list_scrolls_too() -> None:
    html = _html("1. first\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n")
    assert html.count('<div class="table-scroll" tabindex="0">') == 1


def test_code_can_be_scrolled_by_keyboard() -> None:
    assert '<div class="highlight"><pre tabindex="0">' in _html("```python\nx = 1\n```")


def test_quotes_are_told_apart_across_emphasis() -> None:
    assert _html('He said "*yes*", "no" and "**perhaps**".') == (
        "<p>He said “<em>yes</em>”, “no” and “<strong>perhaps</strong>”.</p>"
    )


def test_apostrophes_and_quotes_in_blocks_of_their_own_do_not_touch() -> None:
    assert _html('It\'s\n\n"Yes"') == "<p>It’s</p>\n<p>“Yes”</p>"


def test_code_keeps_its_quotes() -> None:
    assert _html('Write `a = "b"` there.') == '<p>Write <code>a = "b"</code> there.</p>'
    assert "&quot;b&quot;" in _html('    a = "b"\n')
