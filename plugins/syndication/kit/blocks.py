"""An article as LinkedIn's editor knows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]*")


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set."""

    strong: bool = False
    em: bool = False
    href: str = ""
    """Absolute address it links to; empty for none."""

    def shared_with(self, other: Style) -> Style:
        """What both have."""
        href = self.href if self.href == other.href else ""
        return Style(self.strong and other.strong, self.em and other.em, href)


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style."""

    text: str
    style: Style = PLAIN


Line = tuple[Run, ...]
"""What stands in one paragraph: single spaces, none at its ends nor at the edge of a style."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: of a section (2) or of a part of one (3)."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Code:
    """Code, to the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of some paragraphs."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one level."""

    is_ordered: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in the text, which the author uploads by hand."""

    number: int
    """Counted from 1, in the order of the text."""

    name: str
    """Its file in the kit; else what tells the author which one it is."""

    source: str
    """Its absolute address, or its data as an address (`data:`)."""

    alt: str = ""
    link: str = ""
    """What it links to."""

    is_here: bool = True
    """True where the kit has its file."""

    @property
    def marker(self) -> str:
        """What stands in the text until the picture does."""
        alt = f", {self.alt}" if self.alt else ""
        return f"[image {self.number}: {self.name}{alt}]"


@dataclass(frozen=True, slots=True)
class Marker:
    """The place of a picture."""

    image: Image


Block = Paragraph | Heading | Code | Quote | Listing | Divider | Marker


def is_blank(text: str) -> bool:
    """True where nobody would see anything of `text`."""
    return _INVISIBLE.fullmatch(text) is not None


def tidied(runs: Iterable[Run]) -> Line:
    """`runs` as one line; empty where nobody would see anything of it.

    White space is that of HTML, so that no-break spaces stay. A space between two words has the
    style that both have: the editor keeps bold spaces, and readers see them under links.
    """
    words: list[Run] = []
    has_space = False
    for run in runs:
        for piece in re.split(r"([ \t\n\r\f]+)", run.text):
            if not piece:
                continue
            if piece[0] in " \t\n\r\f":
                has_space = True
                continue
            if has_space and words:
                words.append(Run(" ", words[-1].style.shared_with(run.style)))
            words.append(replace(run, text=piece))
            has_space = False
    styled = groupby(words, key=lambda run: run.style)
    line = tuple(Run("".join(run.text for run in same), style) for style, same in styled)
    return () if is_blank(text_of(line)) else line


def text_of(line: Line) -> str:
    """The words of `line`."""
    return "".join(run.text for run in line)


def joined(lines: Iterable[Line], between: str) -> Line:
    """One line of all `lines`, with the text `between` any two of them."""
    runs: list[Run] = []
    for line in filter(None, lines):
        runs += [*([Run(between)] if runs else ()), *line]
    return tidied(runs)


def prefixed(prefix: str, line: Line) -> Line:
    """`line` with the plain text `prefix` before it."""
    return tidied((Run(prefix), *line))


def restyled(line: Line, *, strong: bool = False, em: bool = False) -> Line:
    """`line`, all of it bold or italic as well."""
    return tidied(
        replace(
            run,
            style=replace(run.style, strong=run.style.strong or strong, em=run.style.em or em),
        )
        for run in line
    )


def numbered(lines: Sequence[Line], *, is_ordered: bool) -> Iterator[Line]:
    """The items of a list as lines that say their place: `1. ` or, where it has none, `– `."""
    for number, line in enumerate(lines, 1):
        yield prefixed(f"{number}. " if is_ordered else "– ", line)
