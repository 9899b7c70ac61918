"""Who is connected with whom: pure functions over records, and over posts of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from guest_posts.records import Partner, Person, Records


class Dated(Protocol):
    """What this module needs of a post."""

    date: datetime


Post = TypeVar("Post", bound=Dated)


@dataclass(frozen=True, slots=True)
class Partnership:
    """Two who have published each other, or one the other, and since when."""

    slug: str
    """Of the partner; of the person where they have no site here."""

    name: str
    since: datetime
    """The first guest post here, or the first post of the author's there."""

    began: str
    """`here` or `there`: where that first post stands."""


def sites_of(person: Person, partners: Mapping[str, Partner]) -> list[Partner]:
    """The partners whose site is that of `person`, whichever of the two files says so."""
    return [
        partner
        for partner in partners.values()
        if partner.owner == person.slug or partner.slug == person.site
    ]


def people_of(partner: Partner, people: Mapping[str, Person]) -> list[Person]:
    """The people whose site `partner` is, whichever of the two files says so."""
    return [
        person
        for person in people.values()
        if partner.owner == person.slug or partner.slug == person.site
    ]


def partnerships(
    records: Records,
    here: Mapping[str, Sequence[Dated]],
    there: Mapping[str, Sequence[Dated]],
) -> list[Partnership]:
    """Every partnership, oldest first.

    `here` has the published guest posts by the person's slug, `there` the author's posts elsewhere
    by the partner's. A person and the site they own are one partner.
    """
    firsts: dict[str, tuple[datetime, str]] = {}

    def note(slug: str, posts: Iterable[Dated], place: str) -> None:
        for post in posts:
            if slug not in firsts or post.date < firsts[slug][0]:
                firsts[slug] = (post.date, place)

    for slug, posts in there.items():
        note(slug, posts, "there")
    for slug, posts in here.items():
        owned = sites_of(records.people[slug], records.partners)
        for known in [partner.slug for partner in owned] or [slug]:
            note(known, posts, "here")
    named: Mapping[str, Person | Partner] = {**records.people, **records.partners}
    found = [
        Partnership(slug, named[slug].name, since, began) for slug, (since, began) in firsts.items()
    ]
    return sorted(found, key=lambda one: (one.since, one.slug))


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """`posts` by date, the newest first."""
    return sorted(posts, key=lambda post: post.date, reverse=True)
