"""Whether an entry is where a post is about to send readers to, and says so of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin

import httpx
from lxml import etree

from fanfare.findings import Finding, Severity
from syndication.networks.exchange import NoAnswer, exchange
from syndication.records import Entry

_SECONDS = 20.0
_MOST_BYTES = 2_000_000
"""Of a page: what matters stands in its head."""

_MOST_REDIRECTS = 5
_GONE = frozenset({404, 410})
_HEADERS = {"Accept": "text/html, */*;q=0.8"}
_DEPLOY = "Run `invoke deploy` first, and try again."


@dataclass(frozen=True, slots=True)
class _Page:
    """An answer, or why there is none."""

    url: str
    status: int = 0
    location: str = ""
    media_type: str = ""
    body: bytes = b""
    wrong: str = ""
    """Why none came; empty where one did."""


class _Get(Protocol):
    def __call__(self, url: str, *, reads: bool = True) -> _Page: ...


@dataclass(frozen=True)
class Visitor:
    """Looks at the pages of entries before they are posted, at each once."""

    seconds: float = _SECONDS
    """For one answer."""

    _seen: dict[str, list[Finding]] = field(default_factory=dict)

    def findings(self, entry: Entry, url: str) -> list[Finding]:
        """What is wrong with the page of `entry`, to which a post would link as `url`.

        That is nothing, or errors, with which it is not to be posted, and warnings.
        """
        if url not in self._seen:
            visit = _visit_elsewhere if entry.is_elsewhere else _visit
            self._seen[url] = list(visit(self._get, entry, url))
        return self._seen[url]

    def _get(self, url: str, *, reads: bool = True) -> _Page:
        """The answer to GET on `url`, without its body unless it `reads`."""
        most = _MOST_BYTES if reads else 0
        try:
            answer = exchange("GET", url, _HEADERS, seconds=self.seconds, most_bytes=most)
        except NoAnswer as none:
            return _Page(url, wrong=f"its host {none}")
        if answer.broken:
            return _Page(url, wrong=f"its host {answer.broken}")
        to = _joined(url, answer.location) if answer.location else ""
        return _Page(url, answer.status, to, answer.media_type, answer.body)


def _visit(get: _Get, entry: Entry, url: str) -> Iterator[Finding]:
    """What is wrong with a page of the author's own site."""
    page = get(url)
    if page.wrong:
        yield _wrong(entry, f"{url} is not live: {page.wrong}.")
    elif page.location:
        remedy = "Deploy first; if you did, write SITEURL as your site is served."
        yield _wrong(entry, f"{url} is not live: it leads on to {page.location}.", remedy)
    elif page.status != 200:
        yield _wrong(entry, f"{url} is not live: it answers {page.status}.")
    else:
        said = _Head(page)
        yield from _canonical(entry, said)
        yield from _preview(get, entry, said)


def _visit_elsewhere(get: _Get, entry: Entry, url: str) -> Iterator[Finding]:
    """What is wrong with a page of somebody else's, who may not like to be visited by programs."""
    remedy = "Correct its address, `Original_url:`."
    page = _followed(get, url)
    if page.wrong:
        yield _wrong(entry, f"{url} cannot be read: {page.wrong}.", remedy)
    elif page.status in _GONE or 500 <= page.status < 600:
        yield _wrong(entry, f"{url} is not there: it answers {page.status}.", remedy)
    elif page.status != 200:
        message = f"{url} answers {page.status} to us; look whether readers find it."
        yield _wrong(entry, message, "", Severity.WARNING)


def _followed(get: _Get, url: str, *, reads: bool = True) -> _Page:
    """What is at `url`, or where that leads."""
    page = get(url, reads=reads)
    for _ in range(_MOST_REDIRECTS):
        if page.location.startswith(("http://", "https://")):
            page = get(page.location, reads=reads)
    return page


class _Head:
    """What the head of a page says."""

    def __init__(self, page: _Page) -> None:
        self.url = page.url
        parser = etree.HTMLParser(encoding="utf-8")
        root = etree.fromstring(page.body, parser) if page.body.strip() else None
        self._elements = [] if root is None else list(root.iter("link", "meta"))

    def canonicals(self) -> list[str]:
        """Every canonical address it names, absolute."""
        found = (
            element.get("href")
            for element in self._elements
            if "canonical" in (element.get("rel") or "").lower().split()
        )
        return [_joined(self.url, href) for href in found if href]

    def picture(self) -> str:
        """The picture that previews show, absolute; empty where it names none."""
        for element in self._elements:
            if element.get("property") == "og:image" and element.get("content"):
                return _joined(self.url, element.get("content") or "")
        return ""


def _canonical(entry: Entry, head: _Head) -> Iterator[Finding]:
    right = entry.original or entry.url
    named = head.canonicals()
    wrong = next((one for one in named if not _same(one, right)), None)
    if wrong:
        message = f"{entry.url} names {wrong} as its canonical address, and not {right}."
        yield _wrong(entry, message)
    elif not named and entry.original:
        yield _wrong(entry, f"{entry.url} does not name {right} as its canonical address.")
    elif not named:
        message = f"{entry.url} names no canonical address."
        remedy = 'Let the theme write <link rel="canonical">.'
        yield _wrong(entry, message, remedy, Severity.WARNING)


def _preview(get: _Get, entry: Entry, head: _Head) -> Iterator[Finding]:
    picture = head.picture()
    if not picture:
        return
    answer = _followed(get, picture, reads=False)
    if answer.wrong:
        wrong = answer.wrong
    elif answer.status != 200:
        wrong = f"it answers {answer.status}"
    elif not answer.media_type.startswith("image/"):
        wrong = "it is no picture"
    else:
        return
    yield _wrong(entry, f"The picture for previews, {picture}, is not live: {wrong}.")


def _wrong(
    entry: Entry, message: str, remedy: str = _DEPLOY, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding("not-live", message, remedy, severity, entry.file)


def _same(first: str, second: str) -> bool:
    """Whether two addresses are one; how they are escaped makes no difference."""
    try:
        return _parts(httpx.URL(first)) == _parts(httpx.URL(second))
    except (httpx.InvalidURL, ValueError):
        return False


def _parts(url: httpx.URL) -> tuple[object, ...]:
    return url.scheme, url.host, url.port, url.path, url.query


def _joined(base: str, address: str) -> str:
    """`address` as seen from `base`; as it is where that cannot be."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
