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

    What is printed before that is printed after. Raises `Abandoned` where the site cannot be built
    from there, as more has changed than bodies of texts: whoever builds it anew says all that is to
    be said of it. Raises anything else before it has waited, and `FanfareError` after, as `build`.
    """
    settings, printed = site.writing_settings, StringIO()
    with ExitStack() as stack, ExitStack() as holding_back:
        holding_back.enter_context(redirect_stdout(printed))
        holding_back.enter_context(redirect_stderr(printed))
        before = now = _known_inputs(site)
        printed.truncate(0)  # by the settings, which are run again

        def wait_for_changes(due: datetime | None) -> list[str]:
            nonlocal now
            wait()
            holding_back.close()
            sys.stderr.write(printed.getvalue())
            stack.enter_context(staged(site))
            now = _known_inputs(site)
            if now.digest != before.digest or not memory.is_as_it_was():
                raise Abandoned
            if now.moment < before.moment or (due and due <= now.moment):
                raise Abandoned
            return [*_as_pelican_names(site, before.changed_until(now))]

        built = build(
            site,
            settings,
            stage_of(site),
            Silent(),
            production=False,
            said=before.settings,
            memory=memory,
            wait=wait_for_changes,
        )
        names = swap_in(site, built)
        unchanged.keep(site, now, built.due, built.warnings, names)
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
