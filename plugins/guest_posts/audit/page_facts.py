"""What a page says of itself, and how it links to this site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from guest_posts.addresses import host_of
from guest_posts.fetching import Fetched
from guest_posts.hypertext import base_of, read_html, resolved

_HTML = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<title)", re.IGNORECASE)
_LONGEST_TITLE = 200  # characters
_WITHOUT_WEIGHT = frozenset({"nofollow", "sponsored", "ugc"})
_WITH_VALUE = ("max-", "unavailable_after")
"""Rules for robots that have a value: `max-image-preview:none` forbids nothing here."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was read from one page."""

    title: str = ""
    canonical: str = ""
    """Absolute; empty where it names none."""

    noindex: bool = False
    """True where it asks search engines to leave it out."""

    links_back: bool | None = None
    """Whether a link leads to this site; None where the part that was read has none."""

    rel: tuple[str, ...] = ()
    """What takes the weight of such a link, by the one that carries the least of it."""


def read_facts(page: Fetched, own_host: str) -> PageFacts | None:
    """The facts of `page`, of which those about links are about `own_host`; None unless it is HTML.

    `own_host` goes without `www.`.
    """
    if not _is_html(page):
        return None
    root = read_html(page.text)
    if root is None:
        return PageFacts(links_back=None if page.cut else False)
    base = base_of(root, page.address)
    rules = set(_rules(page, root))
    for_all = ["nofollow"] if {"nofollow", "none"} & rules else []
    links = [sorted(rel.union(for_all)) for rel in _links_to(root, base, own_host)]
    least = min(links, key=len, default=[])
    return PageFacts(
        title=_title(root),
        canonical=next(filter(None, _canonicals(root, base)), ""),
        noindex=bool({"noindex", "none"} & rules),
        links_back=True if links else None if page.cut else False,
        rel=tuple(least),
    )


def _is_html(page: Fetched) -> bool:
    if page.media_type:
        return page.media_type in _HTML
    return _LOOKS_LIKE_HTML.match(page.body) is not None


def _title(root: etree._Element) -> str:
    """Its `<title>`, else its `og:title`, on one line and not endless."""
    titles = [
        "".join(title.itertext())
        for title in root.iter("title")
        if next(title.iterancestors("svg"), None) is None
    ]
    for meta in root.iter("meta"):
        if (meta.get("property") or "").lower() == "og:title":
            titles.append(meta.get("content") or "")
    return next(filter(None, map(_one_line, titles)), "")


def _one_line(text: str) -> str:
    # What is not printable could give orders to the terminal it is shown in.
    words = " ".join(text.split())
    return "".join(filter(str.isprintable, words))[:_LONGEST_TITLE]


def _canonicals(root: etree._Element, base: str) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = resolved(base, link.get("href") or "")
            yield address if address.isprintable() else ""


def _rules(page: Fetched, root: etree._Element) -> Iterator[str]:
    """What robots are asked, in lower case.

    See https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag.
    """
    said = [*page.values("x-robots-tag")]
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("robots", "googlebot"):
            said.append(meta.get("content") or "")
    for rule in (rule for rules in said for rule in rules.lower().split(",")):
        if not rule.strip().startswith(_WITH_VALUE):
            yield from rule.rpartition(":")[2].split()  # the name of a robot may stand in front


def _links_to(root: etree._Element, base: str, host: str) -> Iterator[frozenset[str]]:
    """For each link that leads to `host`: what takes its weight."""
    for link in root.iter("a", "area"):
        if host_of(resolved(base, link.get("href") or "")) != host:
            continue
        if next(link.iterancestors("template"), None) is None:  # else it is not in the page yet
            yield _WITHOUT_WEIGHT.intersection((link.get("rel") or "").lower().split())
