"""Run Pelican once, into a folder or only to read, and turn whatever it says into findings.

The one place where Pelican runs; elsewhere the workbench only asks it how it makes slugs.
"""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.file_digests import FileDigests
from fanfare.findings import Finding, errors_in
from fanfare.memory import Memory
from workbench.collected_log import collected_log
from workbench.failures import finding_from
from workbench.location import Site
from workbench.manifest import Manifest

if TYPE_CHECKING:
    from pelican.generators import Generator
    from pelican.settings import Settings


Wait: TypeAlias = Callable[["datetime | None"], Sequence[str]]
"""Waits before anything is written, and returns the files that have changed since they were read.

It is told when what was read ceases to hold. Raises `Abandoned` where it is not enough to read
these files again.
"""


@dataclass(frozen=True, slots=True)
class Build:
    """One finished build."""

    output: Path
    manifest: Manifest
    warnings: list[Finding]
    seconds: float

    due: datetime | None = None
    """When the same files begin to make another site."""

    unchanged: bool = False
    """True where there was nothing to build."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why files were made, by their names; empty for one that is what it was.

    There are none where the plugin quickbuild is off, and none of files written in every build.
    """

    signatures: Mapping[str, str] = field(default_factory=dict)
    """What tells each file from others that may come to have its name, where that is known."""

    copied: Mapping[str, str] = field(default_factory=dict)
    """The files that were copied, each to its source, relative to the site's folder."""


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles: a build leaves few and ends soon."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


@_not_collecting()
def build(
    site: Site,
    settings_file: Path,
    output: Path,
    progress: Progress,
    *,
    production: bool,
    said: Mapping[str, object] | None = None,
    memory: Memory | None = None,
    wait: Wait | None = None,
) -> Build:
    """Build the site with `settings_file` into the folder `output`, and leave nothing else there.

    `said` is what `settings_file` says, where it has been run already. `memory` is the site's,
    where some of it has been loaded. `wait` is called once, when everything has been read and
    nothing has been written.

    Raises `FanfareError` with every mistake found; `output` may then be half-written. Raises
    `Abandoned` where the site cannot be built from what was read before the wait.
    """
    # Late, here and below: where nothing has changed, none of it is needed.
    from workbench import preflight
    from workbench.loading import conventions_of, load_settings
    from workbench.observed import observing

    started, now = time.perf_counter(), datetime.now(UTC)
    loaded = load_settings(site, settings_file, output, said)
    settings = loaded.settings
    memory = settings["MEMORY"] = memory or site_memory(site)
    memory.refresh()
    if settings.get("QUICKBUILD", True) and "quickbuild" in (settings["PLUGINS"] or ()):
        settings["QUICKBUILD_PREVIOUS"] = str(site.output)  # from which it takes what is right
    elif wait:  # there is no telling what Pelican itself has read
        raise Abandoned
    elif output.exists():
        shutil.rmtree(output)
    digests = settings["QUICKBUILD_DIGESTS"] = FileDigests(memory)

    conventions = conventions_of(settings)
    findings: list[Finding] = []

    def begin_to_check() -> preflight.SourceCheck:
        return preflight.SourceCheck(site, progress, conventions, memory, digests)

    def check(begun: preflight.SourceCheck) -> None:
        """Find out what is wrong with sources, and stop there."""
        nonlocal findings
        findings = [*loaded.warnings, *begun.findings()]
        if errors_in(findings):
            raise FanfareError.of(findings)

    def begin_to_read() -> None:
        check(begun)
        progress.step("Reading content", begun.number)

    def pause(take: Callable[[Sequence[str]], bool] | None) -> None:
        nonlocal started
        assert wait  # noqa: S101 -- else nobody calls this
        if take is None or errors_in(logged.findings):
            raise Abandoned
        changed = wait(observed.due)
        started = time.perf_counter()
        if not take(changed):
            raise Abandoned
        with closing(begin_to_check()) as again:
            check(again)

    if wait:
        settings["QUICKBUILD_PAUSE"] = pause
    with (
        closing(begin_to_check()) as begun,
        collected_log(site) as logged,
        observing(site, output, now, progress) as observed,
    ):
        if wait:
            begin_to_read()  # before anybody notes what is read of texts
        try:
            _run_pelican(site, settings, None if wait else begin_to_read)
        except FanfareError as error:
            if errors_in(findings):
                raise
            # What Pelican complained of before it failed is why it failed.
            raise FanfareError.of(errors_in(logged.findings) or error.findings) from error
    findings += logged.findings
    if errors_in(findings):
        raise FanfareError.of(findings)
    manifest = Manifest(
        str(settings["SITEURL"]),
        production,
        observed.sources,
        str(settings["TIMEZONE"]),
        tuple(logged.noted),
        tuple(observed.entries if production else ()),
    )
    return Build(
        output,
        manifest,
        findings,
        time.perf_counter() - started,
        observed.due,
        reasons=settings.get("QUICKBUILD_REASONS", {}),
        signatures=settings.get("QUICKBUILD_SIGNATURES", {}),
        copied=observed.copied,
    )


