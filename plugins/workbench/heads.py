"""Rules about the head of a post or page."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import FrontMatter, written_date

STATUSES = ("published", "draft", "hidden", "skip")

KEYS = (
    *("title", "date", "modified", "status", "category", "tags", "author", "authors", "slug"),
    *("summary", "description", "lang", "translation", "series", "series_index", "keywords"),
    *("image", "image_alt", "form", "template", "save_as", "url", "id", "disclosure", "sponsored"),
    *("original_url", "also_at", "linkedin", "linkedin_date"),
)
"""What Fanfare and Pelican read from a head. Others are the author's own, and welcome."""

SINGLE = frozenset(KEYS) - {"tags", "authors", "also_at", "linkedin"}
"""Keys that are said once, on one line."""

_MEANT_TO_BE_SAID = ("author", "authors", "disclosure", "sponsored", "original_url", "also_at")
"""Keys that nobody writes for nothing: a paid post must not go out without its label."""

LONGEST_SUMMARY = 160

_SLUG = re.compile(r"[\w.~-]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the site's settings and theme say about heads."""

    language: str = "en"
    """The language of a text that names none."""

    templates: frozenset[str] | None = None
    """Names of the theme's templates; None where nobody asked the theme."""

    own_addresses: frozenset[str] = frozenset()
    """The folders that the site itself makes at its root, such as `archives`."""


@dataclass(frozen=True, slots=True)
class _Head:
    """One head, and how to complain of it."""

    values: FrontMatter
    source: str
    is_post: bool
    site: Conventions

    def get(self, key: str) -> str:
        return self.values.get(key) or ""

    def wrong(self, rule: str, key: str, message: str, remedy: str) -> Finding:
        line = self.values.line(key)
        return Finding(rule, message, remedy, source=self.source, line=line)

    def odd(self, rule: str, key: str, message: str, remedy: str) -> Finding:
        line = self.values.line(key)
        return Finding(rule, message, remedy, Severity.WARNING, self.source, line)


def check_head(
    head: FrontMatter, source: str, site: Conventions, *, is_post: bool
) -> Iterator[Finding]:
    """Every finding in the head of one post, or page."""
    examined = _Head(head, source, is_post, site)
    if not head.values:
        yield examined.wrong(
            "head-missing",
            "",
            "The file does not start with its head.",
            "Start it with lines such as Title: ... and Date: ..., then an empty line.",
        )
        return
    for rule in _RULES:
        yield from rule(examined)


def _title(head: _Head) -> Iterator[Finding]:
    if not head.get("title"):
        yield head.wrong("title-missing", "title", "Title is missing.", "Add a line Title: ...")


def _status(head: _Head) -> Iterator[Finding]:
    status = head.get("status").lower() or "published"
    if status not in STATUSES:
        remedy = did_you_mean(status, STATUSES, f"one of {', '.join(STATUSES)}")
        yield head.wrong("status", "status", f'Status "{status}" is not known.', remedy)


def _dates(head: _Head) -> Iterator[Finding]:
    needs_date = head.is_post and head.get("status").lower() != "draft"
    if needs_date and not head.get("date"):
        remedy = "Add a line Date: 2026-01-31 09:00."
        yield head.wrong("date-missing", "date", "Date is missing.", remedy)
    for key in ("date", "modified", "linkedin_date"):
        value = head.get(key)
        if value and written_date(value) is None:
            message = f'{key.capitalize()} "{value}" is not a date.'
            yield head.wrong("date", key, message, "Write it as 2026-01-31 or 2026-01-31 09:00.")
    written, revised = head.get("date")[:10], head.get("modified")[:10]
    if written and revised and revised < written:
        message = f"Modified ({revised}) lies before Date ({written})."
        yield head.odd("date", "modified", message, "Correct one of them.")


def _once(head: _Head) -> Iterator[Finding]:
    for key, rows in sorted(head.values.values.items()):
        if len(rows) > 1 and key in SINGLE:
            message = f"{key.capitalize()} has more than one line."
            yield head.wrong("key", key, message, "Write it on one line.")


def _empty(head: _Head) -> Iterator[Finding]:
    for key in _MEANT_TO_BE_SAID:
        rows = head.values.values.get(key)
        if rows is not None and not "".join(rows).strip(" ,;"):
            message, remedy = f"{key.capitalize()} is empty.", "Fill it in, or take the line out."
            yield head.wrong("empty", key, message, remedy)


def _lengths(head: _Head) -> Iterator[Finding]:
    for key in ("summary", "description"):
        length = len(head.get(key))
        if length > LONGEST_SUMMARY:
            message = f"{key.capitalize()} has {length} characters."
            remedy = f"Search results and previews show {LONGEST_SUMMARY}: shorten it."
            yield head.odd("description", key, message, remedy)


def _image(head: _Head) -> Iterator[Finding]:
    image = head.get("image")
    if image and not image.startswith(("{static}", "|static|")):
        remedy = f"Write {{static}}/images/{PurePosixPath(image).name}."
        yield head.wrong("image", "image", f'Image "{image}" is not a link to a file.', remedy)


def _address(head: _Head) -> Iterator[Finding]:
    slug = head.get("slug")
    if slug and not _SLUG.fullmatch(slug):
        remedy = "Write letters, digits and hyphens, no spaces."
        yield head.wrong("slug", "slug", f'Slug "{slug}" cannot be part of an address.', remedy)
    language = head.get("lang")
    if language and not _LANGUAGE.fullmatch(language):
        remedy = "Write one such as en or pt-br (BCP 47)."
        yield head.wrong("lang", "lang", f'Lang "{language}" is not a language tag.', remedy)


def _series(head: _Head) -> Iterator[Finding]:
    index = head.get("series_index")
    if index and not index.isdecimal():
        message = f'Series_index "{index}" is not a number.'
        yield head.wrong("series-index", "series_index", message, "Write 1, 2, ...")
    elif index and not head.get("series"):
        message = "Series_index stands here without a Series."
        yield head.odd("series-index", "series_index", message, "Add a line Series: ...")


def _tags(head: _Head) -> Iterator[Finding]:
    said = [tag.strip() for line in head.values.values.get("tags", ()) for tag in line.split(",")]
    if any(tag.startswith("[") or tag.endswith("]") for tag in said):
        yield head.wrong("tags", "tags", "Tags stand in brackets.", "Write Tags: one, two")
    folded = [tag.casefold() for tag in said]
    for place, tag in enumerate(said):
        if tag and folded[place] in folded[:place]:
            message = f'The tag "{tag}" is said twice.'
            yield head.wrong("tags", "tags", message, "Take one of them out.")


def _template(head: _Head) -> Iterator[Finding]:
    name, known = head.get("template"), head.site.templates
    if name and known is not None and name not in known:
        remedy = did_you_mean(name, known, "the name of one of the theme's templates")
        yield head.wrong("template", "template", f'There is no template "{name}".', remedy)


def _misspelt(head: _Head) -> Iterator[Finding]:
    for key in head.values.values:
        near = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.8) if key not in KEYS else []
        if near:
            message = f'"{key.capitalize()}:" is read by nothing here.'
            yield head.odd("key", key, message, f'Did you mean "{near[0].capitalize()}:"?')


_RULES: tuple[Callable[[_Head], Iterator[Finding]], ...] = (
    *(_title, _status, _dates, _once, _empty, _lengths, _image, _address, _series, _tags),
    *(_template, _misspelt),
)
