"""What the settings of the cards may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import floor
from pathlib import Path
from typing import Any

from fanfare.errors import FanfareError
from fanfare.findings import Complaint, Finding, did_you_mean
from social_cards.cards import COLOURS

_CONTRASTS = {"ink": 7.0, "soft": 4.5, "mark": 3.0}
"""The least contrast to the paper (WCAG 2.2, 1.4.6, 1.4.3 and 1.4.11)."""


def picture_file(value: object) -> Iterable[Complaint]:
    """A PNG of each page, told apart by {path}."""
    if not isinstance(value, str) or "{path}" not in value:
        yield f"{value!r} does not say {{path}}", "Without it, all cards would be one file."
    elif not value.endswith(".png"):
        yield f'"{value}" does not end with .png', f'Write "{value}.png".'
    elif value.startswith("/") or ".." in value.split("/"):
        yield f'"{value}" lies outside of the site', "Write it relative to the site's root."
    elif odd := re.search(r"[^\w./-]", value.replace("{path}", "")):
        yield f'"{value}" has {odd[0]!r} in it', 'Write one such as "cards/{path}.png".'
    elif any("." in folder for folder in value.split("/")[:-1]):
        yield f'"{value}" has a folder with a dot', 'Write one such as "cards/{path}.png".'


def reading_time(value: object) -> Iterable[Complaint]:
    """Words with {minutes}; none for none."""
    if not isinstance(value, str) or re.search(r"[{}]", value.replace("{minutes}", "")):
        yield f"{value!r} is no text with {{minutes}}", 'Write one such as "{minutes} min read".'


def colours(value: object) -> Iterable[Complaint]:
    """Some of the colours."""
    if not isinstance(value, dict):
        yield f"{value!r} does not say which is what", 'Write one such as {"mark": "#a04526"}.'
        return
    wrong = [*_wrong_colours(value)]
    yield from wrong or _contrasts({**COLOURS, **value})


def _wrong_colours(value: Mapping[Any, Any]) -> Iterable[Complaint]:
    for name, colour in value.items():
        if name not in COLOURS:
            yield (
                f'there is no colour "{name}"',
                did_you_mean(str(name), COLOURS, f"one of {', '.join(COLOURS)}"),
            )
        elif not re.fullmatch(r"#[0-9a-fA-F]{6}", str(colour)):
            yield f"{colour!r} is no colour", 'Write six hexadecimal digits such as "#a04526".'


def _contrasts(colours: Mapping[str, str]) -> Iterable[Complaint]:
    """Those of all the `colours` that can hardly be told from the paper."""
    paper = _luminance(colours["paper"])
    for name, least in _CONTRASTS.items():
        light, dark = sorted((paper, _luminance(colours[name])), reverse=True)
        ratio = (light + 0.05) / (dark + 0.05)
        if ratio < least:
            yield (
                f'"{name}", {colours[name]}, has a contrast of {floor(ratio * 10) / 10} to "paper",'
                f" {colours['paper']}",
                f"Give it {least:g} or more: make one of the two lighter or darker.",
            )


def _luminance(colour: str) -> float:
    """How bright it is, 0 to 1 (WCAG 2.2, relative luminance)."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def check_store(store: Path, root: Path, settings: Mapping[str, Any]) -> None:
    """Raise `FanfareError` where the folder `store` is one in which the site has files of its own.

    What no text asks for is swept out of it. `root` is the site's folder.
    """
    names = ("PATH", "OUTPUT_PATH", "THEME")
    if store.resolve() in {root.resolve(), *(Path(settings[name]).resolve() for name in names)}:
        message = f'SOCIAL_CARDS_STORE: "{settings["SOCIAL_CARDS_STORE"]}" has other files in it.'
        remedy = 'Name a folder for the cards alone, such as ".fanfare/cards".'
        raise FanfareError(Finding("setting", message, remedy, source="pelicanconf.py"))


def files(value: object) -> Iterable[Complaint]:
    """Font files."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        yield f"{value!r} is no list of files", 'Write one such as ["fonts/my.ttf"].'
