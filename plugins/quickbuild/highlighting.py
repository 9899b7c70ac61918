"""One formatter for all code blocks: making it costs Pygments more than most blocks do."""

from __future__ import annotations

from typing import Any

from pygments.formatters.html import HtmlFormatter

_formatters: dict[str, HtmlFormatter[str]] = {}


def html_formatter(**options: Any) -> HtmlFormatter[str]:  # as Pygments takes them
    """The formatter for these options of Markdown's codehilite, made once."""
    del options["lang_str"]  # the language of one block, which HtmlFormatter does not read
    key = repr(sorted(options.items()))
    if key not in _formatters:
        _formatters[key] = HtmlFormatter(**options)
    return _formatters[key]
