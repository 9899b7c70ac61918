"""What one HTML text has and another has not, and how its author is told of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote

from lxml.html import HTMLParser, document_fromstring

from fanfare.findings import Finding, Severity

_PART_OF_PAGE = "page-"
_WHOLE_PAGE = re.compile(r"(</?)(?=(?:html|head|body)\b)", re.IGNORECASE)

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")

_ONLY_STYLES = frozenset(
    """
    align bgcolor border cellpadding cellspacing class color face height hspace id name nowrap rel
    size style target valign vspace width
    """.split()  # noqa: SIM905 -- a list of words is read more easily as words
)
"""Attributes without which a text reads as before."""

_IN_MARKDOWN = frozenset(("dir", "image", "listing", "menu", "tt", "xmp"))
"""Elements for which Markdown writes others: lists, pictures and code."""

_ON_A_COMPUTER = re.compile(r"\s*(?:[a-z]:[\\/]|\\\\|file:)", re.IGNORECASE)

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Removed:
    """One kind of thing that was taken out of a text."""

    what: str
    """In words, such as `the element <script>`."""

    sign: str
    """How it begins in the source, such as `<script`."""

    remedy: str = "Take it out."
    only_styles: str = ""
    """The name of the attribute, where a text reads without it as before."""

    count: int = 1


def of_element(name: str) -> Removed:
    """An element that was removed."""
    remedy = "Take it out, or write it in Markdown." if name in _IN_MARKDOWN else "Take it out."
    return Removed(_shown(f"the element <{name}>"), f"<{name}", remedy)


def of_attribute(name: str, value: str = "") -> Removed:
    """An attribute that was removed for itself, or for its `value`."""
    what = f'the {name} "{value}"' if value else f"the attribute {name}"
    only_styles = name if name in _ONLY_STYLES else ""
    return Removed(_shown(what), value or name, only_styles=only_styles)


def of_address(address: str, scheme: str) -> Removed:
    """An address that was removed; for its `scheme`, where it says one."""
    if _ON_A_COMPUTER.match(address):
        name = quote(unquote(re.split(r"[\\/]", address.strip())[-1]))
        remedy = f"Put the file into content/images/ and write {{static}}/images/{_shown(name)}."
        what = f'the address "{_shown(address)}", which is a file on somebody\'s computer,'
        return Removed(what, address, remedy)
    if scheme == "http":
        return Removed("an address with http:", "http:", "Write it with https:, or take it out.")
    if scheme:
        return Removed(_shown(f"an address with {scheme}:"), f"{scheme}:")
    return Removed(_shown(f'the address "{address}"'), address)


def _shown(text: str) -> str:
    """`text` as a message shows it: on one line, and not for ever."""
    printable = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return printable if len(printable) <= _LONGEST else f"{printable[:_LONGEST]}…"


def findings(
    removed: Iterable[Removed], text: str, first_line: int, source: str
) -> Iterator[Finding]:
    """What was `removed` from a guest's text, with its line in the file `source`.

    `text` is the Markdown that became the HTML, and stands in the file from line `first_line`. What
    is not found in it as it was removed, because it was written in another way, has no line. Of all
    that only styles there is one finding.
    """
    styles: dict[str, int] = {}
    for one in removed:
        line = line_of(one.sign, text)
        line = line and first_line + line - 1
        if one.only_styles:
            styles[one.only_styles] = styles.get(one.only_styles) or line
            continue
        times = f", {one.count} times" if one.count > 1 else ""
        what = one.what[0].upper() + one.what[1:]
        message = f"{what} was removed{times}: a guest's text may not contain it."
        yield Finding("guest-html", message, one.remedy, Severity.WARNING, source, line)
    if styles:
        names = ", ".join(styles)
        message = f"Attributes that only style or name things were taken off ({names})."
        line = next(filter(None, styles.values()), 0)
        remedy = "The text reads without them."
        yield Finding("guest-html", message, remedy, Severity.WARNING, source, line)


@dataclass(frozen=True, slots=True)
class Part:
    """One element, or one attribute of one, or one of its classes."""

    element: str
    attribute: str = ""
    value: str = ""


def gone(before: str, after: str, known: Container[str], closed: Container[str]) -> Counter[Part]:
    """How many of each part `before` has more than `after`, in the order of `before`.

    Attributes count only of elements that are `known`; of elements that are `closed`, nothing that
    is in them counts.
    """
    parts = Counter(_parts(before, known, closed))
    parts.subtract(Counter(_parts(after, known, closed)))
    return +parts


def _parts(html: str, known: Container[str], closed: Container[str]) -> Iterator[Part]:
    apart = _WHOLE_PAGE.sub(rf"\1{_PART_OF_PAGE}", html)  # else what follows them is passed over
    parser = HTMLParser(recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
    waiting = [*document_fromstring(f"<div>{apart}", parser=parser)]
    while waiting:
        element = waiting.pop()
        name = str(element.tag).removeprefix(_PART_OF_PAGE)
        yield Part(name)
        if name not in closed:
            waiting += reversed(element)
        if name not in known:
            continue
        for attribute, value in element.items():
            values = value.split() if attribute == "class" else (value,)
            yield from (Part(name, attribute, each) for each in values)


def line_of(sign: str, text: str) -> int:
    """The first line of the Markdown `text`, counted from 1, that has `sign`; 0 where none has.

    Code is passed over. Case makes no difference, nor whether characters are written as entities.
    """
    rows = enumerate(_rows_without_code(text), 1)
    return next((number for number, row in rows if sign.lower() in row), 0)


def _rows_without_code(text: str) -> Iterator[str]:
    """The lines of `text` in small letters, those of code as empty ones."""
    fence = ""
    for row in text.splitlines():
        opening = _FENCE.match(row)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) else fence
            yield ""
        elif opening:
            fence = opening[1]
            yield ""
        else:
            yield "" if row.startswith(("    ", "\t")) else unescape(_CODE.sub("", row)).lower()
