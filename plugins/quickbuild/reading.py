"""Texts that need not be read again.

Pelican asks each generator for texts it may know already. It gets those back that stem from the
same bytes, the same code and the same settings; their HTML is loaded when somebody asks for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from pelican import signals
from pelican.contents import Article, Content

from fanfare import later
from fanfare.memory import Memory
from fanfare.watching import note
from quickbuild.cells import vars_of
from quickbuild.conversions import ANY, Conversions, digest_of_html
from quickbuild.hearing import begin_hearing, end_hearing
from quickbuild.texts import NotKeptError, Reader, to_json

if TYPE_CHECKING:
    from pelican.generators import Generator

TEXT = "quickbuild.text.1"
BEGAN = "quickbuild.began.1"
"""When the last build began that may have remembered some."""

_LINKING = ("static}", "static|", "attach}", "attach|")
_ATTACHING = ("attach}", "attach|")

DIGEST = "body_digest"
"""The attribute that tells of what Markdown a text is, without loading it."""

LINKS = "static_links"
"""The attribute that has the files that the text links to."""

ATTACHES = "attaches_files"
"""The attribute that says whether the text takes files to where its page is."""


class Texts:
    """The texts of one build that have been read before.

    `of_what` stands for all code and settings. `now` is when the build began: a text with a date to
    come is read in each build, since it may be a draft in this one and published in the next.
    """

    def __init__(
        self, memory: Memory, conversions: Conversions, of_what: str, now: datetime
    ) -> None:
        self._memory = memory
        self._conversions = conversions
        self._of_what = of_what
        self._now = now
        began = memory.find(BEGAN, "", "")
        # Where the clock was set back, a date that had passed may be to come.
        is_later = began is not None and began <= _in_order(now)
        self._known = memory.load(TEXT) if is_later else {}
        memory.keep(BEGAN, "", "", _in_order(now))
        self._has_spoken = False
        self.unread: set[int] = set()
        """The texts that were not read, by their `id()`."""

        self._restored: dict[str, _Restored] = {}
        self._asked: set[str] = set()
        self.paths: set[str] = set()
        """The files of all texts, read or not."""

    def listen(self) -> None:
        """Hear what is said while texts are read: those of which something is are read again."""
        begin_hearing(self._hear)

    def end(self) -> None:
        """Listen no more, and forget the files that are gone."""
        end_hearing(self._hear)
        self._memory.forget_others(TEXT, self.paths)

    def _hear(self) -> None:
        self._has_spoken = True

    def serve(self, generator: Generator, kind: type[Content]) -> None:
        """Have `generator` ask here for texts of `kind` before it reads them."""
        folder = generator.path
        kept = Reader(later.waiting(kind), generator.settings, generator.context)

        def find(name: str, default: object = None) -> object:
            path = os.path.abspath(os.path.join(folder, name))  # noqa: PTH100, PTH118 -- each text
            self.paths.add(path)
            row = self._known.get(path)
            if row is None or row[0] != self._made_of(path, kind):
                self._has_spoken = False
                return default
            text = kept.text(row[1])
            later.read_body_with(text, lambda: self._html(text, path, generator))
            later.know_static_links(text, getattr(text, LINKS))
            self.unread.add(id(text))
            self._restored[path] = _Restored(text, row[1], kind, generator)
            return text

        def keep(name: str, text: Content) -> None:
            path = os.path.abspath(os.path.join(folder, name))  # noqa: PTH100, PTH118
            self._keep(path, text, kind, generator)

        generator.get_cached_data, generator.cache_data = find, keep

    def unasked(self, path: str) -> Content | None:
        """The text of the file `path`, if nothing of it was read but its head.

        None where its HTML was asked for, in its own page or in that of another text.
        """
        restored, included = self._restored.get(path), self._conversions.included
        if restored is None or path in self._asked or path in included or ANY in included:
            return None
        return restored.text

    def take_body(self, path: str) -> bool:
        """Let the text of the file `path`, of which nobody has asked the HTML, have another one.

        False where that is not all that changed in the file.
        """
        restored = self._restored[path]
        self._has_spoken = False
        try:
            fresh = restored.read_anew(path)
            html = _tell_of_body(fresh)
            kept = to_json(fresh)
        except Exception:  # which the build that begins anew says better
            return False
        is_remembered = self._conversions.made_alone(path) == html
        if self._has_spoken or not is_remembered or _head(kept) != _head(restored.kept):
            return False
        self._memory.keep(TEXT, path, self._made_of(path, restored.kind), kept)
        vars_of(restored.text)[DIGEST] = getattr(fresh, DIGEST)  # not as what a plugin has set
        later.make_anew(restored.text)
        self.unread.discard(id(restored.text))
        return True

    def _made_of(self, path: str, kind: type[Content]) -> str:
        return f"{self._of_what}:{kind.__name__}:{self._conversions.source_of(path)}"

    def _html(self, text: Content, path: str, generator: Generator) -> str:
        note(text, DIGEST)
        self._asked.add(path)
        html = self._conversions.html(path)
        if html is None or digest_of_html(html) != getattr(text, DIGEST):  # it was lost meanwhile
            reader = generator.readers.readers[path.rpartition(".")[2]]
            html = str(reader.read(path)[0])
        return html

    def _keep(self, path: str, text: Content, kind: type[Content], generator: Generator) -> None:
        html = _tell_of_body(text)
        is_remembered = self._conversions.made_alone(path) == html
        if is_remembered and not self._has_spoken and _is_past(text, self._now):
            try:
                self._memory.keep(TEXT, path, self._made_of(path, kind), to_json(text))
            except NotKeptError:
                self._memory.forget(TEXT, path)
        else:
            self._memory.forget(TEXT, path)
        text.__class__ = later.waiting(type(text))

        # What is remembered need not be kept here as well.
        read = self._html if is_remembered else partial(_noted, html)
        later.read_body_with(text, partial(read, text, path, generator))
        later.know_static_links(text, getattr(text, LINKS))


@dataclass(frozen=True, slots=True)
class _Restored:
    """A text that was not read."""

    text: Content
    kept: str
    """What `to_json` told of it."""

    kind: type[Content]
    generator: Generator

    def read_anew(self, path: str) -> Content:
        """What Pelican makes of the file `path` now."""
        generator = self.generator
        named = "article" if issubclass(self.kind, Article) else "page"
        return generator.readers.read_file(
            base_path=generator.path,
            path=os.path.relpath(path, generator.path),
            content_class=self.kind,
            context=generator.context,
            preread_signal=getattr(signals, f"{named}_generator_preread"),
            preread_sender=generator,
            context_signal=getattr(signals, f"{named}_generator_context"),
            context_sender=generator,
        )


def _tell_of_body(text: Content) -> str:
    """Set what is to be known of the HTML of `text` without loading it; returns the HTML."""
    html = str(vars(text)["_content"])
    setattr(text, DIGEST, digest_of_html(html))
    setattr(text, ATTACHES, _attaches(html))
    links = text.get_static_links() if any(mark in html for mark in _LINKING) else ()
    setattr(text, LINKS, sorted(links))
    return html


def _head(kept: str) -> tuple[object, ...]:
    """What `to_json` told of a text, in order, but for what only its HTML is made of."""
    told, same, known = json.loads(kept, object_pairs_hook=tuple)
    return told, same, [pair for pair in known if pair[0] != DIGEST]


def attaches_files(text: Content) -> bool:
    """True where `text` takes files to where its page is."""
    known: bool | None = getattr(text, ATTACHES, None)
    return _attaches(str(text._content)) if known is None else known


def static_links(text: Content) -> Collection[str]:
    """The files that `text` links to, in order."""
    known: Collection[str] | None = getattr(text, LINKS, None)
    return sorted(text.get_static_links()) if known is None else known


def _attaches(html: str) -> bool:
    return any(mark in html for mark in _ATTACHING)


def _noted(html: str, text: Content, *_found: object) -> str:
    note(text, DIGEST)
    return html


def _in_order(moment: datetime) -> str:
    """`moment` as a text that sorts as it does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _is_past(text: Content, now: datetime) -> bool:
    """True for a text whose date, if it has one, is no reason to read it again later."""
    date = getattr(text, "date", None)
    return date is None or (date.tzinfo is not None and date <= now)
