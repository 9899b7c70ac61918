"""What lists the site's addresses: sitemaps, robots.txt, and the search index of Pagefind.

The rules of the first two: sitemaps.org protocol 0.9 and RFC 9309.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.check.feeds import well_formed
from workbench.check.pages import Kind, Reference

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
_FRAGMENT = re.compile(rb'pagefind_dcd\{"url":"/([^"\\]*)"')


@dataclass(frozen=True, slots=True)
class Listing:
    """Addresses listed for crawlers or readers."""

    flaw: str = ""
    """Why it could not be read, as a sentence; empty where it could."""

    references: tuple[Reference, ...] = ()


def read_sitemap(raw: bytes) -> Listing:
    """The addresses a sitemap, or an index of sitemaps, lists."""
    root = well_formed(raw)
    if isinstance(root, str):
        return Listing(flaw=root)
    if root.tag not in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        return Listing(flaw="This is neither a sitemap nor an index of sitemaps.")
    found = (location.text for location in root.iter(f"{_SITEMAP}loc"))
    return Listing(references=tuple(Reference(Kind.LISTED, url.strip()) for url in found if url))


def read_robots(raw: bytes) -> Listing:
    """The sitemaps a robots.txt names."""
    found = _SITEMAP_LINE.findall(raw.decode("utf-8-sig", "replace"))
    return Listing(references=tuple(Reference(Kind.LISTED, url) for url in found))


def read_search_index(fragments: Iterable[bytes], site_url: str) -> Listing:
    """The pages Pagefind finds. Each has a fragment of its own, which starts with its address."""
    references = []
    for raw in fragments:
        try:
            start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, 4096)
        except zlib.error:
            start = b""
        found = _FRAGMENT.match(start)
        if not found:
            return Listing(flaw="The search index is written in a way this check cannot read.")
        url = f"{site_url}/{found[1].decode('utf-8', 'replace')}"
        references.append(Reference(Kind.LISTED, url))
    return Listing(references=tuple(references))
