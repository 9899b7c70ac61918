"""Builds that have read the whole site before anybody asks for them.

What is asked for then is mostly one text, of which another body was saved. Nothing else has to be
read again: pages are what is left to do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO

from fanfare.console import Silent
from fanfare.memory import Memory
from workbench import unchanged
from workbench.build import Abandoned, Build, build
from workbench.inputs import Inputs, inputs_of
from workbench.location import Site
from workbench.publish import stage_of, staged, swap_in


def build_ahead(site: Site, memory: Memory, wait: Callable[[], None]) -> Build:
    """Read the site, `wait` until a build is asked for, and build the site as it is then.

    What is printed meanwhile is printed in the end. Raises `Abandoned` where the site cannot be
    built from there, as more has changed than bodies of texts: whoever builds it anew says all that
    is to be said of it. Raises anything else before it has waited, and `FanfareError` after, as
    `build`.
    """
    printed = StringIO()
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            return _build_ahead(site, memory, wait, printed)
    except Abandoned:
        printed = StringIO()
        raise
    finally:
        sys.stderr.write(printed.getvalue())


def _build_ahead(site: Site, memory: Memory, wait: Callable[[], None], printed: StringIO) -> Build:
    before = now = _known_inputs(site)
    printed.seek(0)
    printed.truncate()  # what the settings say, which are run again
    with ExitStack() as stack:

        def wait_for_changes(due: datetime | None) -> list[str]:
            nonlocal now
            wait()
            stack.enter_context(staged(site))
            now = _known_inputs(site)
            if now.digest != before.digest or not memory.is_as_it_was():
                raise Abandoned
            if now.moment < before.moment or (due and due <= now.moment):
                raise Abandoned
            return [*_as_pelican_names(site, before.changed_until(now))]

        built = build(
            site,
            site.writing_settings,
            stage_of(site),
            Silent(),
            production=False,
            said=before.settings,
            memory=memory,
            wait=wait_for_changes,
        )
        names = swap_in(site, built)
        unchanged.keep(site, now, built, names)
    return built


def _known_inputs(site: Site) -> Inputs:
    """What a build would be made of now. Raises `Abandoned` where that cannot be said for sure."""
    inputs = inputs_of(site, site.writing_settings)
    if inputs is None or not inputs.is_code_settled:
        raise Abandoned
    return inputs


def _as_pelican_names(site: Site, paths: Iterable[str]) -> Iterator[str]:
    """`paths`, where links were followed, as texts are known: by the folder of the content."""
    content, real = str(site.content), os.path.realpath(site.content)
    for path in paths:
        yield f"{content}{path.removeprefix(real)}" if path.startswith(f"{real}/") else path
