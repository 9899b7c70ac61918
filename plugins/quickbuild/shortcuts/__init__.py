"""Markdown without the searches that cannot find anything.

The HTML of any text is the same. What is not known here, such as another extension or an expression
of another version of Markdown, works as it always does.
"""

from __future__ import annotations

from markdown import Markdown

from quickbuild.shortcuts.blocks import parse_blocks_quickly
from quickbuild.shortcuts.inline import look_for_patterns_quickly
from quickbuild.shortcuts.steps import take_steps_quickly


def take_shortcuts(markdown: Markdown) -> None:
    """Let `markdown` look first whether there is anything to look for."""
    markdown.block_level_elements = QuickNames(markdown.block_level_elements)
    parse_blocks_quickly(markdown)
    look_for_patterns_quickly(markdown)
    take_steps_quickly(markdown)


class QuickNames(list[str]):
    """The names of block elements. Of each element, Markdown asks whether its name is there."""

    def __contains__(self, name: object) -> bool:
        if self.__dict__.get("number") != len(self):  # an extension has added some
            self.__dict__["number"], self.__dict__["names"] = len(self), frozenset(self)
        return name in self.__dict__["names"]
