"""Where a page wants to be told of mentions: endpoint discovery.

By https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint: the first HTTP
`Link` header counts, then the first `<link>` or `<a>` in the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import urldefrag

from guest_posts.hypertext import base_of, read_html, resolved

_RELATION = "webmention"

# Pieces of a header between which separators count. A quoted text may be left open.
_PIECE = re.compile(r'<[^<>]*>|"(?:[^"\\]|\\.)*"?|[^<",;]+|.', re.DOTALL)
_REFERENCE = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def find_endpoint(address: str, link_headers: Sequence[str], html: str) -> str:
    """The absolute address of the endpoint that a page names; empty where it names none.

    `address` is the page's after all redirects, `link_headers` every value of its `Link` headers
    in their order, `html` its text; empty where it is not HTML. A query stays, a fragment goes.
    """
    named = chain(_in_headers(address, link_headers), _in_html(address, html))
    return urldefrag(next(filter(None, named), "")).url


def _in_headers(address: str, values: Sequence[str]) -> Iterator[str]:
    """What `Link` headers name, read as RFC 8288, section 3 and appendix B, says."""
    for value in values:
        for link in _split(value, ","):
            reference, *parameters = (part.strip() for part in _split(link, ";"))
            if not _REFERENCE.fullmatch(reference):
                continue
            said: dict[str, str] = {}
            for parameter in parameters:
                name, _, text = parameter.partition("=")
                said.setdefault(name.strip().lower(), _unquoted(text.strip()))
            is_of_page = resolved(address, said.get("anchor", "")) == address
            if is_of_page and _is_endpoint(said.get("rel", "")):
                yield resolved(address, reference[1:-1])


def _in_html(address: str, html: str) -> Iterator[str]:
    page = read_html(html)
    if page is None:
        return
    base = base_of(page, address)
    for element in page.iter("a", "link"):
        reference = element.get("href")
        if reference is None or not _is_endpoint(element.get("rel") or ""):
            continue
        if next(element.iterancestors("template"), None) is None:  # else it is not in the page yet
            yield resolved(base, reference)


def _is_endpoint(relations: str) -> bool:
    return _RELATION in relations.lower().split()


def _split(header: str, separator: str) -> Iterator[str]:
    """`header` at every `separator` that stands neither in an address nor in quotes."""
    start = 0
    for piece in _PIECE.finditer(header):
        if piece[0] == separator:
            yield header[start : piece.start()]
            start = piece.end()
    yield header[start:]


def _unquoted(text: str) -> str:
    return _ESCAPED.sub(r"\1", text[1:].removesuffix('"')) if text.startswith('"') else text
