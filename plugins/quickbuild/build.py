"""What one build knows of the last one: put together here, used by the receivers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from pelican import signals
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.utils import sanitised_join

from fanfare.every_text import every_article, every_page
from fanfare.file_digests import FileDigests
from fanfare.memory import Memory, digest_of
from fanfare.watching import FILE
from quickbuild.cells import World
from quickbuild.conversions import Conversions, functions_named
from quickbuild.edits import PAUSE, ReadBefore
from quickbuild.making import Output
from quickbuild.origin import code_digest, settings_digest
from quickbuild.press import Press
from quickbuild.reading import Texts

if TYPE_CHECKING:
    from pelican.generators import Generator

BUILD = "QUICKBUILD_BUILD"
"""Where the settings, which all have, hold the build that is under way."""

CODE = "QUICKBUILD_CODE"
"""Where other plugins find a digest of all code that makes HTML of a file's bytes."""

WITH_HTML = "QUICKBUILD_WITH_HTML"
PREVIOUS = "QUICKBUILD_PREVIOUS"

_WATCHED = "WATCHED"
"""The name by which a plugin says that whatever it reads notes itself (`fanfare.watching`)."""

_WHILE_READING = (
    signals.article_generator_preread,
    signals.article_generator_context,
    signals.page_generator_preread,
    signals.page_generator_context,
    signals.content_object_init,
)
_AFTER_WRITING = (
    signals.content_written,
    signals.feed_written,
    signals.article_writer_finalized,
    signals.page_writer_finalized,
    signals.finalized,
)


