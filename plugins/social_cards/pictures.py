"""A card as other plugins and themes meet it: a `fanfare.pictures.Picture`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from fanfare.watching import Made
from social_cards.cards import HEIGHT, WIDTH, Card
from social_cards.studio import Studio

if TYPE_CHECKING:
    from pelican.contents import Content


class Says(Protocol):
    """What knows what cards say: that of a text, or of the site, where there is None."""

    def card(self, of: Content | None) -> Card:
        """What is on it."""

    def alt(self, of: Content | None) -> str:
        """The same in a sentence."""


class SocialCard:
    """The card of one text, or of the site. It is drawn when it is first read.

    It says what the text says once everything is read, which the text has as `on_social_card`:
    nobody is to read it before Pelican's signal `all_generators_finalized`. Whoever reads it
    depends on what it says.
    """

    type = "image/png"
    width, height = WIDTH, HEIGHT

    __slots__ = ("_length", "_of", "_says", "_studio", "file")

    def __init__(self, file: str, studio: Studio, says: Says, of: Content | None) -> None:
        self.file = file
        """Relative to the output folder."""

        self._studio = studio
        self._says = says
        self._of = of
        self._length: Made[int] | None = None  # most are never asked for it

    def fact(self) -> tuple[Content | None, str]:
        """Whose card it is, and where it is; not what it says."""
        return self._of, self.file

    @property
    def url(self) -> str:
        """Its address, from the site's root."""
        return quote(self.file)

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return self._says.alt(self._of)

    @property
    def card(self) -> Card:
        """What is on it: no photos where one of them was found out to be none."""
        card: Card = self._of.on_social_card if self._of else self._says.card(None)
        broken = self._studio.broken_photos
        if any(photo.file in broken for photo in card.photos):
            return replace(card, photos=())
        return card

    @property
    def length(self) -> int:
        """Its size in bytes."""
        if self._length is None:
            self._length = Made(lambda: len(self.read()))
        return self._length.value

    def read(self) -> bytes:
        """The PNG."""
        return self._studio.picture(self.card)

    def drawn(self, width: int, height: int) -> bytes:
        """The same as a PNG of another size, in pixels. It is not remembered."""
        return self._studio.drawing(self.card, width, height)
