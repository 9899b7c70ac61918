"""What machines are told of people and places, in the terms of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fanfare.schema_org import Node, without_empty


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person, as their page shows them; every address absolute."""

    name: str
    url: str
    """Their page on this site."""

    same_as: tuple[str, ...] = ()
    """Their own site and their profiles elsewhere."""

    image: str = ""
    description: str = ""
    id: str = ""
    """By which other nodes of the page name them; empty where none does."""


@dataclass(frozen=True, slots=True)
class WorkElsewhere:
    """A post on somebody else's site."""

    title: str
    url: str
    published: datetime
    description: str
    author: PersonFacts
    host_name: str
    host_url: str


def person(facts: PersonFacts) -> Node:
    """schema.org `Person`, identified by the address of their page."""
    return without_empty(
        {
            "@type": "Person",
            "@id": facts.id,
            "name": facts.name,
            "url": facts.url,
            "sameAs": list(facts.same_as),
            "image": facts.image,
            "description": facts.description,
        }
    )


def work_elsewhere(work: WorkElsewhere) -> Node:
    """schema.org `BlogPosting` whose publisher is the host."""
    return {
        "@type": "BlogPosting",
        "headline": work.title,
        "url": work.url,
        "datePublished": work.published.isoformat(),
        "description": work.description,
        "author": [person(work.author)],
        "publisher": {"@type": "Organization", "name": work.host_name, "url": work.host_url},
    }


def profile_page(facts: PersonFacts) -> Node:
    """schema.org `ProfilePage` of a person."""
    return {"@type": "ProfilePage", "url": facts.url, "mainEntity": person(facts)}


def collection_page(name: str, url: str, works: Sequence[Node]) -> Node:
    """schema.org `CollectionPage` of works."""
    return {"@type": "CollectionPage", "name": name, "url": url, "hasPart": list(works)}
