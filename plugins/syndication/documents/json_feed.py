"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from fanfare.pictures import Picture
from syndication.documents.common import categories, picture_address, summary
from syndication.documents.dates import is_revised, rfc_3339, updated
from syndication.records import Author, Entry, Feed, Format

VERSION = "https://jsonfeed.org/version/1.1"

_json = json.JSONEncoder(ensure_ascii=False).encode


def of_entry(entry: Entry, feed: Feed) -> bytes:
    """`entry` as it stands in `feed`, in JSON.

    Raises `ValueError` where a text has half of a surrogate pair.
    """
    in_short = summary(entry)
    picture = entry.picture
    address = picture_address(picture, feed.site_url) if picture else ""
    return _object(
        {
            "id": entry.id,
            "url": entry.url,
            # Where the text here is a teaser, what it is about is there.
            "external_url": entry.url if entry.is_elsewhere else "",
            "title": entry.title,
            "content_html": entry.content,
            # There must be one of both.
            "content_text": "" if entry.content else in_short or entry.title,
            "summary": in_short,
            "image": address,
            "date_published": rfc_3339(entry.published),
            "date_modified": rfc_3339(updated(entry)) if is_revised(entry) else "",
            "authors": [_person(author) for author in entry.authors],
            "tags": categories(entry),
            "language": entry.language if entry.language != feed.language else "",
            "attachments": [_attachment(picture, address)] if picture else [],
        }
    )


def of_feed(feed: Feed, items: Sequence[bytes]) -> bytes:
    """The document of `feed`, whose `items` are its entries in JSON. Raises as `of_entry` does."""
    address = feed.url(Format.JSON)
    comment = f"This is a feed. To follow it, copy its address into a feed reader: {address}"
    document = _object(
        {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": address,
            "description": feed.subtitle,
            "user_comment": comment if feed.has_stylesheet else "",
            "icon": feed.icon,
            "authors": [_person(feed.author)],
            "language": feed.language,
            "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        },
        b'"items": [%s]' % _lines(items),
    )
    return document + b"\n"


def _object(values: Mapping[str, object], *last: bytes) -> bytes:
    """An object with a line for each of `values` that is not empty; then `last`, made already."""
    members = (f"{_json(name)}: {_json(value)}" for name, value in values.items() if value)
    return b"{%s}" % _lines([*map(str.encode, members), *last])


def _lines(parts: Sequence[bytes]) -> bytes:
    """What stands between the brackets of an array or of an object."""
    return b"\n%s\n" % b",\n".join(parts) if parts else b""


def _person(author: Author) -> dict[str, str]:
    return {"name": author.name} | ({"url": author.url} if author.url else {})


def _attachment(picture: Picture, address: str) -> dict[str, object]:
    title = {"title": picture.alt} if picture.alt else {}
    return {
        "url": address,
        "mime_type": picture.type,
        "size_in_bytes": picture.length,
        **title,
    }
