"""Typographic quotes and apostrophes in plain text, as Markdown's `smarty` makes them in bodies."""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"(?<=\w)'|'(?=\d0s\b)"), "’"),
    (re.compile(r"'(?=\w)"), "‘"),
    (re.compile(r'(?<![\w.,!?…)])"(?=\S)'), "“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\s)--(?=\s)"), "–"),
)


def smarten(text: str) -> str:
    """`text` with curly quotes, apostrophes, ellipses and dashes."""
    for pattern, mark in _RULES:
        text = pattern.sub(mark, text)
    return text
