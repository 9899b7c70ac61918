"""Build a site aside, and put it in place only when it is whole and right."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.files import exchange_folder, link_or_copy, recover_folder, write_whole
from fanfare.findings import Finding, errors_in
from fanfare.memory import Memory
from fanfare.processes import MANY_FILES, Aside
from workbench import unchanged
from workbench.build import Build, build
from workbench.handmade import Written, carry_over, not_of_the_last, unknown
from workbench.inputs import inputs_of
from workbench.location import Site
from workbench.manifest import Manifest
from workbench.sources import names_below

LOCK = "build.lock"
"""Name of the file in the site's workplace that the one command holds which replaces output."""


@dataclass(frozen=True, slots=True)
class Published:
    """One finished publish."""

    build: Build
    findings: list[Finding]
    """What the check found; no errors among them."""


def build_in_place(site: Site, progress: Progress, memory: Memory | None = None) -> Build:
    """Build with the settings for writing, then put the result in the place of `output`.

    Where nothing has changed since that was done, it stays. `memory` is the site's, if somebody has
    loaded some of it already.
    """
    started, settings = time.perf_counter(), site.writing_settings
    with staged(site) as stage:
        inputs = inputs_of(site, settings)
        if inputs and (warnings := unchanged.recall(site, inputs)) is not None:
            manifest = Manifest.load(site.manifest)
            if manifest:
                seconds = time.perf_counter() - started
                return Build(site.output, manifest, warnings, seconds, unchanged=True)
        said = inputs.settings if inputs else None
        built = build(site, settings, stage, progress, production=False, said=said, memory=memory)
        names = swap_in(site, built)
        if inputs:
            unchanged.keep(site, inputs, built, names)
    return built


def publish(site: Site, progress: Progress) -> Published:
    """Build with the settings for the world, index for search, check, then swap in.

    Raises `FanfareError` where the build or the check finds an error; `output` is then as before.
    """
    from workbench.check import check_site

    with staged(site) as stage:
        built = build(site, site.production_settings, stage, progress, production=True)
        compact_stylesheets(stage)
        progress.step("Indexing for search")
        index_for_search(stage)
        # The check finds these in the pages themselves, the preflight's among them, or was told.
        twice, told = ("broken-link", "description"), built.manifest.noted
        warnings = [
            warning
            for warning in built.warnings
            if warning.rule not in twice and warning not in told
        ]
        findings = warnings + check_site(site, stage, built.manifest, progress)
        if errors_in(findings):
            raise FanfareError.of(findings)
        swap_in(site, built)
    return Published(built, findings)


def clean(site: Site) -> list[str]:
    """Delete what builds made, once none is under way; the names of what is gone."""
    with one_at_a_time(site):
        made = (site.output, *site.workplace.iterdir())
        gone = [path for path in made if path.exists() and path.name != LOCK]
        for path in gone:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    return [site.shown(path) for path in gone]


def compact_stylesheets(output: Path) -> None:
    """Take comments and white space out of the stylesheets in `output`."""
    from rcssmin import cssmin

    for path in output.rglob("*.css"):
        write_whole(path, cssmin(path.read_text("utf-8")))


def index_for_search(output: Path) -> None:
    """Write Pagefind's index of the site in `output` into its folder `pagefind`."""
    import subprocess
    import sys
    import tempfile

    with tempfile.TemporaryDirectory(dir=output.parent) as folder:
        # The index depends on the order in which folders list their files, so the pages are put
        # into new folders one after the other.
        for name in names_below(output):
            if name.endswith(".html"):
                link_or_copy(f"{output}/{name}", f"{folder}/{name}")
        command = [sys.executable, "-m", "pagefind", "--site", folder, "--quiet"]
        command += ["--output-path", str(output / "pagefind")]
        indexed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own arguments
    if indexed.returncode:
        raise FanfareError(
            Finding(
                "search-index",
                f"Pagefind failed: {indexed.stderr.strip() or indexed.stdout.strip()}",
                "Run `python3 bootstrap.py publish` to install what is missing.",
            )
        )
    _sort_languages(output / "pagefind" / "pagefind-entry.json")


def _sort_languages(entry: Path) -> None:
    """Name the languages of the index in order: Pagefind has them in any."""
    said = json.loads(entry.read_text("utf-8"))
    said["languages"] = dict(sorted(said["languages"].items()))
    write_whole(entry, json.dumps(said, separators=(",", ":")))


@contextmanager
def staged(site: Site) -> Iterator[Path]:
    """A folder to build in, for one command at a time.

    It has what the last build but one left: whoever builds takes over what is still right.
    """
    with one_at_a_time(site):
        recover_folder(site.output)
        yield stage_of(site)


def stage_of(site: Site) -> Path:
    """Where the site is built, beside its output."""
    return site.workplace / "stage"


@contextmanager
def one_at_a_time(site: Site) -> Iterator[None]:
    """Hold the site's output: meanwhile no other command replaces it.

    Raises `FanfareError` where another command holds it for more than a minute.
    """
    site.workplace.mkdir(exist_ok=True)
    held = FileLock(site.workplace / LOCK, timeout=60)
    try:
        held.acquire()
    except Timeout:
        raise FanfareError(
            Finding(
                "busy",
                "Another build of this site has been running for a minute.",
                "Wait for it, or end it.",
            )
        ) from None
    try:
        yield
    finally:
        held.release()


def swap_in(site: Site, built: Build) -> list[str]:
    """Put what was built in the place of `output`, with what the author has put there.

    Returns the names of all files that are there then.
    """
    unchanged.forget(site)
    output, before = site.output.resolve(), Written.load(site)
    look = partial(not_of_the_last, before, output)
    there = Aside(look) if len(before.last) > MANY_FILES else look
    names = names_below(built.output)
    made = frozenset(names)
    carried = carry_over(output, built.output, before, there())
    if carried and not before.is_known:
        built.warnings.append(unknown(carried))
    after = before.after(made, output)
    if after != before:
        # Whatever a crash leaves in place is known to have been built.
        Written(before.last | made, after.earlier).save(site)
    exchange_folder(built.output, site.output, keep=True)
    if after != before:
        after.save(site)
    built.manifest.save(site.manifest)
    return names + carried
