"""A copy of the demo site, its author at the command line, and a server that shows it."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PARTS = ("content", "themes", "plugins", "pelicanconf.py", "publishconf.py", "tasks.py")


@dataclass(frozen=True, slots=True)
class PublishedDemo:
    """The demo site, published into a folder of its own and served on loopback."""

    root: Path
    address: str
    """`http://127.0.0.1:port`, the address the site was published for and is served at."""

    @property
    def output(self) -> Path:
        return self.root / "output"

    def pages(self) -> list[str]:
        """The path of every HTML page, relative to the output folder."""
        return sorted(
            path.relative_to(self.output).as_posix() for path in self.output.rglob("*.html")
        )


def copy_of_the_site(folder: Path) -> Path:
    """The site as a fresh clone has it, without anything built, in the new folder `folder`."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    return folder


def invoke(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `invoke` in the site at `root` as its author does."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def digest(folder: Path) -> str:
    """One value for the names and bytes of everything in `folder`."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(path.relative_to(folder).as_posix().encode())
        if path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing: pytest shows what matters."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder`, which may appear later, on loopback; give its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
