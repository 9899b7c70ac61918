"""What all code blocks have in common: to make or to find it costs more than most blocks do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from markdown.extensions import codehilite
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_lexer_by_name

_formatters: dict[str, HtmlFormatter[str]] = {}


def html_formatter(**options: Any) -> HtmlFormatter[str]:  # as Pygments takes them
    """The formatter for these options of Markdown's codehilite, made once."""
    del options["lang_str"]  # the language of one block, which HtmlFormatter does not read
    key = repr(sorted(options.items()))
    if key not in _formatters:
        _formatters[key] = HtmlFormatter(**options)
    return _formatters[key]


@contextmanager
def lexers_at_hand() -> Iterator[None]:
    """Have Markdown's codehilite find a lexer at once that it had before.

    Pygments looks through the names of all of them, for each block.
    """
    highlighter: Any = codehilite  # which has it of Pygments, and does not export it
    find = highlighter.get_lexer_by_name
    if find is get_lexer_by_name:  # and not another plugin's
        highlighter.get_lexer_by_name = _lexer
    try:
        yield
    finally:
        highlighter.get_lexer_by_name = find


def _lexer(name: str, /, **options: Any) -> Lexer:  # as Pygments takes them
    return _class_of_lexer(name)(**options)


_class_of_lexer = lru_cache(find_lexer_class_by_name)
