"""Introduce everyone to everyone: guests to their posts, hosts to theirs, all to machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from fanfare import later
from fanfare.schema_org import Node, script_data
from fanfare.watching import Made
from guest_posts.connections import Partnership, newest_first, partnerships, people_of, sites_of
from guest_posts.contents import Collected, ElsewherePost, author_facts
from guest_posts.structured_data import (
    PersonFacts,
    WorkElsewhere,
    collection_page,
    person,
    work_elsewhere,
)

if TYPE_CHECKING:
    from pelican.contents import Content


def introduce(collected: Collected, posts: Sequence[Content]) -> list[Partnership]:
    """Tell guests and hosts what is theirs; who partnered when.

    `posts` are the published ones by guests. Of an original and its translations, a guest has the
    first of `posts` that they wrote.
    """
    guests, hosts, records = collected.guests, collected.hosts, collected.records
    of_guests: dict[str, list[Content]] = defaultdict(list)
    for post in posts:
        for guest in post.guests:
            if not any(other in of_guests[guest.slug] for other in post.translations):
                of_guests[guest.slug].append(post)
    for guest in guests.values():
        guest.posts = newest_first(of_guests[guest.slug])
        guest.sites = [hosts[site.slug] for site in sites_of(guest.record, records.partners)]
    of_hosts: dict[str, list[ElsewherePost]] = defaultdict(list)
    for entry in collected.published:
        of_hosts[entry.record.host].append(entry)
    for slug, host in hosts.items():
        host.posts = of_hosts[slug]
        host.people = [guests[one.slug] for one in people_of(host.record, records.people)]
    return partnerships(
        records,
        {slug: guest.posts for slug, guest in guests.items()},
        {slug: host.posts for slug, host in hosts.items()},
    )


def schema_org(text: Content) -> Node:
    """What machines are to know of the authors and the original of `text`, besides the usual."""
    known: Node = {}
    if text.guests:
        own = author_facts(text.settings)
        by_slug = {guest.slug: guest.facts for guest in text.guests}
        known["author"] = [person(by_slug.get(author.slug, own)) for author in text.authors]
    if text.roles.original:
        known["isBasedOn"] = text.roles.original.url
    return known


def describe_elsewhere(entries: Iterable[ElsewherePost]) -> None:
    """Give each of `entries` its node of schema.org, whose publisher is the host."""
    for entry in entries:
        later.offer(entry, {"schema_org": partial(_work, teaser=later.body(entry))})


def _work(entry: ElsewherePost, teaser: Made[str]) -> Node:
    words = Markup(teaser.value).striptags()  # noqa: S704 -- its tags are taken off
    host, author = entry.host, author_facts(entry.settings)
    return work_elsewhere(
        WorkElsewhere(
            entry.title, entry.url, entry.date, words, author, host.name, host.website.url
        )
    )


@dataclass(frozen=True, slots=True)
class ArticleData:
    """Makes JSON-LD of an article, for themes that have none of their own."""

    author: PersonFacts
    site_address: str
    site_name: str

    def __call__(self, article: Content) -> Markup:
        """The JSON-LD of `article`."""
        own = {
            "@type": "BlogPosting",
            "headline": article.title,
            "url": f"{self.site_address}/{article.url}",
            "datePublished": article.date.isoformat(),
            "author": [person(self.author)],
            "publisher": {"@type": "Organization", "name": self.site_name},
        }
        return script_data({**own, **article.schema_org})


@dataclass(frozen=True, slots=True)
class ElsewhereData:
    """JSON-LD of the page that lists the posts elsewhere, made where a template prints it."""

    address: str
    entries: Sequence[ElsewherePost]

    def __str__(self) -> str:
        """The JSON-LD, ready for a template."""
        works = [entry.schema_org for entry in self.entries]
        return script_data(collection_page("As seen on", self.address, works))

    __html__ = __str__
