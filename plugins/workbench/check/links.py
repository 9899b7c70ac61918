"""Rules about where the site's addresses lead."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache, partial
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote

from workbench.check.addresses import NOWHERE, Target
from workbench.check.built_site import SEARCH_FOLDER, BuiltSite, Link
from workbench.check.faults import Clue, Fault
from workbench.check.pages import SUBRESOURCES, Kind

_NOT_REPLACED = re.compile(
    r"\s*([{|]|%7[BC])(filename|static|attach|author|category|tag|index)([|}]|%7[CD])", re.I
)
_Known: TypeAlias = dict[bool, dict[str, list[str]]]
_HAS_ENDING = re.compile(r"[^/]\.\w{1,8}$")


def broken_links(site: BuiltSite) -> Iterator[Fault]:
    """Addresses on the site that nothing answers; images have a rule of their own."""
    return _unanswered(site, frozenset(Kind) - {Kind.IMAGE})


def missing_images(site: BuiltSite) -> Iterator[Fault]:
    """Images on the site whose file does not exist."""
    return _unanswered(site, {Kind.IMAGE})


def broken_anchors(site: BuiltSite) -> Iterator[Fault]:
    """Links to a part of a page that has no part of that name."""
    for page, link in each_link(site):
        target = site.pages.get(link.target.file or "")
        fragment = link.target.fragment
        if link.kind is not Kind.LINK or target is None or _is_everywhere(fragment):
            continue
        if fragment in target.anchors or unquote(fragment) in target.anchors:
            continue
        near = difflib.get_close_matches(unquote(fragment), target.anchors, n=1)
        yield Fault(
            page,
            f'{_page_called(link.target.path)} has no part called "{unquote(fragment)}".',
            f'Did you mean "#{near[0]}"?'
            if near
            else "Link to one of its headings, or to all of it.",
            clue_to(link),
        )


def duplicate_ids(site: BuiltSite) -> Iterator[Fault]:
    """Ids that stand twice on a page: links to them can reach only the first."""
    for page in site.pages.values():
        if len(set(page.ids)) == len(page.ids):
            continue
        for name, times in Counter(page.ids).items():
            if times > 1:
                yield Fault(
                    page.path,
                    f'The id "{name}" stands {times} times on one page.',
                    "Give each element an id of its own.",
                    Clue((f"#{name}", f'id="{name}"', f"id='{name}'")),
                )


def mixed_content(site: BuiltSite) -> Iterator[Fault]:
    """What a page on https fetches over http: browsers block it or warn of it."""
    if site.addresses.scheme != "https":
        return
    for page, link in each_link(site):
        if link.kind in SUBRESOURCES and link.target.scheme == "http":
            yield Fault(
                page,
                f'The {link.kind} "{link.url}" comes over http, to a page on https.',
                "Write https://, or keep a copy on your own site.",
                clue_to(link),
            )


def insecure_own_links(site: BuiltSite) -> Iterator[Fault]:
    """Links to the site itself over http: each costs visitors a detour."""
    if site.addresses.scheme != "https":
        return
    for page, link in each_link(site):
        target = link.target
        if target.scheme == "http" and target.path is not None and link.kind not in SUBRESOURCES:
            yield Fault(
                page,
                f'"{link.url}" leads to your own site over http.',
                "Write https://, or link to the file by name: {filename}...",
                clue_to(link),
            )


def links_to_this_machine(site: BuiltSite) -> Iterator[Fault]:
    """Addresses that work on the author's machine and nowhere else."""
    for page, link in each_link(site):
        if link.target.on_this_machine and link.target.path is None:
            yield Fault(
                page,
                f'"{link.url}" exists only on your own machine.',
                "Write the address it has for everybody.",
                clue_to(link),
            )


