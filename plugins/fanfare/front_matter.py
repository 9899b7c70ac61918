"""The head of a content file: `Key: value` lines as Python-Markdown's `meta` extension reads them.

Pelican reads the same head for the build. This reader keeps what Pelican forgets, the line each
key stands in, so that a complaint can name it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mkd", ".mdown")
"""The endings by which Pelican knows Markdown."""

# The patterns of markdown.extensions.meta, which decide what is a key and what continues one.
_KEY = re.compile(r"^[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_CONTINUATION = re.compile(r"^[ ]{4,}(?P<value>.*)")
_FENCE_OPEN = re.compile(r"^-{3}(\s.*)?")
_FENCE_CLOSE = re.compile(r"^(-{3}|\.{3})(\s.*)?")

_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of one content file."""

    values: Mapping[str, tuple[str, ...]]
    """Key in lower case to its values, one a line that the file has of it."""

    lines: Mapping[str, int]
    """Key in lower case to the line it first stands in, counted from 1."""

    body_line: int
    """The line the body starts in, counted from 1."""

    def get(self, key: str) -> str | None:
        """The first value of `key`, or None where the head has no such key."""
        values = self.values.get(key)
        return values[0].strip() if values else None

    def line(self, key: str) -> int:
        """The line of `key`; the first line of the file where the head has no such key."""
        return self.lines.get(key, 1)


def parse(text: str) -> FrontMatter:
    """The head of `text`. A text without one has no values and a body from line 1."""
    values: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    key = ""
    # As Markdown parts lines: other ends of lines (U+2028, form feeds) are text.
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    # No head goes on beyond an empty line: most of a text need not be parted.
    start_of_text, empty_line, _ = text.partition("\n\n")
    rows = [*start_of_text.split("\n"), *([""] if empty_line else [])]
    start = 1 if rows and _FENCE_OPEN.match(rows[0]) else 0
    number = start
    for number, row in enumerate(rows[start:], start + 1):
        if not row.strip():
            break
        if start and _FENCE_CLOSE.match(row):
            break
        if found := _KEY.match(row):
            key = found["key"].lower()
            values.setdefault(key, []).append(found["value"].strip())
            lines.setdefault(key, number)
        elif key and (found := _CONTINUATION.match(row)):
            values[key].append(found["value"].strip())
        else:
            number -= 1
            break
    else:
        number = len(rows)
    frozen = {name: tuple(entries) for name, entries in values.items()}
    return FrontMatter(frozen, lines, number + 1)


def read(path: Path, shown_as: str) -> tuple[FrontMatter, str]:
    """The head and the whole text of the file at `path`.

    Raises `FanfareError`, naming the file as `shown_as`, where it is not UTF-8 text.
    """
    return read_bytes(path.read_bytes(), shown_as)


def read_bytes(raw: bytes, shown_as: str) -> tuple[FrontMatter, str]:
    """The head and the whole text of a file with the bytes `raw`; raises as `read` does."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FanfareError(
            Finding(
                "encoding",
                f"Byte {error.start + 1} is not UTF-8 text.",
                "Save the file as UTF-8.",
                source=shown_as,
                line=raw[: error.start].count(b"\n") + 1,
            )
        ) from None
    return parse(text), text


def written_date(text: str) -> datetime | None:
    """The date an author wrote as `2026-01-31` or `2026-01-31 09:00`; None where it is none.

    Seconds and an offset from UTC may follow. Without an offset the date has no time zone.
    """
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        return None
