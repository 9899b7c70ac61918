"""A card as other plugins and themes meet it: a `fanfare.pictures.Picture`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from fanfare.findings import Finding, Severity, warn
from social_cards.cards import HEIGHT, WIDTH, Card
from social_cards.studio import Studio


class SocialCard:
    """The card of one text, or of the site. It is drawn when it is first read.

    It says what the text says once everything is read: nobody is to read it before Pelican's signal
    `all_generators_finalized`.
    """

    type = "image/png"
    width, height = WIDTH, HEIGHT

    def __init__(
        self, url: str, file: str, studio: Studio, card: Callable[[], Card], alt: Callable[[], str]
    ) -> None:
        self.url = url
        """Its address, from the site's root."""

        self.file = file
        """Relative to the output folder."""

        self._studio = studio
        self._card = card
        self._alt = alt

    @property
    def alt(self) -> str:
        """What it shows, in words."""
        return self._alt()

    @cached_property
    def card(self) -> Card:
        """What is on it."""
        return self._card()

    @cached_property
    def length(self) -> int:
        """Its size in bytes."""
        return len(self.read())

    def read(self) -> bytes:
        """The PNG."""
        return self._without_broken_photos(self._studio.picture)

    def drawn(self, width: int, height: int) -> bytes:
        """The same as a PNG of another size, in pixels. It is not remembered."""
        return self._without_broken_photos(lambda card: self._studio.drawing(card, width, height))

    def _without_broken_photos(self, picture: Callable[[Card], bytes]) -> bytes:
        """What `picture` makes of the card, or of the card without photos."""
        if not self._has_broken_photo():
            try:
                return picture(self.card)
            except OSError:
                if not self._finds_broken_photo():
                    raise
        self.card = replace(self.card, photos=())
        return picture(self.card)

    def _has_broken_photo(self) -> bool:
        return any(photo.file in self._studio.broken_photos for photo in self.card.photos)

    def _finds_broken_photo(self) -> bool:
        """Look for one, and say so."""
        from social_cards.photos import is_picture  # Pillow takes its time to load

        for photo in self.card.photos:
            if not is_picture(photo.file):
                self._studio.broken_photos.add(photo.file)
                message = "This photo cannot be read: social cards with it go without photos."
                remedy = "Save it as a PNG or a JPEG."
                warn(Finding("card-photo", message, remedy, Severity.WARNING, photo.shown_as))
        return self._has_broken_photo()
