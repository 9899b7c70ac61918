"""Feeds as documents: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. Pure.

| module         | what it gives                                                      |
|----------------|--------------------------------------------------------------------|
| `rss`          | an entry, and a feed, in RSS 2.0                                   |
| `atom`         | the same in Atom                                                   |
| `json_feed`    | the same in JSON Feed 1.1                                          |
| `extension`    | what feedgen leaves out or gets wrong, through its own extensions  |
| `dates`        | moments as feeds write them                                        |
| `common`       | what every format says of an entry in the same words               |
| `introduction` | what people see of a feed who open it in a browser                 |
| `browser_page` | how they see it                                                    |
| `opml`         | a list of feeds                                                    |

The same feed is always the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import Generic, TypeVar

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.documents import atom, json_feed, rss
from syndication.records import Author, Entry, Feed, Format
from syndication.text.characters import xml_safe

__all__ = ["Documents", "document"]

Part = TypeVar("Part")


class Documents:
    """Makes the documents of one site. An entry that stands in several feeds is made once."""

    def __init__(self) -> None:
        self._makers: dict[Format, Callable[[Feed], bytes]] = {
            Format.RSS: _Maker(rss.of_entry, rss.of_feed),
            Format.ATOM: _Maker(atom.of_entry, atom.of_feed),
            Format.JSON: _Maker(json_feed.of_entry, json_feed.of_feed),
        }

    def document(self, feed: Feed, form: Format) -> bytes:
        """The file of `feed` in `form`.

        Raises `FanfareError` for an entry that cannot stand in it: one without a title or a time
        zone, or with characters that XML cannot hold (see `text.characters`).
        """
        return self._makers[form](feed)


def document(feed: Feed, form: Format) -> bytes:
    """The file of `feed` in `form`, as `Documents` makes it; raises what it raises."""
    return Documents().document(feed, form)


class _Maker(Generic[Part]):
    """Makes documents of one format, and remembers the entries it has made."""

    def __init__(
        self,
        make_part: Callable[[Entry, Feed], Part],
        make_document: Callable[[Feed, Sequence[Part]], bytes],
    ) -> None:
        self._make_part = make_part
        self._make_document = make_document
        # With each its entry, so that no other one can ever have its `id()`.
        self._made: dict[tuple[int, str, str], tuple[Entry, Part]] = {}

    def __call__(self, feed: Feed) -> bytes:
        parts = [self._part(entry, feed) for entry in feed.entries]
        try:
            return self._make_document(feed, parts)
        except ValueError as error:
            raise FanfareError(_wrong(feed, f'The feed "{feed.stem}"', error)) from error

    def _part(self, entry: Entry, feed: Feed) -> Part:
        # Of a feed, an entry takes no more than where its pictures are, and which language is not
        # worth mentioning.
        key = id(entry), feed.site_url, feed.language
        if key not in self._made:
            try:
                self._made[key] = entry, self._make_part(entry, feed)
            except ValueError as error:
                called = f'The entry "{xml_safe(entry.title)}"'
                raise FanfareError(_wrong(entry, called, error)) from error
        return self._made[key][1]


def _wrong(record: Entry | Feed, called: str, error: ValueError) -> Finding:
    """Why `record` cannot stand in a document, where making it ended with `error`."""
    source = record.file if isinstance(record, Entry) else ""
    if not record.title:
        return Finding("feed", f"{called} has no title.", "Give it one.", source=source)
    for name, text in _texts(record):
        if xml_safe(text) != text:
            message = f"{called} has a character in its {name} that no feed can hold."
            remedy = "Take out control characters, which editors may not show."
            return Finding("feed", message, remedy, source=source)
    return Finding("feed", f"{called} cannot stand in a feed: {error}.", source=source)


def _texts(record: Entry | Feed) -> Iterator[tuple[str, str]]:
    """Every text in a record, with the name of its field."""
    for field in fields(record):
        value = getattr(record, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Author):
                yield from ((field.name, text) for text in (part.name, part.url))
            elif isinstance(part, str):
                yield field.name, part
