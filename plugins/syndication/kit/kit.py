"""All that a kit holds, made of one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.pictures import Picture
from syndication.kit import checks
from syndication.kit.article import Article, article
from syndication.kit.blocks import Block, Line, Paragraph, Run, Style, text_of
from syndication.kit.byline import Publisher, byline, guests_of, sentence
from syndication.kit.markup import html_of, text_of_blocks
from syndication.kit.uploads import Upload, upload_of
from syndication.linkedin.commentary import commentary
from syndication.linkedin.hashtags import hashtags
from syndication.records import Entry


@dataclass(frozen=True, slots=True)
class Limits:
    """What LinkedIn's editor takes, as `LINKEDIN_LIMITS` says; lengths in UTF-16 units."""

    commentary: int
    kit_title: int
    kit_body: int
    cover: tuple[int, int]
    """Width and height in pixels."""


@runtime_checkable
class Drawable(Protocol):
    """A picture that can be drawn in any size."""

    def drawn(self, width: int, height: int) -> bytes:
        """The same picture as a PNG of this size."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture above an article."""

    name: str
    upload: Upload
    alt: str


@dataclass(frozen=True, slots=True)
class Kit:
    """An article ready to paste, and what goes with it."""

    entry: Entry
    guests: tuple[str, ...]
    """Whose text it is as well, or alone: it stands under another's profile."""

    limits: Limits
    article: Article
    """With the lines that say who wrote it and where it was published, and the hashtags."""

    html: str
    """For the clipboard."""

    text: str
    """For the clipboard, where HTML cannot be pasted."""

    cover: Cover | None
    pictures: Mapping[str, Upload]
    """The files of the article's images, by their names in the kit."""

    post: str
    """The companion post."""

    hashtags: tuple[str, ...]
    """Without `#`."""

    findings: tuple[Finding, ...]
    """Warnings."""


def make_kit(
    entry: Entry,
    publisher: Publisher,
    limits: Limits,
    now: datetime,
    read: Callable[[str], bytes | None],
) -> Kit:
    """The kit of `entry`; `read` gives the picture at an address, None where it is not there.

    Raises `FanfareError` where there is nothing to paste: the text is on another site, is not for
    LinkedIn, or is empty.
    """
    checks.refuse(entry)

    @cache
    def upload(source: str) -> Upload | None:
        raw = read(source)
        return None if raw is None else upload_of(raw)

    def suffix_of(source: str) -> str:
        found = upload(source)
        return found.suffix if found else ""

    made = article(entry.content, entry.url, suffix_of)
    if not made.blocks:
        message = "There is no text in it that could be pasted."
        raise FanfareError(Finding("kit", message, "Write some.", source=entry.file))
    tags = hashtags(entry.tags)
    by = byline(entry, publisher)
    guests = tuple(guest.name for guest in guests_of(entry, publisher))
    beginning = [Paragraph(by)] if by else []
    ending = _ending(entry, publisher.name, tags)
    whole = replace(made, blocks=(*beginning, *made.blocks, *ending))
    uploads = {image.name: upload(image.source) for image in made.images}
    pictures = {name: found for name, found in uploads.items() if found and found.suffix}
    cover, on_cover = _cover(entry.picture, limits.cover)
    text = text_of_blocks(whole.blocks)
    findings = (
        *checks.guests([author.name for author in entry.authors], guests),
        *checks.held_back(entry, now),
        *made.findings,
        *checks.lengths(entry.title, text, limits.kit_title, limits.kit_body),
        *checks.hashtags(tags),
        *on_cover,
        *(one for image in made.images for one in checks.picture(image, uploads[image.name])),
    )
    return Kit(
        entry,
        guests,
        limits,
        whole,
        html_of(whole.blocks),
        text,
        cover,
        pictures,
        _companion_post(entry, by, limits.commentary),
        tags,
        tuple(replace(finding, source=entry.file) for finding in findings),
    )


def _companion_post(entry: Entry, by: Line, limit: int) -> str:
    """The commentary; who wrote the text is as little cut off as what is owed to readers."""
    owed = "\n\n".join(filter(None, (text_of(by), entry.owed)))
    return commentary(replace(entry, byline="", owed=owed), limit)


def _ending(entry: Entry, site_name: str, tags: tuple[str, ...]) -> Iterator[Block]:
    """Hashtags, and where it was published first: the editor has no field for a canonical URL."""
    if tags:
        yield Paragraph((Run(" ".join(f"#{tag}" for tag in tags)),))
    url = entry.original or entry.url
    name = (urlsplit(url).hostname or "").removeprefix("www.") if entry.original else site_name
    link = Run(name, Style(href=url))
    yield Paragraph(sentence((Run("Originally published at "), link)))


def _cover(picture: Picture | None, size: tuple[int, int]) -> tuple[Cover | None, list[Finding]]:
    if picture is None:
        remedy = "Name one in its head, as Image:"
        return None, [checks.warning("cover", "There is no cover.", remedy)]
    is_drawn = isinstance(picture, Drawable)
    upload = upload_of(picture.drawn(*size) if isinstance(picture, Drawable) else picture.read())
    if not upload.suffix:
        message = f"The cover {picture.url} is left out. {upload.remark}"
        return None, [checks.warning("cover", message, "Name another in its head, as Image:")]
    cover = Cover(f"cover{upload.suffix}", upload, picture.alt)
    return cover, [] if is_drawn else list(checks.cover(upload, size))
