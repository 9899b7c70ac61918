"""Signals in, context out. The only module of this plugin that imports Pelican."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from guest_posts.records import read_records

if TYPE_CHECKING:
    from pelican.generators import ArticlesGenerator


def connect() -> None:
    """Connect every receiver."""
    signals.article_generator_init.connect(_read_records)


def _read_records(generator: ArticlesGenerator) -> None:
    records = read_records(Path(generator.settings["PATH"]))
    generator.context |= {
        "people": records.people,
        "partners": records.partners,
        "elsewhere": records.elsewhere,
    }
