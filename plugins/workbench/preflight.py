"""Read every source once before Pelican does, and name each mistake by file and line.

Pelican passes over a file it cannot read and builds the rest. An author wants to know instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from fanfare import front_matter
from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter
from workbench.heads import Conventions, check_head
from workbench.location import Site
from workbench.sources import posts_and_pages, rows_outside_code, slug_of

_QUESTIONS = "Answer these three here, "
"""What the texts of `workbench/templates/new/` have in common, and nobody else writes."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINK = re.compile(r"""(?<!\\)[{|](?P<kind>filename|static|attach)[|}](?P<target>[^\s"')>]+)""")

_ROOMS = ("posts", "pages", "people", "partners", "elsewhere")
_OF_OTHER_FILES = ("images", "extra", "data")


def check_sources(
    site: Site, progress: Progress, conventions: Conventions | None = None
) -> list[Finding]:
    """Every finding in the heads, the text and the addresses of posts and pages."""
    conventions = conventions or Conventions()
    findings: list[Finding] = []
    addresses: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    paths = [path for path in posts_and_pages(site) if path.is_file()]
    progress.step("Checking sources", len(paths))
    for path in paths:
        source = site.shown(path)
        try:
            head, text = front_matter.read(path, source)
        except FanfareError as error:
            findings += error.findings
            continue
        is_post = path.is_relative_to(site.content / "posts")
        findings += check_head(head, source, conventions, is_post=is_post)
        findings += _check_links(site, path, text, head, source)
        room, own_language = (
            "post" if is_post else "page",
            head.get("lang") or conventions.language,
        )
        slug = slug_of(path, head)
        if not is_post and not head.get("save_as") and slug in conventions.own_addresses:
            findings.append(_taken(slug, source, head))
        addresses[room, slug.lower(), own_language.lower()].append(source)
        findings += _check_placeholders(text, head, source)
        findings += _check_characters(text, source)
        progress.advance()
    findings += _check_addresses(addresses)
    findings += _check_rooms(site)
    return findings


def _check_rooms(site: Site) -> Iterator[Finding]:
    """Markdown that stands in no room, where nothing reads it."""
    for path in sorted(site.content.rglob("*")):
        folder, *below = path.relative_to(site.content).parts
        is_hidden = any(name.startswith(".") for name in (folder, *below))
        is_read = below and folder in (*_ROOMS, *_OF_OTHER_FILES)
        is_text = path.suffix.lower() in MARKDOWN_SUFFIXES
        if is_text and not is_hidden and not is_read and path.is_file():
            named = folder if below else ""
            rooms = "texts into posts, pages, people, partners or elsewhere"
            yield Finding(
                "stray-file",
                "Nothing reads this file.",
                did_you_mean(named, _ROOMS, rooms),
                Severity.WARNING,
                site.shown(path),
            )


def _taken(slug: str, source: str, head: FrontMatter) -> Finding:
    return Finding(
        "same-address",
        f"The site makes {slug}/ of its own.",
        "Rename this file, or give it a line Slug: ...",
        source=source,
        line=head.line("slug"),
    )


def _check_placeholders(text: str, head: FrontMatter, source: str) -> Iterator[Finding]:
    """Questions of `invoke new` in a text that is not a draft any more."""
    place = text.find(_QUESTIONS)
    if place >= 0 and (head.get("status") or "").lower() != "draft":
        yield Finding(
            "placeholder",
            "The questions that `invoke new` asked still stand here.",
            "Take them out before you publish.",
            Severity.WARNING,
            source,
            text.count("\n", 0, place) + 1,
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
        target = _file_named(link["target"])
        base = site.content if target.startswith("/") else path.parent
        try:
            return not (base / target.lstrip("/")).is_file()
        except OSError:  # too long for a name
            return True

    if not any(is_missing(link) for link in _LINK.finditer(text)):
        return
    for number, row in rows_outside_code(text, head):
        for link in _LINK.finditer(row):
            if is_missing(link):
                name = unquote(link["target"])
                yield Finding(
                    "broken-link",
                    f'There is no file "{name if name.isprintable() else link["target"]}".',
                    _nearest_file(site, _file_named(link["target"]), link["kind"]),
                    Severity.WARNING if _can_be_split(link["target"]) else Severity.ERROR,
                    source,
                    number,
                )


def _can_be_split(target: str) -> bool:
    """False for what Pelican would stop at, with no word on where it stands."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _file_named(target: str) -> str:
    """The path in the `target` of a link, without its query and fragment."""
    return unquote(re.split("[?#]", target, maxsplit=1)[0])


def _nearest_file(site: Site, target: str, kind: str) -> str:
    name = PurePosixPath(target).name
    folder = site.content if kind == "filename" else site.content / "images"
    names = [path.name for path in folder.rglob("*") if path.is_file()]
    if kind == "static":
        return did_you_mean(name, names, "the name of a file in content/images/, or put it there")
    return did_you_mean(
        name,
        names,
        "it as seen from this file, or with / in front from content/; a space as %20",
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
