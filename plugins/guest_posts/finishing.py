"""Finish the texts, once every text of the site is known: what is owed, links, mentions.

What is done to the HTML of a text is done when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from fanfare import later, watching
from fanfare.watching import Given
from guest_posts.contents import Collected, Guest, Host, Originals, Settings, to_originals
from guest_posts.disclosure import owed
from guest_posts.links.mentions import Text, linked_addresses, mentioned_in
from guest_posts.links.of_texts import LINKS, linked_by
from guest_posts.links.targets import BY_FILE_NAME, Map, resolved
from guest_posts.reception import Received
from guest_posts.remembered import Remembered

if TYPE_CHECKING:
    from pelican.contents import Content

DISCLOSURE = "guest_posts.disclosure.1"
SUMMARY = "guest_posts.summary.1"


def finish(
    texts: Sequence[Content],
    received: Received,
    collected: Collected,
    to_html: Callable[[str], str],
    remembered: Remembered,
    settings: Settings,
) -> None:
    """Finish the HTML of all `texts`, and tell each which others mention it."""
    _tell_mentions(texts, received, remembered, settings)
    originals = {entry.record.path: entry.url for entry in collected.elsewhere}
    named: list[Guest | Host] = [*collected.guests.values(), *collected.hosts.values()]
    links = _Links(
        Given("guest_posts.originals", originals),
        Given("guest_posts.named", tuple((one.name, _link_to(one.record.path)) for one in named)),
        collected if settings.get("GUEST_POSTS_AUTOLINK") else None,
    )
    owing = [text for text in received.owing if not text.host]
    for text in owing:
        _say_what_is_owed(text, received, to_html, remembered, settings)
    for text in texts:
        later.change(text, partial(links.put_right, text))
    for text in owing:
        later.change(text, partial(_with_what_is_owed, text))


@dataclass(frozen=True, slots=True)
class _Links:
    """Puts the links of texts right."""

    originals: Originals
    named: Given[tuple[tuple[str, str], ...]]
    """Those who have a page, and links to it."""

    authors: Collected | None
    """Who may be an author, where first mentions become links."""

    def put_right(self, text: Content, html: str) -> str:
        """The finished `html` of `text`."""
        path = text.relative_source_path
        html = to_originals(html, path, self.originals)
        if self.authors and (named := self.named.value):
            authors = map(self.authors.guest_named, getattr(text, "authors", ()))
            themselves = {_link_to(author.record.path) for author in authors if author}
            html = _name_linker(named)(html, themselves | _linked(html, path))
        hosts = [sponsor.url for sponsor in text.roles.sponsors]
        if hosts or "ugc" in html.lower():
            from guest_posts.links.rel import host_matches, with_rel  # late: few texts need it

            html = with_rel(html, partial(host_matches, hosts=hosts))
        return html


@lru_cache(maxsize=1)  # one site has the same names for all its texts
def _name_linker(named: tuple[tuple[str, str], ...]) -> Callable[[str, Collection[str]], str]:
    """Makes links of first mentions of those who have a page, but for pages it is told of."""
    from guest_posts.links.autolink import Known, linker  # late: most sites do without

    return linker([Known(name, link) for name, link in named])


def _link_to(path: str) -> str:
    """A link to the file `path`, wherever it is written."""
    return f"{{filename}}/{path}"


def _linked(html: str, path: str) -> set[str]:
    """The files of people and partners that `html` of the file `path` links to already."""
    if "people/" not in html and "partners/" not in html:
        return set()
    named = (BY_FILE_NAME.match(href) for href in linked_addresses(html))
    return {_link_to(resolved(link["path"], path)) for link in named if link}


def _say_what_is_owed(
    text: Content,
    received: Received,
    to_html: Callable[[str], str],
    remembered: Remembered,
    settings: Settings,
) -> None:
    """Set what is owed for `text`, and the summary that Pelican would cut out of all of it."""
    said = text.metadata.get("disclosure", "")
    said = " ".join(said) if isinstance(said, list) else str(said)
    # What looks like a tag is meant as it stands: a head is not HTML.
    words = escape(said, quote=False)
    path = str(text.source_path)
    html = str(remembered.of_words(DISCLOSURE, path, words, lambda: to_html(words)))
    disclosure = html.removeprefix("<p>").removesuffix("</p>")
    if disclosure and text in received.by_guests:
        from guest_posts import allow_list

        disclosure = allow_list.clean(disclosure).html
    text.owed = owed(disclosure, text.roles.sponsors)
    if text.owed and "summary" not in text.metadata:
        length = settings["SUMMARY_MAX_LENGTH"]
        by = "a guest" if text in received.by_guests else ""
        text.metadata["summary"] = remembered.of_body(
            SUMMARY, text, lambda: _summary(text._content, length), str(length), by
        )


def _with_what_is_owed(text: Content, html: str) -> str:
    return f"{html}{text.owed}"


def _summary(html: str, length: int | None) -> str:
    """The first words of `html`, as many as `length` says."""
    words = Markup(html).striptags().split()  # noqa: S704 -- its tags are taken off
    more = "…" if length and len(words) > length else ""
    return f"<p>{escape(' '.join(words[: length or None]), quote=False)}{more}</p>"


def _tell_mentions(
    texts: Sequence[Content], received: Received, remembered: Remembered, settings: Settings
) -> None:
    """Set `mentioned_in` of each of `texts`, the newest mention first."""
    places = [(text, text.source_path, text.relative_source_path, text.url) for text in texts]
    by_path = {path: text for text, path, _file, _url in places}
    targets = Map(
        {file: path for _text, path, file, _url in places},
        {url.removesuffix("index.html"): path for _text, path, _file, url in places},
        settings["SITEURL"],
    )
    remembered.memory.load(LINKS)
    facts = []
    for text, path, file, url in sorted(places, key=lambda place: _age(place[0])):
        # Where somebody notes what is read: these change seldom, and the text often.
        noted = watching.cells is not None
        if noted:
            hrefs = text.linked_addresses
        else:
            hrefs = linked_by(text, remembered, is_cut=text in received.cut)
        found = [targets.target(href, file, url) for href in hrefs if href[:1] != "#"]
        is_listed = text.status == "published"
        linked = tuple(filter(None, found))
        facts.append(Text(path, _family(text, path), text.lang, is_listed, linked))
    for path, mentions in mentioned_in(facts).items():
        if mentions:
            by_path[path].mentioned_in = [by_path[mention] for mention in mentions]
    remembered.memory.forget_others(LINKS, by_path.keys())


def _family(text: Content, path: str) -> str:
    """What an original and its translations have in common: the file of the original."""
    translations = text.translations
    if not translations:
        return path
    every = (text, *translations)
    original = next((one for one in every if one.in_default_lang), min(every, key=_path))
    return _path(original)


def _path(text: Content) -> str:
    return str(text.source_path)


def _age(text: Content) -> tuple[float, str]:
    """Newest first; what has no date last, by title."""
    date = getattr(text, "date", None)
    return (-date.timestamp() if date else 0.0, text.title)
