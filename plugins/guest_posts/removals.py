"""What one HTML text has and another has not; and where in its source a thing first stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from html import unescape

from lxml.html import HTMLParser, document_fromstring

_PART_OF_PAGE = "page-"
_WHOLE_PAGE = re.compile(r"(</?)(?=(?:html|head|body)\b)", re.IGNORECASE)

_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


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
