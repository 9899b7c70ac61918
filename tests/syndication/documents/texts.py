"""What rules of every format look at in texts and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html

# A bare `<` is text: people write of code and of mathematics.
_ELEMENT = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>.*</(?P=name)\s*>|<br\s*/?>", re.S)
_ENTITY = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")

RFC_3339 = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)


def is_absolute(address: str) -> bool:
    """Whether `address` leads to the same place from everywhere, and is written for machines."""
    parts = urlsplit(address)
    return (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"\s", address)
    )


def faults_of_plain(text: str, what: str) -> Iterator[str]:
    """What makes a text that is to be plain look like HTML, or as if it was escaped twice."""
    if _ELEMENT.search(text):
        yield f"{what} has HTML in it: {text!r}"
    if _ENTITY.search(text):
        yield f"{what} is escaped twice: {text!r}"


def faults_of_html(content: str, what: str) -> Iterator[str]:
    """Which addresses in HTML readers cannot follow."""
    root = html.fragment_fromstring(content, create_parent="div")
    for _element, attribute, address, _place in root.iterlinks():
        if not urlsplit(address).scheme:
            yield f"{what} has a relative address: {attribute}={address!r}"
