"""A small published site with posts to make kits of."""

from __future__ import annotations

from pathlib import Path

from tests.syndication.kit.made import SVG, a_picture

FILES = {
    "pelicanconf.py": """\
from fanfare.site import *

SITENAME = "Tiny"
SITEURL = "https://tiny.example/blog"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "UTC"
THEME = "simple"
PLUGINS = ["syndication"]
DIRECT_TEMPLATES = ["index", "archives"]
LINKEDIN_LIMITS = {"kit_title": 20}
""",
    "publishconf.py": """\
from pelicanconf import *

RELATIVE_URLS = False
""",
    "tasks.py": """\
from invoke.collection import Collection

from syndication import kit_tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(kit_tasks, name="linkedin"))
""",
    "content/posts/knots.md": """\
Title: Knots & how to untie them
Date: 2026-03-01 09:30
Category: Water
Tags: knots, knowledge work, rope care
Image: {static}/images/cover.png
Image_alt: A rope
Summary: A knot is a promise.

A *knot*, drawn[^1] and photographed:

![Drawn]({static}/images/knot.svg "By hand")

![Photographed]({attach}photo.webp)

See [the other]({filename}ropes.md).

[^1]: By me.
""",
    "content/posts/ropes.md": "Title: Ropes\nDate: 2026-02-01\n\nRopes.\n",
    "content/posts/later.md": "Title: Later\nDate: 2026-02-01\nStatus: draft\n\nNot yet.\n",
    "content/posts/not-shared.md": "Title: No\nDate: 2026-02-01\nLinkedin: no\n\nOnly here.\n",
}


def make_site(root: Path) -> Path:
    """The site, in the folder `root`."""
    pictures = {
        "content/images/cover.png": a_picture(size=(1920, 1080)),
        "content/images/knot.svg": SVG,
        "content/posts/photo.webp": a_picture("WEBP"),
    }
    for name, raw in {**{name: text.encode() for name, text in FILES.items()}, **pictures}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return root