def site_memory(site: Site) -> Memory:
    """What is remembered of the site from build to build."""
    site.workplace.mkdir(exist_ok=True)
    return Memory(site.workplace / "memory.db")


@_not_collecting()
def read_site(site: Site, settings_file: Path, progress: Progress) -> Mapping[str, Any]:
    """What templates would get to know of the site: Pelican's context. Nothing is written.

    Raises `FanfareError` with every mistake that stops a build before it writes.
    """
    from workbench import preflight
    from workbench.loading import conventions_of, load_settings

    settings = load_settings(site, settings_file, site.workplace / "not-written").settings
    settings["MEMORY"] = site_memory(site)
    findings = preflight.check_sources(site, progress, conventions_of(settings))
    if errors_in(findings):
        raise FanfareError.of(findings)
    with collected_log(site) as logged, _stopped_before_writing() as contexts:
        try:
            _run_pelican(site, settings)
        except _HasRead:
            pass
        except FanfareError as error:
            raise FanfareError.of(errors_in(logged.findings) or error.findings) from error
    if wrong := errors_in(logged.findings):
        raise FanfareError.of(wrong)
    return contexts[0]


class Abandoned(BaseException):
    """Ends a build that cannot go on from where it waited; no error, as is `_HasRead`."""


class _HasRead(BaseException):
    """Ends a run of Pelican's in its middle; no error, so that nothing takes it for one."""


@contextmanager
def _stopped_before_writing() -> Iterator[list[Mapping[str, Any]]]:
    """End a run once all is read; the list then has its context."""
    from pelican.plugins import signals

    contexts: list[Mapping[str, Any]] = []

    def note_context(generators: Sequence[Generator]) -> None:
        contexts.append(generators[0].context)

    def stop(_pelican: object) -> None:
        raise _HasRead

    signals.all_generators_finalized.connect(note_context)
    signals.get_writer.connect(stop)
    try:
        yield contexts
    finally:
        signals.all_generators_finalized.disconnect(note_context)
        signals.get_writer.disconnect(stop)


def _run_pelican(
    site: Site, settings: Settings, begin_to_read: Callable[[], object] | None = None
) -> None:
    """Run Pelican; once it has its plugins, `begin_to_read`. What that raises is said first."""
    import pelican
    from pelican.log import console
    from pelican.plugins import signals

    # Its summary and its tracebacks: ours say the same with file and line. A quiet console would
    # still lay them out before it drops them.
    console.quiet = True
    console.print = _say_nothing
    signals.generator_init.connect(_read_in_order)
    try:
        try:
            made = pelican.Pelican(settings)
        except (Exception, SystemExit):
            if begin_to_read:
                begin_to_read()
            raise
        if begin_to_read:
            begin_to_read()
        made.run()
    except FanfareError:
        raise
    except Exception as error:
        raise FanfareError(finding_from(site, error, "build")) from error
    finally:
        signals.generator_init.disconnect(_read_in_order)
        if under_way := settings.get("QUICKBUILD_BUILD"):  # it has failed
            under_way.abandon()
        del console.print
        console.quiet = False


def _read_in_order(generator: Generator) -> None:
    """Have texts read in the order of their paths: it decides the order of translations.

    Pelican reads them as they come from a set, which has another order in each process.
    """
    from pelican.generators import ArticlesGenerator, PagesGenerator

    if isinstance(generator, (ArticlesGenerator, PagesGenerator)):
        generator.get_files = partial(_find_in_order, generator.get_files)


def _find_in_order(find: Callable[..., set[str]], *paths: object, **told: object) -> list[str]:
    if told.get("extensions") == frozenset():  # those of readers that are missing: mostly none is
        return []
    return sorted(find(*paths, **told))


def _say_nothing(*_said: object, **_how: object) -> None:
    """Stand in for a console."""
