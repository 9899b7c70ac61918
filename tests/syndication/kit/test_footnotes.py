"""Footnotes become numbered notes, whoever wrote them."""

from __future__ import annotations

import pytest

from tests.syndication.kit.made import URL, pasted, read_markdown

MARKDOWN = read_markdown(
    "One.[^a] Two.[^b] One again.[^a]\n\n[^a]: *First*.\n\n    More.\n\n[^b]: Second."
)


def test_notes_have_the_numbers_of_their_references() -> None:
    assert pasted(MARKDOWN) == (
        "<p>One.[1] Two.[2] One again.[1]</p><h3>Notes</h3>"
        "<p>[1] <em>First</em>.</p><p>More.</p><p>[2] Second.</p>"
    )


def test_links_within_a_text_may_begin_with_its_address() -> None:
    assert pasted(MARKDOWN.replace('href="#', f'href="{URL}#')) == pasted(MARKDOWN)


def test_what_follows_the_notes_still_does() -> None:
    assert pasted(f"{MARKDOWN}<p>Sponsored.</p>").endswith("Second.</p><p>Sponsored.</p>")


def test_a_note_that_nothing_refers_to_keeps_its_number() -> None:
    html = (
        '<p>a<sup><a href="#n2">2</a></sup></p>'
        '<div class="footnotes"><ol><li id="n1">x</li><li id="n2">y</li></ol></div>'
    )

    assert pasted(html) == "<p>a[2]</p><h3>Notes</h3><p>[1] x</p><p>[2] y</p>"


@pytest.mark.parametrize(
    "html",
    [
        # Pandoc
        '<p>a<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref">'
        "<sup>1</sup></a></p>"
        '<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1"><p>x'
        '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
        # GitHub
        '<p>a<sup><a href="#user-content-fn-1" id="user-content-fnref-1">1</a></sup>'
        '</p><section data-footnotes class="footnotes"><h2 class="sr-only">Footnotes</h2><ol>'
        '<li id="user-content-fn-1"><p>x <a href="#user-content-fnref-1" data-footnote-backref '
        'class="data-footnote-backref">↩</a></p></li></ol></section>',
        # docutils, HTML 5
        '<p>a<a class="footnote-reference brackets" href="#footnote-1" id="footnote-reference-1" '
        'role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a>'
        '</p><aside class="footnote-list"><aside class="footnote brackets" id="footnote-1" '
        'role="doc-footnote"><span class="label"><span class="fn-bracket">[</span>'
        '<a role="doc-backlink" href="#footnote-reference-1">1</a><span class="fn-bracket">]</span>'
        "</span><p>x</p></aside></aside>",
        # docutils, HTML 4, as Pelican uses it
        '<p>a<a class="footnote-reference" href="#footnote-1" id="footnote-reference-1">[1]</a></p>'
        '<table class="docutils footnote" frame="void" id="footnote-1" rules="none"><tbody><tr>'
        '<td class="label"><a class="fn-backref" href="#footnote-reference-1">[1]</a></td>'
        "<td>x</td></tr></tbody></table>",
    ],
    ids=["pandoc", "github", "docutils", "docutils-4"],
)
def test_notes_by_others_are_known(html: str) -> None:
    assert pasted(html) == "<p>a[1]</p><h3>Notes</h3><p>[1] x</p>"


def test_a_note_may_begin_with_code() -> None:
    notes = '<ol class="footnotes"><li id="n"><pre>x</pre></li></ol>'
    html = f'<p>a<sup><a href="#n">1</a></sup></p>{notes}'

    assert pasted(html) == "<p>a[1]</p><h3>Notes</h3><p>[1]</p><pre><code>x</code></pre>"


def test_a_link_to_a_heading_is_no_footnote() -> None:
    assert pasted('<h2 id="b">B</h2><p><sup><a href="#b">x</a></sup></p>') == (
        f'<h2>B</h2><p><a href="{URL}#b">x</a></p>'
    )


def test_a_raised_link_to_an_item_of_any_list_is_no_footnote() -> None:
    assert pasted('<p><sup><a href="#b">x</a></sup></p><ul><li id="b">B</li></ul>') == (
        f'<p><a href="{URL}#b">x</a></p><ul><li>B</li></ul>'
    )
