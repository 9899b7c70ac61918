"""Who is connected with whom: pure functions over records, and over posts of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from guest_posts.addresses import host_of
from guest_posts.records import Partner, Person, Records


class Dated(Protocol):
    """What this module needs of a post."""

    date: datetime


Post = TypeVar("Post", bound=Dated)


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two who have published each other, or one the other, and since when."""

    kind: str
    """`partner`, or `person` where they have no site here."""

    slug: str
    name: str
    since: datetime
    """The first guest post here, or the first post of the author's there."""

    began: str
    """`here` or `there`: where that first post stands."""


def sites_of(person: Person, partners: Mapping[str, Partner]) -> list[Partner]:
    """The partners whose site is that of `person`, whichever of the two files says so."""
    return [partner for partner in partners.values() if _owns(person, partner)]


def people_of(partner: Partner, people: Mapping[str, Person]) -> list[Person]:
    """The people whose site `partner` is, whichever of the two files says so."""
    return [person for person in people.values() if _owns(person, partner)]


def partnerships(
    records: Records,
    here: Mapping[str, Sequence[Dated]],
    there: Mapping[str, Sequence[Dated]],
) -> list[Partnership]:
    """Every partnership, oldest first.

    `here` has the published guest posts by the person's slug, `there` the author's posts elsewhere
    by the partner's. A person and the site they own are one partner.
    """
    firsts: dict[tuple[str, str], Partnership] = {}

    def note(kind: str, known: Person | Partner, posts: Iterable[Dated], place: str) -> None:
        for post in posts:
            first = firsts.get((kind, known.slug))
            if first is None or post.date < first.since:
                new = Partnership(kind, known.slug, known.name, post.date, place)
                firsts[kind, known.slug] = new

    for slug, posts in there.items():
        note("partner", records.partners[slug], posts, "there")
    for slug, posts in here.items():
        person = records.people[slug]
        owned = sites_of(person, records.partners)
        for partner in owned:
            note("partner", partner, posts, "here")
        if not owned:
            note("person", person, posts, "here")
    return sorted(firsts.values(), key=lambda one: (one.since, one.kind, one.slug))


def _owns(person: Person, partner: Partner) -> bool:
    if partner.owner == person.slug or partner.slug == person.site:
        return True
    return "://" in person.site and host_of(person.site) == host_of(partner.url)


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """`posts` by date, the newest first."""
    return sorted(posts, key=lambda post: post.date, reverse=True)
