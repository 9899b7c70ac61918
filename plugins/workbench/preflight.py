"""Read every source once before Pelican does, and name each mistake by file and line.

Pelican passes over a file it cannot read and builds the rest. An author wants to know instead.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from fanfare import front_matter
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import FrontMatter
from workbench.location import Site

STATUSES = ("published", "draft", "hidden", "skip")

KEYS = (
    *("title", "date", "modified", "status", "category", "tags", "author", "authors", "slug"),
    *("summary", "description", "lang", "translation", "series", "series_index", "keywords"),
    *("image", "image_alt", "form", "template", "save_as", "url", "id", "disclosure", "sponsored"),
    *("original_url", "also_at", "linkedin", "linkedin_date"),
)
"""What Fanfare and Pelican read from a head. Others are the author's own, and welcome."""

_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?)?", re.ASCII
)
_LINK = re.compile(r"""[{|](?P<kind>filename|static|attach)[|}](?P<target>[^\s"')>]+)""")
_FENCED = re.compile(r"^\s*(```|~~~)")
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")


def source_files(site: Site) -> Iterator[Path]:
    """Every post and page in Markdown, in the order of their paths."""
    for room in ("posts", "pages"):
        for path in sorted((site.content / room).rglob("*")):
            if path.suffix in _MARKDOWN and not path.name.startswith("."):
                yield path


def check_sources(site: Site, progress: Progress) -> list[Finding]:
    """Every finding in the heads and the links of posts and pages."""
    findings: list[Finding] = []
    addresses: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    paths = list(source_files(site))
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
        slug = head.get("slug") or path.stem.lower()
        addresses["post" if is_post else "page", slug, head.get("lang") or ""].append(source)
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
        if value is not None and not _is_date(value):
            yield wrong(
                "date",
                key,
                f'{key.capitalize()} "{value}" is not a date.',
                "Write it as 2026-01-31 or 2026-01-31 09:00.",
            )
    image = head.get("image")
    if image is not None and not _LINK.match(image):
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


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        return False
    return True


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
    fenced = False
    for number, row in enumerate(text.splitlines(), 1):
        if number >= head.body_line and _FENCED.match(row):
            fenced = not fenced
        if fenced:
            continue
        for link in _LINK.finditer(re.sub(r"`[^`]*`", "", row)):
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
