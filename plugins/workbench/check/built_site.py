"""Everything the rules look at: one built site, read once."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import imagesize

from fanfare.console import Progress
from workbench.check.addresses import Addresses, Target
from workbench.check.feeds import Feed, read_feed
from workbench.check.pages import Kind, Page, Reference, is_page, read_page
from workbench.check.sitemaps import Listing, read_robots, read_search_index, read_sitemap
from workbench.check.sources import Source, Sources

SEARCH_FOLDER = "pagefind/"


@dataclass(frozen=True, slots=True)
class Link:
    """An address a document names, and where it leads."""

    reference: Reference
    target: Target

    @property
    def kind(self) -> Kind:
        """What the address is there for."""
        return self.reference.kind

    @property
    def url(self) -> str:
        """The address as it is written."""
        return self.reference.url


@dataclass(frozen=True, slots=True, eq=False)
class BuiltSite:
    """One built site, as plain facts."""

    addresses: Addresses
    production: bool
    now: datetime
    files: Mapping[str, int]
    """Every file to its size in bytes."""

    pages: Mapping[str, Page]
    feeds: Mapping[str, Feed]
    listings: Mapping[str, Listing]
    """Sitemaps, robots.txt, and the search index by its folder."""

    links: Mapping[str, tuple[Link, ...]]
    """What each page, stylesheet, feed and listing names."""

    sources: Mapping[str, Source]
    """The sources of those pages that have one."""

    unpublished: Mapping[str, Source]
    """The sources that became no page, by the last part of the address they would have."""

    preview_widths: Mapping[str, int]
    """Images shown by link previews to their width in pixels, where that can be read."""


def read_site(
    output: Path,
    site_url: str,
    sources: Sources,
    progress: Progress,
    now: datetime,
    *,
    production: bool,
) -> BuiltSite:
    """The site that was built for `site_url` into the folder `output`.

    Raises `FileNotFoundError` where it changes meanwhile.
    """
    paths = dict(_walk(output))
    files = {name: path.stat().st_size for name, path in paths.items()}
    addresses = Addresses(site_url, files, production=production)
    pages = {page.path: page for page in _read_pages(paths, addresses, progress)}

    def followed(named: Mapping[str, tuple[Reference, ...]]) -> dict[str, tuple[Link, ...]]:
        links = {}
        for name, references in named.items():
            base = pages[name].base if name in pages else addresses.of(name)
            links[name] = tuple(Link(one, addresses.resolve(base, one.url)) for one in references)
        return links

    links = followed({name: page.references for name, page in pages.items()})
    links |= followed(dict(_read_stylesheets(paths)))
    feeds = dict(_read_feeds(paths, links))
    links |= followed({name: feed.references for name, feed in feeds.items()})
    listings = dict(_read_listings(paths, addresses.site_url))
    links |= followed({name: listing.references for name, listing in listings.items()})
    previews = {_preview(addresses, page) for page in pages.values()}
    return BuiltSite(
        addresses=addresses,
        production=production,
        now=now,
        files=files,
        pages=pages,
        feeds=feeds,
        listings=listings,
        links=links,
        sources=sources,
        unpublished=sources.unpublished,
        preview_widths={name: _width(paths[name]) for name in previews if name},
    )


def _walk(output: Path) -> Iterator[tuple[str, Path]]:
    """Every file with its name relative to `output`, folder by folder, sorted."""
    for folder, folders, names in os.walk(output):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            path = Path(folder, name)
            if not path.is_file():
                continue  # a link to nowhere: nobody can fetch it
            # A name that is not UTF-8 can be shown only in part; it is still a file.
            shown = os.fsencode(path.relative_to(output)).decode("utf-8", "replace")
            yield shown.replace(os.sep, "/"), path


def _is_search(name: str) -> bool:
    """True for Pagefind's own files, which are not the author's to mend."""
    return name.startswith(SEARCH_FOLDER)


def _read_pages(
    paths: Mapping[str, Path], addresses: Addresses, progress: Progress
) -> Iterator[Page]:
    html = [name for name in paths if name.endswith((".html", ".htm")) and not _is_search(name)]
    progress.step("Checking pages", len(html))
    for name in html:
        raw = paths[name].read_bytes()
        if is_page(raw):
            yield read_page(name, addresses.of(name), raw)
        progress.advance()


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)|@import\s+["']([^"']+)""")


def _read_stylesheets(paths: Mapping[str, Path]) -> Iterator[tuple[str, tuple[Reference, ...]]]:
    """Every stylesheet with what it names."""
    for name, path in paths.items():
        if name.endswith(".css") and not _is_search(name):
            yield name, tuple(_named_in_css(path.read_text("utf-8", "replace")))


def _named_in_css(text: str) -> Iterator[Reference]:
    for found in _CSS_URL.finditer(_COMMENT.sub("", text)):
        url = next(filter(None, found.groups()), "").strip()
        if url and not url.startswith(("#", "data:")):
            yield Reference(Kind.STYLESHEET if found[4] else Kind.FILE, url)


def _read_feeds(
    paths: Mapping[str, Path], links: Mapping[str, tuple[Link, ...]]
) -> Iterator[tuple[str, Feed]]:
    """Everything in `feeds/`, and whatever a page offers as a feed."""
    offered = {
        link.target.file for named in links.values() for link in named if link.kind is Kind.FEED
    }
    for name, path in paths.items():
        if name in offered or (name.startswith("feeds/") and name.endswith((".xml", ".json"))):
            feed = read_feed(name, path.read_bytes())
            if feed is not None:
                yield name, feed


def _read_listings(paths: Mapping[str, Path], site_url: str) -> Iterator[tuple[str, Listing]]:
    for name, path in paths.items():
        if name == "robots.txt":
            yield name, read_robots(path.read_bytes())
        elif re.fullmatch(r"sitemap[^/]*\.xml", name):
            yield name, read_sitemap(path.read_bytes())
    fragments = (
        path.read_bytes()
        for name, path in paths.items()
        if name.startswith(f"{SEARCH_FOLDER}fragment/")
    )
    yield SEARCH_FOLDER, read_search_index(fragments, site_url)


def _preview(addresses: Addresses, page: Page) -> str | None:
    """The built file that link previews of `page` show."""
    image = page.open_graph.get("image")
    return addresses.resolve(page.base, image).file if image else None


def _width(image: Path) -> int:
    """The width of `image` in pixels; 0 or less where it cannot be read."""
    try:
        return int(imagesize.get(str(image))[0])
    except (ValueError, struct.error):
        return 0
