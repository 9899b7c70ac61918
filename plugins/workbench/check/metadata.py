"""Rules about what a page says of itself: titles, descriptions, language, canonical address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.check.built_site import BuiltSite
from workbench.check.faults import Clue, Fault
from workbench.check.pages import Page

# Google gives a title about 600 pixels, which is 60 to 70 characters, and a description about
# two lines, 155 to 160. LinkedIn documents no limit for its cards; advice on titles ranges from 60
# to 200 characters. What a search result shows whole, a card does too: so 70 and 160.
LONGEST_TITLE = 70
LONGEST_DESCRIPTION = 160

NOT_FOUND = "404.html"
_PAGE_NUMBER = re.compile(r"(/?page/\d+|\d+(?=\.html$))(?=/|\.html$)")


def without_language(site: BuiltSite) -> Iterator[Fault]:
    """Pages that do not say which language they are in."""
    for page in _visited(site):
        if not (page.lang or "").strip():
            yield Fault(
                page.path, "The page names no language.", 'Let the template say <html lang="en">.'
            )


def without_title(site: BuiltSite) -> Iterator[Fault]:
    """Pages without a title, or with an empty one."""
    for page in site.pages.values():
        if not page.title:
            yield Fault(
                page.path,
                "The page has no title.",
                _add(site, page, "Title"),
                Clue(keys=("title",), absent=True),
            )


def long_titles(site: BuiltSite) -> Iterator[Fault]:
    """Titles that previews and search results cut."""
    for page in _described(site):
        title = _shown_title(page)
        if len(title) > LONGEST_TITLE:
            yield Fault(
                page.path,
                f"The title has {len(title)} characters.",
                f"Search results and previews cut it after about {LONGEST_TITLE}.",
                Clue(keys=("title",)),
                alike="long title",
            )


def repeated_titles(site: BuiltSite) -> Iterator[Fault]:
    """Titles that several pages share; those of one list in several parts may."""
    first: dict[tuple[str, str], Page] = {}
    for page in _described(site):
        if not page.title:
            continue
        earlier = first.setdefault((page.title, page.lang or ""), page)
        if earlier is not page and _list_of(earlier) != _list_of(page):
            yield Fault(
                page.path,
                f'The title "{page.title}" is also that of {_made_from(site, earlier)}.',
                "Give each its own: readers see it in tabs, searches and previews.",
                Clue(keys=("title",)),
            )


def without_description(site: BuiltSite) -> Iterator[Fault]:
    """Pages that leave search results and previews to guess what they are about."""
    for page in _described(site):
        if not page.description:
            yield Fault(
                page.path,
                "The page has no description.",
                _add(site, page, "Summary"),
                Clue(keys=("description", "summary"), absent=True),
            )


def long_descriptions(site: BuiltSite) -> Iterator[Fault]:
    """Descriptions that search results and previews cut."""
    for page in _described(site):
        length = len(page.description or "")
        if length > LONGEST_DESCRIPTION:
            yield Fault(
                page.path,
                f"The description has {length} characters.",
                f"Search results and previews cut it after about {LONGEST_DESCRIPTION}.",
                Clue(keys=("description", "summary")),
                alike="long description",
            )


def main_headings(site: BuiltSite) -> Iterator[Fault]:
    """Pages without a main heading, or with several."""
    for page in _visited(site):
        if not page.main_headings:
            yield Fault(page.path, "The page has no main heading (h1).", "Give its template one.")
        for heading in page.main_headings[1:]:
            yield Fault(
                page.path,
                f'"{heading}" is a second main heading (h1).',
                "The title is the first: start the headings of a text with ##.",
                Clue((f"# {heading}", f"<h1>{heading}</h1>")),
            )


def canonical_elsewhere(site: BuiltSite) -> Iterator[Fault]:
    """Pages that tell search engines to list another page of the site, or one nobody can visit.

    A copy of what was published elsewhere says so with `Original_url`, and may.
    """
    for page in _described(site):
        if page.canonical is None or _is_copy(site, page):
            continue
        target = site.addresses.resolve(page.base, page.canonical)
        if target.path is not None and target.file != page.path:
            yield Fault(
                page.path,
                f'The canonical address "{page.canonical}" is not that of the page itself.',
                "Search engines would list that one instead: mend the template.",
                alike="canonical elsewhere",
            )
        elif target.on_this_machine and target.path is None:
            yield Fault(
                page.path,
                "The canonical address exists only on your own machine.",
                "Set SITEURL to the address of the site in the world.",
            )


def previews_on_this_machine(site: BuiltSite) -> Iterator[Fault]:
    """Pages whose link previews name an address that only the author's machine knows."""
    for page in site.pages.values():
        for name in ("url", "image"):
            target = site.addresses.resolve(page.base, page.open_graph.get(name, ""))
            if target.on_this_machine and target.path is None:
                yield Fault(
                    page.path,
                    f"The og:{name} for link previews exists only on your own machine.",
                    "Set SITEURL to the address of the site in the world.",
                )


def _visited(site: BuiltSite) -> Iterator[Page]:
    """The pages a reader stays on."""
    for page in site.pages.values():
        if not page.is_redirect:
            yield page


def _described(site: BuiltSite) -> Iterator[Page]:
    """The pages that are there to be found: not the ones kept out of search results."""
    for page in _visited(site):
        if "noindex" not in page.robots and page.path != NOT_FOUND:
            yield page


def _shown_title(page: Page) -> str:
    """The title without the site's name: where that is cut, nothing is lost."""
    return page.open_graph.get("title") or page.title or ""


def _add(site: BuiltSite, page: Page, key: str) -> str:
    return f"Add a line {key}: ..." if page.path in site.sources else "Give its template one."


def _list_of(page: Page) -> str:
    """The first page of the list that `page` is a part of."""
    return _PAGE_NUMBER.sub("", page.path).lstrip("/")


def _made_from(site: BuiltSite, page: Page) -> str:
    source = site.sources.get(page.path)
    return source.path if source else page.path


def _is_copy(site: BuiltSite, page: Page) -> bool:
    source = site.sources.get(page.path)
    return source is not None and bool(source.head.get("original_url"))
