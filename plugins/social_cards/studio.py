"""Who is asked for a card: it is remembered, being drawn in another process, or drawn now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from social_cards.cards import HEIGHT, WIDTH, Card, key, makers
from social_cards.store import Store
from social_cards.workers import Workers

if TYPE_CHECKING:
    from social_cards.typefaces import Family

Complain = Callable[[OSError], None]


class Studio:
    """Where the cards of one build are drawn.

    `fonts` are the author's own; `complain` is told once where the store cannot be written.
    """

    def __init__(self, store: Path, fonts: Iterable[Path], cores: int, complain: Complain) -> None:
        self.store = Store(store)
        self.fonts = list(fonts)
        self.cores = cores
        self.drawn = 0
        """How many cards were not remembered."""

        self.broken_photos: set[str] = set()
        """Those that are no pictures, as their author was told."""

        self._keys: dict[Card, str] = {}
        self._complain: Complain | None = complain
        self._workers: Workers | None = None
        self._given_out: frozenset[str] = frozenset()

    @cached_property
    def families(self) -> tuple[Family, Family]:
        """The bold typefaces and the regular ones."""
        from social_cards.typefaces import families  # late: most builds draw nothing

        return families(self.fonts)

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """What all cards depend on."""
        bold, regular = self.families
        return makers([face.digest for face in (*bold.faces, regular.faces[0])])

    def key(self, card: Card) -> str:
        """What tells the picture of `card` from any other."""
        if card not in self._keys:
            self._keys[card] = key(card, self.makers)
        return self._keys[card]

    def begin(self, cards: Iterable[Card]) -> None:
        """Have those of `cards` drawn that are not remembered, where that is many."""
        asked = {self.key(card): card for card in cards}
        missing = {name: card for name, card in asked.items() if not self.store.has(name)}
        self._given_out = frozenset(missing)
        self._workers = Workers(missing, self.store.folder, self.fonts, self.cores)

    def picture(self, card: Card) -> bytes:
        """The PNG of `card`. Raises `OSError` where a photo cannot be read."""
        name = self.key(card)
        if self._workers and name in self._given_out:
            self._workers.wait()
            self._workers = None
        known = self.store.get(name)
        if known is not None:
            self.drawn += name in self._given_out
            self._given_out -= {name}
            return known
        made = self.drawing(card, WIDTH, HEIGHT)
        self.drawn += 1
        self._given_out -= {name}
        self._keep(name, made)
        return made

    def drawing(self, card: Card, width: int, height: int) -> bytes:
        """`card` drawn at another size, which nobody remembers. Raises as `picture`."""
        from social_cards.drawing import draw  # Pillow takes its time to load

        return draw(card, *self.families, width, height)

    def _keep(self, name: str, made: bytes) -> None:
        if self._complain is None:
            return
        try:
            self.store.put(name, made)
        except OSError as error:
            self._complain(error)
            self._complain = None
