"""The reader and the receivers. The only module of this plugin that imports Pelican."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions.meta import MetaPreprocessor
from pelican import signals
from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from quickbuild.highlighting import html_formatter

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, PagesGenerator
    from pelican.readers import Readers

_HIGHLIGHTERS = frozenset(("codehilite", "markdown.extensions.codehilite"))
_META_PRIORITY = 27  # as markdown.extensions.meta registers it


def connect() -> None:
    """Connect every receiver."""
    signals.readers_init.connect(_use_one_markdown)
    signals.article_generator_finalized.connect(_keep_article_addresses)
    signals.page_generator_finalized.connect(_keep_page_addresses)


class OneMarkdownReader(MarkdownReader):  # type: ignore[misc]
    """Pelican's Markdown reader with one Markdown instance for all files."""

    def read(self, source_path: str) -> tuple[str, dict[str, object]]:
        """The HTML and the metadata of one file, exactly as `MarkdownReader` reads them."""
        self._source_path = source_path
        if getattr(self, "_md", None) is None:
            self._md = Markdown(**_with_one_formatter(self.settings["MARKDOWN"]))
        self._md.reset()
        if "meta" not in self._md.preprocessors:
            # Pelican takes it out while it formats metadata
            self._md.preprocessors.register(MetaPreprocessor(self._md), "meta", _META_PRIORITY)
        with pelican_open(source_path) as text:
            content = self._md.convert(text)
        return content, self._parse_metadata(self._md.Meta)  # type: ignore[attr-defined]


def _with_one_formatter(options: Mapping[str, Any]) -> dict[str, Any]:
    """Markdown's options with a formatter for code that is made once, unless one is set."""
    configs = dict(options.get("extension_configs", {}))
    for name in _HIGHLIGHTERS.intersection(configs):
        configs[name] = {"pygments_formatter": html_formatter, **configs[name]}
    return {**options, "extension_configs": configs}


def _use_one_markdown(readers: Readers) -> None:
    if not readers.settings.get("QUICKBUILD", True):
        return
    for kind, reader in readers.reader_classes.items():
        if reader is MarkdownReader:  # another plugin's own reader stays
            readers.reader_classes[kind] = OneMarkdownReader


def _keep_article_addresses(generator: ArticlesGenerator) -> None:
    if generator.settings.get("QUICKBUILD", True):
        for article in chain(
            generator.articles,
            generator.translations,
            generator.drafts,
            generator.drafts_translations,
            generator.hidden_articles,
            generator.hidden_translations,
        ):
            _keep_address(article)


def _keep_page_addresses(generator: PagesGenerator) -> None:
    if generator.settings.get("QUICKBUILD", True):
        for page in chain(
            generator.pages,
            generator.translations,
            generator.hidden_pages,
            generator.hidden_translations,
            generator.draft_pages,
            generator.draft_translations,
        ):
            _keep_address(page)


def _keep_address(content: Content) -> None:
    # `url` formats all metadata of a text at every mention; an overriding address is just read
    content.override_url = content.url
