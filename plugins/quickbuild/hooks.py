"""The reader and the receivers. The only module of this plugin that imports Pelican."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.readers import MarkdownReader

from fanfare.every_text import every_article, every_page
from quickbuild.conversion import Converter
from quickbuild.workers import convert_files

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, PagesGenerator
    from pelican.readers import Readers

_CONVERTED = "QUICKBUILD_CONVERTED"
"""Where the settings, which every reader has, hold what was converted ahead."""


def connect() -> None:
    """Connect every receiver."""
    signals.readers_init.connect(_use_one_markdown)
    signals.article_generator_init.connect(_convert_ahead)
    signals.article_generator_finalized.connect(_keep_article_addresses)
    signals.page_generator_finalized.connect(_keep_page_addresses)
    signals.finalized.connect(_forget)


class OneMarkdownReader(MarkdownReader):  # type: ignore[misc]
    """Pelican's Markdown reader with one Markdown instance for all files."""

    def read(self, source_path: str) -> tuple[str, dict[str, object]]:
        """The HTML and the metadata of one file, exactly as `MarkdownReader` reads them."""
        self._source_path = source_path
        ahead = self.settings.get(_CONVERTED, {}).pop(source_path, None)
        converted = ahead or self.converter.convert(source_path)
        self._md = self.converter.as_new()  # with which Pelican formats metadata
        return converted.html, self._parse_metadata(converted.meta)

    @property
    def converter(self) -> Converter:
        """The reader's Markdown, made when it is first needed."""
        if not hasattr(self, "_converter"):
            self._converter = Converter(self.settings["MARKDOWN"])
        return self._converter


def _use_one_markdown(readers: Readers) -> None:
    if not readers.settings.get("QUICKBUILD", True):
        return
    for kind, reader in readers.reader_classes.items():
        if reader is MarkdownReader:  # another plugin's own reader stays
            readers.reader_classes[kind] = OneMarkdownReader


def _convert_ahead(generator: ArticlesGenerator) -> None:
    """Convert all texts on all cores, before Pelican asks for them one by one."""
    settings = generator.settings
    reader = generator.readers.readers.get("md")
    if not isinstance(reader, OneMarkdownReader):
        return
    files: set[str] = set()
    for folders, excluded in (
        (settings["ARTICLE_PATHS"], settings["ARTICLE_EXCLUDES"]),
        (settings["PAGE_PATHS"], settings["PAGE_EXCLUDES"]),
        (settings.get("QUICKBUILD_MORE_PATHS", ()), ()),
    ):
        extensions = tuple(OneMarkdownReader.file_extensions)
        files |= generator.get_files(folders, exclude=excluded, extensions=extensions)
    # Without resolving links: this is the path that readers get.
    paths = sorted(os.path.abspath(Path(generator.path, file)) for file in files)  # noqa: PTH100
    cores = os.cpu_count() or 1
    settings[_CONVERTED] = convert_files(paths, settings["MARKDOWN"], reader.converter, cores)


def _forget(pelican: Pelican) -> None:
    pelican.settings.pop(_CONVERTED, None)


def _keep_article_addresses(generator: ArticlesGenerator) -> None:
    if generator.settings.get("QUICKBUILD", True):
        for article in every_article(generator):
            _keep_address(article)


def _keep_page_addresses(generator: PagesGenerator) -> None:
    if generator.settings.get("QUICKBUILD", True):
        for page in every_page(generator):
            _keep_address(page)


def _keep_address(content: Content) -> None:
    # `url` formats all metadata of a text at every mention; an overriding address is just read
    content.override_url = content.url
