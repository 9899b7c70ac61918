"""Kits made in memory: of Markdown as the site reads it, with pictures that are drawn here."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markdown import Markdown
from PIL import Image

from fanfare.site import MARKDOWN
from syndication.kit.article import Article, article
from syndication.kit.byline import Publisher
from syndication.kit.kit import Kit, Limits, make_kit
from syndication.kit.markup import html_of
from tests.syndication.entries import an_entry

URL = "https://tiny.example/posts/knots/"
EVERYTHING = Path(__file__).with_name("everything.md")
TINY = Publisher("Tiny", "Ada Quill")
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
LIMITS = Limits(commentary=3000, kit_title=150, kit_body=125_000, cover=(1920, 1080))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<rect width="40" height="20"/></svg>'
)


def read_markdown(text: str) -> str:
    """The HTML that `text` becomes on a site with Fanfare's settings, its extensions included."""
    options: Any = MARKDOWN
    extensions = sorted({*options["extensions"], *options["extension_configs"]})
    return Markdown(**{**options, "extensions": extensions}).convert(text)


def an_article(content: str, suffix: str = ".png") -> Article:
    """The article of `content`, with a file for each picture where there is a `suffix`."""
    return article(content, URL, lambda _source: suffix)


def pasted(content: str) -> str:
    """What the clipboard has of `content`."""
    return html_of(an_article(content).blocks)


def a_picture(form: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A picture in a file of this form, of two colours."""
    picture = Image.new("RGB", size, "#17585f")
    picture.paste("#e8a585", (0, 0, size[0] // 2, size[1] // 2))
    made = io.BytesIO()
    picture.save(made, form, **options)
    return made.getvalue()


@dataclass(frozen=True)
class DrawnPicture:
    """A picture that can be drawn in any size."""

    url: str = "cards/posts/knots.png"
    type: str = "image/png"
    width: int = 1200
    height: int = 627
    alt: str = "Knots, by Ada Quill"

    @property
    def length(self) -> int:
        return len(self.read())

    def read(self) -> bytes:
        return self.drawn(self.width, self.height)

    def drawn(self, width: int, height: int) -> bytes:
        return a_picture(size=(width, height))


def read_picture(address: str) -> bytes | None:
    """The picture at `address`: everything on the site itself is there."""
    if not address.startswith("https://tiny.example/"):
        return None
    form = {"svg": "", "webp": "WEBP", "jpg": "JPEG", "gif": "GIF"}.get(
        address.rpartition(".")[2], "PNG"
    )
    return a_picture(form) if form else SVG


def a_kit(markdown: str = "Text.", limits: Limits = LIMITS, **changes: Any) -> Kit:
    """The kit of an entry with `markdown` and `changes`."""
    said = {"content": read_markdown(markdown), "picture": DrawnPicture(), **changes}
    return make_kit(an_entry(**said), TINY, limits, NOW, read_picture)
