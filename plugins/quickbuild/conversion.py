"""Markdown to HTML with one Markdown instance for many files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions.meta import MetaPreprocessor

from quickbuild.hearing import hearing
from quickbuild.highlighting import html_formatter, lexers_at_hand

Options = Mapping[str, Any]  # the setting MARKDOWN, which is Markdown's own keyword arguments

_HIGHLIGHTERS = frozenset(("codehilite", "markdown.extensions.codehilite"))
_LISTING = frozenset(("os.listdir", "os.scandir"))
_META_PRIORITY = 27  # as markdown.extensions.meta registers it


@dataclass(frozen=True, slots=True)
class Converted:
    """What Markdown makes of one file."""

    html: str
    meta: dict[str, list[str]]
    """The head, as the extension `meta` reads it."""

    source: str = field(default="", compare=False)
    """A digest of the bytes of the file."""

    included: tuple[str, ...] | None = field(default=(), compare=False)
    """Other files that were read for it; None where it may depend on more than files."""


class Converter:
    """Markdown with `options`, for one file after the other."""

    def __init__(self, options: Options) -> None:
        from quickbuild.shortcuts import take_shortcuts  # late: most builds convert nothing

        self.markdown = Markdown(**_with_one_formatter(options))
        take_shortcuts(self.markdown)

    def as_new(self) -> Markdown:
        """The Markdown instance, as if nothing had been converted yet."""
        self.markdown.reset()
        if "meta" not in self.markdown.preprocessors:
            # Pelican takes it out while it formats metadata
            meta = MetaPreprocessor(self.markdown)
            self.markdown.preprocessors.register(meta, "meta", _META_PRIORITY)
        return self.markdown

    def convert(self, path: str | Path) -> Converted:
        """The HTML and the head of the file at `path`, as a new Markdown instance makes them."""
        self.as_new()
        with open(path, "rb") as file:  # noqa: PTH123 -- thousands of files: a Path costs more
            raw = file.read()
        text = raw.decode("utf-8-sig")
        if "\r" in text:  # as files are read that are opened as text
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        with _watched_files() as watched, lexers_at_hand():
            html = self.markdown.convert(text)
        meta: dict[str, list[str]] = self.markdown.Meta  # type: ignore[attr-defined]
        return Converted(html, meta, digest_of_bytes(raw), watched.included)


def digest_of_bytes(raw: bytes) -> str:
    """The digest by which `fanfare.file_digests` knows a file of these bytes."""
    return blake2b(raw, digest_size=16).hexdigest()


class _Watched:
    """Notes what a conversion opens, and whether the bytes of that are not all it depends on."""

    def __init__(self) -> None:
        self.opened: set[str] = set()
        self.is_of_more = False

    def need_another(self) -> None:
        """Note that it is to be made again: something was said, or files were looked for."""
        self.is_of_more = True

    @property
    def included(self) -> tuple[str, ...] | None:
        """Which files were read; None where it may depend on more."""
        return None if self.is_of_more else tuple(sorted(self.opened))


_watched: _Watched | None = None
_hooked = False


def _note_asked(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is None:
        return
    if event == "open" and isinstance(arguments[0], (str, os.PathLike)):
        name = os.fspath(arguments[0])
        is_code = isinstance(name, str) and (name.endswith(".py") or "__pycache__" in name)
        if isinstance(name, str) and not is_code:  # late imports
            _watched.opened.add(os.path.abspath(name))  # noqa: PTH100 -- links stay links
    elif event in _LISTING and arguments[0] not in sys.path_importer_cache:  # late imports, too
        _watched.need_another()


@contextmanager
def _watched_files() -> Iterator[_Watched]:
    """Note what is opened meanwhile: some extensions include other files."""
    global _hooked, _watched
    if not _hooked:
        sys.addaudithook(_note_asked)
        _hooked = True
    outside, _watched = _watched, _Watched()
    try:
        with hearing(_watched.need_another):
            yield _watched
    finally:
        _watched = outside


def _with_one_formatter(options: Options) -> dict[str, Any]:
    """The options with a formatter for code that is made once, unless one is set."""
    configs = dict(options.get("extension_configs", {}))
    for name in _HIGHLIGHTERS.intersection(configs):
        configs[name] = {"pygments_formatter": html_formatter, **configs[name]}
    return {**options, "extension_configs": configs}
