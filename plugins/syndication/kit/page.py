"""The page with the button."""

from __future__ import annotations

from pathlib import Path

from fanfare.console import counted
from syndication.kit.byline import enumerated
from syndication.kit.kit import Kit
from syndication.kit.markup import preview_of
from syndication.linkedin.little_text import units

OWN = "fanfare-kit"
"""The name of the `<meta>` by which a kit is known again; it lists the kit's files."""

_TEMPLATE = Path(__file__).parents[1] / "templates" / "syndication" / "kit.html"


def page(kit: Kit, files: tuple[str, ...]) -> str:
    """The page of `kit`, whose `files` lie beside it."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    return template.render(
        kit=kit,
        entry=kit.entry,
        own=OWN,
        files=files,
        preview=preview_of(kit.article.blocks),
        clipboard={"html": kit.html, "text": kit.text},
        title_length=units(kit.entry.title),
        text_length=units(kit.text),
        post_length=units(kit.post),
        guests=enumerated(kit.guests),
        pictures=counted(len(kit.article.images), "picture"),
    )
