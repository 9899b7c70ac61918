"""Markdown without the searches that cannot find anything.

Markdown looks in each piece of text for each of some fifteen patterns, most of which begin with a
character that most pieces do not have. To look for that character first gives the same result.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_NEEDED = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": ("`", "`"),
    r"\\(.)": ("\\", "\\"),
    r"\[\^([^\]]*)\]": ("[^", "[^"),
    r"(?<!\!)\[": ("[", "["),
    r"\!\[": ("![", "!["),
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": ("://", "://"),
    r"<([^<> !]+@[^@<> ]+)>": ("@", "@"),
    r"  \n": ("  \n", "  \n"),
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": ("&", "&"),
    r"\*|_": ("*", "_"),
}
"""What a text must have for a pattern to be found in it, or what instead, by its expression."""

_HANDLE = "_InlineProcessor__handleInline"
_APPLY = "_InlineProcessor__applyPattern"


def take_shortcuts(markdown: Markdown) -> None:
    """Let `markdown` look first whether there is anything to look for."""
    markdown.block_level_elements = QuickNames(markdown.block_level_elements)
    inline = markdown.treeprocessors["inline"]
    is_known = hasattr(InlineProcessor, _HANDLE) and hasattr(InlineProcessor, _APPLY)
    if type(inline) is InlineProcessor and is_known:
        inline.__class__ = QuickInlineProcessor


class QuickInlineProcessor(InlineProcessor):
    """Applies those inline patterns to a text that may be found in it."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 -- Markdown's names
        if isinstance(data, AtomicString):
            return data
        apply: Any = getattr(self, _APPLY)
        start = 0
        patterns = self._patterns()
        for place in range(patternIndex, len(patterns)):
            pattern, needed, otherwise = patterns[place]
            is_found = needed in data or otherwise in data
            while is_found:
                data, is_found, start = apply(pattern, data, place, start)
        return data

    def _patterns(self) -> list[tuple[Any, str, str]]:
        """Each pattern, and one or the other that a text must have: all have an empty one."""
        found: list[tuple[Any, str, str]] | None = self.__dict__.get("_known")
        if found is None:
            found = [(pattern, *_needed(pattern)) for pattern in self.inlinePatterns]
            self.__dict__["_known"] = found
        return found


def _needed(pattern: Any) -> tuple[str, str]:
    return _NEEDED.get(pattern.getCompiledRegExp().pattern, ("", ""))


class QuickNames(list[str]):
    """The names of block elements. Of each element, Markdown asks whether its name is there."""

    def __contains__(self, name: object) -> bool:
        if self.__dict__.get("number") != len(self):  # an extension has added some
            self.__dict__["number"], self.__dict__["names"] = len(self), frozenset(self)
        return name in self.__dict__["names"]
