"""Which feeds a site has, what stands in each, and how pages announce them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from syndication.ids import feed_id
from syndication.records import Author, Entry, Feed, Format
from syndication.setting_checks import KINDS

FOLDERS = {
    "category": "categories",
    "tag": "tags",
    "author": "authors",
    "guest": "guests",
    "series": "series",
    "language": "languages",
}
"""Where the feeds of each of several subjects stand: in folders of their own, as slugs may meet."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the texts of one feed have in common."""

    kind: str
    slug: str = ""
    name: str = ""
    """Empty where it is the whole site."""

    url: str = ""
    """Its page, from the site's root."""

    @property
    def stem(self) -> str:
        """The file of its feeds, relative to the site's root, without its ending."""
        folder = FOLDERS.get(self.kind)
        return f"feeds/{folder}/{self.slug}" if folder else f"feeds/{self.kind}"


ALL = Subject("all")
LINKEDIN = Subject("linkedin")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed in one format, as pages announce it."""

    title: str
    label: str
    """What people call its format."""

    type: str
    url: str
    """From the site's root."""


def formats(chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[Format, ...]]:
    """The formats of each kind of feed; every one that makes sense where `chosen` does not say."""
    by_key = {form.key: form for form in Format}
    usual = {kind: tuple(Format) for kind in KINDS} | {"linkedin": (Format.RSS,)}
    return usual | {kind: tuple(by_key[key] for key in keys) for kind, keys in chosen.items()}


@dataclass(frozen=True, slots=True)
class Publication:
    """Whose feeds they are, and what all of them have in common."""

    name: str
    url: str
    """The site's address, absolute, without a slash at its end."""

    subtitle: str
    language: str
    author: Author
    entity: str = ""
    """The site's tagging entity (RFC 4151); empty where it has none."""

    most: int = 20
    """How many entries a feed has; 0 for all."""

    hub: str = ""
    icon: str = ""

    def feed(self, subject: Subject, entries: Iterable[Entry]) -> Feed:
        """The feed of one subject, whose `entries` come newest first."""
        return Feed(
            id=feed_id(self.entity, self.url, subject.stem),
            title=self.title(subject),
            subtitle=self.subtitle,
            home=f"{self.url}/{subject.url}",
            site_url=self.url,
            stem=subject.stem,
            language=self.language,
            author=self.author,
            entries=tuple(islice(entries, self.most or None)),
            hub=self.hub,
            icon=self.icon,
        )

    def title(self, subject: Subject) -> str:
        """What the feeds of a subject are called."""
        return f"{subject.name} · {self.name}" if subject.name else self.name

    def links(self, subject: Subject, forms: Iterable[Format]) -> list[FeedLink]:
        """How pages announce the feeds of a subject."""
        title = self.title(subject)
        return [
            FeedLink(
                f"{title} ({form.label})", form.label, form.media_type, subject.stem + form.suffix
            )
            for form in forms
        ]


@dataclass(frozen=True, slots=True)
class FeedsOf:
    """Gives templates the feeds of what a page shows."""

    publication: Publication
    forms: Mapping[str, tuple[Format, ...]]
    """The formats of each kind of feed."""

    def __call__(self, kind: str, shown: Any = None) -> list[FeedLink]:
        """How pages announce the feeds of `shown`: what has a name and a slug, or a language."""
        if kind == "language":
            subject = Subject(kind, shown, shown)
        elif shown:
            subject = Subject(kind, shown.slug, str(shown.name))
        else:
            subject = Subject(kind, "", kind.capitalize())
        return self.publication.links(subject, self.forms[kind])
