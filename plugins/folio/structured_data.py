"""schema.org data as JSON-LD, the form search engines and link previews read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fanfare.schema_org import Node, without_empty


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose site it is."""

    name: str
    """The author."""

    site_name: str
    address: str
    """The site's own address, absolute, without a slash at its end."""

    profiles: tuple[str, ...] = ()
    """Addresses of the author's profiles elsewhere."""

    photo: str = ""
    """Absolute address of a portrait; empty where there is none."""

    positioning: str = ""

    @property
    def person_id(self) -> str:
        """The identifier by which other nodes name the author."""
        return f"{self.address}/#author"

    def person(self, description: str = "") -> Node:
        """schema.org `Person`; the home page adds a `description`."""
        return without_empty(
            {
                "@type": "Person",
                "@id": self.person_id,
                "name": self.name,
                "url": f"{self.address}/",
                "description": description,
                "image": self.photo,
                "sameAs": list(self.profiles),
            }
        )

    def website(self) -> Node:
        """schema.org `WebSite`, with its search."""
        return {
            "@type": "WebSite",
            "@id": f"{self.address}/#site",
            "name": self.site_name,
            "url": f"{self.address}/",
            "publisher": {"@id": self.person_id},
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{self.address}/search/?q={{query}}",
                "query-input": "required name=query",
            },
        }


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of one post."""

    address: str
    title: str
    description: str
    published: datetime
    modified: datetime | None
    language: str
    words: int
    section: str
    keywords: tuple[str, ...]
    image: str
    """Absolute address; empty where there is none."""

    authors: tuple[tuple[str, str], ...]
    """Name and absolute address of the page of each author."""

    series: tuple[str, str] | None = None
    """Name and absolute address."""


def posting(text: Text, publisher: Publisher) -> Node:
    """schema.org `BlogPosting`."""
    authors: list[Node] = [
        {"@id": publisher.person_id, "@type": "Person", "name": name}
        if name == publisher.name
        else {"@type": "Person", "name": name, "url": url}
        for name, url in text.authors
    ]
    series = text.series
    return without_empty(
        {
            "@type": "BlogPosting",
            "@id": f"{text.address}#post",
            "headline": text.title,
            "description": text.description,
            "url": text.address,
            "datePublished": text.published.isoformat(),
            "dateModified": (text.modified or text.published).isoformat(),
            "author": authors,
            "publisher": {"@id": publisher.person_id},
            "inLanguage": text.language,
            "wordCount": text.words,
            "articleSection": text.section,
            "keywords": ", ".join(text.keywords),
            "image": text.image,
            "isPartOf": series
            and {"@type": "CreativeWorkSeries", "name": series[0], "url": series[1]},
        }
    )


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Node:
    """schema.org `BreadcrumbList` of (name, absolute address), the site's home first.

    The last one is the page itself, which need not say where it is.
    """
    steps: list[Node] = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(trail, 1)
    ]
    del steps[-1]["item"]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def trail(publisher: Publisher, *steps: tuple[str, str]) -> Node:
    """The same of (name, address from the site's root), led by the site itself."""
    every = ((publisher.site_name, ""), *steps)
    return breadcrumbs([(name, f"{publisher.address}/{url}") for name, url in every])
