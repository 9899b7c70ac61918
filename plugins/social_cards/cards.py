"""What a card says, and what tells it from any other. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

WIDTH, HEIGHT = 1200, 627
"""What LinkedIn shows whole, in pixels."""

MOST_BYTES = 99_000
"""What a card of this size may weigh."""

DESIGN = 2
"""To be raised by whoever changes what is drawn: cards of another design are drawn anew."""

MOST_PHOTOS = 3

COLOURS = {
    "paper": "#fbf8f2",
    "ink": "#1f2a37",
    "soft": "#57606b",
    "rule": "#ddd2bd",
    "mark": "#a04526",
}
"""Those of the theme Folio by day."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A portrait in the site's content."""

    file: str
    digest: str
    """What tells the picture from any other."""

    shown_as: str = ""
    """The file as messages name it."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is on a card."""

    title: str
    site: str = ""
    names: tuple[str, ...] = ()
    """Of its authors."""

    note: str = ""
    """What stands under the names: how long the text takes to read."""

    photos: tuple[Photo, ...] = ()
    """Of its authors, at most `MOST_PHOTOS`."""

    colours: tuple[tuple[str, str], ...] = tuple(COLOURS.items())

    def as_json(self) -> dict[str, Any]:
        """The card as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Card:
        """The card that `as_json` told of."""
        photos = tuple(Photo(**photo) for photo in said["photos"])
        colours = tuple((name, colour) for name, colour in said["colours"])
        return cls(**{**said, "names": tuple(said["names"]), "photos": photos, "colours": colours})


def makers(fonts: Sequence[str]) -> tuple[str, ...]:
    """What a card depends on besides what is on it, `fonts` being the digests of these."""
    from importlib.metadata import version  # late: most builds draw nothing

    packages = ("pillow", "python-bidi", "arabic-reshaper")
    return (str(DESIGN), *(f"{name} {version(name)}" for name in packages), *fonts)


def key(card: Card, makers: Sequence[str]) -> str:
    """What tells the picture of `card` from any other: 64 hexadecimal digits."""
    photos = [photo.digest for photo in card.photos]
    said = [card.title, card.site, card.names, card.note, photos, card.colours]
    inputs = json.dumps([WIDTH, HEIGHT, *said, *makers])
    return hashlib.sha256(inputs.encode()).hexdigest()
