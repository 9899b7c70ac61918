"""What the card of an article or page says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from fanfare import watching
from fanfare.file_digests import signature_of
from social_cards.cards import COLOURS, MOST_PHOTOS, Card, Photo
from social_cards.characters import SOFT_HYPHEN, cleaned

if TYPE_CHECKING:
    from pelican.contents import Content

Settings = Mapping[str, Any]  # as Pelican has them

_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_STOPS = (".", "!", "?", "…", "。", "．", "！", "？", "؟", "۔")
_CLOSING = "\"')]}’”“»›」』）】》 "

_LONGEST_NAME = 200
"""Bytes of a part of a file's path: most disks take 255."""

_UNUSUAL = re.compile(r"[^\w./-]+")
_USUAL_ADDRESS = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}(?:/|$))*")
"""Of such an address, nothing has to be changed for it to be the path of a file."""


def file_of(url: str, pattern: str) -> str:
    """The file of the card of the page at `url`, relative to the site's root."""
    path = url.rstrip("/") if _USUAL_ADDRESS.fullmatch(url) else _path_of(url)
    return pattern.replace("{path}", path or "index")


def _path_of(url: str) -> str:
    """The path in an address, as disks take it."""
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    names = _UNUSUAL.sub("-", unquote(address)).split("/")
    return "/".join(_short(name) for name in names if name.strip("."))


def another_file(file: str, url: str) -> str:
    """The file of the page at `url`, where that of another page is `file`."""
    return f"{file.removesuffix('.png')}-{_mark(url)}.png"


def _short(name: str) -> str:
    """`name`, or the beginning of one that disks do not take."""
    raw = name.encode()
    if len(raw) <= _LONGEST_NAME:
        return name
    return f"{raw[: _LONGEST_NAME - 9].decode(errors='ignore')}-{_mark(name)}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def address_of(file: str) -> str:
    """The address of `file`, from the site's root."""
    return quote(file)


@dataclass(frozen=True, slots=True)
class OfSite:
    """What the cards of one site say."""

    settings: Settings

    def card(self, of: Content | None) -> Card:
        """What the card of a text says, or that of the whole site."""
        return card_of(of, self.settings) if of else site_card(self.settings)

    def alt(self, of: Content | None) -> str:
        """The same in a sentence."""
        return alt_of(of, self.settings) if of else site_alt(self.settings)


def card_of(content: Content, settings: Settings) -> Card:
    """What the card of `content` says."""
    names = authors_of(content)
    return Card(
        title=title_of(content, settings),
        site=str(settings["SITENAME"]),
        names=tuple(names),
        note=settings["SOCIAL_CARD_READING_TIME"].format(minutes=_minutes(content)),
        photos=_photos(names, content, settings),
        colours=_colours(settings),
    )


def alt_of(content: Content, settings: Settings) -> str:
    """The same in a sentence, for those who do not see it."""
    title, names = cleaned(title_of(content, settings)), authors_of(content)
    title = title.replace(SOFT_HYPHEN, "")
    stop = "" if title.rstrip(_CLOSING).endswith(_STOPS) else "."
    by = f"By {_and(names)}, on" if names else "On"
    return f"{title}{stop} {by} {settings['SITENAME']}."


def site_card(settings: Settings) -> Card:
    """What the card of the whole site says."""
    name, author = str(settings["SITENAME"]), str(settings.get("AUTHOR") or "")
    positioning = str(settings.get("POSITIONING") or "")
    photo = author_photo(settings)
    return Card(
        title=positioning or name,
        site=name if positioning else "",
        names=(author,) if author else (),
        photos=(photo,) if photo and author else (),
        colours=_colours(settings),
    )


def site_alt(settings: Settings) -> str:
    """The same in a sentence."""
    author, positioning = settings.get("AUTHOR"), settings.get("POSITIONING")
    by = f", by {author}" if author else ""
    return f"{settings['SITENAME']}{by}{f': {positioning}' if positioning else '.'}"


def title_of(content: Content, settings: Settings) -> str:
    """The title in plain text: where templates do not escape it, it is HTML."""
    title = str(content.title)
    if settings["JINJA_ENVIRONMENT"].get("autoescape"):
        return title
    return unescape(_TAG.sub("", title))


def authors_of(content: Content) -> list[str]:
    """The names of those who wrote it."""
    return [str(author.name) for author in getattr(content, "authors", ())]


def author_photo(settings: Settings) -> Photo | None:
    """The portrait of the author whose site it is."""
    return _photo(settings.get("AUTHOR_PHOTO", "images/portrait.png"), settings)


def photos_of(contents: Iterable[Content], settings: Settings) -> list[Photo]:
    """The portraits that may be on the cards of `contents`, or of the site."""
    # Guests are set where there are some; to make out for all others that there are none is long.
    with_guests = (content for content in contents if "guests" in vars(content))
    paths = {path: None for content in with_guests for _name, path in _portraits(content)}
    found = (author_photo(settings), *(_photo(path, settings) for path in paths))
    return [photo for photo in found if photo]


def _photos(names: Sequence[str], content: Content, settings: Settings) -> tuple[Photo, ...]:
    """The portraits of those of `names` that are guests, or the author."""
    portraits = dict(_portraits(content))
    found: Iterable[Photo | None] = (
        _photo(portraits[name], settings)
        if name in portraits
        else author_photo(settings)
        if name == settings.get("AUTHOR")
        else None
        for name in names
    )
    return tuple(photo for photo in found if photo)[:MOST_PHOTOS]


def _portraits(content: Content) -> Iterator[tuple[str, str]]:
    """The names of guests, and their photos; a line `Guests:` in a head is no guest."""
    guests = getattr(content, "guests", ())
    for guest in guests if isinstance(guests, list | tuple) else ():
        name, photo = getattr(guest, "name", None), getattr(guest, "record", None)
        path = getattr(photo, "photo", None)
        if isinstance(name, str) and isinstance(path, str):
            yield name, path


def _minutes(content: Content) -> int:
    """How long it takes to read; a line `Reading:` in a head does not say so."""
    minutes = getattr(getattr(content, "reading", None), "minutes", None)
    if isinstance(minutes, int):
        return minutes
    from fanfare.reading import read  # which waits for lxml; others may have measured it

    return read(content._content).minutes


def _photo(path: str, settings: Settings) -> Photo | None:
    file = Path(settings["PATH"], path)
    if not path or not watching.is_file(file):
        return None
    shown_as = f"{Path(settings['PATH']).name}/{path}"
    return Photo(str(file), _digest(file, signature_of(file.stat())), shown_as)


@cache
def _digest(file: Path, _signature: str) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _colours(settings: Settings) -> tuple[tuple[str, str], ...]:
    return tuple({**COLOURS, **settings["SOCIAL_CARD_COLOURS"]}.items())


def _and(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
