"""A site of a few files, built as its author builds it: plain, but for what a test says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workbench.location import Site

CONF = """
from fanfare.site import *
SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Tamsin Inkwell"
POSITIONING = "I help."
TIMEZONE = "UTC"
THEME = "simple"
PLUGINS = []
DIRECT_TEMPLATES = ["index"]
JINJA_ENVIRONMENT = {}
"""


def tiny_site(root: Path, files: Mapping[str, str], conf: str = CONF) -> Site:
    """The site in `root`, of `files` with their paths from there, and with the settings `conf`."""
    write(root / "pelicanconf.py", conf)
    write(root / "publishconf.py", "from pelicanconf import *\nRELATIVE_URLS = False\n")
    for name, text in files.items():
        write(root / name, text)
    return Site(root)


def write(path: Path, text: str) -> None:
    """Make the file at `path` of `text`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def append(path: Path, text: str) -> None:
    """Add `text` to the file at `path`."""
    path.write_text(path.read_text() + text)
