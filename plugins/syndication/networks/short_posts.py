"""What networks of short posts have in common: their texts, and that each needs a library."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.network import Message, NotSent
from syndication.text.shortening import Composition, Fits, composed


def post_text(message: Message, link: str, fits: Fits, label: str) -> Composition:
    """The text of a post: hook, what is owed to readers, `link`, hashtags.

    Raises `NotSent` where what is owed, which is never cut, leaves no room for the link.
    """
    composition = composed(message.hook, (message.owed, link), message.hashtags, fits)
    if composition is None:
        raise NotSent(
            f"What is owed to readers and the link are longer than a post on {label} may be. "
            "Shorten the disclosure."
        )
    return composition


def check_package(module: str, requirement: str, label: str) -> None:
    """Raise `FanfareError` where the library `module` is missing, which few sites need."""
    if find_spec(module) is None:
        python = r".venv\Scripts\python" if sys.platform == "win32" else ".venv/bin/python"
        message = f"Posting to {label} needs a library that is not installed."
        remedy = f'Run: {python} -m pip install "{requirement}"'
        raise FanfareError(Finding("missing-package", message, remedy))
