"""A small site of a few files, built with either theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from fanfare.console import Silent
from fanfare.findings import Finding
from workbench.build import build
from workbench.location import Site

REPOSITORY = Path(__file__).parents[1]

_CONF = """
from fanfare.site import *
SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "UTC"
SOCIAL = [("Mastodon", "https://social.example/@ada")]
RELATIVE_URLS = False
"""

THEMES = {
    "folio": f"""
PLUGINS = ["quickbuild", "{{plugin}}", "folio"]
THEME = {str(REPOSITORY / "themes/folio")!r}
""",
    "simple": """
PLUGINS = ["{plugin}"]
THEME = "simple"
JINJA_ENVIRONMENT = {{"trim_blocks": True, "lstrip_blocks": True}}
DIRECT_TEMPLATES = ["index", "archives", "categories", "tags", "authors"]
""",
}
"""What makes a site with one plugin of a theme: Fanfare's own, and Pelican's plainest."""


@dataclass(frozen=True, slots=True)
class Built:
    """A built site."""

    output: Path
    warnings: list[Finding]

    def text(self, path: str) -> str:
        """The file at `path`; that of a folder is its page."""
        file = self.output / path
        return (file / "index.html" if file.is_dir() else file).read_text("utf-8")

    def page(self, path: str) -> BeautifulSoup:
        """The page at `path`, read."""
        return BeautifulSoup(self.text(path), "lxml")

    def exists(self, path: str) -> bool:
        """True where there is anything at `path`."""
        return (self.output / path).exists()


def post(title: str, day: int = 1, **head: str) -> str:
    """The file of a post; `body` is its text."""
    body = head.pop("body", "Text.")
    lines = {"Title": title, "Date": f"2026-01-{day:02}", "Category": "Water", **head}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"


def build_site(
    root: Path,
    files: Mapping[str, str],
    conf: str = "",
    theme: str = "folio",
    *,
    plugin: str,
) -> Built:
    """Build a site of `files`, which are relative to `content/`, in the folder `root`."""
    (root / "pelicanconf.py").write_text(_CONF + THEMES[theme].format(plugin=plugin) + conf)
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    site = Site(root)
    made = build(site, site.writing_settings, root / "output", Silent(), production=True)
    return Built(root / "output", made.warnings)
