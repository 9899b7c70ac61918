"""Where the tags of an HTML text stand, so that it can be changed and every other byte kept.

Tags, comments and text are told apart as browsers do (WHATWG HTML, 13.2.5 "Tokenization"), so
nothing is malformed: any text can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

_ATTRIBUTE = r"""
    [\t\n\f\r\ /]*+
    (?P<name>[^\t\n\f\r\ />][^\t\n\f\r\ />=]*+)
    (?:[\t\n\f\r\ ]*+=[\t\n\f\r\ ]*+
        (?P<value>"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r\ >"'][^\t\n\f\r\ >]*+|(?=>)))?+
"""
_TAG_NAME = re.compile(r"</?[A-Za-z][^\t\n\f\r />]*")
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE, re.VERBOSE)
_ATTRIBUTES = re.sub(r"\(\?P<\w+>", "(?:", _ATTRIBUTE)
_TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>[A-Za-z][^\t\n\f\r\ />]*+)(?:{_ATTRIBUTES})*+"
    r"(?P<rest>[\t\n\f\r\ /]*+)>",
    re.VERBOSE,
)
_COMMENT = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?:[!?]|/(?![A-Za-z]))[^>]*+(?:>|\Z)"
    r"|</?[A-Za-z].*",  # a tag that never ends: browsers drop all the rest
    re.DOTALL,
)
_FOREIGN_COMMENT = re.compile(rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|{_COMMENT.pattern}", re.DOTALL)

_FOREIGN = frozenset(("svg", "math"))
_RAW_TEXT = frozenset(
    ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
)


class Tag(NamedTuple):
    """A tag or a comment: `html[start:end]`."""

    name: str
    """In small letters; empty for a comment and whatever else is never shown."""

    start: int
    end: int
    is_end: bool = False
    is_empty: bool = False
    """True for a start tag that needs no end tag: `<path/>` within SVG or MathML."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag: `tag[start:end]`."""

    value: str
    """Character references resolved; empty where there is none."""

    start: int
    name_end: int
    end: int


def tags(html: str) -> Iterator[Tag]:
    """Every tag and comment of `html` in order; what is between them is text.

    What stands in `<script>`, `<style>`, `<textarea>` and the like is text as well.
    """
    position = foreign = 0
    while (start := html.find("<", position)) >= 0:
        found = _TAG.match(html, start)
        if not found:
            comment = (_FOREIGN_COMMENT if foreign else _COMMENT).match(html, start)
            position = comment.end() if comment else start + 1
            if comment:
                yield Tag("", start, position)
            continue
        name, position = found["name"].lower(), found.end()
        is_end = bool(found["slash"])
        is_empty = bool(found["rest"]) and found["rest"][-1] == "/"
        is_empty = is_empty and not is_end and (foreign > 0 or name in _FOREIGN)
        yield Tag(name, start, position, is_end, is_empty)
        if name in _FOREIGN and not is_empty:
            foreign = max(0, foreign - 1) if is_end else foreign + 1
        elif name in _RAW_TEXT and not foreign and not is_end:
            end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, position)
            position = end.start() if end else len(html)
        elif name == "plaintext" and not foreign and not is_end:
            return


def likely_tags(html: str, beginning: re.Pattern[str]) -> Iterator[str]:
    """The tags of `html` that begin with `beginning`, and what in a comment or script looks so.

    Takes a fraction of the time of `tags` where there are few.
    """
    for begun in beginning.finditer(html):
        found = _TAG.match(html, begun.start())
        if not found:  # it never ends, and to look on from each such place would take too long
            found_by_tags = (html[tag.start : tag.end] for tag in tags(html))
            yield from filter(beginning.match, found_by_tags)
            return
        yield found[0]


def attributes(tag: str) -> dict[str, Attribute]:
    """The attributes of the whole `tag` by name; of several with one name the first counts."""
    named: dict[str, Attribute] = {}
    name_of_tag = _TAG_NAME.match(tag)
    position = name_of_tag.end() if name_of_tag else len(tag)
    while found := _ONE_ATTRIBUTE.match(tag, position):
        name, value, position = found["name"].lower(), found["value"] or "", found.end()
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        named.setdefault(
            name, Attribute(unescape(value), found.start("name"), found.end("name"), position)
        )
    return named
