"""Players and other frames, made the addresses that LinkedIn's editor makes them from again.

An address must stand alone in its paragraph for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

_FRAMES = ("iframe", "video", "audio", "object", "embed")

_PATTERNS = tuple(
    (re.compile(rf"(?:https?:)?//(?:www\.)?{pattern}"), public)
    for pattern, public in (
        (
            r"(?:youtube(?:-nocookie)?\.com/(?:embed|shorts|v)/|youtu\.be/)([\w-]{6,})",
            "https://www.youtube.com/watch?v={0}",
        ),
        (r"player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{0}"),
        (r"dailymotion\.com/embed/video/(\w+)", "https://www.dailymotion.com/video/{0}"),
        (r"loom\.com/embed/(\w+)", "https://www.loom.com/share/{0}"),
        (r"embed\.ted\.com/talks/([^?#]+)", "https://www.ted.com/talks/{0}"),
        (
            r"open\.spotify\.com/embed/(\w+)/(\w+)",
            "https://open.spotify.com/{0}/{1}",
        ),
        (r"codepen\.io/([^/]+)/embed/(?:preview/)?(\w+)", "https://codepen.io/{0}/pen/{1}"),
        (r"linkedin\.com/embed/feed/update/([^?#]+)", "https://www.linkedin.com/feed/update/{0}"),
    )
)
"""Addresses of players, and those of the pages that people share: each vendor's own "embed"."""


def settle_embeds(body: Tag, url: str) -> tuple[int, int]:
    """Make each frame in `body` the address of what it shows, in a paragraph of its own.

    `url` is what addresses are relative to. Returns how many there were, and how many have no
    address and are left out.
    """
    new = BeautifulSoup("", "lxml")
    placed = lost = 0
    for gist in body.select('script[src*="gist.github.com"]'):
        gist.replace_with(_paragraph(new, str(gist["src"]).removesuffix(".js")))
        placed += 1
    for frame in body.find_all(_FRAMES):
        if frame.find_parent(_FRAMES) is not None:
            continue
        address = next(_addresses(frame, url), "")
        if address:
            frame.replace_with(_paragraph(new, public_address(address)))
            placed += 1
        else:
            frame.extract()
            lost += 1
    return placed, lost


def public_address(address: str) -> str:
    """The address that people share of what a player at `address` shows; else `address`."""
    for pattern, public in _PATTERNS:
        found = pattern.match(address)
        if found:
            return public.format(*found.groups()) + _details(public, address)
    asked = parse_qs(urlsplit(address).query)
    if urlsplit(address).hostname == "w.soundcloud.com" and "url" in asked:
        return asked["url"][0]
    return address


def _details(public: str, address: str) -> str:
    """What else the address of a player says: where to begin, and the key of an unlisted film."""
    asked = parse_qs(urlsplit(address).query)
    if "youtube.com" in public and asked.get("start", [""])[0].isdigit():
        return f"&t={asked['start'][0]}s"
    if "vimeo.com" in public and "h" in asked:
        return f"/{asked['h'][0]}"
    return ""


def _addresses(frame: Tag, url: str) -> Iterator[str]:
    sources = (frame, *frame.find_all(["source", "embed", "param"]))
    for tag in sources:
        for name in ("src", "data-src", "data"):
            try:
                address = urljoin(url, str(tag.get(name) or "").strip())
                parts = urlsplit(address)
            except ValueError:
                continue
            if tag.get(name) and parts.scheme in ("http", "https") and parts.hostname:
                yield address.replace(" ", "%20")


def _paragraph(new: BeautifulSoup, address: str) -> Tag:
    paragraph = new.new_tag("p")
    paragraph.string = address
    return paragraph
