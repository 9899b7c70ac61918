"""Rules about feeds, sitemaps and robots.txt. Where their links lead is checked in `links`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from lxml import etree

from workbench.check.addresses import is_absolute
from workbench.check.built_site import SEARCH_FOLDER, BuiltSite
from workbench.check.faults import Clue, Fault
from workbench.check.feeds import Entry, Feed

ROBOTS = "robots.txt"


def unreadable_feeds(site: BuiltSite) -> Iterator[Fault]:
    """Feeds that no reader can parse."""
    for name, feed in site.feeds.items():
        if feed.flaw:
            yield Fault(name, feed.flaw, "Readers would show nothing: mend what writes it.")


def incomplete_feeds(site: BuiltSite) -> Iterator[Fault]:
    """Feeds and entries without what readers and automations need of them."""
    for name, feed in site.feeds.items():
        if feed.flaw:
            continue
        for part, present in (("title", feed.title), ("link", feed.link)):
            if not present:
                yield Fault(name, f"The feed has no {part}.", "Let what writes it add one.")
        for entry in feed.entries:
            for part in _missing_parts(feed, entry):
                yield Fault(
                    name,
                    f'The entry "{entry.name}" has no {part}.',
                    "Let what writes the feed add one.",
                    about=_page_of(site, entry),
                )


def wrong_own_addresses(site: BuiltSite) -> Iterator[Fault]:
    """Feeds that do not say where they are: readers subscribe to the address that they say."""
    for name, feed in site.feeds.items():
        own = site.addresses.of(name)
        if feed.flaw or unquote(feed.address) == unquote(own):
            continue
        yield Fault(
            name,
            f'The feed says that its address is "{feed.address}".'
            if feed.address
            else "The feed does not say what its address is.",
            f'Let what writes it say "{own}".',
        )


def repeated_ids(site: BuiltSite) -> Iterator[Fault]:
    """Entries of one feed with the same id: readers show one of them, and automations post one."""
    for name, feed in site.feeds.items():
        first: dict[str, Entry] = {}
        for entry in feed.entries:
            other = first.setdefault(entry.id, entry)
            if entry.id and other is not entry:
                yield Fault(
                    name,
                    f'The entries "{other.name}" and "{entry.name}" have the same id "{entry.id}".',
                    "Give each an Id: of its own.",
                    Clue((entry.id,), keys=("id",)),
                    about=_page_of(site, entry),
                )


def wrong_lengths(site: BuiltSite) -> Iterator[Fault]:
    """Files that come with entries and have another length than their feed says."""
    for name, feed in site.feeds.items():
        for entry in feed.entries:
            for enclosure in entry.enclosures:
                file = site.addresses.resolve(site.addresses.of(name), enclosure.url).file
                if file is None or enclosure.length in (None, str(site.files[file])):
                    continue
                yield Fault(
                    name,
                    f'The feed says that "{file}" has "{enclosure.length}" bytes.',
                    f"It has {site.files[file]}: let what writes the feed say so.",
                )


def relative_addresses(site: BuiltSite) -> Iterator[Fault]:
    """Addresses for crawlers that are not absolute: they have no page to complete them from."""
    for name in (*site.feeds, *site.listings):
        for link in site.links[name]:
            if not is_absolute(link.url):
                yield Fault(
                    name,
                    f'The address "{link.url}" is not absolute.',
                    "Let what writes this file put the address of the site in front.",
                )


def relative_in_entries(site: BuiltSite) -> Iterator[Fault]:
    """Addresses in the text of feed entries that are not absolute, but for parts of the text."""

    @cache  # an entry stands in several feeds
    def relative(html: str) -> tuple[str, ...]:
        return tuple(url for url in _addresses_in(html) if _needs_a_page(url))

    for name, feed in site.feeds.items():
        for entry in feed.entries:
            for url in (url for html in entry.html for url in relative(html)):
                yield Fault(
                    name,
                    f'The address "{url}" in the entry "{entry.name}" is not absolute.',
                    "Link to the file by name: {filename}... or {static}...",
                    Clue((url,)),
                    about=_page_of(site, entry),
                )


def unreadable_sitemaps(site: BuiltSite) -> Iterator[Fault]:
    """Sitemaps that no crawler can read."""
    for name, listing in site.listings.items():
        if listing.flaw and name != SEARCH_FOLDER:
            yield Fault(name, listing.flaw, "Crawlers would not read it: mend what writes it.")


def unreadable_search_index(site: BuiltSite) -> Iterator[Fault]:
    """A search index that may list drafts without anybody noticing."""
    if flaw := site.listings[SEARCH_FOLDER].flaw:
        yield Fault(SEARCH_FOLDER, flaw, "Search for your drafts by hand before you deploy.")


def robots_without_sitemap(site: BuiltSite) -> Iterator[Fault]:
    """A robots.txt that does not say where the sitemap is."""
    if ROBOTS in site.listings and not site.listings[ROBOTS].references:
        yield Fault(
            ROBOTS,
            "It names no sitemap.",
            f"Add a line Sitemap: {site.addresses.site_url}/sitemap.xml",
        )


def _missing_parts(feed: Feed, entry: Entry) -> Iterator[str]:
    if not entry.title and feed.needs_entry_titles:
        yield "title"
    if not entry.link:
        yield "link"
    if not entry.id:
        yield "id"
    if entry.date is None:
        yield "date that can be read"


def _page_of(site: BuiltSite, entry: Entry) -> str:
    """The page a feed's entry announces, where it stands on the site."""
    return site.addresses.resolve(site.addresses.site_url, entry.link).file or ""


def _addresses_in(html: str) -> Iterator[str]:
    if "=" not in html:
        return  # no attribute, so no address
    root = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(huge_tree=True))
    for element in root.iter("a", "img", "source", "video", "audio", "iframe"):
        yield from (url for name in ("href", "src") if (url := element.get(name)) is not None)


def _needs_a_page(url: str) -> bool:
    return not url.startswith("#") and not is_absolute(url)
