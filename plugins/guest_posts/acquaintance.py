"""Introduce everyone to everyone: guests to their posts, hosts to theirs, all to machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from fanfare.schema_org import script_data
from guest_posts.connections import Partnership, newest_first, partnerships, people_of, sites_of
from guest_posts.contents import Collected, ElsewherePost, Settings, author_facts
from guest_posts.structured_data import (
    WorkElsewhere,
    collection_page,
    person,
    work_elsewhere,
)

if TYPE_CHECKING:
    from pelican.contents import Content


def introduce(collected: Collected, posts: Sequence[Content]) -> list[Partnership]:
    """Tell guests and hosts what is theirs among the published `posts`; who partnered when.

    Of an original and its translations, a guest has the first of `posts` that they wrote.
    """
    guests, hosts, records = collected.guests, collected.hosts, collected.records
    of_guests: dict[str, list[Content]] = defaultdict(list)
    for post in posts:
        for guest in getattr(post, "guests", ()):
            if not any(other in of_guests[guest.slug] for other in post.translations):
                of_guests[guest.slug].append(post)
    for guest in guests.values():
        guest.posts = newest_first(of_guests[guest.slug])
        guest.sites = [hosts[site.slug] for site in sites_of(guest.record, records.partners)]
    published = collected.published
    for host in hosts.values():
        host.posts = [entry for entry in published if entry.host is host]
        host.people = [guests[one.slug] for one in people_of(host.record, records.people)]
    return partnerships(
        records,
        {slug: guest.posts for slug, guest in guests.items()},
        {slug: host.posts for slug, host in hosts.items()},
    )


def describe(texts: Iterable[Content], settings: Settings) -> None:
    """Give each of `texts` what machines are to know of its authors and its original."""
    own = author_facts(settings)
    for text in texts:
        if isinstance(text, ElsewherePost):
            continue
        by_slug = {guest.slug: guest.facts for guest in text.guests}
        if text.guests:
            people = [person(by_slug.get(author.slug, own)) for author in text.authors]
            text.schema_org["author"] = people
        if text.roles.original:
            text.schema_org["isBasedOn"] = text.roles.original.url


def describe_elsewhere(entries: Iterable[ElsewherePost], settings: Settings) -> None:
    """Give each of `entries` its node of schema.org, whose publisher is the host."""
    author = author_facts(settings)
    for entry in entries:
        teaser = Markup(entry._content).striptags()  # noqa: S704 -- its tags are taken off
        host = entry.host
        entry.schema_org = work_elsewhere(
            WorkElsewhere(
                entry.title, entry.url, entry.date, teaser, author, host.name, host.website.url
            )
        )


def article_data(article: Content, settings: Settings) -> Markup:
    """JSON-LD of an article, for themes that have none of their own."""
    own = {
        "@type": "BlogPosting",
        "headline": article.title,
        "url": f"{settings['SITEURL']}/{article.url}",
        "datePublished": article.date.isoformat(),
        "author": [person(author_facts(settings))],
        "publisher": {"@type": "Organization", "name": settings["SITENAME"]},
    }
    return script_data({**own, **article.schema_org})


def elsewhere_data(collected: Collected, settings: Settings) -> Markup:
    """JSON-LD of the page that lists the posts elsewhere."""
    address = f"{settings['SITEURL']}/{settings['ELSEWHERE_URL']}"
    works = [entry.schema_org for entry in collected.published]
    return script_data(collection_page("As seen on", address, works))
