"""Markdown to HTML with one Markdown instance for many files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions.meta import MetaPreprocessor

from quickbuild.highlighting import html_formatter

Options = Mapping[str, Any]  # the setting MARKDOWN, which is Markdown's own keyword arguments

_HIGHLIGHTERS = frozenset(("codehilite", "markdown.extensions.codehilite"))
_META_PRIORITY = 27  # as markdown.extensions.meta registers it


@dataclass(frozen=True, slots=True)
class Converted:
    """What Markdown makes of one file."""

    html: str
    meta: dict[str, list[str]]
    """The head, as the extension `meta` reads it."""


class Converter:
    """Markdown with `options`, for one file after the other."""

    def __init__(self, options: Options) -> None:
        self.markdown = Markdown(**_with_one_formatter(options))

    def as_new(self) -> Markdown:
        """The Markdown instance, as if nothing had been converted yet."""
        self.markdown.reset()
        if "meta" not in self.markdown.preprocessors:
            # Pelican takes it out while it formats metadata
            meta = MetaPreprocessor(self.markdown)
            self.markdown.preprocessors.register(meta, "meta", _META_PRIORITY)
        return self.markdown

    def convert(self, path: str | Path) -> Converted:
        """The HTML and the head of the file at `path`, as a new Markdown instance makes them."""
        self.as_new()
        html = self.markdown.convert(Path(path).read_text("utf-8-sig"))
        return Converted(html, self.markdown.Meta)  # type: ignore[attr-defined]


def _with_one_formatter(options: Options) -> dict[str, Any]:
    """The options with a formatter for code that is made once, unless one is set."""
    configs = dict(options.get("extension_configs", {}))
    for name in _HIGHLIGHTERS.intersection(configs):
        configs[name] = {"pygments_formatter": html_formatter, **configs[name]}
    return {**options, "extension_configs": configs}