@dataclass
class Build:
    """One build."""

    settings: dict[str, Any]
    memory: Memory
    files: FileDigests
    now: datetime
    of_what: str | None = None
    """Stands for all code and settings; None where these cannot be compared."""

    conversions: Conversions | None = None
    texts: Texts | None = None
    press: Press | None = None
    generators: list[Generator] = field(default_factory=list)
    _noting: ExitStack = field(default_factory=ExitStack)
    _read_before: ReadBefore = field(default_factory=ReadBefore)

    def know(self) -> Conversions:
        """Find out of what everything is made: once plugins have completed the settings."""
        if self.conversions is None:
            settings = self.settings
            code = code_digest(settings, self.files)
            told = settings_digest(settings)
            folder = settings["PATH"]
            self.of_what = None if told is None else digest_of(code, told, folder)
            of_html = functions_named(settings.get(WITH_HTML, {}))
            self.conversions = Conversions(
                settings["MARKDOWN"], code, self.memory, self.files, of_html
            )
            settings[CODE] = self.conversions.by_what
        return self.conversions

    def remember_texts(self) -> Texts | None:
        """The texts that need not be read; None where all must be."""
        conversions = self.know()
        is_of_files = self.settings.get("DEFAULT_DATE") == "fs"  # a date that no byte tells
        is_heard = any(_foreign(signal) for signal in _WHILE_READING)
        if self.texts is None and self.of_what and not is_of_files and not is_heard:
            self.texts = Texts(self.memory, conversions, self.of_what, self.now)
            self.texts.listen()
        return self.texts

    def open_press(self, context: dict[str, Any]) -> Press:
        """What writes everything."""
        self.know()
        output = Path(self.settings["OUTPUT_PATH"])
        rewrites = any(_foreign(signal) for signal in _AFTER_WRITING)
        previous = Path(self.settings.get(PREVIOUS) or output)
        self.press = Press(self.memory, self.of_what, output, previous, context, rewrites=rewrites)
        if PAUSE not in self.settings:
            self.press.tidy()
            if self.may_have_written:  # or may soon
                self.press.begin_to_write()
        return self.press

    def have_read(self) -> None:
        """Have all that went on beside the reading done: something may be written from now on."""
        self.know().finish()
        if self.press and PAUSE not in self.settings:
            self.press.begin_to_write()

    def abandon(self) -> None:
        """End what goes on beside a build that fails: before another one begins."""
        self._noting.close()
        if self.conversions:
            self.conversions.close()
        if self.press:
            self.press.close()

    def begin(self) -> None:
        """Begin to note what is read, where that is to be known after a pause."""
        if PAUSE in self.settings:
            self._noting.enter_context(self._read_before.noting(self.files))

    def _pause(self, press: Press) -> None:
        """Let whoever asked for it wait, now that everything is read and nothing is written."""
        pause = self.settings.pop(PAUSE, None)
        if not pause:
            return
        if self.texts is None or self.may_have_written:
            pause(None)
            return
        world = self.world()
        press.compare(world)
        self._noting.close()
        take = self._read_before.taking(self.texts, self.files, world.name_of)

        def take_and_doubt(paths: Collection[str]) -> bool:
            edited = take(paths)
            doubted = {world.name_of(text) for text in edited or ()}
            press.doubt(doubted.union(f"{FILE} {path}" for path in paths))
            return edited is not None

        pause(take_and_doubt)
        press.begin_to_write()

    @property
    def may_have_written(self) -> bool:
        """True where somebody who does not say what they read may also have written something."""
        heard = (signal for signal in vars(signals).values() if isinstance(signal, signals.Signal))
        return bool(self.settings.get("OUTPUT_SOURCES")) or any(map(_foreign, heard))

    def world(self) -> World:
        """Where things are found now."""
        context = self.generators[0].context
        folder = Path(self.settings["PATH"])
        world = World(context, self.environments, {}, frozenset(), self.files, folder)
        texts = {world.name_of(text): text for text in self._every_text(context)}
        unread = self.texts.unread if self.texts else set()
        world.texts = texts
        world.unread = frozenset(name for name, text in texts.items() if id(text) in unread)
        return world

    @property
    def environments(self) -> dict[str, Environment]:
        """The templates of each generator."""
        return {self.name_of(generator): generator.env for generator in self.generators}

    def name_of(self, generator: Generator) -> str:
        """A name for `generator` that it has in every build."""
        name = type(generator).__name__
        alike = [one for one in self.generators if type(one).__name__ == name]
        place = next(place for place, one in enumerate(alike) if one is generator)
        return f"{name}{place}" if place else name

    def _every_text(self, context: dict[str, Any]) -> Iterator[Content]:
        yield from (one for one in dict.values(context["generated_content"]) if one)
        yield from context.get("elsewhere", ())
        for generator in self.generators:
            if isinstance(generator, ArticlesGenerator):
                yield from every_article(generator)
            elif isinstance(generator, PagesGenerator):
                yield from every_page(generator)

    def print(self) -> None:
        """Write what waits to be written."""
        if self.press:
            self._pause(self.press)
            self.press.print(self.world())

    def end(self) -> None:
        """Remember this build for the next one."""
        if self.press:
            self._pause(self.press)
            world = self.world()
            self.press.print(world)
            self.press.remember(world)
        if self.texts:
            self.texts.end()
        self.files.forget_gone()
        self.memory.save()


@dataclass(frozen=True)
class PressOutputs:
    """What other plugins write files with; a `fanfare.outputs.Outputs`."""

    press: Press
    folder: Path

    def add(self, name: str, make: Callable[..., bytes], given: tuple[object, ...]) -> None:
        """Have the file `name` made of `given`."""
        is_plain = ".." not in name and not name.startswith("/")  # and there is nothing to check
        folder = str(self.folder)
        path = f"{folder}/{name}" if is_plain else sanitised_join(folder, name)
        self.press.add(Output(name, path, partial(make, *given), {"given": given}))


def _foreign(signal: Any) -> bool:  # blinker's
    """True where somebody hears `signal` who does not say what they read."""
    return any(not _is_ours(receiver) for receiver in signal.receivers_for(None))


def _is_ours(receiver: Callable[..., object]) -> bool:
    package = str(getattr(receiver, "__module__", "")).partition(".")[0]
    if package in ("quickbuild", "workbench", "fanfare"):
        return True
    return bool(getattr(sys.modules.get(package), _WATCHED, False))
