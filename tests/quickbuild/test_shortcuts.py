"""Markdown that looks first whether there is anything to look for makes the same of any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from fanfare.site import MARKDOWN
from quickbuild.shortcuts import take_shortcuts

EXTENSIONS = [*MARKDOWN["extensions"], *MARKDOWN["extension_configs"]]
PIECES = st.sampled_from(
    [
        *(
            "a",
            "word",
            " ",
            "  \n",
            "\n",
            "\n\n",
            "*",
            "**",
            "_",
            "`",
            "``",
            "\\",
            "[",
            "](x)",
            "]",
        ),
        *("![", "[^1]", "[^1]: ", "<", ">", "<b>", "</b>", "<https://a.example>", "<a@b.example>"),
        *("&", "&amp;", "&#38;", "http://", "://", "@", "~~", "{", "}", "{: .x }", "# ", "> "),
        *(
            "- ",
            "1. ",
            "| a |\n|---|\n",
            "*[CSS]: x\n",
            "CSS",
            ":   ",
            "<div markdown=1>",
            "</div>",
        ),
    ]
)


def _markdown(*more: Extension) -> Markdown:
    configs = MARKDOWN["extension_configs"]
    return Markdown(extensions=[*EXTENSIONS, *more], extension_configs=configs)  # type: ignore[arg-type]


PLAIN, QUICK = _markdown(), _markdown()
take_shortcuts(QUICK)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text_is_converted_as_without(text: str) -> None:
    assert QUICK.reset().convert(f"\n{text}") == PLAIN.reset().convert(f"\n{text}")


class Struck(Extension):
    """A pattern that nobody here knows."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown's name
        """Add it."""
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~(.*?)~~", "del"), "del", 175)


def test_patterns_of_other_extensions_are_looked_for_in_each_text() -> None:
    markdown = _markdown(Struck())
    take_shortcuts(markdown)
    assert markdown.convert("\nA ~~word~~.") == "<p>A <del>word</del>.</p>"


def test_a_block_element_that_an_extension_adds_is_one() -> None:
    markdown = _markdown()
    take_shortcuts(markdown)
    assert not markdown.is_block_level("x-note")
    markdown.block_level_elements.append("x-note")
    assert markdown.is_block_level("x-note")
