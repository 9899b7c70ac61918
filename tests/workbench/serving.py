"""A small site, and `invoke serve` running on it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.error import HTTPError
from urllib.request import urlopen

PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""

_PLUGINS = Path(__file__).parents[2] / "plugins"

_FILES = {
    "pelicanconf.py": """\
from fanfare.site import *

SITENAME = "The Long Margin"
SITEURL = "https://longmargin.example"
AUTHOR = "Tamsin Inkwell"
POSITIONING = "I help people write things down."
TIMEZONE = "Europe/London"
THEME = "themes/plain"
PLUGINS = ["tally"]
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}}}
DIRECT_TEMPLATES = ["index"]
""",
    "tasks.py": """\
from invoke.collection import Collection

from workbench import tasks

namespace = Collection.from_module(tasks)
""",
    "content/posts/one.md": "Title: One\nDate: 2026-01-01\n\nHello to all.\n",
    "content/posts/two.md": "Title: Two\nDate: 2026-01-02\n\nHello again.\n",
    "content/data/fans.csv": "12 fans",
    "plugins/tally.py": """\
from pathlib import Path

from pelican.plugins import signals


def count(generator):
    data = Path(generator.settings["PATH"]) / "data" / "fans.csv"
    generator.context["TALLY"] = "counted: " + data.read_text()


def register():
    signals.generator_init.connect(count)
""",
    "themes/plain/templates/article.html": """\
<!doctype html>
<html lang="en">
<head><title>{{ article.title }} - {{ SITENAME }}</title></head>
<body>
<p>Set by hand; {{ TALLY }}</p>
{{ article.content|safe }}
</body>
</html>
""",
}


def make_small_site(root: Path) -> Path:
    """A site of two posts in `root`, with a theme, a plugin and data of its own."""
    for name, text in _FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "themes/plain/static").mkdir()
    return root


def edit(path: Path, before: str, after: str) -> None:
    """Put `after` in the place of `before` in the file at `path`."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


class Serving:
    """`invoke serve` in the folder `root`, with what it says in the terminal."""

    def __init__(self, root: Path, *arguments: str, **variables: str) -> None:
        self.root = root
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "invoke", "serve", *arguments],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(_PLUGINS), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert self.process.stdout
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def until(self, pattern: str) -> re.Match[str]:
        """Wait for a line that matches `pattern`."""
        while True:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            assert line is not None, f"ended without {pattern!r}: {self.said}"
            self.said.append(line)
            if found := re.search(pattern, line):
                return found

    def address(self) -> str:
        """Wait for the site; return its address."""
        return self.until(r"Serving (http://\S+/)")[1]

    def rest(self) -> list[str]:
        """Wait for the end; return the lines that `until` did not see."""
        self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        lines = iter(self._lines.get_nowait, None)
        return list(lines)

    def interrupt(self) -> int:
        """Send what Ctrl-C sends; return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        finally:
            self.process.kill()
            self._reader.join(PATIENCE_SECONDS)


def fetch(url: str) -> tuple[int, str]:
    """Status and body of the answer at `url`."""
    try:
        with urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
