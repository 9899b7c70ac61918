"""The receivers, in the order in which Pelican calls them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article, Content, Page
from pelican.readers import MarkdownReader

from fanfare import watching
from fanfare.every_text import every_article, every_page
from fanfare.file_digests import FileDigests
from fanfare.memory import Memory
from fanfare.outputs import OUTPUTS
from quickbuild.build import BUILD, Build, PressOutputs
from quickbuild.conversion import Converter
from quickbuild.heads import heads_read_quickly
from quickbuild.lists import QuickList, build_archives_quickly, translations_found_quickly
from quickbuild.templates import Found, watch_templates
from quickbuild.writer import PRESS, PressWriter

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
    from pelican.readers import Readers
    from pelican.writers import Writer

OWN_MEMORY = "QUICKBUILD_OWN_MEMORY"
"""Where they say that nobody else will close it."""

MEMORY = "MEMORY"
"""Where the settings, and so the context, have what is remembered."""

DIGESTS = "QUICKBUILD_DIGESTS"
"""Where they may have a `FileDigests` already: what was looked at is not looked at again."""

CONVERTED = "QUICKBUILD_CONVERTED"
MORE_PATHS = "QUICKBUILD_MORE_PATHS"

REASONS = "QUICKBUILD_REASONS"
"""Where the settings have, after a build, why each file was made; empty for one taken over."""

SIGNATURES = "QUICKBUILD_SIGNATURES"
"""Where they have what tells each file that was written from others."""


def connect() -> None:
    """Connect every receiver, in the order in which Pelican calls them."""
    signals.initialized.connect(_begin)
    signals.readers_init.connect(_use_one_markdown)
    signals.generator_init.connect(_watch)
    signals.get_generators.connect(_print_after_all_others)
    signals.article_generator_init.connect(_remember_articles)
    signals.page_generator_init.connect(_remember_pages)
    signals.article_generator_finalized.connect(_prepare_articles)
    signals.page_generator_finalized.connect(_prepare_pages)
    signals.get_writer.connect(_use_press)
    signals.finalized.connect(_end)


class OneMarkdownReader(MarkdownReader):  # type: ignore[misc]
    """Pelican's Markdown reader with one Markdown instance for all files."""

    def read(self, source_path: str) -> tuple[str, dict[str, object]]:
        """The HTML and the metadata of one file, exactly as `MarkdownReader` reads them."""
        self._source_path = source_path
        conversions = self.settings.get(CONVERTED)
        converter = conversions.converter if conversions else self._own_converter
        made = (conversions or converter).convert(source_path)
        self._md = converter.as_new()  # with which Pelican formats metadata
        return made.html, self._parse_metadata(made.meta)

    @property
    def _own_converter(self) -> Converter:
        if not hasattr(self, "_converter"):
            self._converter = Converter(self.settings["MARKDOWN"])
        return self._converter


OneMarkdownReader.__name__ = MarkdownReader.__name__  # by which texts say who read them


def _build(settings: dict[str, Any]) -> Build | None:
    build: Build | None = settings.get(BUILD)
    return build


def _begin(pelican: Pelican) -> None:
    settings = pelican.settings
    settings.pop(BUILD, None)
    if not settings.get("QUICKBUILD", True):
        return
    watching.given.clear()
    if settings.get(MEMORY) is None:
        folder = Path(settings["CACHE_PATH"])
        folder.mkdir(parents=True, exist_ok=True)
        settings[MEMORY] = Memory(folder / "quickbuild.db")
        settings[OWN_MEMORY] = True
    memory = settings[MEMORY]
    files = settings.pop(DIGESTS, None) or FileDigests(memory)
    settings[BUILD] = build = Build(settings, memory, files, datetime.now(UTC))
    build.begin()


def _use_one_markdown(readers: Readers) -> None:
    if not readers.settings.get("QUICKBUILD", True):
        return
    for kind, reader in readers.reader_classes.items():
        if reader is MarkdownReader:  # another plugin's own reader stays
            readers.reader_classes[kind] = OneMarkdownReader


def _watch(generator: Generator) -> None:
    build = _build(generator.settings)
    if build is None:
        return
    if not build.generators:
        for key in ("generated_content", "static_content"):
            generator.context[key] = Found(key, generator.context[key])
    build.generators.append(generator)
    build.know()
    watch_templates(generator.env, build.name_of(generator), build.memory, build.of_what)


