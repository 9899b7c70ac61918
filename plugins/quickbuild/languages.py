"""The lexer of each language, looked for once: Pygments looks through all it has for each block."""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown.extensions import codehilite
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name


def find_languages_once() -> None:
    """Let Markdown's codehilite look for each language once."""
    names = vars(codehilite)
    if names.get("get_lexer_by_name") is get_lexer_by_name:
        names["get_lexer_by_name"] = _new_lexer


def _new_lexer(language: str, **options: Any) -> Lexer:  # as Pygments takes them
    """What `get_lexer_by_name` returns, or raises."""
    return _kind_of_lexer(language)(**options)


@cache
def _kind_of_lexer(language: str) -> type[Lexer]:
    return type(get_lexer_by_name(language))