def site_on_this_machine(site: BuiltSite) -> Iterator[Fault]:
    """A site built for the author's machine, under the settings for the world."""
    if site.addresses.resolve(site.addresses.site_url, "").on_this_machine:
        yield Fault(
            "",
            f"The site was built for {site.addresses.site_url}, where only you can visit it.",
            "Set SITEURL to its address in the world before you deploy it.",
        )


def each_link(site: BuiltSite) -> Iterator[tuple[str, Link]]:
    """Every address of every document, with the document's name."""
    for page, links in site.links.items():
        for link in links:
            yield page, link


def clue_to(link: Link) -> Clue:
    """What finds the line of `link` in its source."""
    return Clue((link.url.strip(),), link.target)


def _unanswered(site: BuiltSite, kinds: Collection[Kind]) -> Iterator[Fault]:
    # A menu repeats its mistakes on every page.
    suggest = cache(partial(_suggestion, site, _by_last_part(site)))
    for page, link in each_link(site):
        if link.kind in kinds and (wrong := _wrong_with(site, link)):
            yield Fault(page, wrong, suggest(link.url, link.target), clue_to(link))


def _wrong_with(site: BuiltSite, link: Link) -> str:
    """Why the site has no answer to `link`, as a sentence; empty where it has one."""
    target = link.target
    if _NOT_REPLACED.match(link.url):
        return f'"{unquote(link.url)}" was not replaced: nothing here has that name.'
    if target is NOWHERE:
        return f'"{link.url}" is not an address.'
    if not link.url.strip() and link.kind in SUBRESOURCES:
        return f"One {link.kind} has an empty address."
    if target.path is None or target.file is not None or not _is_expected(site, target.path):
        return ""
    return f'There is no {_noun(link)} "{target.path or "index.html"}" on the site.'


def _is_expected(site: BuiltSite, path: str) -> bool:
    """False for the search index while writing: only `publish` makes one."""
    return site.production or not path.startswith(SEARCH_FOLDER)


def _noun(link: Link) -> str:
    if link.kind in (Kind.LINK, Kind.ENTRY, Kind.LISTED, Kind.FORM):
        path = link.target.path or ""
        return "file" if _HAS_ENDING.search(path) and not path.endswith(".html") else "page"
    return str(link.kind)


def _suggestion(site: BuiltSite, known: _Known, url: str, target: Target) -> str:
    """What to write instead of `url`."""
    if _NOT_REPLACED.match(url):
        return "A path with / in front starts at the content folder; without, at the file itself."
    if url.startswith("www."):
        return f'Write "https://{url}".'
    if target.path is None:
        return "Write a whole one, such as https://example.org/."
    if target.path.startswith("/"):
        return f'Everything on your site starts with "{site.addresses.site_url}/".'
    unpublished = site.unpublished.get(PurePosixPath(target.path).name)
    if unpublished:
        return f"{unpublished.path} is a draft or has a date to come: link to it when it is out."
    near = _nearest(known, target.path)
    return f'Did you mean "{near}"?' if near else "Correct the address, or take it out."


def _by_last_part(site: BuiltSite) -> _Known:
    """Every address of the site, by its last part without its ending and by having one."""
    known: _Known = {}
    for file in site.files:
        address = file.removesuffix("index.html")
        path = PurePosixPath(address)
        known.setdefault(bool(path.suffix), {}).setdefault(path.stem.lower(), []).append(address)
    return known


def _nearest(known: _Known, wanted: str) -> str:
    """The address whose last part is most like that of `wanted`, if any is like it."""
    path = PurePosixPath(wanted)
    alike = known.get(bool(path.suffix), {})
    for part in difflib.get_close_matches(path.stem.lower(), alike, n=1, cutoff=0.75):
        return difflib.get_close_matches(wanted, alike[part], n=1, cutoff=0)[0]
    return ""


def _page_called(path: str | None) -> str:
    return f'The page "{path}"' if path else "The home page"


def _is_everywhere(fragment: str) -> bool:
    """True for the fragments every page has: none, its top, and a text to look for."""
    return fragment in ("", "top") or fragment.startswith(":~:")
