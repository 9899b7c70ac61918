"""A post on Bluesky: the record that the AT Protocol keeps of a message, and its key. Pure.

By the Lexicon `app.bsky.feed.post` and https://docs.bsky.app/docs/advanced-guides/post-richtext.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from syndication.linkedin.hashtags import find_hashtags
from syndication.networks.network import Message
from syndication.networks.short_posts import post_text
from syndication.text.graphemes import clusters, length

LONGEST_TEXT = 300
"""Graphemes of a post."""

MOST_BYTES = 3000
"""Of a post, in UTF-8."""

POSTS = "app.bsky.feed.post"

_LONGEST_LINK = 40
_LONGEST_TAG = 64
_URL = re.compile(r"https?://[^\s<>\"“”「」]+[^\s<>\"“”「」.,;:!?…)\]。、]")
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"

# No app made a key before 2022, when the protocol began, so that none that is made of these years
# meets one of the author's other posts.
_FIRST_MOMENT = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
_MOMENTS = int(datetime(2022, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000 - _FIRST_MOMENT


def record(
    message: Message, picture: Mapping[str, object] | None, created: datetime
) -> dict[str, object]:
    """The post as the AT Protocol keeps it: text, its links and hashtags by bytes, and a card.

    Raises `NotSent` where what is owed to readers does not fit.
    """
    link = shown_link(message.url)
    text = str(post_text(message, link, fits, "Bluesky"))
    card: dict[str, object] = {
        "uri": message.url,
        "title": message.title,
        "description": message.description,
    }
    if picture:
        card["thumb"] = picture
    post: dict[str, object] = {
        "$type": POSTS,
        "text": text,
        "createdAt": created.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        "facets": list(_facets(text, link, message.url)),
        "embed": {"$type": "app.bsky.embed.external", "external": card},
    }
    return post | ({"langs": [message.language]} if message.language else {})


def record_key(message: Message) -> str:
    """The key of the post, always the same for an entry: a TID (https://atproto.com/specs/tid).

    Only the id of the entry goes into it, as anything else of an entry may change.
    """
    number = int.from_bytes(hashlib.sha256(message.entry_id.encode()).digest())
    value = (_FIRST_MOMENT + number // 1024 % _MOMENTS) << 10 | number % 1024
    return "".join(_BASE32[value >> shift & 31] for shift in range(60, -1, -5))


def shown_link(url: str) -> str:
    """`url` as a post shows it: host and path, with an ellipsis where they are long."""
    parts = urlsplit(url)
    shown = [*clusters(f"{parts.netloc}{parts.path}".removeprefix("www.").rstrip("/"))]
    cut = "…" if len(shown) > _LONGEST_LINK else ""
    return "".join(shown[: _LONGEST_LINK - len(cut)]) + cut if cut else "".join(shown)


def _facets(text: str, link: str, url: str) -> Iterator[dict[str, object]]:
    """The links and hashtags of `text`, of which `link` leads to `url`, in their order."""
    found = [(text.rindex(link), link, {"$type": "app.bsky.richtext.facet#link", "uri": url})]
    for address in _URL.finditer(text):
        feature = {"$type": "app.bsky.richtext.facet#link", "uri": address[0]}
        found.append((address.start(), address[0], feature))
    for start, name in find_hashtags(text):
        if len(name) <= _LONGEST_TAG:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": name}
            found.append((start, text[start] + name, feature))
    for start, shown, feature in sorted(found, key=lambda one: one[0]):
        begin = len(text[:start].encode())
        span = {"byteStart": begin, "byteEnd": begin + len(shown.encode())}
        yield {"index": span, "features": [feature]}


def fits(text: str) -> bool:
    """Whether `text` is short enough for a post."""
    return length(text) <= LONGEST_TEXT and len(text.encode()) <= MOST_BYTES
