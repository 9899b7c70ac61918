"""What makes an RSS document one that embarrasses its author, rule by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from tests.syndication.documents.texts import (
    RFC_3339,
    faults_of_html,
    faults_of_plain,
    is_absolute,
)

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
_DATE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
_CHANNEL_ONCE = ("title", "link", "description", "language", "lastBuildDate")
_ITEM_ONCE = ("title", "link", "guid", "pubDate")
_ITEM_AT_MOST_ONCE = (
    *("description", "enclosure", "content:encoded", "media:content", "atom:updated"),
)


def faults(document: bytes, *, plain: bool = True) -> list[str]:
    """What is wrong with an RSS feed; empty where nothing is.

    `plain` is false where titles and descriptions look like HTML on purpose.
    """
    try:
        rss = etree.fromstring(document, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return [f"it is no XML: {error}"]
    channel = rss.find("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or len(rss) != 1 or channel is None:
        return ["it is not RSS 2.0 with one channel"]
    items = channel.findall("item")
    found = [*_of_channel(channel), *_of_order(items)]
    for item in items:
        name = item.findtext("guid") or item.findtext("title") or "an item"
        found += (f"{name}: {fault}" for fault in (*_of_item(item), *_of_picture(item)))
    if plain:
        for element in (*channel.iter("title"), *channel.iter("description")):
            found += faults_of_plain(element.text or "", str(element.tag))
    return found


def _of_channel(channel: etree._Element) -> Iterator[str]:
    yield from _of_counts(channel, _CHANNEL_ONCE, "exactly one", {1})
    if not is_absolute(channel.findtext("link", "")):
        yield "the channel's link is not absolute"
    if not re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", channel.findtext("language", "")):
        yield "the channel's language is none"
    yield from _of_date(channel.findtext("lastBuildDate", ""))
    links = channel.findall("atom:link", _NAMESPACES)
    own = [link for link in links if link.get("rel") == "self"]
    if len(own) != 1 or own[0].get("type") != "application/rss+xml":
        yield "the channel has no link to itself with its type"
    if not all(is_absolute(link.get("href", "")) for link in links):
        yield "a link of the channel is not absolute"
    image = channel.find("image")
    if image is not None:
        if not is_absolute(image.findtext("url", "")):
            yield "the image's address is not absolute"
        if any(image.findtext(name) != channel.findtext(name) for name in ("title", "link")):
            yield "the image has another title or link than the channel"


def _of_order(items: list[etree._Element]) -> Iterator[str]:
    guids = Counter(item.findtext("guid", "") for item in items)
    yield from (f"two items have the guid {guid}" for guid, n in guids.items() if n > 1)
    dates = [_date(item.findtext("pubDate", "")) for item in items]
    known = [date for date in dates if date]
    if known != sorted(known, reverse=True):
        yield "items are not newest first"


def _of_item(item: etree._Element) -> Iterator[str]:
    yield from _of_counts(item, _ITEM_ONCE, "exactly one", {1})
    yield from _of_counts(item, _ITEM_AT_MOST_ONCE, "at most one", {0, 1})
    if not is_absolute(item.findtext("link", "")):
        yield "its link is not absolute"
    for guid in item.findall("guid"):
        if guid.get("isPermaLink") != "false" or not guid.text:
            yield "its guid is taken for an address"
    yield from _of_date(item.findtext("pubDate", ""))
    for updated in item.findall("atom:updated", _NAMESPACES):
        if not RFC_3339.fullmatch(updated.text or ""):
            yield f"atom:updated is no date: {updated.text!r}"
    if item.find("author") is not None:
        yield "its author is named where RSS wants an e-mail address"
    creators = item.findall("dc:creator", _NAMESPACES)
    if not creators or not all(creator.text for creator in creators):
        yield "its author is not named"
    if not all(category.text for category in item.findall("category")):
        yield "a category of it has no name"
    names = [child.tag for child in item]
    encoded = f"{{{_NAMESPACES['content']}}}encoded"
    if encoded in names:
        if "description" in names and names.index("description") > names.index(encoded):
            yield "its description stands after its content"
        content = item.findtext("content:encoded", "", _NAMESPACES)
        if not content:
            yield "its content is empty"
        else:
            yield from faults_of_html(content, "its content")


def _of_picture(item: etree._Element) -> Iterator[str]:
    enclosure = item.find("enclosure")
    if enclosure is not None:
        if not is_absolute(enclosure.get("url", "")):
            yield "its enclosure's address is not absolute"
        if not re.fullmatch("[1-9][0-9]*", enclosure.get("length", "")):
            yield "its enclosure's length is none"
        if not re.fullmatch("[a-z]+/[a-z0-9.+-]+", enclosure.get("type", "")):
            yield "its enclosure's type is none"
    if item.find("media:group", _NAMESPACES) is not None:
        yield "its picture is in a group"
    media = item.find("media:content", _NAMESPACES)
    if media is None:
        return
    if not is_absolute(media.get("url", "")):
        yield "its picture's address is not absolute"
    if media.get("medium") != "image" or not media.get("type"):
        yield "its picture is not said to be one"
    for name in ("width", "height", "fileSize"):
        if not re.fullmatch("[1-9][0-9]*", media.get(name, "")):
            yield f"its picture's {name} is none"
    same = (("url", "url"), ("type", "type"), ("length", "fileSize"))
    if enclosure is not None and any(enclosure.get(one) != media.get(two) for one, two in same):
        yield "its picture is another one than its enclosure"


def _of_counts(
    parent: etree._Element, names: tuple[str, ...], wanted: str, right: set[int]
) -> Iterator[str]:
    for name in names:
        number = len(parent.findall(name, _NAMESPACES))
        if number not in right:
            yield f"{name} is there {number} times, and not {wanted}"


def _of_date(text: str) -> Iterator[str]:
    if _date(text) is None:
        yield f"{text!r} is no date of RFC 822 with a numeric zone and a year of four digits"


def _date(text: str) -> datetime | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if f"{date:%a}" == text[:3] else None
