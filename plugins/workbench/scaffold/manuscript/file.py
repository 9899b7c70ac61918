"""A guest's file, opened and read by the reader of its kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.front_matter import MARKDOWN_SUFFIXES
from workbench.scaffold.manuscript.page import read_page
from workbench.scaffold.manuscript.pictures import Pictures
from workbench.scaffold.manuscript.record import Manuscript
from workbench.scaffold.manuscript.text import without_controls
from workbench.scaffold.manuscript.word import read_word
from workbench.scaffold.manuscript.written import read_markdown

LARGEST = 100_000_000
"""Bytes of a file that is still read."""

Reader = Callable[[bytes, str, Pictures], Manuscript]

_READERS: dict[str, Reader] = {
    **dict.fromkeys(MARKDOWN_SUFFIXES, read_markdown),
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_page),
    ".docx": read_word,
}
_INSTEAD = {
    **dict.fromkeys(
        (".doc", ".docm", ".dot", ".dotx", ".odt", ".rtf", ".pages"),
        "Open it in a word processor and save it as .docx.",
    ),
    ".pdf": "Ask the guest for what it was made from: .docx, .html or .md.",
    ".txt": "If it is Markdown, or plain paragraphs, rename it to end in .md.",
}
_NOBODY = re.compile(
    r"|admin|author|guest|unknown|user|windows user|python-docx|(microsoft|libreoffice)\b.*",
    re.IGNORECASE,
)
"""What programs write where an author should stand."""


def read_manuscript(path: Path, title: str) -> Manuscript:
    """What the guest's file at `path` says; its title is `title`, where the author says one.

    Raises `FanfareError` where there is no such file, it is of another kind, or it is broken.
    """
    shown = str(path).encode(errors="backslashreplace").decode()
    reader = _READERS.get(path.suffix.lower())
    try:
        if not path.is_file():
            what = "This is a folder, not a file." if path.is_dir() else "There is no such file."
            raise FanfareError(Finding("from", what, "Name the guest's file.", source=shown))
        if reader is None:
            raise FanfareError(_other_kind(path, shown))
        if path.stat().st_size > LARGEST:
            remedy = "Make its pictures smaller."
            raise FanfareError(Finding("from", "It has more than 100 MB.", remedy, source=shown))
        raw = path.read_bytes()
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        raise FanfareError(Finding("from", message, source=shown)) from None
    pictures = Pictures(hashlib.sha256(raw).hexdigest()[:16], path.parent)
    try:
        read = reader(raw, title, pictures)
    except FanfareError as error:
        raise FanfareError.of(replace(f, source=shown) for f in error.findings) from None
    except RecursionError:
        remedy = "Save it anew with another program."
        raise FanfareError(
            Finding("from", "Its parts are nested too deeply to read.", remedy, source=shown)
        ) from None
    if not read.body.strip():
        raise FanfareError(Finding("from", "There is no text in this file.", source=shown))
    notes = [*read.notes, *pictures.notes()]
    if not read.title:
        read = replace(read, title=_words_of(path.stem))
        notes.insert(0, f'It says no title, so it is called as its file: "{read.title}".')
    return replace(
        read,
        body=without_controls(read.body).strip("\n") + "\n",
        author=_person(read.author),
        pictures=pictures.all,
        notes=tuple(" ".join(without_controls(note).split()) for note in notes),
    )


def _other_kind(path: Path, shown: str) -> Finding:
    remedy = _INSTEAD.get(path.suffix.lower(), "Ask the guest for the text as one of these.")
    return Finding("from", "This is no .md, .html or .docx file.", remedy, source=shown)


def _words_of(stem: str) -> str:
    words = " ".join(re.split(r"[\s_-]+", stem)).strip()
    return words[:1].upper() + words[1:]


def _person(said: str) -> str:
    """The author a file names; "" where it names nobody."""
    name = " ".join(without_controls(said).split())
    return "" if _NOBODY.fullmatch(name) else name
