"""Rules about images; those that do not exist are found in `links`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.check.addresses import is_absolute
from workbench.check.built_site import BuiltSite
from workbench.check.faults import Clue, Fault
from workbench.check.links import each_link
from workbench.check.pages import Image, Kind, Page

HEAVY = 1_000_000
"""Bytes above which an image is called heavy: five seconds on a slow mobile net (1.6 Mbit/s)."""

PREVIEW_LARGEST = 5_000_000
PREVIEW_NARROWEST = 401
"""LinkedIn's limits for the image of a link preview: bytes, and the width in pixels below which
it becomes a thumbnail beside the title (LinkedIn Help, "Make your website shareable")."""


def without_alt(site: BuiltSite) -> Iterator[Fault]:
    """Images without a text for those who do not see them; an empty one means decoration."""
    for page, image in _each_image(site):
        if image.alt is None:
            yield Fault(
                page.path,
                f"{_called(image)} has no alternative text.",
                'Say what it shows, as in ![A desk](desk.png), or alt="" if it only decorates.',
                replace(_clue_to(site, page, image), beside="<img"),  # Markdown always writes one
            )


def nameless_links(site: BuiltSite) -> Iterator[Fault]:
    """Links that consist of an image without text: a screen reader has nothing to say."""
    for page, image in _each_image(site):
        if image.alt is not None and image.is_whole_link:
            yield Fault(
                page.path,
                f"{_called(image)} is all there is of a link, and has an empty alternative text.",
                "Say where the link leads.",
                _clue_to(site, page, image),
            )


def without_size(site: BuiltSite) -> Iterator[Fault]:
    """Images for which the browser cannot keep room, so that the text jumps."""
    for page, image in _each_image(site):
        target = site.addresses.resolve(page.base, image.url)
        is_missing = target.path is not None and target.file is None
        if not image.has_size and not is_missing:
            yield Fault(
                page.path,
                f"{_called(image)} has no width and height.",
                "Give both in pixels, so that the text does not jump when it arrives.",
                _clue_to(site, page, image),
            )


def heavy(site: BuiltSite) -> Iterator[Fault]:
    """Images that weigh more than a page should."""
    for page, link in each_link(site):
        size = site.files.get(link.target.file or "", 0)
        if link.kind is Kind.IMAGE and size > HEAVY:
            yield Fault(
                page,
                f'The image "{link.target.path}" weighs {size / 1_000_000:.1f} MB.',
                "Save it smaller, or as JPEG or WebP; 1 MB is plenty.",
                Clue((link.url,), link.target),
            )


def missing_previews(site: BuiltSite) -> Iterator[Fault]:
    """Images of link previews that do not exist."""
    for page, url in _each_preview(site):
        target = site.addresses.resolve(page.base, url)
        if target.path is not None and target.file is None:
            yield Fault(
                page.path,
                f'There is no image "{target.path}", which link previews would show.',
                "Put it there, or name another one.",
                Clue(target=target, keys=("image",)),
            )


def relative_previews(site: BuiltSite) -> Iterator[Fault]:
    """Images of link previews whose address is not absolute: networks do not complete it."""
    for page, url in _each_preview(site):
        if not is_absolute(url):
            yield Fault(
                page.path,
                f'The address of the image for link previews, "{url}", is not absolute.',
                "Let the template put the address of the site in front.",
                alike="relative preview",
            )


def unfit_previews(site: BuiltSite) -> Iterator[Fault]:
    """Images that LinkedIn does not show, or shows small."""
    for page, url in _each_preview(site):
        target = site.addresses.resolve(page.base, url)
        size = site.files.get(target.file or "", 0)
        width = site.preview_widths.get(target.file or "", 0)
        clue = Clue(target=target, keys=("image",))
        if size > PREVIEW_LARGEST:
            yield Fault(
                page.path,
                f'The preview image "{target.path}" weighs {size / 1_000_000:.1f} MB.',
                "LinkedIn shows none over 5 MB: save it smaller.",
                clue,
            )
        if 0 < width < PREVIEW_NARROWEST:
            yield Fault(
                page.path,
                f'The preview image "{target.path}" is only {width} pixels wide.',
                "LinkedIn shows it as a thumbnail: take one of 1200 x 627.",
                clue,
            )


def _each_image(site: BuiltSite) -> Iterator[tuple[Page, Image]]:
    for page in site.pages.values():
        for image in page.images:
            yield page, image


def _each_preview(site: BuiltSite) -> Iterator[tuple[Page, str]]:
    for page in site.pages.values():
        if url := page.open_graph.get("image"):
            yield page, url


def _called(image: Image) -> str:
    name = re.split("[?#]", image.url)[0].rpartition("/")[2]
    return f'The image "{name}"' if name and not image.url.startswith("data:") else "An image"


def _clue_to(site: BuiltSite, page: Page, image: Image) -> Clue:
    return Clue((image.url,), site.addresses.resolve(page.base, image.url))
