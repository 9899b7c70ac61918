"""Every article and page that Pelican has read: its lists of published ones miss the others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.generators import ArticlesGenerator, PagesGenerator


def every_article(generator: ArticlesGenerator) -> Iterator[Content]:
    """All articles, drafts, hidden ones and translations included."""
    return chain(
        generator.articles,
        generator.translations,
        generator.drafts,
        generator.drafts_translations,
        generator.hidden_articles,
        generator.hidden_translations,
    )


def every_page(generator: PagesGenerator) -> Iterator[Content]:
    """All pages, drafts, hidden ones and translations included."""
    return chain(
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )
