"""Records as Pelican knows content: with an address, and links that it resolves.

With `hooks`, the only module of this plugin that imports Pelican.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican.contents import Article, Content
from pelican.plugins.signals import content_object_init
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from fanfare import later
from fanfare.schema_org import Node, script_data
from fanfare.watching import Given
from guest_posts.addresses import shown
from guest_posts.connections import newest_first
from guest_posts.links.targets import with_originals
from guest_posts.records import ElsewhereEntry, Partner, Person, Records
from guest_posts.roles import Place
from guest_posts.structured_data import PersonFacts, collection_page, profile_page

if TYPE_CHECKING:
    from guest_posts.audit.known import Known

Settings = Mapping[str, Any]  # as Pelican has them
Context = dict[str, Any]  # likewise
Originals = Given[Mapping[str, str]]
"""The address of the original of each post elsewhere, by its file."""


class _ShortText(Content):  # type: ignore[misc]
    """A text without links by file name, mostly: then there is nothing to resolve."""

    def get_content(self, siteurl: str) -> str:
        """The HTML, with its links leading to `siteurl`."""
        html = str(self._content)
        return str(super().get_content(siteurl)) if "{" in html or "|" in html else html


class Guest(_ShortText):
    """A person with their page. `content` is the bio, as HTML."""

    def __init__(
        self,
        record: Person,
        bio: str,
        settings: Settings,
        context: Context,
    ) -> None:
        home = record.url or (record.site if "://" in record.site else "")
        metadata = {"title": record.name, "slug": record.slug}
        super().__init__(bio, metadata, settings, str(_file(record.path, settings)), context)
        self.record = record
        self.name = record.name
        self.override_url = settings["GUEST_URL"].format(slug=record.slug)
        self.override_save_as = settings["GUEST_SAVE_AS"].format(slug=record.slug)
        self.photo = f"{{static}}/{record.photo}" if record.photo else ""
        self.photo_url = settings["STATIC_URL"].format(path=record.photo) if record.photo else ""
        self.photo_alt = record.photo_alt or f"Portrait of {record.name}"
        self.website = Place(shown(home), home) if home else None
        self.links = [Place(shown(url), url) for url in record.links]
        self.posts: Sequence[Article] = ()
        """Their published posts here, newest first."""

        self.sites: Sequence[Host] = ()
        """The partners whose site is theirs."""

    def others(self, post: Content) -> list[Article]:
        """Their posts but `post`, which is no more from them than its translations are."""
        family = (post, *post.translations)
        return [other for other in self.posts if other not in family]

    @property
    def hosted(self) -> list[ElsewherePost]:
        """The author's posts on their sites, newest first."""
        return newest_first(post for site in self.sites for post in site.posts)

    @property
    def facts(self) -> PersonFacts:
        """What machines are told of them."""
        address = self.settings["SITEURL"]
        own = [self.website.url] if self.website else []
        return PersonFacts(
            name=self.name,
            url=f"{address}/{self.url}",
            same_as=tuple(dict.fromkeys([*own, *self.record.links])),
            image=f"{address}/{self.photo_url}" if self.photo_url else "",
        )

    @property
    def json_ld(self) -> Markup:
        """schema.org data of the page."""
        return script_data(profile_page(self.facts))


class GuestAuthor(Author):  # type: ignore[misc]
    """The author of a post who is a guest: what links to them leads to their page."""

    has_page = True
    save_as = ""  # Pelican's own page of the author would be a second one

    def __init__(self, guest: Guest) -> None:
        super().__init__(guest.name, guest.settings)
        self.slug = guest.slug
        self.guest = guest

    @property
    def url(self) -> str:
        """The address of the guest's page."""
        return str(self.guest.url)

    @property
    def page_name(self) -> str:
        """What Pelican numbers further pages by."""
        return self.url


class Host(_ShortText):
    """A partner with their page. `content` is what the author says of them, as HTML."""

    def __init__(self, record: Partner, about: str, settings: Settings, context: Context) -> None:
        metadata = {"title": record.name, "slug": record.slug}
        super().__init__(about, metadata, settings, str(_file(record.path, settings)), context)
        self.record = record
        self.name = record.name
        self.website = Place(shown(record.url), record.url)
        since = record.since and SafeDatetime.fromisoformat(record.since.isoformat())
        self.locale_since = since.strftime(settings["DEFAULT_DATE_FORMAT"]) if since else ""
        self.override_url = settings["PARTNER_URL"].format(slug=record.slug)
        self.override_save_as = settings["PARTNER_SAVE_AS"].format(slug=record.slug)
        self.posts: Sequence[ElsewherePost] = ()
        """The author's posts there, newest first."""

        self.people: Sequence[Guest] = ()
        """Whose site it is."""

    @property
    def posts_here(self) -> list[Article]:
        """What they have written here, newest first."""
        return newest_first(post for guest in self.people for post in guest.posts)

    @property
    def json_ld(self) -> Markup:
        """schema.org data of the page."""
        address = f"{self.settings['SITEURL']}/{self.url}"
        return script_data(
            collection_page(self.name, address, [post.schema_org for post in self.posts])
        )


class ElsewherePost(_ShortText, Article):  # type: ignore[misc]
    """A post of the author's on a partner's site. `content` is the teaser, as HTML.

    `audited` is what the last audit knows of its original; None where there was none.
    """

    def __init__(
        self,
        record: ElsewhereEntry,
        teaser: str,
        host: Host,
        settings: dict[str, Any],
        context: Context,
    ) -> None:
        metadata = {
            "title": record.title,
            "date": SafeDatetime.fromisoformat(record.date.isoformat()),
            "slug": record.slug,
            "status": record.status,
            "category": Category(record.category or settings["DEFAULT_CATEGORY"], settings),
            "tags": [Tag(tag, settings) for tag in record.tags],
            "url": record.original_url,
            "save_as": "",
            **record.for_others,
        }
        super().__init__(teaser, metadata, settings, str(_file(record.path, settings)), context)
        self.record = record
        self.host = host
        self.audited: Known | None = None
        self.schema_org: Node = {}

    def _update_content(self, content: str, siteurl: str) -> str:
        """The HTML `content`, with its links leading to `siteurl`.

        It has no page of its own that it could take files to: they stay where they are.
        """
        links = self._get_intrasite_link_regex()
        return str(super()._update_content(links.sub(_without_attaching, content), siteurl))


def _without_attaching(link: re.Match[str]) -> str:
    if link["what"] != "attach":
        return link[0]
    return f"{link['markup']}{link['quote']}{{static}}{link['value']}{link['quote']}"


@dataclass(frozen=True, slots=True)
class Collected:
    """All records of one build, as content."""

    records: Records
    guests: Mapping[str, Guest]
    hosts: Mapping[str, Host]
    elsewhere: Sequence[ElsewherePost]
    """Drafts and entries of a date to come included."""

    @property
    def published(self) -> list[ElsewherePost]:
        """The entries that everybody sees, newest first."""
        return newest_first(entry for entry in self.elsewhere if entry.status == "published")

    def guest_named(self, author: Author) -> Guest | None:
        """The guest that the author of a post is; None where they have no file."""
        name = author.name.casefold()
        by_name = (guest for guest in self.guests.values() if guest.name.casefold() == name)
        return next(by_name, None) or self.guests.get(author.slug)


def collect(
    records: Records,
    to_html: Callable[[str, str], str],
    settings: dict[str, Any],
    context: Context,
) -> Collected:
    """Make content of all `records`.

    `to_html` makes HTML of Markdown and the file it stands in, when somebody asks for it.

    Guests and hosts are put where Pelican finds what links by file name lead to.
    """
    is_heard = bool(content_object_init.receivers)  # then it cannot wait

    def html(words: str, path: str) -> str:
        return to_html(words, path) if is_heard else ""

    guests = {
        slug: Guest(person, html(person.bio, person.path), settings, context)
        for slug, person in records.people.items()
    }
    hosts = {
        slug: Host(partner, html(partner.about, partner.path), settings, context)
        for slug, partner in records.partners.items()
    }
    elsewhere = [
        ElsewherePost(entry, html(entry.teaser, entry.path), hosts[entry.host], settings, context)
        for entry in records.elsewhere.values()
        if entry.status != "skip"
    ]
    texts: list[tuple[Content, str]] = [
        *((guest, "bio") for guest in guests.values()),
        *((host, "about") for host in hosts.values()),
        *((entry, "teaser") for entry in elsewhere),
    ]
    originals: Originals = Given(
        "guest_posts.originals_of_records",
        {entry.path: entry.original_url for entry in records.elsewhere.values()},
    )
    for text, words in texts:
        if not is_heard:
            later.read_body_with(text, partial(_html_of, text, words, to_html))
        later.change(text, partial(to_originals, path=text.record.path, originals=originals))
    known: list[Guest | Host] = [*guests.values(), *hosts.values()]
    context["generated_content"] |= {one.record.path: one for one in known}
    return Collected(records, guests, hosts, elsewhere)


def _html_of(text: Content, words: str, to_html: Callable[[str, str], str]) -> str:
    """The HTML of what the record of `text` has under `words`: reading the record notes it."""
    return to_html(getattr(text.record, words), text.record.path)


def to_originals(html: str, path: str, originals: Originals) -> str:
    """`html` of the file `path`, with its links to posts elsewhere leading to the originals."""
    return with_originals(html, path, originals.value) if "elsewhere/" in html else html


def author_facts(settings: Settings) -> PersonFacts:
    """What machines are told of the author whose site it is."""
    return PersonFacts(
        name=settings.get("AUTHOR", ""),
        url=f"{settings['SITEURL']}/",
        same_as=tuple(url for _name, url in settings.get("SOCIAL", ())),
        id=f"{settings['SITEURL']}/#author",
    )


def _file(path: str, settings: Settings) -> Path:
    return Path(settings["PATH"], path)
