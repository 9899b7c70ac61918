"""What every template is given about the site, worked out from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.links import href
from fanfare.schema_org import script_data
from folio import images, newsletter, praise
from folio.images import Picture
from folio.sitemap import page_address
from folio.structured_data import Publisher

Settings = Mapping[str, Any]  # as Pelican has them

PRAISE = "content/data/praise.toml"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    name: str
    url: str
    """Relative to the site's root, or absolute."""

    external: bool


@dataclass(frozen=True, slots=True)
class SiteHas:
    """What a site may have or not: pages that only ask this need not know what it is."""

    guests: bool
    elsewhere: bool
    milestones: bool


def site_context(settings: Settings) -> dict[str, object]:
    """Names for templates; `folio.__init__` lists them.

    Raises `FanfareError` for mistakes in the praise, and for pictures of the site that are set
    and not there.
    """
    whose = publisher(settings)
    return {
        "site_address": settings["SITEURL"],
        "page_address": partial(page_address, settings["SITEURL"]),
        "href": href,
        "menu": [MenuItem(name, url, "://" in url) for name, url in settings.get("MENUITEMS", ())],
        "newsletter_form": newsletter.form(settings.get("NEWSLETTER")),
        "preview_image": preview_image(settings),
        "praise": praise.load(Path(settings["PATH"], "data", "praise.toml"), PRAISE),
        "author_photo": _picture(settings, "AUTHOR_PHOTO", settings.get("AUTHOR", "")),
        "site_json_ld": script_data(whose.website(), whose.person(whose.positioning)),
        "all_series": [],
    }


def publisher(settings: Settings) -> Publisher:
    """The author, as machines are told of them."""
    photo = _picture(settings, "AUTHOR_PHOTO")
    return Publisher(
        name=settings.get("AUTHOR", ""),
        site_name=settings["SITENAME"],
        address=settings["SITEURL"],
        profiles=tuple(url for _name, url in settings.get("SOCIAL", ())),
        photo=f"{settings['SITEURL']}/{photo.url}" if photo else "",
        positioning=settings.get("POSITIONING", ""),
    )


def preview_image(settings: Settings) -> Picture | None:
    """What link previews show of pages without a picture of their own."""
    return _picture(settings, "PREVIEW_IMAGE", settings["SITENAME"])


_USUAL_PICTURES = {
    "AUTHOR_PHOTO": "images/portrait.png",
    "PREVIEW_IMAGE": "images/site-preview.png",
}


def _picture(settings: Settings, name: str, alt: str = "") -> Picture | None:
    """The picture a setting names, or the usual one if it is there."""
    path = settings.get(name, _USUAL_PICTURES[name])
    url = settings["STATIC_URL"].format(path=path)
    found = images.picture(Path(settings["PATH"], path), url, alt)
    if found is None and name in settings:
        message = f'{name}: there is no picture "{path}" in content/.'
        remedy = f"Put one there, or take the line out: {_USUAL_PICTURES[name]} is found without."
        raise FanfareError(Finding("setting", message, remedy, source="pelicanconf.py"))
    return found
