"""Read the links of many texts in a process of its own, while Pelican goes on in this one.

The process is started afresh and not forked, and gets what Markdown made of the texts. Where there
is one core only, or few texts, the links are read when they are asked for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Mapping
from contextlib import ExitStack

from guest_posts.links.mentions import linked_addresses

FEWEST_TEXTS = 150
"""The links of fewer are read sooner than a process has started."""


class LinksAhead:
    """The links of `texts`, HTML by any key, read meanwhile."""

    def __init__(self, texts: Mapping[str, str], cores: int) -> None:
        self._stack = ExitStack()
        weakref.finalize(self, self._stack.close)  # also where nobody collects
        self._process: subprocess.Popen[bytes] | None = None
        if cores > 1 and len(texts) >= FEWEST_TEXTS:
            self._start(texts)

    def _start(self, texts: Mapping[str, str]) -> None:
        question = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- the stack closes it
        self._answer = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        question.write(json.dumps(dict(texts)).encode())
        question.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "guest_posts.links.ahead"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=question,
            stdout=self._answer,
            stderr=subprocess.DEVNULL,
        )
        self._stack.enter_context(self._process)
        self._stack.callback(self._process.kill)  # where this one is interrupted before the answer

    def collect(self) -> dict[str, list[str]]:
        """What was read, by the keys of the texts; nothing where it could not be.

        Waits for the process, and ends with it. A second call finds nothing.
        """
        with self._stack:
            if self._process is None or self._process.wait() != 0:
                return {}
            self._answer.seek(0)
            read: dict[str, list[str]] = json.load(self._answer)
            return read


def main() -> None:
    """Read the links of the texts on standard input, and answer on standard output."""
    texts = json.load(sys.stdin)
    json.dump({key: linked_addresses(html) for key, html in texts.items()}, sys.stdout)


if __name__ == "__main__":
    main()
