"""How soon a browser that shows a post shows what was saved of it."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.programs import ENVIRONMENT, Program
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from tests.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage

_SIGHT = r"""
const seen = new Set();
const look = () => {
  for (const [said] of document.body?.textContent.matchAll(/Save \d+\.\d+/g) ?? []) {
    if (!seen.has(said)) console.log(said);
    seen.add(said);
  }
};
new MutationObserver(look).observe(document, {childList: true, characterData: true, subtree: true});
"""
"""Runs in every document before its own scripts, and says what is new as soon as it is there."""

_PATIENCE_MILLISECONDS = 60_000
_REST_MILLISECONDS = (1000, 2000)
"""Between two saves: nobody saves sooner. By chance, as some look for changes by the clock."""


def seconds_until_shown(program: Program, place: int, turn: int, saves: int) -> list[float]:
    """Seconds from saving a post to its new text being in Chromium's document, of each save.

    What is written in one turn differs from that of all others.
    """
    from playwright.sync_api import sync_playwright

    seconds = []
    chance = random.Random(turn)  # noqa: S311 -- pauses, not secrets
    with _served(program) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_chromium_path(), args=CHROMIUM_OPTIONS
        )
        page = browser.new_page()
        page.add_init_script(_SIGHT)
        page.goto(url + program.address(place))
        for save in range(saves + 1):
            page.wait_for_timeout(chance.uniform(*_REST_MILLISECONDS))
            sentence = f"Save {turn}.{save}"
            with page.expect_console_message(_says(sentence), timeout=_PATIENCE_MILLISECONDS):
                started = time.perf_counter()
                program.edit(place, sentence)
            seconds.append(time.perf_counter() - started)
        browser.close()
    return seconds[1:]  # the first save warms up


def _says(sentence: str) -> Callable[[ConsoleMessage], bool]:
    return lambda message: message.text == sentence


@contextmanager
def _served(program: Program) -> Iterator[str]:
    """The address of the program's server, which runs meanwhile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 -- our own commands
        (*program.serve, "--port", str(port)),
        cwd=program.site,
        env=ENVIRONMENT | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert server.stdout  # noqa: S101 -- narrows a type
    said = ""
    try:
        for line in server.stdout:
            said += line
            if f":{port}/" in line:
                break
        else:
            raise RuntimeError(f"{program.serve} ended: {said}")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.communicate()


def _chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")
    if not found:
        raise FanfareError(
            Finding(
                "developer-only",
                "There is no Chromium here, in which to see what was saved.",
                "Install it, name it in CHROMIUM, or name all other rows with --only.",
            )
        )
    return found
