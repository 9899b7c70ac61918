"""The fonts of the cards, and which of them shows a character.

No font has all characters: each grapheme is shown by the first one that has all of it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from social_cards.characters import (
    MOST_MARKS,
    cleaned,
    drawn,
    flattened,
    graphemes,
    is_mark,
    showable,
)
from social_cards.coverage import Coverage, coverage
from social_cards.scripts import can_be_set

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Typeface:
    """One font file, and how it is used beside Literata."""

    file: Path
    scale: float = 1.0
    """Its size for letters to look as large as Literata's."""

    emboldening: float = 0.0
    """How much its strokes gain in titles, in ems, where it comes in one weight only."""

    @cached_property
    def raw(self) -> bytes:
        """The file as it is."""
        return self.file.read_bytes()

    @cached_property
    def coverage(self) -> Coverage:
        """The characters it has."""
        return coverage(self.raw)

    @cached_property
    def digest(self) -> str:
        """What tells the file from any other."""
        return hashlib.sha256(self.raw).hexdigest()

    def has(self, grapheme: str) -> bool:
        """True where it can show all of `grapheme`."""
        return all(char in self.coverage for char in grapheme)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn for one grapheme."""

    face: Typeface
    text: str


BOLD = Typeface(FONTS / "literata-semibold.ttf")
REGULAR = Typeface(FONTS / "literata-regular.ttf")

OTHERS = (
    Typeface(FONTS / "noto-serif-semibold.ttf", 0.96),
    Typeface(FONTS / "noto-naskh-arabic-semibold.ttf", 1.14),
    Typeface(FONTS / "noto-serif-hebrew-semibold.ttf", 1.04),
    Typeface(FONTS / "noto-serif-armenian-semibold.ttf", 0.94),
    Typeface(FONTS / "noto-serif-georgian-semibold.ttf", 0.94),
    Typeface(FONTS / "noto-serif-thai-semibold.ttf", 1.0),
    Typeface(FONTS / "droid-sans-fallback.ttf", 0.94, 0.011),
    Typeface(FONTS / "droid-sans-fallback-extension-a.ttf", 0.94, 0.011),
    Typeface(FONTS / "noto-emoji-semibold.ttf", 0.9),
    Typeface(FONTS / "noto-sans-math.ttf", 0.94, 0.008),
    Typeface(FONTS / "noto-sans-symbols.ttf", 0.94),
    Typeface(FONTS / "noto-sans-symbols2.ttf", 0.94, 0.008),
)


class Family:
    """Typefaces that stand in for each other, the first one first."""

    def __init__(self, faces: Sequence[Typeface], *, bold: bool) -> None:
        self.faces = faces
        self.bold = bold
        """True where strokes are made as strong as those of the first one."""

        self._known: dict[str, tuple[Shown | None, bool]] = {}

    def found(self, grapheme: str) -> Shown | None:
        """How `grapheme` is shown; None where it is not to be drawn at all.

        What no typeface has is shown as what Unicode holds for compatible (NFKC), or without its
        marks.
        """
        return self._look_up(grapheme)[0]

    def shown(self, text: str) -> str:
        """`text` on one line, of graphemes that are shown, each as what it is."""
        text = flattened(cleaned(text))
        if text.isascii():
            return text
        kept = [one for one in graphemes(text) if self.found(one) or not drawn(one)]
        return cleaned("".join(kept)) if any(map(drawn, kept)) else ""

    def missing(self, text: str) -> list[str]:
        """The graphemes of `text` that are not shown as what they are, each once."""
        text = cleaned(text)
        if text.isascii():
            return []
        shown = (one for grapheme in graphemes(text) for one in showable(grapheme))
        return list(dict.fromkeys(one for one in shown if not self._look_up(one)[1]))

    def _look_up(self, grapheme: str) -> tuple[Shown | None, bool]:
        """How `grapheme` is shown, and whether that is what the author wrote."""
        known = self._known.get(grapheme)
        if known is None:
            known = self._known[grapheme] = self._find(grapheme)
        return known

    def _find(self, grapheme: str) -> tuple[Shown | None, bool]:
        written = drawn(grapheme)
        if not written or written.isspace():
            return (Shown(self.faces[0], " ") if written else None), True
        if not can_be_set(written[0]):
            return None, False
        same = unicodedata.normalize("NFKC", written)
        settable = "".join(filter(can_be_set, written))
        alike = settable.translate(_ALIKE)
        for way in (
            _composed(settable),
            settable,
            alike,
            same,
            written[: 1 + MOST_MARKS],
            written[0],
        ):
            face = next((face for face in self.faces if face.has(way)), None)
            if face and sum(map(is_mark, way)) <= MOST_MARKS:
                is_same = way == alike or unicodedata.normalize("NFKC", way) == same
                return Shown(face, way), is_same and settable == written
        return None, False


def _composed(written: str) -> str:
    """A Hebrew letter with those of its points that Unicode has as one character."""
    if not "\u05d0" <= written[0] <= "\u05ea":
        return written
    for char, parts in _HEBREW:
        if parts[0] == written[0] and set(parts) <= set(written):
            return char + "".join(point for point in written if point not in parts)
    return written


_HEBREW = sorted(
    ((char, unicodedata.normalize("NFD", char)) for char in map(chr, range(0xFB2A, 0xFB4F))),
    key=lambda one: -len(one[1]),
)
"""Letters with points, which fonts place better than a rule; those with more points first."""

_ALIKE = str.maketrans("〈〉", "⟨⟩")
"""Brackets of Chinese that our font of it lacks, and those of mathematics."""


def families(further: Sequence[Path]) -> tuple[Family, Family]:
    """The bold family and the regular one; the author's `further` fonts go before our fallbacks."""
    own = tuple(Typeface(file) for file in further)
    return Family((BOLD, *own, *OTHERS), bold=True), Family((REGULAR, *own, *OTHERS), bold=False)
