"""A picture as LinkedIn takes it: JPG, PNG or GIF of fewer than 36,152,320 pixels.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api says so of its
API; its editor takes no other files.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

PIXELS = 36_152_319
"""The most that a picture may have."""

_SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif"}
_DRAWING_WIDTH = 1600
"""A drawing has no size of its own; this is what an article's column needs on a dense screen."""

_SVG = re.compile(rb"\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for LinkedIn."""

    raw: bytes = b""
    suffix: str = ""
    """What its name ends with; empty where the picture cannot be used."""

    width: int = 0
    height: int = 0
    remark: str = ""
    """What the author should know of it: why it cannot be used, or what was done to it."""


def upload_of(raw: bytes) -> Upload:
    """The picture in the file `raw`, as it is where that can be."""
    if _SVG.match(raw.removeprefix(b"\xef\xbb\xbf")):
        return _drawn(raw)
    try:
        with warnings.catch_warnings():
            # Large pictures are what this is for; what is absurdly large is still refused.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw)) as picture:
                return _taken(picture, raw)
    except UnidentifiedImageError:
        return Upload(remark="It is no picture that can be read.")
    except Image.DecompressionBombError:
        return Upload(remark="It has far too many pixels.")
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow says of a damaged file
        return Upload(remark=f"It cannot be read: {error}.")


def _taken(picture: Image.Image, raw: bytes) -> Upload:
    suffix = _SUFFIXES.get(picture.format or "", "")
    is_large = picture.width * picture.height > PIXELS
    is_animated = getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO"
    picture.load()  # what is damaged says so only now
    if suffix and not is_large:
        return Upload(raw, suffix, picture.width, picture.height)
    remark = "Only its first frame is here." if is_animated else ""
    upright = ImageOps.exif_transpose(picture)
    if is_large:
        share = math.sqrt(PIXELS / (upright.width * upright.height))
        size = int(upright.width * share), int(upright.height * share)
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        upright = upright.resize(size, Image.Resampling.LANCZOS)
        remark = f"It is scaled down to {size[0]} x {size[1]}. {remark}".strip()
    made = io.BytesIO()
    if suffix == ".jpg":
        upright.convert("RGB").save(made, "JPEG", quality=90)
    else:
        suffix = ".png"
        modes = ("1", "L", "LA", "P", "RGB", "RGBA")
        kept = upright if upright.mode in modes else upright.convert("RGB")
        kept.save(made, "PNG", optimize=True)
    return Upload(made.getvalue(), suffix, upright.width, upright.height, remark)


def _drawn(raw: bytes) -> Upload:
    import resvg_py

    text = raw.decode("utf-8", "replace")
    has_text = re.search(r"<(?:text|tspan)\b", text) is not None
    try:
        drawing = bytes(
            resvg_py.svg_to_bytes(
                svg_string=text,
                width=_DRAWING_WIDTH,
                background="#ffffff",  # dark lines on nothing vanish where LinkedIn is dark
                skip_system_fonts=not has_text,
            )
        )
    except ValueError as error:
        return Upload(remark=f"It cannot be drawn: {error}.")
    with Image.open(io.BytesIO(drawing)) as picture:
        size = picture.size
    return Upload(drawing, ".png", *size, _remark_on_drawing(text, has_text=has_text))


def _remark_on_drawing(text: str, *, has_text: bool) -> str:
    if "<foreignObject" in text or re.search(r'<image\b[^>]*href="(?!data:)', text):
        return "It has parts that only a browser draws: compare it with your site."
    if has_text:
        return "Its letters are in a font of this computer: compare it with your site."
    return ""
