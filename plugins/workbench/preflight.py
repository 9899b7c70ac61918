"""Read every source once before Pelican does, and name each mistake by file and line.

Pelican passes over a file it cannot read and builds the rest. An author wants to know instead.

What is to say of one text (`examination`) is remembered; what lies between texts, such as equal
addresses and links to files, is looked at anew each time.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from itertools import chain
from pathlib import PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from fanfare import findings as findings_module
from fanfare import front_matter
from fanfare.console import Progress
from fanfare.file_digests import FileDigests, read_digested
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import MARKDOWN_SUFFIXES
from fanfare.memory import Memory, digest_of
from fanfare.processes import shared
from workbench import examination, heads, sources
from workbench.examination import Address, Examined, Link, examine, links_in
from workbench.heads import Conventions
from workbench.location import Site
from workbench.sources import is_text, names_below

_KIND = "preflight"
_FEWEST_TEXTS = 150
"""Fewer are examined sooner than a process has started."""

_ROOMS = ("posts", "pages", "people", "partners", "elsewhere")
_READ = tuple(f"{folder}/" for folder in (*_ROOMS, "images", "extra", "data"))
"""How the names begin of what is read, or is meant to be no text."""

_EXAMINED = ("posts/", "pages/")

_Answer: TypeAlias = tuple[str, str, str, str]
"""The name of a text, its digest and its signature (`read_digested`), and what was examined."""

_DECIDING = (examination, heads, sources, front_matter, findings_module)
"""The modules that decide what is said of a text."""


def check_sources(
    site: Site,
    progress: Progress,
    conventions: Conventions | None = None,
    memory: Memory | None = None,
    digests: FileDigests | None = None,
) -> list[Finding]:
    """Every finding in the heads, the text and the addresses of posts and pages."""
    with closing(SourceCheck(site, progress, conventions, memory, digests)) as check:
        return check.findings()


class SourceCheck:
    """The check of all sources, which begins at once and goes on beside other work.

    What `memory` has of a text is taken from there, where `digests` says that its bytes are the
    same. Whoever may not ask for `findings` ends it with `close`.
    """

    def __init__(
        self,
        site: Site,
        progress: Progress,
        conventions: Conventions | None = None,
        memory: Memory | None = None,
        digests: FileDigests | None = None,
    ) -> None:
        self._site = site
        self._progress = progress
        self._memory = memory = memory or Memory(None)
        self._digests = digests = digests or FileDigests(memory)
        self._conventions = conventions = conventions or Conventions()
        self._deciding = _digest_of_all_that_decides(conventions, digests)
        self._folder = f"{site.content}{os.sep}"
        self._names = names = names_below(site.content)
        self._texts = [
            name for room in _EXAMINED for name in names if name.startswith(room) and is_text(name)
        ]
        progress.step("Checking sources", len(self._texts))
        self._found = self._remembered()
        unknown = [name for name in self._texts if name not in self._found]
        self._coming = shared(unknown, _FEWEST_TEXTS, self._examine)
        self._take(next(self._coming, ()))  # with which the copies begin

    def close(self) -> None:
        """End what goes on."""
        self._coming.close()

    @property
    def number(self) -> int:
        """How many texts there are."""
        return len(self._texts)

    def findings(self) -> list[Finding]:
        """Every finding in the heads, the text and the addresses of posts and pages."""
        for answer in self._coming:
            self._take(answer)
        self._texts = [name for name in self._texts if name in self._found]
        self._memory.forget_others(_KIND, set(self._texts))
        examined = Examined.all_from_json([self._found[name] for name in self._texts])
        missing = _missing(self._site, self._names, examined)
        findings: list[Finding] = []
        addresses: dict[Address, list[str]] = defaultdict(list)
        for name, one in zip(self._texts, examined, strict=True):
            findings += one.head_findings
            if missing and not missing.isdisjoint(one.files):
                findings += _check_links(self._site, self._names, missing, name)
            findings += one.text_findings
            if one.address:
                addresses[one.address].append(name)
        findings += _check_addresses(addresses)
        findings += _check_rooms(self._names)
        return findings

    def _remembered(self) -> dict[str, str]:
        """What is remembered of texts as they are now, by their names."""
        known = self._memory.load(_KIND)
        return {
            name: known[name][1]
            for name in self._texts
            if name in known
            and known[name][0] == f"{self._deciding}:{self._digests.digest(self._folder + name)}"
        }

    def _examine(self, part: Sequence[str]) -> list[_Answer]:
        answer: list[_Answer] = []
        for name in part:
            try:
                raw, digest, signature = read_digested(self._folder + name)
            except FileNotFoundError:  # it has just been taken away
                continue
            except OSError as error:
                found, digest, signature = Examined((_unreadable(name, error),)), "", ""
            else:
                found = examine(_source(name), raw, self._conventions)
            answer.append((name, digest, signature, found.as_json()))
        return answer

    def _take(self, answer: Iterable[_Answer]) -> None:
        for name, digest, signature, found in answer:
            if digest:
                self._digests.know(self._folder + name, digest, signature)
                self._memory.keep(_KIND, name, f"{self._deciding}:{digest}", found)
            self._found[name] = found
            self._progress.advance()


def _digest_of_all_that_decides(conventions: Conventions, digests: FileDigests) -> str:
    """The digest of what, besides its bytes, decides what is said of a text."""
    import pelican  # which makes slugs

    return digest_of(
        sys.version,
        pelican.__version__,
        *(digests.digest(str(module.__file__)) for module in _DECIDING),
        conventions.language,
        repr(conventions.templates and sorted(conventions.templates)),
        repr(sorted(conventions.own_addresses)),
    )


def _unreadable(name: str, error: OSError) -> Finding:
    return Finding(
        "unreadable",
        f"This file cannot be read: {error.strerror or error}.",
        "Give yourself the right to read it, or take it away.",
        source=_source(name),
    )


def _source(name: str) -> str:
    """How findings name the file `name` of the content."""
    return f"content/{name}"


def _read(site: Site, name: str) -> bytes:
    with open(f"{site.content}{os.sep}{name}", "rb") as file:  # noqa: PTH123 -- as `names_below`
        return file.read()


def _check_rooms(names: Sequence[str]) -> Iterator[Finding]:
    """Markdown that stands in no room, where nothing reads it."""
    for name in names:
        if name.startswith(_READ) or not name.lower().endswith(MARKDOWN_SUFFIXES):
            continue
        folder, *below = name.split("/")
        if not any(part.startswith(".") for part in (folder, *below)):
            yield Finding(
                "stray-file",
                "Nothing reads this file.",
                did_you_mean(
                    folder if below else "",
                    _ROOMS,
                    "texts into posts, pages, people, partners or elsewhere",
                ),
                Severity.WARNING,
                _source(name),
            )


def _missing(site: Site, names: Sequence[str], texts: Iterable[Examined]) -> Set[str]:
    """The files that texts link to, and that do not exist."""
    linked = set(chain.from_iterable(text.files for text in texts))
    return {name for name in linked.difference(names) if not _is_file(site, name)}


def _is_file(site: Site, name: str) -> bool:
    try:
        return (site.content / name).is_file()
    except OSError:  # too long for a name
        return False


def _check_links(
    site: Site, names: Sequence[str], missing: Set[str], name: str
) -> Iterator[Finding]:
    """Links by file name whose file does not exist; code blocks are passed over."""
    source = _source(name)
    for link in links_in(_read(site, name), source):
        # One that is there only once code is taken out of its row has not been looked for.
        if link.file in missing or not _is_file(site, link.file):
            target = unquote(link.target)
            yield Finding(
                "broken-link",
                f'There is no file "{target if target.isprintable() else link.target}".',
                _nearest_file(names, link),
                Severity.WARNING if _can_be_split(link.target) else Severity.ERROR,
                source,
                link.line,
            )


def _can_be_split(target: str) -> bool:
    """False for what Pelican would stop at, with no word on where it stands."""
    try:
        urlsplit(target)
    except ValueError:
        return False
    return True


def _nearest_file(names: Sequence[str], link: Link) -> str:
    wanted = PurePosixPath(link.file).name
    folder = "" if link.kind == "filename" else "images/"
    known = [name.rpartition("/")[2] for name in names if name.startswith(folder)]
    if link.kind == "static":
        return did_you_mean(wanted, known, "the name of a file in content/images/, or put it there")
    return did_you_mean(
        wanted,
        known,
        "it as seen from this file, or with / in front from content/; a space as %20",
    )


def _check_addresses(addresses: Mapping[Address, Sequence[str]]) -> Iterator[Finding]:
    shared = {address: names for address, names in addresses.items() if len(names) > 1}
    for address, names in sorted(shared.items()):
        for name in names[1:]:
            yield Finding(
                "same-address",
                f'This {address.room} has the same address "{address.slug}" as '
                f"{_source(names[0])}.",
                "Rename one of the files, or give one a line Slug: ...",
                source=_source(name),
                line=1,
            )
