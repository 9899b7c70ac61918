"""Formulas, players and small marks, which the editor does not have."""

from __future__ import annotations

import pytest

from syndication.kit.embeds import public_address
from syndication.kit.small_marks import lowered, raised
from tests.syndication.kit.made import an_article, pasted

KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true">x2</span></span>'
)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (f"<p>a {KATEX} b</p>", "<p>a x^2 b</p>"),
        (f'<span class="katex-display">{KATEX}</span>', "<pre><code>x^2</code></pre>"),
        ('<p>a <span class="arithmatex">\\(x\\)</span></p>', "<p>a x</p>"),
        ('<div class="arithmatex">\\[x\\]</div>', "<pre><code>x</code></pre>"),
        ('<span class="math inline">\\(x\\)</span>', "<p>x</p>"),
        ('<p><span class="math display">$$x$$</span></p>', "<pre><code>x</code></pre>"),
        ('<script type="math/tex; mode=display">x</script>', "<pre><code>x</code></pre>"),
        ('<p>a <script type="math/tex">x</script></p>', "<p>a x</p>"),
        ('<p><math alttext="x^2"><mi>y</mi></math></p>', "<p>x^2</p>"),
    ],
)
def test_tex_is_text_in_a_line_and_code_on_its_own(html: str, kept: str) -> None:
    assert pasted(html) == kept
    assert [finding.rule for finding in an_article(html).findings] == ["formula"]


@pytest.mark.parametrize(
    ("mathml", "said"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc^2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a + 1)/b"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "x^(1/3)"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
         "<msub><mi>a</mi><mi>i</mi></msub>", "(∑)_(i = 1)^na_i"),
    ],
)  # fmt: skip
def test_mathml_is_read_out(mathml: str, said: str) -> None:
    assert pasted(f"<p>a <math>{mathml}</math> b</p>") == f"<p>a {said} b</p>"
    assert an_article(f"<math>{mathml}</math>").findings == ()


def test_dollars_that_nothing_takes_for_a_formula_are_dollars() -> None:
    assert pasted("<p>From $5 to $9.</p>") == "<p>From $5 to $9.</p>"


@pytest.mark.parametrize(
    ("player", "public"),
    [
        (
            "https://www.youtube.com/embed/abcdef12345",
            "https://www.youtube.com/watch?v=abcdef12345",
        ),
        (
            "//www.youtube-nocookie.com/embed/abcdef12345?rel=0&start=90",
            "https://www.youtube.com/watch?v=abcdef12345&t=90s",
        ),
        ("https://player.vimeo.com/video/123456?h=a1b2", "https://vimeo.com/123456/a1b2"),
        (
            "https://open.spotify.com/embed/episode/4x?theme=0",
            "https://open.spotify.com/episode/4x",
        ),
        (
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1",
            "https://api.soundcloud.com/tracks/1",
        ),
        (
            "https://www.linkedin.com/embed/feed/update/urn:li:share:1?compact=1",
            "https://www.linkedin.com/feed/update/urn:li:share:1",
        ),
        ("https://maps.example/embed?x=1", "https://maps.example/embed?x=1"),
    ],
)
def test_a_player_is_known_by_the_address_people_share(player: str, public: str) -> None:
    assert public_address(player) == public


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (
            '<p>a <iframe src="https://player.vimeo.com/video/12"></iframe> b</p>',
            "https://vimeo.com/12",
        ),
        ('<figure><video src="/a b.mp4"></video></figure>', "https://tiny.example/a%20b.mp4"),
        ('<audio><source src="a.mp3"></audio>', "https://tiny.example/posts/knots/a.mp3"),
        ('<object data="/a.pdf"><embed src="/b.pdf"></object>', "https://tiny.example/a.pdf"),
    ],
)
def test_an_address_stands_alone_in_its_paragraph(html: str, address: str) -> None:
    made = an_article(html)

    assert f"<p>{address}</p>" in pasted(html)
    assert made.has_embeds
    assert made.findings == ()


def test_a_frame_without_an_address_is_named() -> None:
    [finding] = an_article("<p>a</p><iframe srcdoc='<p>b</p>'></iframe>").findings

    assert finding.message == "1 player without an address left out."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(("2", "²"), ("-1", "⁻¹"), ("n", "ⁿ"), ("2n", "²ⁿ"), ("th", "th"), ("TM", "TM")),
        *(("*", "*"), ("k", "^k"), ("k+1", "^(k+1)"), ("", ""), (" ", " ")),
    ],
)
def test_raised_text(text: str, said: str) -> None:
    assert raised(text) == said


@pytest.mark.parametrize(("text", "said"), [("2", "₂"), ("i", "_i"), ("max", "_(max)")])
def test_lowered_text(text: str, said: str) -> None:
    assert lowered(text) == said


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<abbr title="Cascading Style Sheets">CSS</abbr>, <abbr title="x">CSS</abbr>',
         "CSS (Cascading Style Sheets), CSS"),
        ("<q>a <q>b</q></q>", "“a “b””"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ("super<wbr>cali", "supercali"),
        ('<sup><a href="https://x.example/">1</a></sup>', '<a href="https://x.example/">1</a>'),
    ],
)  # fmt: skip
def test_small_marks_are_said_with_characters(html: str, said: str) -> None:
    assert pasted(f"<p>{html}</p>") == f"<p>{said}</p>"


def test_struck_text_is_left_out_and_the_author_told() -> None:
    made = an_article("<p>It is <del>dead</del> <ins>alive</ins>.</p>")

    assert pasted("<p>It is <del>dead</del> <ins>alive</ins>.</p>") == "<p>It is alive.</p>"
    assert [finding.rule for finding in made.findings] == ["struck-text"]
