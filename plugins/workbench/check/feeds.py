"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, read into one shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from workbench.check.pages import Kind, Reference

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_MEDIA = "{http://search.yahoo.com/mrss/}content"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file that comes with an entry: a picture, a recording."""

    url: str
    length: str | None = None
    """Its size in bytes, as the feed says it; None where it need not say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; what it lacks is empty."""

    title: str
    link: str
    id: str
    date: datetime | None
    """When it was published or, where only that is said, updated."""

    enclosures: tuple[Enclosure, ...]
    html: tuple[str, ...]
    """Its content and its summary, as markup."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.title or self.link or self.id


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed; what it lacks is empty."""

    flaw: str = ""
    """Why it could not be read, as a sentence; empty where it could."""

    title: str = ""
    link: str = ""
    address: str = ""
    """Where it is itself."""

    hub: str = ""
    """Where one subscribes to its changes (WebSub)."""

    picture: str = ""
    """Of the whole site, or an icon."""

    entries: tuple[Entry, ...] = ()
    needs_entry_titles: bool = True
    """False for JSON Feed, where a note may do without."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """What a reader of the feed may follow."""
        named = [
            Reference(Kind.LINK, self.link),
            Reference(Kind.LINK, self.hub),
            Reference(Kind.LINK, self.picture),
        ]
        for entry in self.entries:
            named.append(Reference(Kind.ENTRY, entry.link))
            named += [Reference(Kind.LINK, enclosure.url) for enclosure in entry.enclosures]
        return tuple(dict.fromkeys(reference for reference in named if reference.url))


def read_feed(name: str, raw: bytes) -> Feed | None:
    """The feed in the file `name`; None for what is well-formed and something else on purpose.

    That is other JSON, and lists of feeds (OPML).
    """
    if name.endswith(".json"):
        return _read_json(raw)
    root = well_formed(raw)
    if isinstance(root, str):
        return Feed(flaw=root)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is not None:
        return Feed(
            title=_said(channel, "title"),
            link=_said(channel, "link"),
            address=_atom_link(channel, "self"),
            hub=_atom_link(channel, "hub"),
            picture=_said(channel, "image/url"),
            entries=tuple(_rss_entry(item) for item in channel.iter("item")),
        )
    if root.tag == f"{_ATOM}feed":
        return Feed(
            title=_said(root, f"{_ATOM}title"),
            link=_atom_link(root),
            address=_atom_link(root, "self"),
            hub=_atom_link(root, "hub"),
            picture=_said(root, f"{_ATOM}icon") or _said(root, f"{_ATOM}logo"),
            entries=tuple(_atom_entry(entry) for entry in root.iter(f"{_ATOM}entry")),
        )
    return None if root.tag == "opml" else Feed(flaw="This is neither RSS nor Atom.")


def well_formed(raw: bytes) -> etree._Element | str:
    """The root element of the XML in `raw`, or a sentence that says why it has none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        return f"This is not well-formed XML: {error.msg.rstrip('.')}."


def _rss_entry(item: etree._Element) -> Entry:
    guid = item.find("guid")
    link = _said(item, "link")
    if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = _said(item, "guid")
    return Entry(
        title=_said(item, "title"),
        link=link,
        id=_said(item, "guid"),
        date=_date(_said(item, "pubDate"), parsedate_to_datetime),
        enclosures=(
            *(_enclosure(found, "url", "length", "") for found in item.iter("enclosure")),
            *(_enclosure(found, "url", "fileSize") for found in item.iter(_MEDIA)),
        ),
        html=(_said(item, _CONTENT), _said(item, "description")),
    )


def _atom_entry(entry: etree._Element) -> Entry:
    links = entry.iterfind(f"{_ATOM}link")
    enclosed = (link for link in links if link.get("rel") == "enclosure")
    said = _said(entry, f"{_ATOM}published") or _said(entry, f"{_ATOM}updated")
    texts = (entry.find(f"{_ATOM}content"), entry.find(f"{_ATOM}summary"))
    return Entry(
        title=_said(entry, f"{_ATOM}title"),
        link=_atom_link(entry),
        id=_said(entry, f"{_ATOM}id"),
        date=_date(said, datetime.fromisoformat),
        enclosures=tuple(_enclosure(link, "href", "length") for link in enclosed),
        html=tuple(
            text.text or "" for text in texts if text is not None and text.get("type") == "html"
        ),
    )


def _atom_link(element: etree._Element, relation: str = "alternate") -> str:
    """The first link of a `relation`; without one, a link leads to where a text can be read."""
    links = element.iterfind(f"{_ATOM}link")
    return next(
        (link.get("href", "") for link in links if link.get("rel", "alternate") == relation), ""
    )


def _enclosure(
    element: etree._Element, url: str, length: str, unsaid: str | None = None
) -> Enclosure:
    """What an element names in the attribute `url`, and says of its `length` in another."""
    return Enclosure(element.get(url, ""), element.get(length, unsaid))


def _read_json(raw: bytes) -> Feed | None:
    try:
        feed = json.loads(raw)
    except ValueError as error:
        return Feed(flaw=f"This is not JSON: {error}.")
    match feed:
        case {"version": str() as version, **said} if "jsonfeed.org" in version:
            return Feed(
                title=str(said.get("title", "")),
                link=str(said.get("home_page_url", "")),
                address=str(said.get("feed_url", "")),
                hub=next((str(hub.get("url", "")) for hub in _objects(said.get("hubs"))), ""),
                picture=str(said.get("icon") or ""),
                entries=tuple(map(_json_entry, _objects(said.get("items")))),
                needs_entry_titles=False,
            )
    return None


def _json_entry(item: dict[str, object]) -> Entry:
    def said(key: str) -> str:
        return str(item.get(key) or "")

    files = _objects(item.get("attachments"))
    lengths = (file.get("size_in_bytes") for file in files)
    enclosures = (
        Enclosure(str(file.get("url") or ""), None if length is None else str(length))
        for file, length in zip(files, lengths, strict=True)
    )
    return Entry(
        title=said("title"),
        link=said("url") or said("external_url"),
        id=said("id"),
        date=_date(said("date_published") or said("date_modified"), datetime.fromisoformat),
        enclosures=(*enclosures, Enclosure(said("image")), Enclosure(said("banner_image"))),
        html=(said("content_html"),),
    )


def _objects(value: object) -> list[dict[str, object]]:
    """The objects in `value`, where that is an array."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _said(element: etree._Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _date(text: str, read: Callable[[str], datetime]) -> datetime | None:
    try:
        return read(text)
    except (ValueError, TypeError):
        return None
