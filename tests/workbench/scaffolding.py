"""A small site whose author types `invoke new ...`."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"

FILES = {
    "pelicanconf.py": """\
from fanfare.site import *

SITENAME = "The Demo"
SITEURL = "https://demo.example"
AUTHOR = "Demo Author"
POSITIONING = "I show how it is done."
TIMEZONE = "Pacific/Kiritimati"
THEME = "simple"
PLUGINS = []
DIRECT_TEMPLATES = ["index", "archives"]
SOCIAL = [("Mastodon", "https://social.example/@demo")]
NEWSLETTER = {"provider": "buttondown", "account": "demo"}
""",
    "tasks.py": """\
from invoke.collection import Collection

from workbench import tasks

namespace = Collection.from_module(tasks)
""",
    ".gitignore": "/.fanfare/\n/output/\n__pycache__/\n.DS_Store\n",
    "content/posts/one.md": "Title: One\nDate: 2026-01-01\nCategory: Craft\n\nHello.\n",
    "content/posts/2025/two.md": "Title: Two\nDate: 2025-01-02\nCategory: Craft\n\nHello.\n",
    "content/pages/about.md": "Title: About\n\nThe demo.\n",
    "content/people/mira-holm.md": "Name: Mira Holm\n\nA guest.\n",
    "content/partners/quay.md": "Name: The Quay\nUrl: https://quay.example\n\nA host.\n",
    "content/images/a drawing ä.svg": "<svg/>",
    "content/data/praise.toml": "",
}


def make_site(root: Path) -> Path:
    """A site with the workbench's tasks and Pelican's simple theme, in the new folder `root`."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def _environment(**changes: str) -> dict[str, str]:
    """The surroundings `invoke` runs in: no editor but that of `changes`."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("EDITOR", "VISUAL")}
    own = {"PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**inherited, **own, **changes}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "invoke", *arguments]


def invoke(root: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `invoke ARGUMENTS` in `root`, with nobody at the keyboard."""
    return subprocess.run(
        _command(*arguments),
        cwd=root,
        env=_environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def typed(root: Path, answers: str, *arguments: str) -> tuple[int, str]:
    """Exit status and screen of `invoke ARGUMENTS` in a terminal where `answers` are typed."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    running = subprocess.Popen(
        _command(*arguments),
        cwd=root,
        env=_environment(TERM="dumb"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    screen = b""
    with contextlib.suppress(OSError):  # how Linux says that the other side is closed
        while piece := os.read(ours, 4096):
            screen += piece
    os.close(ours)
    return running.wait(), screen.decode()


def git(root: Path, *arguments: str) -> str:
    """What git prints in `root`."""
    identity = ("-c", "user.name=Demo", "-c", "user.email=demo@demo.example")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def commit_all(root: Path) -> Path:
    """`root` as a git repository that has all its files."""
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The demo")
    return root
