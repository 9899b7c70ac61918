"""Finish the texts, once every text of the site is known: what is owed, links, mentions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from guest_posts import allow_list
from guest_posts.contents import Collected, Guest, Host, Settings
from guest_posts.disclosure import owed
from guest_posts.links.mentions import Text, linked_addresses, mentioned_in
from guest_posts.links.rel import host_matches, with_rel
from guest_posts.links.targets import BY_FILE_NAME, Map, resolved, with_originals

if TYPE_CHECKING:
    from pelican.contents import Content


def finish(
    texts: Sequence[Content],
    collected: Collected,
    to_html: Callable[[str], str],
    links_read: Mapping[str, Sequence[str]],
    settings: Settings,
) -> None:
    """Finish the HTML of all `texts`, and tell each which others mention it.

    `links_read` has the addresses that texts link to, by their file, as far as they are known; the
    others are read here.
    """
    originals = {entry.record.path: entry.url for entry in collected.elsewhere}
    link_names = _name_linker(collected) if settings.get("GUEST_POSTS_AUTOLINK") else None
    for text in texts:
        path = text.relative_source_path
        html = with_originals(text._content, path, originals)
        if link_names:
            authors = map(collected.guest_named, getattr(text, "authors", ()))
            themselves = {_link_to(author.record.path) for author in authors if author}
            html = link_names(html, themselves | _linked(html, path))
        hosts = [sponsor.url for sponsor in text.roles.sponsors]
        if hosts or "ugc" in html.lower():
            html = with_rel(html, partial(host_matches, hosts=hosts))
        text._content = html
    _tell_mentions(texts, links_read, settings)
    for text in texts:
        _end_with_what_is_owed(text, to_html, settings)


def _name_linker(collected: Collected) -> Callable[[str, Collection[str]], str]:
    """Makes links of first mentions of those who have a page, but for pages it is told of."""
    from guest_posts.links.autolink import Known, linker  # late: most sites do without

    named: list[Guest | Host] = [*collected.guests.values(), *collected.hosts.values()]
    return linker([Known(one.name, _link_to(one.record.path)) for one in named])


def _link_to(path: str) -> str:
    """A link to the file `path`, wherever it is written."""
    return f"{{filename}}/{path}"


def _linked(html: str, path: str) -> set[str]:
    """The files of people and partners that `html` of the file `path` links to already."""
    if "people/" not in html and "partners/" not in html:
        return set()
    named = (BY_FILE_NAME.match(href) for href in linked_addresses(html))
    return {_link_to(resolved(link["path"], path)) for link in named if link}


def _end_with_what_is_owed(
    text: Content, to_html: Callable[[str], str], settings: Settings
) -> None:
    said = text.metadata.get("disclosure", "")
    said = " ".join(said) if isinstance(said, list) else str(said)
    # What looks like a tag is meant as it stands: a head is not HTML.
    disclosure = to_html(escape(said, quote=False)).removeprefix("<p>").removesuffix("</p>")
    if text.guests:
        disclosure = allow_list.clean(disclosure).html
    text.owed = owed(disclosure, text.roles.sponsors)
    if text.owed and "summary" not in text.metadata:
        # Pelican would cut a summary out of all of it.
        words = Markup(text._content).striptags().split()  # noqa: S704 -- its tags are taken off
        length = settings["SUMMARY_MAX_LENGTH"] or len(words)
        more = "…" if len(words) > length else ""
        text.metadata["summary"] = f"<p>{escape(' '.join(words[:length]), quote=False)}{more}</p>"
    text._content += text.owed


def _tell_mentions(
    texts: Sequence[Content], links_read: Mapping[str, Sequence[str]], settings: Settings
) -> None:
    """Set `mentioned_in` of each of `texts`, the newest mention first."""
    by_path = {text.source_path: text for text in texts}
    targets = Map(
        {text.relative_source_path: text.source_path for text in texts},
        {text.url.removesuffix("index.html"): text.source_path for text in texts},
        settings["SITEURL"],
    )
    facts = []
    for text in sorted(texts, key=_age):
        hrefs = links_read.get(text.source_path)
        if hrefs is None or text.lost_links:
            hrefs = linked_addresses(text._content)
        found = (targets.target(href, text.relative_source_path, text.url) for href in hrefs)
        facts.append(
            Text(
                key=text.source_path,
                family=_family(text),
                language=text.lang,
                is_listed=text.status == "published",
                targets=tuple(key for key in found if key),
            )
        )
    for key, mentions in mentioned_in(facts).items():
        by_path[key].mentioned_in = [by_path[mention] for mention in mentions]


def _family(text: Content) -> str:
    """What an original and its translations have in common: the file of the original."""
    every = (text, *text.translations)
    original = next((one for one in every if one.in_default_lang), min(every, key=_path))
    return _path(original)


def _path(text: Content) -> str:
    return str(text.source_path)


def _age(text: Content) -> tuple[float, str]:
    """Newest first; what has no date last, by title."""
    date = getattr(text, "date", None)
    return (-date.timestamp() if date else 0.0, text.title)
