"""Rules about what is not for everybody: drafts, posts of a date to come, hidden pages.

Such a page may exist in the published site, for those who were given its address. Nothing public
may link to it or list it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from fanfare.front_matter import FrontMatter, written_date
from workbench.check.built_site import BuiltSite, Link
from workbench.check.faults import Fault
from workbench.check.links import clue_to, each_link


def listed_drafts(site: BuiltSite) -> Iterator[Fault]:
    """Drafts that anything public links to or lists."""
    for page, link, source in _mentions(site, "draft"):
        yield Fault(
            page,
            f"{source} is a draft, and is linked or listed here.",
            "Publish it, or take it out here.",
            clue_to(link),
        )


def listed_too_early(site: BuiltSite) -> Iterator[Fault]:
    """Posts of a date to come that anything public links to or lists."""
    for page, link, source in _mentions(site, "future"):
        yield Fault(
            page,
            f"{source} has a date to come, and is linked or listed here.",
            "Take it out here until then.",
            clue_to(link),
        )


def listed_hidden(site: BuiltSite) -> Iterator[Fault]:
    """Hidden posts and pages in lists, feeds, the sitemap or the search."""
    for page, link, source in _mentions(site, "hidden"):
        if page not in site.sources:
            yield Fault(
                page,
                f"{source} is hidden, and is listed here.",
                "Mend the template, or take Status: hidden out of the source.",
                clue_to(link),
            )


def linked_hidden(site: BuiltSite) -> Iterator[Fault]:
    """Hidden posts and pages that a post or page links to, which its author may well mean."""
    for page, link, source in _mentions(site, "hidden"):
        if page in site.sources:
            yield Fault(
                page,
                f"{source} is hidden, and is linked here.",
                "Keep the link only if whoever reads this may find it.",
                clue_to(link),
            )


def _mentions(site: BuiltSite, why: str) -> Iterator[tuple[str, Link, str]]:
    """Where the pages kept back for the reason `why` are named, and the source of each.

    What is kept back itself may name others of its kind: nobody finds it.
    """
    kept = _kept_back(site)
    for page, link in each_link(site):
        file = link.target.file
        if file is not None and kept.get(file) == why and page not in kept:
            yield page, link, site.sources[file].path


def _kept_back(site: BuiltSite) -> Mapping[str, str]:
    """The pages that are not for everybody, and why: `draft`, `hidden` or `future`."""
    kept = {}
    for page, source in site.sources.items():
        status = (source.head.get("status") or "").lower()
        if status in ("draft", "hidden"):
            kept[page] = status
        elif source.path.startswith("content/posts/") and _is_to_come(source.head, site.now):
            kept[page] = "future"
    return kept


def _is_to_come(head: FrontMatter, now: datetime) -> bool:
    """True where the date of a post lies after `now`, in whose time zone authors write dates."""
    date = written_date(head.get("date") or "")
    return date is not None and (date if date.tzinfo else date.replace(tzinfo=now.tzinfo)) > now
