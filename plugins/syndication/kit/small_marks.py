"""Marks within a line that the editor does not have, said with characters."""

from __future__ import annotations

import re

from bs4.element import Tag

from syndication.kit.blocks import is_blank

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_BOTH = "0-9+\\-−=()"
_SET_AS_THEY_ARE = re.compile(r"[^\W\d]{2,}\.?|[*†‡§®©™]+")
"""Raised text that reads well on the line: the end of an ordinal, `TM`, a sign."""


def settle_small_marks(body: Tag) -> bool:
    """Say with characters what elements in `body` say; returns whether struck text was left out.

    Struck text is what its author took back, and nothing would tell that without the stroke.
    """
    has_struck = False
    for tag in body.find_all(["del", "s", "strike"]):
        has_struck = has_struck or not is_blank(tag.get_text())
        tag.extract()
    for box in body.select('input[type="checkbox"]'):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
    _settle_abbreviations(body)
    for note in body.find_all("rt"):
        note.replace_with(f"({note.get_text().strip()})" if note.get_text().strip() else "")
    for quoted in reversed(body.find_all("q")):
        quoted.insert(0, "“")
        quoted.append("”")
        quoted.unwrap()
    # In code, and around pictures and blocks, these marks are none.
    for tag in reversed(body.find_all(["sup", "sub"])):
        if tag.find(True) is None:
            text = tag.get_text()
            tag.replace_with(raised(text) if tag.name == "sup" else lowered(text))
    return has_struck


def _settle_abbreviations(body: Tag) -> None:
    said: set[str] = set()
    for tag in body.find_all("abbr"):
        words = " ".join(str(tag.get("title") or "").split())
        short = tag.get_text()
        if words and short not in said and words != short:
            tag.append(f" ({words})")
        said.add(short)
        tag.unwrap()


def raised(text: str) -> str:
    """`text` as an exponent or the like: `2` is `²`, `k+1` is `^(k+1)`, `th` is `th`."""
    if text and re.fullmatch(rf"[{_BOTH}]*[ni]?[{_BOTH}]*", text):
        return text.translate(_RAISED)
    return text if is_blank(text) or _SET_AS_THEY_ARE.fullmatch(text) else _marked("^", text)


def lowered(text: str) -> str:
    """`text` as an index: `2` is `₂`, `k` is `_k`, `k+1` is `_(k+1)`."""
    if re.fullmatch(rf"[{_BOTH}]+", text):
        return text.translate(_LOWERED)
    return text if is_blank(text) else _marked("_", text)


def _marked(mark: str, text: str) -> str:
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"
