"""Build the site, show it, and build it again whenever one of its files changes."""

from __future__ import annotations

import signal
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from fanfare import console
from fanfare.findings import Finding
from workbench.error_page import render
from workbench.live_server import DEFAULT_PORT, LiveServer, listen
from workbench.location import Site
from workbench.rebuild import Builder, Outcome
from workbench.watch import Watch


def serve(site: Site, host: str, port: int | None, *, open_browser: bool) -> None:
    """Show the site at `host` and `port`, rebuilt on every change, until somebody ends it.

    A `port` of None is the usual one or the next that is free. Mistakes in the site's files are
    said here and shown in the browser. Raises `FanfareError` where it cannot listen or watch.
    """
    with (
        _until_interrupted(),
        Builder(site) as builder,
        closing(listen(site.output, host, port)) as server,
    ):
        if port is None and server.server_port != DEFAULT_PORT:
            console.say(f"Port {DEFAULT_PORT} is taken, so the site is at {server.server_port}.")
        with Watch(site) as watch:
            console.say("Building ...")
            outcome = builder.rebuild()
            _show(site, server, outcome)
            _tell(outcome)
            server.start()
            console.say(f"Serving {server.url} and watching for changes; Ctrl-C ends it.")
            if open_browser and not webbrowser.open(server.url):
                console.complain(f"No browser could be opened; go to {server.url} yourself.")
            while True:
                changed = watch.wait()
                anew = any(_may_be_code(site, path) for path in changed)
                previous, outcome = outcome, builder.rebuild(anew=anew)
                _show(site, server, outcome)
                _tell(outcome, f"{_named(site, changed)} changed", previous.findings)


@contextmanager
def _until_interrupted() -> Iterator[None]:
    """Let Ctrl-C, and a polite request to terminate, end what is inside without further ado."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        console.say("Stopped.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _may_be_code(site: Site, path: Path) -> bool:
    """True for settings, for plugins and for what they read only once."""
    return site.shown(path).partition("/")[0] not in ("content", "themes")


def _tell(outcome: Outcome, why: str = "", known: Sequence[Finding] = ()) -> None:
    """Say how the build ended; of the warnings, only those that were not `known` before."""
    for line in outcome.printed.splitlines():
        console.complain(line)
    if outcome.built:
        pages = console.counted(outcome.pages, "post or page", "posts and pages")
        result = f"built {pages} in {outcome.seconds:.1f} s"
        if outcome.findings:
            result += f", {console.counted(len(outcome.findings), 'warning')}"
        news = [finding for finding in outcome.findings if finding not in known]
    else:
        result = f"not built: {console.summary(outcome.findings)}"
        news = outcome.findings
    console.say(f"{why}; {result}" if why else result.capitalize())
    console.show(news)


def _named(site: Site, changed: Sequence[Path]) -> str:
    """`content/posts/a.md`, or that `and 2 more`."""
    first = site.shown(changed[0])
    return f"{first} and {len(changed) - 1} more" if len(changed) > 1 else first


def _show(site: Site, server: LiveServer, outcome: Outcome) -> None:
    # A clock's number also grows from one server to the next, for pages left open meanwhile.
    number = max(server.shown.number + 1, time.time_ns() // 1_000_000)
    server.show(number, None if outcome.built else render(site.root, outcome.findings))
