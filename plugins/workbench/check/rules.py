"""Everything that is checked, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fanfare.findings import Severity
from workbench.check import crawled, images, leaks, links, metadata
from workbench.check.built_site import BuiltSite
from workbench.check.faults import Fault

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked."""

    name: str
    """Its name in findings; two rows may share one."""

    severity: Severity
    find: Callable[[BuiltSite], Iterable[Fault]]
    for_the_world: bool = False
    """True where it makes sense only for a published site, with absolute addresses."""


RULES: tuple[Rule, ...] = (
    Rule("broken-link", ERROR, links.broken_links),
    Rule("broken-anchor", ERROR, links.broken_anchors),
    Rule("duplicate-id", ERROR, links.duplicate_ids),
    Rule("mixed-content", ERROR, links.mixed_content),
    Rule("http-link", WARNING, links.insecure_own_links),
    Rule("localhost", ERROR, links.links_to_this_machine, for_the_world=True),
    Rule("localhost", ERROR, metadata.previews_on_this_machine, for_the_world=True),
    Rule("localhost", WARNING, links.site_on_this_machine, for_the_world=True),
    Rule("image-missing", ERROR, links.missing_images),
    Rule("image-alt", ERROR, images.without_alt),
    Rule("link-name", ERROR, images.nameless_links),
    Rule("image-size", WARNING, images.without_size),
    Rule("image-heavy", WARNING, images.heavy),
    Rule("preview-image", ERROR, images.missing_previews),
    Rule("preview-image", ERROR, images.relative_previews, for_the_world=True),
    Rule("preview-image", WARNING, images.unfit_previews),
    Rule("language", ERROR, metadata.without_language),
    Rule("title", ERROR, metadata.without_title),
    Rule("title", WARNING, metadata.long_titles),
    Rule("title", WARNING, metadata.repeated_titles),
    Rule("description", WARNING, metadata.without_description),
    Rule("description", WARNING, metadata.long_descriptions),
    Rule("heading", WARNING, metadata.main_headings),
    Rule("canonical", ERROR, metadata.canonical_elsewhere, for_the_world=True),
    Rule("leak", ERROR, leaks.listed_drafts, for_the_world=True),
    Rule("leak", ERROR, leaks.listed_too_early, for_the_world=True),
    Rule("leak", ERROR, leaks.listed_hidden, for_the_world=True),
    Rule("leak", WARNING, leaks.linked_hidden, for_the_world=True),
    Rule("feed", ERROR, crawled.unreadable_feeds),
    Rule("feed", ERROR, crawled.incomplete_feeds),
    Rule("feed", ERROR, crawled.wrong_own_addresses, for_the_world=True),
    Rule("feed", ERROR, crawled.repeated_ids),
    Rule("feed", ERROR, crawled.wrong_lengths),
    Rule("feed", ERROR, crawled.relative_in_entries, for_the_world=True),
    Rule("absolute", ERROR, crawled.relative_addresses, for_the_world=True),
    Rule("sitemap", ERROR, crawled.unreadable_sitemaps),
    Rule("search", WARNING, crawled.unreadable_search_index, for_the_world=True),
    Rule("robots", WARNING, crawled.robots_without_sitemap),
)
