"""What Markdown made of the site's files, remembered from build to build.

A file's HTML is found again if its bytes are what they were, those of the files it includes, the
setting MARKDOWN, and the code that converts: Markdown, its extensions, this plugin.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib import import_module
from typing import Any

from fanfare.file_digests import FileDigests
from fanfare.memory import Json, Memory, digest_of, json_of
from fanfare.processes import is_orphan, shared
from quickbuild.conversion import Converted, Converter, Options

HTML = "quickbuild.html.1"

_WITH_OTHERS = " and other files"
"""What marks HTML that was made of several files, of which the digest of one tells nothing."""

FEWEST_FILES = 40
"""Fewer are converted sooner than a process has started."""

ANY = "any"
"""In the place of a file's path: nobody knows which others were read."""

_MOST_AHEAD = 1000
"""Of more, the HTML is remembered on disk, and not kept until it is asked for."""

_MOST_UNSAVED = 250
"""While others still convert, there is time to put what came on disk."""

_Told = tuple[str, dict[str, list[str]], str, Sequence[str] | None]
_Answer = tuple[str, _Told | None, dict[str, Json]]
"""A file, what `Converted` says of it, if anything, and what else was made of its HTML."""

OfHtml = Mapping[str, Callable[[str], Json]]
"""What other plugins want to be made of each HTML, by the kind under which it is remembered."""


