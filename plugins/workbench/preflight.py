"""Read every source once before Pelican does, and name each mistake by file and line.

Pelican passes over a file it cannot read and builds the rest. An author wants to know instead.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from fanfare import front_matter
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import FrontMatter
from workbench.location import Site
from workbench.sources import posts_and_pages, rows_outside_code, slug_of, written_date

STATUSES = ("published", "draft", "hidden", "skip")

KEYS = (
    *("title", "date", "modified", "status", "category", "tags", "author", "authors", "slug"),
    *("summary", "description", "lang", "translation", "series", "series_index", "keywords"),
    *("image", "image_alt", "form", "template", "save_as", "url", "id", "disclosure", "sponsored"),
    *("original_url", "also_at", "linkedin", "linkedin_date"),
)
"""What Fanfare and Pelican read from a head. Others are the author's own, and welcome."""

SINGLE = frozenset(KEYS) - {"tags", "authors", "also_at"}
"""Keys that are said once, on one line."""

LONGEST_SUMMARY = 160

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINK = re.compile(r"""[{|](?P<kind>filename|static|attach)[|}](?P<target>[^\s"')>]+)""")


def check_sources(site: Site, progress: Progress, language: str = "en") -> list[Finding]:
    """Every finding in the heads and the links of posts and pages in a site of that `language`."""
    findings: list[Finding] = []
    addresses: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    paths = list(posts_and_pages(site))
    progress.step("Checking sources", len(paths))
    for path in paths:
        source = site.shown(path)
        try:
            head, text = front_matter.read(path, source)
        except FanfareError as error:
            findings += error.findings
            continue
        is_post = path.is_relative_to(site.content / "posts")
        findings += _check_head(head, source, needs_date=is_post)
        findings += _check_links(site, path, text, head, source)
        room, own_language = "post" if is_post else "page", head.get("lang") or language
        addresses[room, slug_of(path, head), own_language.lower()].append(source)
        findings += _check_characters(text, source)
        progress.advance()
    findings += _check_addresses(addresses)
    return findings


def _check_head(head: FrontMatter, source: str, *, needs_date: bool) -> Iterator[Finding]:
    def wrong(rule: str, key: str, message: str, remedy: str) -> Finding:
        return Finding(rule, message, remedy, source=source, line=head.line(key))

    if not head.values:
        yield wrong(
            "head-missing",
            "",
            "The file does not start with its head.",
            "Start it with lines such as Title: ... and Date: ..., then an empty line.",
        )
        return
    if not head.get("title"):
        yield wrong("title-missing", "title", "Title is missing.", "Add a line Title: ...")
    status = (head.get("status") or "published").lower()
    if status not in STATUSES:
        yield wrong(
            "status",
            "status",
            f'Status "{status}" is not known.',
            did_you_mean(status, STATUSES, f"one of {', '.join(STATUSES)}"),
        )
    if needs_date and status != "draft" and head.get("date") is None:
        yield wrong(
            "date-missing", "date", "Date is missing.", "Add a line Date: 2026-01-31 09:00."
        )
    for key in ("date", "modified"):
        value = head.get(key)
        if value is not None and written_date(value) is None:
            yield wrong(
                "date",
                key,
                f'{key.capitalize()} "{value}" is not a date.',
                "Write it as 2026-01-31 or 2026-01-31 09:00.",
            )
    for key in SINGLE:
        if len(head.values.get(key, ())) > 1:
            name = key.capitalize()
            yield wrong("key", key, f"{name} has more than one line.", "Write it on one line.")
    for key in ("summary", "description"):
        if len(head.get(key) or "") > LONGEST_SUMMARY:
            yield Finding(
                "description",
                f"{key.capitalize()} has {len(head.get(key) or '')} characters.",
                f"Search results and previews show {LONGEST_SUMMARY}: shorten it.",
                Severity.WARNING,
                source,
                head.line(key),
            )
    image = head.get("image")
    if image and not image.startswith(("{static}", "|static|")):
        yield wrong(
            "image",
            "image",
            f'Image "{image}" is not a link to a file.',
            f"Write {{static}}/images/{PurePosixPath(image).name}.",
        )
    index = head.get("series_index")
    if index is not None and not index.isdecimal():
        yield wrong(
            "series-index",
            "series_index",
            f'Series_index "{index}" is not a number.',
            "Write 1, 2, ...",
        )
    for key in head.values:
        near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.85) if key not in KEYS else []
        if near:
            yield Finding(
                "key",
                f'"{key.capitalize()}:" is read by nothing here.',
                f'Did you mean "{near[0].capitalize()}:"?',
                Severity.WARNING,
                source,
                head.line(key),
            )


def _check_characters(text: str, source: str) -> Iterator[Finding]:
    """Characters that neither HTML nor a feed can hold."""
    found = _CONTROL.search(text)
    if found:
        yield Finding(
            "character",
            f"There is a control character (U+{ord(found[0]):04X}) in the text.",
            "Delete it; it came with something pasted.",
            source=source,
            line=text.count("\n", 0, found.start()) + 1,
        )


def _check_links(
    site: Site, path: Path, text: str, head: FrontMatter, source: str
) -> Iterator[Finding]:
    """Links by file name whose file does not exist; code blocks are passed over."""

    def is_missing(link: re.Match[str]) -> bool:
        target = unquote(urlsplit(link["target"]).path)
        base = site.content if target.startswith("/") else path.parent
        return not (base / target.lstrip("/")).is_file()

    if not any(is_missing(link) for link in _LINK.finditer(text)):
        return
    for number, row in rows_outside_code(text, head):
        for link in _LINK.finditer(row):
            if is_missing(link):
                yield Finding(
                    "broken-link",
                    f'There is no file "{unquote(link["target"])}".',
                    _nearest_file(site, unquote(link["target"]), link["kind"]),
                    Severity.WARNING,
                    source,
                    number,
                )


def _nearest_file(site: Site, target: str, kind: str) -> str:
    name = PurePosixPath(target).name
    folder = site.content if kind == "filename" else site.content / "images"
    names = [path.name for path in folder.rglob("*") if path.is_file()]
    return did_you_mean(
        name, names, "it as seen from this file; with / in front, from the content folder"
    )


def _check_addresses(addresses: dict[tuple[str, str, str], list[str]]) -> Iterator[Finding]:
    for (kind, slug, _lang), sources in sorted(addresses.items()):
        for source in sources[1:]:
            yield Finding(
                "same-address",
                f'This {kind} has the same address "{slug}" as {sources[0]}.',
                "Rename one of the files, or give one a line Slug: ...",
                source=source,
                line=1,
            )
