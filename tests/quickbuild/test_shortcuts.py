"""Markdown that looks first whether there is anything to look for makes the same of any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.treeprocessors import UnescapeTreeprocessor
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from fanfare.site import MARKDOWN
from quickbuild.shortcuts import take_shortcuts

OF_THE_SITE = [*MARKDOWN["extensions"], *MARKDOWN["extension_configs"]]
OF_MARKDOWN = [
    *("admonition", "codehilite", "extra", "legacy_attrs", "legacy_em", "meta", "nl2br"),
    *("sane_lists", "smarty", "toc", "wikilinks"),
]

PIECES = st.sampled_from(
    [
        *("a", "word", " ", "  \n", "\n", "\n\n", "*", "**", "_", "`", "``", "\\", "[", "](x)"),
        *("]", "![", "[^1]", "[^1]: ", "<", ">", "<b>", "</b>", "<https://a.example>", "!", "^"),
        *("<a@b.example>", "&", "&amp;", "&#38;", "http://", "://", "@", "~~", "{", "}", "{: .x }"),
        *("# ", "> ", "- ", "1. ", "| a |\n|---|\n", "*[CSS]: x\n", "CSS", ":   ", "</div>", "|"),
        *("<div markdown=1>", "[TOC]", "```\n", "---\n", "=", "\t", "\r", "\x02", "\x03", ":::"),
    ]
)
LINES = [
    *(
        "",
        "word",
        "A **strong** _word_ in `code`.",
        "A [link](x), a [ref] and a note[^1]: CSS.",
    ),
    *("# Heading", "## Heading ##", "#", "\\# Word", "===", "---", "=", "-", "- - -", "***"),
    *("_ _ _", "* * * word", "- item", "* item", "+ item", "1. item", "2. item", "٣. item"),
    *(
        "- > quote",
        "- # Heading",
        "- - item",
        "> quote",
        ">",
        ">quote",
        "> > quote",
        "> - item",
    ),
    *("> # Heading", ": meaning", ":   meaning", ":", "a: b", "Term", "[^1]: A note.", "[^2]:"),
    *("[ref]: https://a.example", "[ref]: <x> 'Title'", '"Title"', "[ref]:", "[x]", "[TOC]"),
    *("*[CSS]: Styles", "*[CSS]:", "*[CSS]: ''", "| a | b |", "|---|:-:|", "a | b", "--|--"),
    *("```", "```python", "~~~", "``` { .python hl_lines='1' }", "x = '<>'", "{: .x }", "{"),
    *("# Heading {: #id }", "<div>", "</div>", '<div markdown="1">', '<p markdown="1">'),
    *("</p>", "<!-- word -->", "<br> &amp; &", "<hr>", "!!! note", '!!! tip "Title"', "!!!"),
    *(
        "[[Page]]",
        "///Footnotes Go Here///",
        "Key: value",
        "&#38 word",
        "Heading\n===",
        "Heading\n---",
        "'quoted' \"words\"... -- a\\*b",
    ),
]
INDENTS = st.sampled_from(["", "", "", " ", "   ", "    ", "     ", "        ", "\t"])
ENDS = st.sampled_from(["\n", "\n", "\n\n", "  \n", "\n \n"])
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.lists(
    st.tuples(INDENTS, st.sampled_from(LINES), ENDS).map("".join), max_size=12
).map("".join)


def _markdown(extensions: Sequence[str | Extension]) -> Markdown:
    configs = MARKDOWN["extension_configs"]
    return Markdown(extensions=list(extensions), extension_configs=configs)  # type: ignore[arg-type]


def _quick(extensions: Sequence[str | Extension] = OF_THE_SITE) -> Markdown:
    markdown = _markdown(extensions)
    take_shortcuts(markdown)
    return markdown


WAYS = [
    pytest.param(_markdown(extensions), _quick(extensions), id=name)
    for name, extensions in {
        "of the site": OF_THE_SITE,
        "of Markdown": OF_MARKDOWN,
        "without any": [],
    }.items()
]


@pytest.mark.parametrize(("plain", "quick"), WAYS)
@settings(max_examples=300, deadline=None)  # the first code of no language imports all lexers
@given(text=TEXTS)
@example(text="~~~\na\n~~~\n\n```\nb\n```")
def test_any_text_is_converted_as_without(plain: Markdown, quick: Markdown, text: str) -> None:
    assert quick.reset().convert(f"\n{text}") == plain.reset().convert(f"\n{text}")


@pytest.mark.parametrize(("plain", "quick"), WAYS)
def test_each_kind_of_line_is_converted_as_without(plain: Markdown, quick: Markdown) -> None:
    for line in LINES:
        for text in (line, f"Word.\n\n{line}\n\nWord.", f"Word,\n{line}\nword."):
            assert quick.reset().convert(f"\n{text}") == plain.reset().convert(f"\n{text}")


class With(Extension):
    """Adds what it is told to."""

    def __init__(self, add: Callable[[Markdown], None]) -> None:
        self._add = add

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown's name
        """Add it."""
        self._add(md)


STRUCK = SimpleTagInlineProcessor(r"()~~(.*?)~~", "del")


def test_patterns_of_other_extensions_are_looked_for_in_each_text() -> None:
    markdown = _quick([With(lambda md: md.inlinePatterns.register(STRUCK, "del", 175))])
    assert markdown.convert("A ~~word~~.") == "<p>A <del>word</del>.</p>"


def test_a_pattern_that_is_added_late_is_looked_for() -> None:
    markdown = _quick()
    assert markdown.convert("A ~~word~~.") == "<p>A ~~word~~.</p>"
    markdown.inlinePatterns.register(STRUCK, "del", 175)
    assert markdown.reset().convert("A ~~word~~.") == "<p>A <del>word</del>.</p>"


class Shout(BlockProcessor):
    """A kind of block that nobody here knows: what ends with an exclamation mark."""

    def test(self, parent: Element, block: str) -> bool:
        return block.endswith("!")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "section").text = blocks.pop(0)


def test_blocks_of_other_extensions_are_looked_for_everywhere() -> None:
    markdown = _quick([With(_add_shout)])
    assert markdown.convert("Word!") == "<section>Word!</section>"


def _add_shout(markdown: Markdown) -> None:
    markdown.parser.blockprocessors.register(Shout(markdown.parser), "shout", 200)


def test_a_kind_of_block_may_come_and_go_within_a_text() -> None:
    class Switch(BlockProcessor):
        def test(self, parent: Element, block: str) -> bool:
            return block in ("on", "off")

        def run(self, parent: Element, blocks: list[str]) -> None:
            if blocks.pop(0) == "on":
                _add_shout(self.parser.md)
            else:
                self.parser.blockprocessors.deregister("shout")

    markdown = _quick(
        [With(lambda md: md.parser.blockprocessors.register(Switch(md.parser), "switch", 100))]
    )
    assert markdown.convert("A!\n\non\n\nB!\n\noff\n\nC!") == (
        "<p>A!</p>\n<section>B!</section>\n<p>C!</p>"
    )


def test_a_kind_of_block_that_changes_the_block_and_leaves_it_is_followed_by_the_others() -> None:
    class Quoted(BlockProcessor):
        def test(self, parent: Element, block: str) -> bool:
            return block.startswith("quoted ")

        def run(self, parent: Element, blocks: list[str]) -> bool:
            blocks[0] = blocks[0].replace("quoted ", "> ")
            return False

    markdown = _quick(
        [With(lambda md: md.parser.blockprocessors.register(Quoted(md.parser), "quoted", 200))]
    )
    assert markdown.convert("quoted word") == "<blockquote>\n<p>word</p>\n</blockquote>"


class OtherHeading(HashHeaderProcessor):
    """A heading that begins otherwise, as another version of Markdown may have it."""

    RE = re.compile(r"(?:^|\n)(?P<level>@{1,6})(?P<header>.*)(?:\n|$)")


def test_a_known_kind_with_another_expression_is_looked_for_everywhere() -> None:
    markdown = _quick()
    markdown.parser.blockprocessors["hashheader"].RE = OtherHeading.RE  # type: ignore[attr-defined]
    assert markdown.convert("\n@ Word") == '<h1 id="word">Word</h1>'


def test_a_kind_that_is_derived_from_a_known_one_is_looked_for_everywhere() -> None:
    markdown = _quick(
        [With(lambda md: md.parser.blockprocessors.register(OtherHeading(md.parser), "h", 200))]
    )
    assert markdown.convert("@ Word") == "<h1>Word</h1>"


def test_steps_of_other_extensions_are_taken_as_they_are() -> None:
    class Spaced(UnescapeTreeprocessor):
        def unescape(self, text: str) -> str:
            return text.replace("~", " ")

    markdown = _quick([With(lambda md: md.treeprocessors.register(Spaced(md), "unescape", 0))])
    assert markdown.convert("a~word") == "<p>a word</p>"


@pytest.mark.parametrize("language", ["python", "Py", "html+jinja", "text"])
def test_a_language_has_the_lexer_that_pygments_finds(language: str) -> None:
    code = "<b>{{ x }}</b>\n"
    lexer, formatter = (
        get_lexer_by_name(language),
        HtmlFormatter(cssclass="highlight", wrapcode=True),
    )
    written = highlight(code, lexer, formatter).replace("<pre>", '<pre tabindex="0">')
    for _twice in range(2):
        assert _quick().convert(f"```{language}\n{code}```") == written.strip()


def test_a_language_that_nobody_knows_is_text() -> None:
    code = "```\nx = 1\n```"
    assert _quick().convert(code.replace("```\nx", "```nobodys\nx")) == _quick().convert(code)


def test_a_block_element_that_an_extension_adds_is_one() -> None:
    markdown = _quick()
    assert not markdown.is_block_level("x-note")
    markdown.block_level_elements.append("x-note")
    assert markdown.is_block_level("x-note")
