"""The feeds of a built site, read from the files that the world gets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.records import Format

FOLDER = "feeds"
"""Where feeds are, relative to the output folder."""

_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class BuiltFeed:
    """One feed in one format, as it says itself; what it does not say is empty."""

    file: str
    """Relative to the output folder."""

    form: Format
    raw: bytes
    title: str
    url: str
    """Its own address: what WebSub calls the topic."""

    hub: str
    """The address of the hub that tells readers of its changes."""

    entries: int
    changed: datetime | None
    """When any of its entries last changed."""

    @property
    def digest(self) -> str:
        """Stands for its bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def read_feeds(output: Path) -> list[BuiltFeed]:
    """Every feed in the folder `output`, by its file.

    Raises `FanfareError` where one cannot be read.
    """
    return [
        _read(path.relative_to(output).as_posix(), form, path.read_bytes())
        for path in sorted((output / FOLDER).rglob("*"))
        for form in Format
        if path.name.endswith(form.suffix)
    ]


def _read(file: str, form: Format, raw: bytes) -> BuiltFeed:
    try:
        return _READERS[form](file, raw)
    except (etree.XMLSyntaxError, ValueError, LookupError, TypeError, AttributeError):
        raise FanfareError(
            Finding(
                "feed",
                f"This is not the {form.label} feed that its name promises.",
                "Run `invoke publish` again; `invoke check` says more.",
                page=file,
            )
        ) from None


def _read_rss(file: str, raw: bytes) -> BuiltFeed:
    [channel] = _parsed(raw).iterfind("channel")
    changed = channel.findtext("lastBuildDate")
    return BuiltFeed(
        file,
        Format.RSS,
        raw,
        channel.findtext("title", ""),
        *_links(channel),
        len(channel.findall("item")),
        parsedate_to_datetime(changed) if changed else None,
    )


def _read_atom(file: str, raw: bytes) -> BuiltFeed:
    feed = _parsed(raw)
    return BuiltFeed(
        file,
        Format.ATOM,
        raw,
        feed.findtext(f"{_ATOM}title", ""),
        *_links(feed),
        len(feed.findall(f"{_ATOM}entry")),
        datetime.fromisoformat(feed.findtext(f"{_ATOM}updated", "")),
    )


def _links(feed: etree._Element) -> tuple[str, str]:
    """The feed's own address and that of its hub."""
    links = {link.get("rel"): link.get("href", "") for link in feed.iterfind(f"{_ATOM}link")}
    return links.get("self", ""), links.get("hub", "")


def _parsed(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _read_json(file: str, raw: bytes) -> BuiltFeed:
    feed = json.loads(raw)
    dates = (item.get("date_modified") or item["date_published"] for item in feed["items"])
    return BuiltFeed(
        file,
        Format.JSON,
        raw,
        feed["title"],
        feed.get("feed_url", ""),
        next((hub["url"] for hub in feed.get("hubs", ())), ""),
        len(feed["items"]),
        max(map(datetime.fromisoformat, dates), default=None),
    )


_READERS: Mapping[Format, Callable[[str, bytes], BuiltFeed]] = {
    Format.RSS: _read_rss,
    Format.ATOM: _read_atom,
    Format.JSON: _read_json,
}
