"""Drawing on all processor cores, while the pages are written.

Each core gets a process of its own and a share of the cards, which it puts into the store one by
one. A process is started afresh and not forked: forking one with threads is not safe, and Windows
cannot. What a process cannot draw is left to whoever asks for it.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from social_cards.cards import Card
from social_cards.store import Store

FEWEST_CARDS = 20
"""Fewer are drawn sooner than a process has started."""

MOST_PROCESSES = 8

_MAIN = """
import json, sys
asked = json.load(sys.stdin)
sys.path += asked["path"]
from social_cards.workers import main
main(asked)
"""
"""What a process runs: it looks for modules where this one does, but after Python's own.

The site's own folder is often the first of these: a `json.py` in it would stop every worker.
"""


class Workers:
    """Processes that draw."""

    def __init__(
        self, cards: Mapping[str, Card], store: Path, fonts: Sequence[Path], cores: int
    ) -> None:
        """Let so many `cores` draw `cards`, by key, into `store`; `fonts` are the author's own."""
        processes = min(cores, MOST_PROCESSES, len(cards) // FEWEST_CARDS)
        listed = list(cards.items())
        self._running: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()
        weakref.finalize(self, self._stack.close)  # a build that fails waits for nobody
        for first in range(processes):
            asked = {
                "path": sys.path,
                "parent": os.getpid(),
                "store": str(store),
                "fonts": [str(font) for font in fonts],
                "cards": {key: card.as_json() for key, card in listed[first::processes]},
            }
            with contextlib.suppress(OSError):  # where no process can be started, fewer draw
                self._running.append(_start(json.dumps(asked).encode(), self._stack))

    def wait(self) -> None:
        """Return when all have ended."""
        with self._stack:
            for worker in self._running:
                worker.wait()
        self._running = []


def _start(question: bytes, stack: ExitStack) -> subprocess.Popen[bytes]:
    """A process that draws what `question` names. It does not outlive `stack`."""
    with tempfile.TemporaryFile() as file:
        file.write(question)
        file.seek(0)
        worker = subprocess.Popen(  # noqa: S603 -- Python itself, with our own words
            [sys.executable, "-P", "-c", _MAIN],
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    stack.enter_context(worker)
    stack.callback(worker.kill)  # before the stack waits for it
    return worker


def main(asked: Mapping[str, Any]) -> None:
    """Draw the cards that `asked` names."""
    from social_cards.drawing import draw
    from social_cards.typefaces import families

    store, (bold, regular) = Store(Path(asked["store"])), families([*map(Path, asked["fonts"])])
    for key, said in asked["cards"].items():
        if os.name == "posix" and os.getppid() != asked["parent"]:
            return  # the build was killed: nobody waits for the rest
        try:
            made = draw(Card.from_json(said), bold, regular)
        except OSError:
            continue  # a photo that cannot be read: whoever asks for this card says so
        store.put(key, made)
