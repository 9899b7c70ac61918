"""The text of a post as its page shows it: what it links to, and what tells it from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from lxml import etree

from guest_posts.hypertext import base_of, read_html, resolved, same_page


@dataclass(frozen=True, slots=True)
class PostText:
    """What the text of one post says to others."""

    targets: tuple[str, ...] = ()
    """Addresses elsewhere that it links to, absolute, as they are written; each page once."""

    content: str = ""
    """SHA-256 over its words and targets: another one where the text was changed."""


def read_post_text(html: str, address: str, site_url: str) -> PostText:
    """What the page `html` at `address`, on the site at `site_url`, has for the post's own text.

    That is its `e-content` (https://microformats.org/wiki/h-entry), else the first of `<article>`,
    `<main>` and `<body>` it has. What the site writes around it is none of the post's doing.
    """
    page = read_html(html)
    if page is None:
        return PostText()
    text = _text_of(page)
    targets: dict[str, str] = {}
    for target in _links(text, base_of(page, address)):
        if not _is_own(urlsplit(target), urlsplit(site_url)):
            targets.setdefault(same_page(target), target)
    words = " ".join("".join(text.itertext()).split())
    # Links within the site are left out: they may change with what else was published.
    said = "\n".join((words, *targets.values()))
    content = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    return PostText(tuple(targets.values()), content)


def _text_of(page: etree._Element) -> etree._Element:
    for element in page.iter():
        if "e-content" in (element.get("class") or "").split():
            return element
    found = (next(page.iter(tag), None) for tag in ("article", "main", "body"))
    return next((element for element in found if element is not None), page)


def _links(text: etree._Element, base: str) -> Iterator[str]:
    for link in text.iter("a"):
        target = resolved(base, link.get("href") or "")
        if target:
            yield target


def _is_own(target: SplitResult, site: SplitResult) -> bool:
    """True for an address of the site itself; https and `www.` make no difference."""
    if (_host(target), target.port) != (_host(site), site.port):
        return False
    folder = site.path.rstrip("/")
    return target.path in ("", folder) or target.path.startswith(f"{folder}/")


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")
