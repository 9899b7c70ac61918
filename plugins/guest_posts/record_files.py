"""The files of guests, partners and posts elsewhere, read line by line, and what is wrong there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from fanfare import front_matter
from fanfare.findings import Finding, Severity, did_you_mean
from fanfare.front_matter import MARKDOWN_SUFFIXES, FrontMatter, written_date
from guest_posts.addresses import addresses_in, complaint_of

FOR_OTHERS = ("id", "linkedin", "linkedin_date")
"""What other plugins read from the heads of posts elsewhere, as they do from those of posts."""

KEYS = {
    "people": ("name", "url", "links", "photo", "photo_alt", "site", "slug"),
    "partners": ("name", "url", "feed", "owner", "since", "slug"),
    "elsewhere": (
        *("title", "date", "host", "original_url", "category", "tags", "status", "slug"),
        *FOR_OTHERS,
    ),
}
"""What is read from the heads in each room."""

STATUSES = ("published", "draft", "skip")
"""What an elsewhere entry may be; a draft only its author sees."""

_KEYS_OF_POSTS = (
    *("title", "date", "modified", "status", "category", "tags", "author", "authors", "slug"),
    *("summary", "description", "lang", "translation", "series", "series_index", "keywords"),
    *("image", "image_alt", "form", "template", "save_as", "url", "id", "disclosure", "sponsored"),
    *("original_url", "also_at", "linkedin", "linkedin_date"),
)
_KEYS_ELSEWHERE = frozenset(_KEYS_OF_POSTS).union(*KEYS.values())
"""What Fanfare reads in some room; any other key is the author's own."""

_MEANT = {
    "people": {"title": "Name", "image": "Photo", "image_alt": "Photo_alt"},
    "partners": {"title": "Name", "date": "Since", "site": "Url", "original_url": "Url"},
    "elsewhere": {"name": "Title", "url": "Original_url", "site": "Host"},
}
"""What somebody probably means who writes a key of another room."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BACKUP = re.compile(r"[.#].*|.*~|.*\.(swp|swo|bak|orig|tmp)|Thumbs\.db|desktop\.ini")
_TEXT_SUFFIXES = ("", ".txt", ".text", *MARKDOWN_SUFFIXES)


@dataclass(slots=True)
class RecordFile:
    """One file of a room, and what is wrong with it."""

    room: str
    slug: str
    path: str
    """Relative to `content/`."""

    source: str
    """As messages name it."""

    head: FrontMatter
    body: str
    """Markdown, without its comments."""

    is_commented: bool
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, key: str, message: str, remedy: str) -> None:
        """Note what stops the build, in the line of `key`."""
        line = self.head.line(key)
        self.findings.append(Finding("record", message, remedy, source=self.source, line=line))

    def odd(self, key: str, message: str, remedy: str) -> None:
        """Note what does not stop the build, in the line of `key`."""
        line = self.head.line(key)
        warning = Finding("record", message, remedy, Severity.WARNING, self.source, line)
        self.findings.append(warning)

    def text(self, key: str, *, needed: bool = False) -> str:
        """The value of `key`; "" where it has none, which is wrong where it is `needed`."""
        said = self.head.get(key) or ""
        if needed and not said:
            name = key.capitalize()
            self.wrong(key, f"{name} is missing.", f"Add a line {name}: ...")
        return said

    def name(self) -> str:
        """The name of a person or partner."""
        said = self.text("name", needed=True)
        if "<" in said or ">" in said:
            self.wrong("name", f'Name "{said}" has < or > in it.', "Write it without.")
        return said

    def for_others(self) -> dict[str, str | list[str]]:
        """The values of `FOR_OTHERS` that are there, as Pelican would have them."""
        rows = {key: [*self.head.values[key]] for key in FOR_OTHERS if key in self.head.values}
        return {key: said[0] if len(said) == 1 else said for key, said in rows.items()}

    def tags(self) -> tuple[str, ...]:
        """The tags, between commas."""
        rows = self.head.values.get("tags", ())
        return tuple(part.strip() for row in rows for part in row.split(",") if part.strip())

    def address(self, key: str, *, needed: bool = False) -> str:
        """The address that `key` says."""
        said = self.text(key, needed=needed)
        if said:
            self._check_address(key, said)
        return said

    def addresses(self, key: str) -> tuple[str, ...]:
        """All addresses that `key` says."""
        rows = self.head.values.get(key, ())
        said = tuple(address for row in rows for address in addresses_in(row))
        for address in said:
            self._check_address(key, address)
        return said

    def date(self, key: str, *, needed: bool = False) -> datetime | None:
        """The date that `key` says, as written."""
        said = self.text(key, needed=needed)
        date = written_date(said)
        if said and date is None:
            message = f'{key.capitalize()} "{said}" is not a date.'
            self.wrong(key, message, "Write it as 2026-01-31 or 2026-01-31 09:00.")
        return date

    def status(self) -> str:
        """The status of an elsewhere entry."""
        said = self.text("status").lower() or "published"
        if said not in STATUSES:
            remedy = did_you_mean(said, STATUSES, f"one of {', '.join(STATUSES)}")
            self.wrong("status", f'Status "{said}" is not known.', remedy)
        return said

    def check_keys(self) -> None:
        """Complain of keys that are read in other rooms only, or are almost one of this room's.

        Others are the author's own.
        """
        known = KEYS[self.room]
        for key in self.head.values:
            if key in known:
                continue
            name = key.capitalize()
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.8)
            if key in _KEYS_ELSEWHERE:
                meant = _MEANT[self.room].get(key, "")
                every = ", ".join(one.capitalize() for one in known)
                remedy = f'Did you mean "{meant}:"?' if meant else f"What is read: {every}."
                self.wrong(key, f'"{name}:" is not read here.', remedy)
            elif near:
                remedy = f'Did you mean "{near[0].capitalize()}:"?'
                self.wrong(key, f'"{name}:" is read by nothing here.', remedy)

    def _check_address(self, key: str, said: str) -> None:
        complaint = complaint_of(said)
        if complaint:
            what, instead = complaint
            self.wrong(key, f'{key.capitalize()} "{said}" {what}.', instead)


def files_of(content: Path, room: str, shown_as: str) -> Iterator[RecordFile]:
    """The records in one `room` of the folder `content`, in the order of their paths.

    Raises `FanfareError` for a file that is not UTF-8 text.
    """
    for path in _visible(content / room):
        if path.suffix in MARKDOWN_SUFFIXES:
            name = path.relative_to(content).as_posix()
            source = f"{shown_as}/{name}"
            head, text = front_matter.read(path, source)
            body = "\n".join(text.splitlines()[head.body_line - 1 :])
            slug = head.get("slug") or path.stem
            bare = _COMMENT.sub("", body).strip()
            yield RecordFile(room, slug, name, source, head, bare, is_commented="<!--" in body)


def strays_in(content: Path, room: str, shown_as: str) -> Iterator[Finding]:
    """A warning of each file in a `room` that nothing reads, as its name does not end in `.md`."""
    for path in _visible(content / room):
        if path.suffix not in MARKDOWN_SUFFIXES:
            is_text = path.suffix.lower() in _TEXT_SUFFIXES
            name = f"{path.stem.lower()}.md"
            yield Finding(
                "stray-file",
                "Nothing reads this file.",
                f"Call it {name}." if is_text else "Put pictures into content/images/.",
                Severity.WARNING,
                f"{shown_as}/{path.relative_to(content).as_posix()}",
            )


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        names = path.relative_to(folder).parts
        if path.is_file() and not any(_BACKUP.fullmatch(name) for name in names):
            yield path
