"""Pictures in HTML: which they are, and what their files in the kit are called."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from syndication.kit.blocks import Image

_LONGEST_NAME = 40
_EMOJI = re.compile(r"\b(?:tw|wp-|open)?emoji(?:one)?\b")

_SVG_NAMES = (
    *("viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "spreadMethod"),
    *("patternUnits", "patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits"),
    *("maskContentUnits", "markerWidth", "markerHeight", "markerUnits", "refX", "refY"),
    *("textLength", "lengthAdjust", "startOffset", "pathLength", "stdDeviation", "baseFrequency"),
    *("numOctaves", "filterUnits", "primitiveUnits", "tableValues", "kernelMatrix"),
    *("linearGradient", "radialGradient", "clipPath", "textPath", "foreignObject"),
    *("feGaussianBlur", "feOffset", "feBlend", "feFlood", "feMerge", "feMergeNode"),
    *("feColorMatrix", "feComposite", "feDropShadow", "feTurbulence", "feDisplacementMap"),
)
"""Names in SVG that have capitals, which a reader of HTML takes from them."""
_SVG_NAME = re.compile(rf"(?<=[<\s/])({'|'.join(name.lower() for name in _SVG_NAMES)})(?=[\s=/>])")
_WITH_CAPITALS = {name.lower(): name for name in _SVG_NAMES}


def settle_drawings(body: Tag) -> None:
    """Make each drawing within the text a picture that has its data for an address (RFC 2397)."""
    for drawing in body.find_all("svg"):
        if drawing.find_parent("svg") is not None:
            continue
        title = drawing.find("title")
        said = drawing.get("aria-label") or (title.get_text() if title else "")
        picture = BeautifulSoup("", "lxml").new_tag("img", alt=str(said))
        if drawing.get("aria-hidden") != "true":
            drawing["xmlns"] = "http://www.w3.org/2000/svg"
            drawing["xmlns:xlink"] = "http://www.w3.org/1999/xlink"
            text = _SVG_NAME.sub(lambda found: _WITH_CAPITALS[found[1]], str(drawing))
            data = base64.b64encode(text.encode()).decode()
            picture["src"] = f"data:image/svg+xml;base64,{data}"
        drawing.replace_with(picture)


def is_character(tag: Tag) -> bool:
    """True for a picture that stands for a character, its alternative text."""
    classes = " ".join(str(name) for name in tag.get_attribute_list("class"))
    return bool(_EMOJI.search(classes) and tag.get("alt"))


def is_invisible(tag: Tag) -> bool:
    """True for a picture of one pixel, by which readers are counted."""
    return any(str(tag.get(name)) in ("0", "1") for name in ("width", "height"))


def source_of(tag: Tag, url: str) -> str:
    """The absolute address of the picture `tag`, relative ones from `url`; empty for none."""
    said = str(tag.get("src") or tag.get("data-src") or "").strip()
    try:
        address = urljoin(url, said) if said else ""
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https", "data") else ""


def alternative_of(tag: Tag) -> str:
    """What the picture `tag` shows, in words and on one line."""
    return " ".join(str(tag.get("alt") or "").split())


def named(number: int, source: str, alt: str, link: str, suffix_of: Callable[[str], str]) -> Image:
    """The picture number `number`, called after its file.

    `suffix_of` says what the file at `source` ends with in the kit: `.png`; empty where the kit
    cannot have it.
    """
    suffix = suffix_of(source)
    if suffix:
        name = f"{number:02}-{_stem(source)}{suffix}"
        return Image(number, name, source, alt, link)
    shown = "a picture within the page" if source.startswith("data:") else source
    return Image(number, shown, source, alt, link, is_here=False)


def _stem(source: str) -> str:
    if source.startswith("data:"):
        return "picture"
    file = unquote(urlsplit(source).path).rpartition("/")[2]
    stem = file.rpartition(".")[0] or file
    return re.sub(r"[^\w-]+", "-", stem)[:_LONGEST_NAME].strip("-_") or "picture"
