"""What the author should know before pasting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from fanfare.console import counted
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity
from syndication.kit.blocks import Image
from syndication.kit.byline import enumerated
from syndication.kit.uploads import Upload
from syndication.linkedin.little_text import units
from syndication.records import Entry

_FEWEST_HASHTAGS = 3


def warning(rule: str, message: str, remedy: str) -> Finding:
    """A finding that does not keep anybody from pasting."""
    return Finding(rule, message, remedy, Severity.WARNING)


def refuse(entry: Entry) -> None:
    """Raise `FanfareError` where `entry` is none to make a kit of."""
    if entry.is_elsewhere:
        message = f"The text of this post is at {entry.url}, and not here."
        remedy = "Make the kit of a post of this site, or share the link there."
        raise FanfareError(Finding("kit", message, remedy, source=entry.file))
    if not entry.sharing.wanted:
        message = "Its head says that it is not for LinkedIn."
        raise FanfareError(
            Finding("kit", message, "Take the line `Linkedin: no` out.", source=entry.file)
        )


def guests(authors: Sequence[str], guests: Sequence[str]) -> Iterator[Finding]:
    """A warning where `guests` are among the `authors`: names."""
    if guests:
        message = f"This is by {enumerated(authors)}; LinkedIn shows your name above it."
        yield warning("guest", message, f"Ask {enumerated(guests)} before you publish it there.")


def held_back(entry: Entry, now: datetime) -> Iterator[Finding]:
    """A warning where the author wants `entry` shared later than `now`."""
    until = entry.sharing.not_before
    if until is not None and until > now:
        message = f"Linkedin_date holds it back until {until:%Y-%m-%d %H:%M}."
        yield warning("held-back", message, "Wait until then to publish what you paste.")


def lengths(title: str, text: str, longest_title: int, longest_text: int) -> Iterator[Finding]:
    """Warnings of a title and a text that are longer than LinkedIn takes, in UTF-16 units."""
    if units(title) > longest_title:
        message = f"The title has {units(title):,} characters; LinkedIn takes {longest_title:,}."
        yield warning("title-length", message, "Shorten it as you paste it.")
    if units(text) > longest_text:
        message = f"The text has {units(text):,} characters; LinkedIn takes {longest_text:,}."
        yield warning("text-length", message, "Paste a part of it, and link to the rest.")


def hashtags(names: Sequence[str]) -> Iterator[Finding]:
    """A warning where there are fewer than LinkedIn's users look for."""
    if len(names) < _FEWEST_HASHTAGS:
        there = f"There {'is' if len(names) == 1 else 'are'}"
        message = f"{there} {counted(len(names), 'hashtag')}; three to five are recommended."
        yield warning("hashtags", message, "Add to the Tags: in its head.")


def cover(upload: Upload, size: tuple[int, int]) -> Iterator[Finding]:
    """Warnings of a cover that LinkedIn would enlarge or crop to `size`."""
    width, height = size
    is_small = upload.width < width or upload.height < height
    is_cropped = abs(upload.width * height - upload.height * width) > upload.height * width * 0.02
    if is_small or is_cropped:
        what = " and ".join(
            word for word, so in (("enlarges", is_small), ("crops", is_cropped)) if so
        )
        message = (
            f"The cover has {upload.width} x {upload.height} pixels; LinkedIn {what} it to "
            f"{width} x {height}."
        )
        yield warning("cover", message, "Look at it there, or make a larger one.")
    if upload.remark:
        yield warning("cover", f"The cover: {upload.remark}", "")


def picture(image: Image, upload: Upload | None) -> Iterator[Finding]:
    """A warning where the kit has no file for `image`, or not as it is on the site."""
    if upload is None:
        message = f"The kit has no file for image {image.number}: {image.name}."
        yield warning("image", message, "Save it from there, and upload that.")
    elif not upload.suffix:
        message = f"Image {image.number}, {image.name}, is left out. {upload.remark}"
        yield warning("image", message, "Save it as PNG, and upload that.")
    elif upload.remark:
        yield warning("image", f"Image {image.number}, {image.name}: {upload.remark}", "")
