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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; what it lacks is empty."""

    title: str
    link: str
    id: str
    date: datetime | None
    """When it was published or, where only that is said, updated."""

    enclosures: tuple[str, ...]
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
    entries: tuple[Entry, ...] = ()
    needs_entry_titles: bool = True
    """False for JSON Feed, where a note may do without."""

    @property
    def references(self) -> tuple[Reference, ...]:
        """What a reader of the feed may follow."""
        named = [Reference(Kind.LINK, self.link)]
        for entry in self.entries:
            named.append(Reference(Kind.ENTRY, entry.link))
            named += [Reference(Kind.LINK, url) for url in entry.enclosures]
        return tuple(reference for reference in named if reference.url)


def read_feed(name: str, raw: bytes) -> Feed | None:
    """The feed in the file `name`; None for JSON that is well-formed and something else."""
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
            entries=tuple(_rss_entry(item) for item in channel.iter("item")),
        )
    if root.tag == f"{_ATOM}feed":
        return Feed(
            title=_said(root, f"{_ATOM}title"),
            link=_atom_link(root),
            entries=tuple(_atom_entry(entry) for entry in root.iter(f"{_ATOM}entry")),
        )
    return Feed(flaw="This is neither RSS nor Atom.")


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
        enclosures=tuple(found.get("url", "") for found in item.iter("enclosure")),
        html=(_said(item, _CONTENT), _said(item, "description")),
    )


def _atom_entry(entry: etree._Element) -> Entry:
    links = entry.iterfind(f"{_ATOM}link")
    said = _said(entry, f"{_ATOM}published") or _said(entry, f"{_ATOM}updated")
    texts = (entry.find(f"{_ATOM}content"), entry.find(f"{_ATOM}summary"))
    return Entry(
        title=_said(entry, f"{_ATOM}title"),
        link=_atom_link(entry),
        id=_said(entry, f"{_ATOM}id"),
        date=_date(said, datetime.fromisoformat),
        enclosures=tuple(link.get("href", "") for link in links if link.get("rel") == "enclosure"),
        html=tuple(
            text.text or "" for text in texts if text is not None and text.get("type") == "html"
        ),
    )


def _atom_link(element: etree._Element) -> str:
    """Where the feed or entry can be read: its link of the relation `alternate`."""
    links = element.iterfind(f"{_ATOM}link")
    return next(
        (link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"), ""
    )


def _read_json(raw: bytes) -> Feed | None:
    try:
        feed = json.loads(raw)
    except ValueError as error:
        return Feed(flaw=f"This is not JSON: {error}.")
    match feed:
        case {"version": str() as version, **said} if "jsonfeed.org" in version:
            items = said.get("items")
            return Feed(
                title=str(said.get("title", "")),
                link=str(said.get("home_page_url", "")),
                entries=tuple(_json_entry(item) for item in items if isinstance(item, dict))
                if isinstance(items, list)
                else (),
                needs_entry_titles=False,
            )
    return None


def _json_entry(item: dict[str, object]) -> Entry:
    def said(key: str) -> str:
        return str(item.get(key) or "")

    attachments = item.get("attachments")
    return Entry(
        title=said("title"),
        link=said("url") or said("external_url"),
        id=said("id"),
        date=_date(said("date_published") or said("date_modified"), datetime.fromisoformat),
        enclosures=tuple(
            str(attachment.get("url", ""))
            for attachment in (attachments if isinstance(attachments, list) else ())
            if isinstance(attachment, dict)
        ),
        html=(said("content_html"),),
    )


def _said(element: etree._Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _date(text: str, read: Callable[[str], datetime]) -> datetime | None:
    try:
        return read(text)
    except (ValueError, TypeError):
        return None