class Conversions:
    """Markdown with `options` of any file; `code` is a digest of all code that has a part in it."""

    def __init__(
        self, options: Options, code: str, memory: Memory, digests: FileDigests, of_html: OfHtml
    ) -> None:
        self._converter_options = options
        self._converter: Converter | None = None
        self._memory = memory
        self._digests = digests
        self._of_html = of_html
        self.by_what = digest_of(code, json.dumps(options, sort_keys=True, default=repr))
        self._ahead: dict[str, Converted] = {}
        self._coming: Generator[list[_Answer], None, None] | None = None
        self._awaited: set[str] = set()
        self._unsaved = 0
        self._alone: dict[str, str] = {}
        self.included: set[str] = set()
        """The files that were read for the HTML of others, that anybody has asked for; or `ANY`."""

    @property
    def converter(self) -> Converter:
        """The Markdown instance, made when it is first needed."""
        if self._converter is None:
            self._converter = Converter(self._converter_options)
        return self._converter

    def convert(self, path: str) -> Converted:
        """What Markdown makes of the file at `path`. Raises what it raises."""
        while path in self._awaited and self._take_next():
            pass
        found = self._ahead.pop(path, None) or self._remembered(path)
        if found is None:
            found = self.converter.convert(path)
            self._keep(path, found)
        self.included.update((ANY,) if found.included is None else found.included)
        if found.included == () and found.source == self._digests.digest(path):
            self._alone[path] = found.html
        return found

    def pop(self, path: str, _default: object = None) -> Converted | None:
        """What Markdown makes of the file at `path`; None where it cannot read it."""
        try:
            return self.convert(path)
        except (OSError, UnicodeDecodeError):
            return None

    def unknown(self, paths: Iterable[str]) -> list[str]:
        """Those of `paths` that must be converted."""
        known = self._memory.made_of(HTML)
        return [
            path
            for path in paths
            if path not in known
            or (known[path] != self.source_of(path) and self._remembered(path) is None)
        ]

    def convert_ahead(self, paths: Sequence[str]) -> None:
        """Begin to convert the files at `paths` on all cores; what cannot be is left to its reader.

        It goes on while this process does something else, until `finish`.
        """
        if len(paths) < FEWEST_FILES:
            return
        parent, here = os.getpid(), self.converter

        def convert(part: Sequence[str]) -> list[_Answer]:
            answer: list[_Answer] = []
            for path in part:
                if os.getpid() != parent and is_orphan(parent):
                    break
                answer.append((path, None, {}))
                try:
                    made = here.convert(path)
                    made_of = self._made_of(made.html)
                except Exception:  # noqa: S112 -- the reader of this file meets it again
                    continue
                if made.included is None and os.getpid() != parent:
                    continue  # it has something to say, which nobody hears from a copy
                said = (made.html, made.meta, made.source, made.included)
                answer[-1] = (path, said, made_of)
            return answer

        self._awaited.update(paths)
        self._coming = shared(paths, FEWEST_FILES, convert, in_parts=False)
        self._take_next()  # with which the copies begin; of many files, with the one after

    def finish(self) -> None:
        """Wait for all that is being converted, and put it on disk."""
        while self._take_next():
            pass
        self._memory.save()

    def close(self) -> None:
        """Convert nothing more of what nobody has asked for."""
        if self._coming:
            self._coming.close()

    def _take_next(self) -> bool:
        """Take what comes next of what is being converted; False where nothing does."""
        answer = next(self._coming, None) if self._coming else None
        if answer is None:
            return False
        for path, said, made_of in answer:
            self._awaited.discard(path)
            if said is None:
                continue
            html, meta, source, included = said
            files = None if included is None else tuple(included)
            found = Converted(html, meta, source, files)
            self._keep(path, found, made_of)
            if files is None or len(self._ahead) < _MOST_AHEAD:
                self._ahead[path] = found
            self._unsaved += 1
        if self._unsaved > _MOST_UNSAVED:
            self._memory.save()
            self._unsaved = 0
        return True

    def forget_others(self, paths: Iterable[str]) -> None:
        """Forget all files but those at `paths`."""
        self._memory.forget_others(HTML, set(paths))

    def html(self, path: str) -> str | None:
        """The remembered HTML of the file at `path`, as its bytes are now."""
        found = self._remembered(path)
        return found.html if found else None

    def made_alone(self, path: str) -> str | None:
        """The HTML that `convert` has made of the file at `path`, for whoever asks first.

        None where it was made of other files as well, or of other bytes than the build goes by.
        """
        return self._alone.pop(path, None)

    def source_of(self, path: str) -> str:
        """What tells the bytes of a file, and how they are converted, from any others."""
        return f"{self.by_what}:{self._digests.digest(path)}"

    def _remembered(self, path: str) -> Converted | None:
        source = self._digests.digest(path)
        of_what = self.source_of(path)
        kept = self._memory.find(HTML, path, of_what)
        if kept is None:
            kept = self._memory.find(HTML, path, of_what + _WITH_OTHERS)
        if kept is None:
            return None
        html, meta, included = json.loads(kept)
        if any(self._digests.digest(file) != digest for file, digest in included):
            return None
        return Converted(html, meta, source, tuple(file for file, _digest in included))

    def _keep(self, path: str, made: Converted, made_of: Mapping[str, Json] | None = None) -> None:
        if made.included is not None:
            included = [(file, self._digests.digest(file)) for file in made.included]
            text = json_of([made.html, made.meta, included])
            of_what = f"{self.by_what}:{made.source}"
            self._memory.keep(HTML, path, of_what + _WITH_OTHERS * bool(included), text)
        self._keep_made_of(path, made.html, made_of or self._made_of(made.html))

    def _made_of(self, html: str) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for kind, make in self._of_html.items():
            with suppress(Exception):  # which whoever asks for it meets again
                made[kind] = make(html)
        return made

    def _keep_made_of(self, path: str, html: str, made: Mapping[str, Json]) -> None:
        digest = digest_of_html(html)
        for kind, value in made.items():
            self._memory.keep(kind, path, digest, json_of(value))


def digest_of_html(html: str) -> str:
    """The digest by which what was made of `html` is remembered."""
    return blake2b(html.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def functions_named(named: Mapping[str, str]) -> dict[str, Callable[[str], Any]]:
    """The functions that a setting names as `module:function`."""
    functions = {}
    for kind, name in named.items():
        module, _, function = name.partition(":")
        functions[kind] = getattr(import_module(module), function)
    return functions
