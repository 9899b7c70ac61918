"""Which portraits are no pictures, and how their author is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from fanfare.file_digests import signature_of
from fanfare.findings import Finding, Severity
from fanfare.memory import Memory
from social_cards.cards import Photo

_KIND = "social_cards.broken.1"


def broken(photos: Iterable[Photo], memory: Memory) -> Iterator[tuple[Photo, Finding]]:
    """Those of `photos` that are no pictures, each with a warning. Each file is tried once."""
    for photo in photos:
        seen = signature_of(Path(photo.file).stat())
        if memory.recall(_KIND, photo.file, seen, partial(_is_broken, photo.file)):
            message = "This photo cannot be read: social cards with it go without photos."
            remedy = "Save it as a PNG or a JPEG."
            yield photo, Finding("card-photo", message, remedy, Severity.WARNING, photo.shown_as)


def _is_broken(file: str) -> bool:
    from social_cards.photos import is_picture  # Pillow takes its time to load

    return not is_picture(file)
