"""`sitemap.xml` and `robots.txt`: what crawlers are told of the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape


class Entry(NamedTuple):
    """One address of the site."""

    address: str
    """Absolute."""

    modified: datetime | None = None
    """When its content last changed, where that is known."""


def page_address(site_address: str, page: str) -> str:
    """The absolute address of the built file `page`, percent-encoded (RFC 3986)."""
    folder, _, name = page.rpartition("/")
    path = (f"{folder}/" if folder else "") if name == "index.html" else page
    return f"{site_address}/{quote(path)}"


def sitemap(entries: Iterable[Entry]) -> str:
    """The sitemap (sitemaps.org protocol 0.9) of `entries`, in the order of their addresses."""
    rows = []
    for entry in sorted(entries, key=lambda entry: entry.address):
        modified = f"<lastmod>{entry.modified.isoformat()}</lastmod>" if entry.modified else ""
        rows.append(f"<url><loc>{escape(entry.address)}</loc>{modified}</url>\n")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(rows)}</urlset>\n"
    )


def robots(site_address: str) -> str:
    """A `robots.txt` that lets everyone in and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_address}/sitemap.xml\n"
