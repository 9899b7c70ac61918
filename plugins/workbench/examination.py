"""What is to say of one text, by its bytes alone: its mistakes, its address, what it links to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from fanfare.front_matter import FrontMatter
from workbench.heads import Conventions, check_head
from workbench.sources import rows_outside_code, slug_from

_QUESTIONS = "Answer these three here, "
"""What the texts of `workbench/templates/new/` have in common, and nobody else writes."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
_BEFORE_NONCHARACTERS = "\uffff".encode()[:2]

# What must not stand before a link is looked for behind its first character: that is far quicker.
_LINK = re.compile(r"""[{|](?<!\\.)(?P<kind>filename|static|attach)[|}](?P<target>[^\s"')>]+)""")

_QUERY_OR_FRAGMENT = re.compile("[?#]")


class Address(NamedTuple):
    """What no two texts may have in common."""

    room: str
    """`post` or `page`."""

    slug: str
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link by file name that stands in a text."""

    kind: str
    """`filename`, `static` or `attach`."""

    target: str
    """As it is written."""

    file: str
    """The file that is meant, relative to the content."""

    line: int
    """Counted from 1."""


class Examined(NamedTuple):
    """What there is to say of one text."""

    head_findings: Sequence[Finding] = ()
    """What is wrong with its head."""

    text_findings: Sequence[Finding] = ()
    """What is wrong with its address and its text."""

    address: Address | None = None
    """None for what has no head."""

    files: Sequence[str] = ()
    """The files that it links to by name, relative to the content; those in its code, too."""

    def as_json(self) -> str:
        """The same as text."""
        findings = (list(map(asdict, some)) for some in self[:2])
        return json.dumps([*findings, *self[2:]])

    @classmethod
    def all_from_json(cls, texts: Iterable[str]) -> list[Examined]:
        """What `as_json` said of each."""
        return [
            cls(
                [_finding(fields) for fields in of_head],
                [_finding(fields) for fields in of_text],
                Address(*address) if address else None,
                files,
            )
            for of_head, of_text, address, files in json.loads(f"[{','.join(texts)}]")
        ]


def examine(source: str, raw: bytes, conventions: Conventions) -> Examined:
    """What is to say of the bytes `raw` of the file `source`, relative to the site's folder."""
    room = source.split("/")[1]
    try:
        head, text = front_matter.read_bytes(raw, source)
    except FanfareError as error:
        return Examined(tuple(error.findings))
    is_post = room == "posts"
    slug = head.get("slug") or slug_from(PurePosixPath(source).stem)
    language = head.get("lang") or conventions.language
    return Examined(
        tuple(check_head(head, source, conventions, is_post=is_post)),
        (
            *([] if is_post else _check_own_addresses(slug, head, source, conventions)),
            *_check_placeholders(text, head, source),
            *(_check_characters(text, source) if _may_have_control(raw) else ()),
        ),
        Address("post" if is_post else "page", slug.lower(), language.lower()),
        tuple(dict.fromkeys(_file_named(link["target"], source) for link in _LINK.finditer(text))),
    )


def links_in(raw: bytes, source: str) -> Iterator[Link]:
    """Every link by file name in the bytes `raw` of the file `source`; those in code are none."""
    head, text = front_matter.read_bytes(raw, source)
    for number, row in rows_outside_code(text, head):
        for link in _LINK.finditer(row):
            target = link["target"]
            yield Link(link["kind"], target, _file_named(target, source), number)


def _file_named(target: str, source: str) -> str:
    """The file, relative to the content, that the `target` of a link in `source` means."""
    path = unquote(_QUERY_OR_FRAGMENT.split(target, maxsplit=1)[0])
    base = "" if path.startswith("/") else source.partition("/")[2].rpartition("/")[0]
    named = f"{base}/{path.lstrip('/')}".lstrip("/")
    # Whether there is a folder that `..` leads out of again, only the disk can say.
    return named if ".." in path.lstrip("./") else normpath(named)


def _check_own_addresses(
    slug: str, head: FrontMatter, source: str, conventions: Conventions
) -> Iterator[Finding]:
    if not head.get("save_as") and slug in conventions.own_addresses:
        yield Finding(
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


def _may_have_control(raw: bytes) -> bool:
    """False for the bytes of nearly all texts, which need not be searched."""
    return len(raw.translate(None, _CONTROL_BYTES)) < len(raw) or _BEFORE_NONCHARACTERS in raw


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


def _finding(fields: dict[str, str]) -> Finding:
    return Finding(**{**fields, "severity": Severity(fields["severity"])})  # type: ignore[arg-type]
