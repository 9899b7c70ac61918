"""What every test here goes through."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ALL_TESTS = "FANFARE_ALL_TESTS"
"""Environment variable that makes a skipped test a failed one. `.ci/run` sets it."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Forbid tests to skip themselves where all are to run."""
    return _forbid_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Forbid whole modules to skip themselves where all are to run."""
    return _forbid_skip((yield))


def _forbid_skip(report: Report) -> Report:
    was_expected = hasattr(report, "wasxfail")  # an expected failure counts as skipped as well
    if report.skipped and not was_expected and os.environ.get(ALL_TESTS):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}; but {ALL_TESTS} is set, and so no test may be skipped"
    return report


@pytest.fixture(autouse=True)
def _no_receivers_left() -> Iterator[None]:
    """Let no plugin that a test's site has listen to the next one's."""
    yield
    if "pelican" in sys.modules:
        from pelican.plugins import signals

        for signal in vars(signals).values():
            if isinstance(signal, signals.Signal):
                for receiver in [*signal.receivers_for(None)]:
                    signal.disconnect(receiver)


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

CHROMIUM_OPTIONS = (
    "--no-sandbox",  # as root, in a container, there is none
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is: what the variable CHROMIUM says, or the one of this system."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")
    if not found:
        pytest.skip("there is no Chromium here, so nothing is tried in a browser")
    return found


# Not for the whole session: while it is there, an event loop runs in this thread, and no
# `asyncio.run` of a later module would begin another one.
@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that has never seen any site."""
    with chromium.new_context() as context:
        yield context.new_page()
