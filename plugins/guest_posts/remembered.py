"""What was made in an earlier build, by the same code and of the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fanfare.memory import Json, Memory, digest_of

if TYPE_CHECKING:
    from pelican.contents import Content


@dataclass(frozen=True, slots=True)
class Remembered:
    """Results of functions that are costly. `code` tells this code from any other.

    Where it is empty nobody knows, and nothing is remembered.
    """

    memory: Memory
    code: str = ""

    def of_body(self, kind: str, text: Content, make: Callable[[], Json], *besides: str) -> Json:
        """`make()`, which depends on what Markdown made of `text`, and on `besides`."""
        digest = getattr(text, "body_digest", "")
        return (
            self._recall(kind, str(text.source_path), make, digest, *besides) if digest else make()
        )

    def of_words(self, kind: str, key: str, words: str, make: Callable[[], Json]) -> Json:
        """`make()`, which depends on `words`; there is one result for each `key`."""
        return self._recall(kind, key, make, words)

    def _recall(self, kind: str, key: str, make: Callable[[], Json], *of_what: str) -> Json:
        if not self.code:
            return make()
        return self.memory.recall(kind, key, digest_of(self.code, *of_what), make)
