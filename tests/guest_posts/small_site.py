"""A small site with guests, partners and posts elsewhere, built with either theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from fanfare.console import Silent
from fanfare.findings import Finding
from workbench.build import build
from workbench.location import Site

REPOSITORY = Path(__file__).parents[2]

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
PLUGINS = ["quickbuild", "guest_posts", "folio"]
THEME = {str(REPOSITORY / "themes/folio")!r}
""",
    "simple": """
PLUGINS = ["guest_posts"]
THEME = "simple"
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
DIRECT_TEMPLATES = ["index", "archives", "categories", "tags", "authors"]
""",
}

RECORDS = {
    "people/mira-holm.md": (
        "Name: Mira Holm\nUrl: https://holm.example\nLinks: https://social.example/@mira\n"
        "Photo: {static}/images/mira.png\nPhoto_alt: Mira on a jetty\nSite: the-quay\n"
        "\nMira *ties* knots. See [my piece]({filename}/posts/knots.md).\n"
    ),
    "people/jun-ko.md": "Name: Jun Ko\n\nNew here.\n",
    "partners/the-quay.md": (
        "Name: The Quay\nUrl: https://www.quay.example\nFeed: https://quay.example/feed\n\nBoats.\n"
    ),
    "elsewhere/tides.md": (
        "Title: Tides\nDate: 2026-02-10\nHost: the-quay\n"
        "Original_url: https://quay.example/tides?a=1&b=2\nCategory: Water\nTags: sea, rope\n"
        "\nOn *tides*.\n"
    ),
}


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


def build_site(root: Path, files: Mapping[str, str], conf: str = "", theme: str = "folio") -> Built:
    """Build a site of `files`, which are relative to `content/`, in the folder `root`."""
    (root / "pelicanconf.py").write_text(_CONF + THEMES[theme] + conf)
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    images = root / "content/images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "mira.png").write_bytes(_PNG)
    site = Site(root)
    made = build(site, site.writing_settings, root / "output", Silent(), production=True)
    return Built(root / "output", made.warnings)


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000004000160d5c8150000000049454e44ae426082"
)
