"""What is syndicated, in the words of RFC 4287: entries, and the feeds they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from fanfare.pictures import Picture


class Format(Enum):
    """A format of feeds: its name in settings, its files' ending and its media type."""

    RSS = ("rss", ".rss.xml", "application/rss+xml")
    ATOM = ("atom", ".atom.xml", "application/atom+xml")
    JSON = ("json", ".json", "application/feed+json")

    def __init__(self, key: str, suffix: str, media_type: str) -> None:
        self.key = key
        self.suffix = suffix
        self.media_type = media_type

    @property
    def label(self) -> str:
        """What people call it."""
        return {"rss": "RSS", "atom": "Atom", "json": "JSON"}[self.key]


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry."""

    name: str
    url: str = ""
    """Absolute address of their page."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the author says of sharing an entry on LinkedIn and other networks."""

    wanted: bool = True
    hook: str = ""
    """What the commentary begins with; the summary does where this is empty."""

    not_before: datetime | None = None
    """When it may be shared first; None where it may be as soon as it is published."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text as feeds and networks get it.

    No string has a character that XML 1.0 cannot hold.
    """

    id: str
    """Permanent, whatever becomes of title, address and date (RFC 4151)."""

    title: str
    """Plain text."""

    url: str
    """Absolute; that of the original where the text is on another site."""

    published: datetime
    """With its time zone; never moved by an edit."""

    updated: datetime
    """With its time zone; as `published` where there was no revision."""

    authors: tuple[Author, ...]
    summary: str
    """Plain text, on one line."""

    content: str
    """HTML with absolute addresses, ending with what is owed to the reader; empty for none."""

    categories: tuple[str, ...] = ()
    """The names of its category and its tags, the category first."""

    tags: tuple[str, ...] = ()
    language: str = "en"
    picture: Picture | None = None
    """Its address is relative to the site's root."""

    owed: str = ""
    """Its sponsors and its disclosure, in plain text."""

    byline: str = ""
    """`By Mira Holm.`, where not only the site's author wrote it: they post in their own name."""

    original: str = ""
    """Where this was published first, if this is a copy: absolute address."""

    is_elsewhere: bool = False
    """True where `url` is on another site, and the content a teaser."""

    sharing: Sharing = Sharing()
    slug: str = ""
    """The last part of its address, by which tasks are told of it."""

    file: str = ""
    """The author's file, as messages name it."""

    @property
    def told(self) -> str:
        """What goes with it wherever the site's author posts it: who wrote it, and what is owed."""
        return " ".join(filter(None, (self.byline, self.owed)))


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, whatever its format."""

    id: str
    """Permanent (RFC 4151)."""

    title: str
    subtitle: str
    home: str
    """Absolute address of the page with the same texts."""

    site_url: str
    """Absolute address of the site, without a slash at its end."""

    stem: str
    """Its file without the ending, relative to the site's root: `feeds/all`."""

    language: str
    author: Author
    """Whose site it is."""

    entries: tuple[Entry, ...] = ()
    """Newest first."""

    hub: str = ""
    """Absolute address of the WebSub hub that is told of changes; empty where none is."""

    icon: str = ""
    """Absolute address of a small square picture of the site; empty for none."""

    has_stylesheet: bool = True
    """True where a browser is to show it as a page (`feeds/feed.css`); false for machines."""

    def file(self, form: Format) -> str:
        """Its file in `form`, relative to the site's root."""
        return f"{self.stem}{form.suffix}"

    def url(self, form: Format) -> str:
        """Its absolute address in `form`."""
        return f"{self.site_url}/{self.file(form)}"

    @property
    def updated(self) -> datetime | None:
        """When any of its entries last changed; None where it has none."""
        return max((entry.updated for entry in self.entries), default=None)
