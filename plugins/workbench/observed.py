"""What Pelican reads, writes and copies while it runs, and until when that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanfare.console import Progress
from fanfare.due import expect, next_due
from fanfare.every_text import every_article
from fanfare.published import Published
from workbench.location import Site
from workbench.sources import names_below

if TYPE_CHECKING:
    from pelican.generators import Generator, StaticGenerator


@dataclass(slots=True)
class Observed:
    """One run of Pelican for `site`, begun at `began`."""

    site: Site
    began: datetime

    sources: dict[str, str] = field(default_factory=dict)
    """Built page, relative to the output folder, to its source, relative to the site's folder."""

    context: dict[str, Any] = field(default_factory=dict)
    """Pelican's, once everything is read."""

    copying: list[StaticGenerator] = field(default_factory=list)

    @property
    def entries(self) -> Sequence[Published]:
        """What its feeds are made of, as the plugin that writes them says."""
        published = self.context.get("published_entries")
        return published() if published else ()

    @property
    def due(self) -> datetime | None:
        """When the same files begin to make another site; None where they never do."""
        return next_due(self.context, self.began)

    @property
    def copied(self) -> Mapping[str, str]:
        """The files that were copied, each to its source, relative to the site's folder."""
        return {name: source for one in self.copying for name, source in _copied_by(one, self.site)}


@contextmanager
def observing(site: Site, output: Path, began: datetime, progress: Progress) -> Iterator[Observed]:
    """Note what Pelican does meanwhile, writing into `output`, and count it for `progress`."""
    from pelican.generators import ArticlesGenerator
    from pelican.plugins import signals

    observed = Observed(site, began)

    def count_read(_generator: object) -> None:
        progress.advance()

    def note_read(generators: Sequence[Generator]) -> None:
        observed.context = generators[0].context
        for generator in generators:
            if isinstance(generator, ArticlesGenerator):
                for text in every_article(generator):
                    # Where a plugin has set one without a zone, Pelican takes it for local time.
                    date = text.date if text.date.tzinfo else text.date.astimezone()
                    if date > began and "date" in text.metadata:  # else a draft without one
                        expect(observed.context, date)
        progress.step("Writing pages")

    def note_written(path: str, context: Mapping[str, object]) -> None:
        progress.advance()
        shown = filter(None, map(context.get, ("article", "page", "guest", "host")))
        source = getattr(next(shown, None), "source_path", None)
        if source:
            observed.sources[path.removeprefix(f"{output}/")] = site.shown(source)

    def note_copying(generator: StaticGenerator) -> None:
        observed.copying.append(generator)

    receivers = (
        (signals.article_generator_preread, count_read),
        (signals.page_generator_preread, count_read),
        (signals.all_generators_finalized, note_read),
        (signals.content_written, note_written),
        (signals.static_generator_finalized, note_copying),
    )
    for signal, receiver in receivers:
        signal.connect(receiver)
    try:
        yield observed
    finally:
        for signal, receiver in receivers:
            signal.disconnect(receiver)


def _copied_by(generator: StaticGenerator, site: Site) -> Iterator[tuple[str, str]]:
    """What `generator` has copied, and from where."""
    settings = generator.settings
    for folder in settings["THEME_STATIC_PATHS"]:
        origin = Path(generator.theme, folder)
        for name in names_below(origin):
            yield f"{settings['THEME_STATIC_DIR']}/{name}", site.shown(origin / name)
    for file in generator.staticfiles:
        yield file.save_as, site.shown(file.source_path)
