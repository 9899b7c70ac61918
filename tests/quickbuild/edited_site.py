"""A site that is built by Pelican alone, edited, and built again."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pelican
from pelican.log import LimitFilter, console
from pelican.plugins import signals
from pelican.settings import read_settings

FILES = {
    "content/one.md": """\
Title: One
Date: 2026-01-01
Tags: ink
Summary: First.

The first text, with ![a dot]({static}images/dot.txt).
""",
    "content/two.md": """\
Title: Two
Date: 2026-01-02
Tags: ink, paper
Summary: Second.

The second text, after [the first]({filename}one.md).
""",
    "content/three.md": "Title: Three\nDate: 2026-01-03\nSummary: Third.\n\nThe third text.\n",
    "content/later.md": """\
Title: Later
Date: 2026-01-04
Status: draft
Summary: Fourth.

Not yet.
""",
    "content/pages/about.md": "Title: About\n\nThe page.\n",
    "content/images/dot.txt": ".",
    "theme/templates/base.html": """\
<title>{{ SITENAME }}</title>
{% block main %}{% endblock %}
""",
    "theme/templates/article.html": """\
{% extends "base.html" %}
{% block main %}
<h1>{{ article.title }}</h1>
{{ article.content }}
{% for tag in article.tags or () %}<a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a>{% endfor %}
{% include "parts/foot.html" %}
{% endblock %}
""",
    "theme/templates/parts/foot.html": "<p>Thanks.</p>\n",
    "theme/templates/page.html": """\
{% extends "base.html" %}
{% block main %}{{ page.content }}{% endblock %}
""",
    "theme/templates/index.html": """\
{% extends "base.html" %}
{% block main %}
{% for article in articles %}
<a href="{{ SITEURL }}/{{ article.url }}">{{ article.title }}</a> {{ article.summary }}
{% endfor %}
{% endblock %}
""",
    "theme/templates/category.html": """\
{% extends "base.html" %}
{% block main %}{{ category }}{% endblock %}
""",
    "theme/templates/tag.html": """\
{% extends "base.html" %}
{% block main %}
{{ tag }}: {% for article in articles %}{{ article.title }} {% endfor %}
{% endblock %}
""",
}

ARTICLES = frozenset(("one.html", "two.html", "three.html", "drafts/later.html"))
PAGES = ARTICLES | {
    *("index.html", "pages/about.html"),
    *("category/misc.html", "tag/ink.html", "tag/paper.html"),
}
"""What is rendered; all else is copied."""

_SETTINGS: dict[str, Any] = {
    "SITENAME": "Tiny",
    "SITEURL": "https://tiny.example",
    "AUTHOR": "Ada Quill",
    "TIMEZONE": "UTC",
    "DIRECT_TEMPLATES": ["index"],
    "STATIC_PATHS": ["images"],
    "AUTHOR_SAVE_AS": "",
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "PLUGINS": ["quickbuild"],
}


class EditedSite:
    """A site in `root`. Whatever is built of it is compared with what Pelican makes without us.

    With `is_staged`, it is built beside its output, where nothing is that was put there by hand.
    """

    def __init__(self, root: Path, *, is_staged: bool = False, **settings: object) -> None:
        self.root = root
        self._is_staged = is_staged
        self.output = root / "output"
        self.settings = settings
        self.said: list[str] = []
        """What the last build warned of."""

        self.by_hand: dict[str, bytes] = {}
        """What the author has put into the output."""

        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Make the file `name` of the site anew."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def edit(self, name: str, old: str, new: str) -> None:
        """Put `new` in the place of `old` in the file `name`."""
        text = (self.root / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def build(self) -> set[str]:
        """Build the site; the pages that were made anew."""
        with self._names_kept() as made:
            self.said = self._run_aside() if self._is_staged else self._run(self.output)
        clean = self.root / "clean"
        expected = self._run(clean, QUICKBUILD=False)
        by_hand = {} if self._is_staged else self.by_hand
        found, wanted = files_in(self.output), files_in(clean) | by_hand
        names = found.keys() | wanted.keys()
        assert {name for name in names if found.get(name) != wanted.get(name)} == set()
        assert sorted(self.said) == sorted(expected)
        shutil.rmtree(clean)
        return made

    def _run_aside(self) -> list[str]:
        """Build beside the output, and exchange the two, as the workbench does."""
        stage, before = self.root / "stage", self.root / "before"
        said = self._run(stage, QUICKBUILD_PREVIOUS=str(self.output))
        if self.output.exists():
            self.output.rename(before)
        stage.rename(self.output)
        if before.exists():
            before.rename(stage)
        return said

    def _run(self, output: Path, **settings: object) -> list[str]:
        configured = read_settings(None, override={**_SETTINGS, **self._folders(output)})
        configured.update({**self.settings, **settings})
        LimitFilter._raised_messages.clear()
        LimitFilter._group_count.clear()
        console.quiet = True
        with heard() as said:
            try:
                pelican.Pelican(configured).run()
            finally:
                console.quiet = False
                if under_way := configured.get("QUICKBUILD_BUILD"):  # as the workbench does
                    under_way.abandon()
                _disconnect()
        return said

    def _folders(self, output: Path) -> dict[str, str]:
        return {
            "PATH": str(self.root / "content"),
            "THEME": str(self.root / "theme"),
            "OUTPUT_PATH": str(output),
            "CACHE_PATH": str(self.root / "cache"),
        }

    @contextmanager
    def _names_kept(self) -> Iterator[set[str]]:
        """The HTML files that are other files afterwards than they were."""
        kept, made = self.root / "kept", set[str]()
        shutil.rmtree(kept, ignore_errors=True)  # of a build that failed
        for name in files_in(self.output):
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(self.output / name, kept / name)
        yield made
        for name in files_in(self.output):
            before = kept / name
            is_same = before.exists() and before.samefile(self.output / name)
            if name.endswith(".html") and not is_same:
                made.add(name)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its name there."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@contextmanager
def heard() -> Iterator[list[str]]:
    """What is warned of meanwhile."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    ear, root = Ear(logging.WARNING), logging.getLogger()
    root.addHandler(ear)
    try:
        yield said
    finally:
        root.removeHandler(ear)


def _disconnect() -> None:
    """Let the plugins of one build not listen to the next one."""
    for signal in vars(signals).values():
        if isinstance(signal, signals.Signal):
            for receiver in [*signal.receivers_for(None)]:
                signal.disconnect(receiver)
