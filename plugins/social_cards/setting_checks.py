"""What the settings of the cards may be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fanfare.findings import Complaint, did_you_mean
from social_cards.cards import COLOURS


def picture_file(value: object) -> Iterable[Complaint]:
    """A PNG of each page, told apart by {path}."""
    if not isinstance(value, str) or "{path}" not in value:
        yield f"{value!r} does not say {{path}}", "Without it, all cards would be one file."
    elif not value.endswith(".png"):
        yield f'"{value}" does not end with .png', f'Write "{value}.png".'
    elif value.startswith("/") or ".." in value.split("/"):
        yield f'"{value}" lies outside of the site', "Write it relative to the site's root."


def reading_time(value: object) -> Iterable[Complaint]:
    """Words with {minutes}; none for none."""
    if not isinstance(value, str) or re.search(r"[{}]", value.replace("{minutes}", "")):
        yield f"{value!r} is no text with {{minutes}}", 'Write one such as "{minutes} min read".'


def colours(value: object) -> Iterable[Complaint]:
    """Some of the colours."""
    if not isinstance(value, dict):
        yield f"{value!r} does not say which is what", 'Write one such as {"mark": "#a04526"}.'
        return
    for name, colour in value.items():
        if name not in COLOURS:
            yield (
                f'there is no colour "{name}"',
                did_you_mean(str(name), COLOURS, f"one of {', '.join(COLOURS)}"),
            )
        elif not re.fullmatch(r"#[0-9a-fA-F]{6}", str(colour)):
            yield f"{colour!r} is no colour", 'Write six hexadecimal digits such as "#a04526".'


def files(value: object) -> Iterable[Complaint]:
    """Font files."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        yield f"{value!r} is no list of files", 'Write one such as ["fonts/my.ttf"].'