def _remember_articles(generator: ArticlesGenerator) -> None:
    """Know the texts that were read before, and begin to convert the others on all cores."""
    build = _build(generator.settings)
    if build is None:
        return
    settings, context = generator.settings, generator.context
    conversions = settings[CONVERTED] = build.know()
    if not build.may_have_written:  # texts, for one
        _find_once(generator)
    paths = _every_path(generator)
    conversions.forget_others(paths)
    conversions.convert_ahead(conversions.unknown(paths))
    press = settings[PRESS] = build.open_press(context)
    context[OUTPUTS] = PressOutputs(press, Path(settings["OUTPUT_PATH"]))
    build_archives_quickly(generator)
    _read_quickly(generator)
    _serve(build, generator, Article)


def _every_path(generator: ArticlesGenerator) -> list[str]:
    """The files of all Markdown of the site, as readers get them."""
    settings = generator.settings
    markdown = tuple(OneMarkdownReader.file_extensions)
    articles = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    files = {name for name in articles if name.rpartition(".")[2] in markdown}
    for folders, excluded in (
        (settings["PAGE_PATHS"], settings["PAGE_EXCLUDES"]),
        (settings.get(MORE_PATHS, ()), ()),
    ):
        files.update(generator.get_files(folders, exclude=excluded, extensions=markdown))
    folder = generator.path
    return sorted(os.path.abspath(os.path.join(folder, file)) for file in files)  # noqa: PTH100, PTH118


def _find_once(generator: Generator) -> None:
    """Have `generator` look once for the same files, where nobody adds or hides any meanwhile."""
    find, found = generator.get_files, dict[str, Iterable[str]]()

    def find_files(*asked: object, **told: object) -> Iterable[str]:
        key = repr((asked, told, generator.settings["IGNORE_FILES"], generator.readers.extensions))
        if key not in found:
            found[key] = find(*asked, **told)
        return found[key]

    generator.get_files = find_files


def _remember_pages(generator: PagesGenerator) -> None:
    build = _build(generator.settings)
    if build:
        _read_quickly(generator)
        _serve(build, generator, Page)


def _read_quickly(generator: Generator) -> None:
    """Have `generator` read in ways that are quicker, and find the same."""
    read = generator.generate_context

    def read_quickly() -> None:
        with heads_read_quickly(), translations_found_quickly():
            read()

    generator.generate_context = read_quickly


def _serve(build: Build, generator: Generator, kind: type[Content]) -> None:
    texts = build.remember_texts()
    if texts:
        texts.serve(generator, kind)


def _prepare_articles(generator: ArticlesGenerator) -> None:
    if not generator.settings.get("QUICKBUILD", True):
        return
    for article in every_article(generator):
        _keep_address(article)
    generator.tags = {tag: QuickList(of) for tag, of in generator.tags.items()}
    generator.categories = [(one, QuickList(of)) for one, of in generator.categories]
    generator.authors = [(one, QuickList(of)) for one, of in generator.authors]


def _prepare_pages(generator: PagesGenerator) -> None:
    if generator.settings.get("QUICKBUILD", True):
        for page in every_page(generator):
            _keep_address(page)


def _keep_address(content: Content) -> None:
    # `url` formats all metadata of a text at every mention; an overriding address is just read
    content.override_url = content.url


class PrintingGenerator:
    """Writes, once all other generators have said what is to be written."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], **_told: object) -> None:
        self.context = context
        self.settings = settings

    def generate_output(self, writer: Writer) -> None:
        """Write everything."""
        build = _build(self.settings)
        if build:
            build.print()


def _print_after_all_others(_pelican: Pelican) -> type[PrintingGenerator]:
    return PrintingGenerator


def _use_press(pelican: Pelican) -> type[PressWriter] | None:
    build = _build(pelican.settings)
    if build is None:
        return None
    build.have_read()
    return PressWriter


def _end(pelican: Pelican) -> None:
    build = _build(pelican.settings)
    if build:
        build.end()
        if build.press:
            pelican.settings[REASONS] = build.press.reasons
            pelican.settings[SIGNATURES] = build.press.signatures
        if pelican.settings.pop(OWN_MEMORY, False):
            pelican.settings.pop(MEMORY).close()
        for name in (BUILD, PRESS, CONVERTED):
            pelican.settings.pop(name, None)
