"""Texts that nobody asks for cost next to nothing; what is remembered of them stays right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from fanfare import later
from fanfare.console import Silent
from fanfare.every_text import every_article, every_page
from fanfare.memory import Memory, digest_of
from tests.guest_posts.small_site import RECORDS, build_site, post
from workbench.build import read_site
from workbench.location import Site

CONF = '\nGUEST_POSTS_AUTOLINK = True\nQUICKBUILD_CODE = "1"\n'

FILES = {
    **RECORDS,
    "posts/knots.md": post(
        "Knots", author="Mira Holm", body="On [ropes](ropes.md) <script>1</script>\n\nAnd Jun Ko."
    ),
    "posts/hitches.md": post("Hitches", day=2, author="Mira Holm", body="![](hitch.png)"),
    "posts/ropes.md": post(
        "Ropes", day=3, body="Mira Holm in [Knots]({filename}knots.md), and The Quay."
    ),
    "posts/paid.md": post(
        "Paid", day=4, sponsored="the-quay", disclosure="They *paid*.", body="See [Ropes](/ropes/)."
    ),
    "posts/sea.md": post(
        "Sea", day=5, body="[Tides]({filename}/elsewhere/tides.md), [knots]({filename}knots.md)"
    ),
    "pages/about.md": "Title: About\n\nI know [knots]({filename}/posts/knots.md).\n",
}


@dataclass
class Restored:
    """Does what quickbuild does: lends a memory, and texts whose HTML is read when asked for."""

    memory: Memory = field(default_factory=lambda: Memory(None))
    read: list[str] = field(default_factory=list)
    """The titles of the texts whose HTML was asked for."""

    def connect(self) -> None:
        """Listen to Pelican, before the plugin does."""
        signals.article_generator_init.connect(self._lend_memory)
        signals.article_generator_pretaxonomy.connect(self._restore_articles)
        signals.page_generator_finalized.connect(self._restore_pages)

    def _lend_memory(self, generator: Generator) -> None:
        generator.context["MEMORY"] = self.memory

    def _restore_articles(self, generator: Generator) -> None:
        for text in every_article(generator):
            self._restore(text)

    def _restore_pages(self, generator: Generator) -> None:
        for text in every_page(generator):
            self._restore(text)

    def _restore(self, text: Content) -> None:
        html = text._content

        def read() -> str:
            self.read.append(text.title)
            return str(html)

        later.read_body_with(text, read)
        text.body_digest = digest_of(html)


def read(root: Path, files: Mapping[str, str], restored: Restored) -> Mapping[str, Any]:
    """The context of a site of `files`, with texts that were `restored`."""
    if not root.exists():
        build_site(root, files, CONF, "simple")  # which lays the site out
    for name, text in files.items():
        (root / "content" / name).write_text(text)
    for signal in vars(signals).values():
        if isinstance(signal, signals.Signal):  # else the plugin would listen before `restored`
            for receiver in [*signal.receivers_for(None)]:
                signal.disconnect(receiver)
    restored.read.clear()
    restored.connect()
    site = Site(root)
    return read_site(site, site.writing_settings, Silent())


def shown(context: Mapping[str, Any]) -> dict[str, object]:
    """All that the plugin gives to texts, by their titles."""
    texts = {*context["articles"], *context["pages"]}
    return {
        text.title: (
            text.content,
            text.summary,
            text.owed,
            text.schema_org,
            text.roles,
            [guest.name for guest in text.guests],
            [other.title for other in text.mentioned_in],
        )
        for text in texts
    } | {
        "others": [one.content for one in (*context["guests"], *context["partners"])],
        "elsewhere": str(context["elsewhere_json_ld"]),
        "published with texts": sorted(context["static_links"]),
    }


def test_nothing_is_read_for_texts_that_nobody_asks_for(tmp_path: Path) -> None:
    restored = Restored()
    read(tmp_path / "site", FILES, restored)
    assert restored.read
    context = read(tmp_path / "site", FILES, restored)
    assert restored.read == []
    ropes = next(text for text in context["articles"] if text.title == "Ropes")
    assert "Knots" in ropes.content
    assert restored.read == ["Ropes"]


CHANGES = {
    "nothing": {},
    "a renamed person": {
        "people/jun-ko.md": "Name: June Ko\n\nNew here.\n",
        "posts/knots.md": FILES["posts/knots.md"].replace("Jun", "June"),
    },
    "another bio": {"people/jun-ko.md": "Name: Jun Ko\n\nOld *here*.<script>1</script>\n"},
    "a partner somewhere else": {
        "partners/the-quay.md": "Name: The Pier\nUrl: https://pier.example\n\nPiers.\n"
    },
    "an entry somewhere else": {
        "elsewhere/tides.md": RECORDS["elsewhere/tides.md"].replace(
            "quay.example/t", "quay.example/s"
        )
    },
    "a new entry": {"elsewhere/rope.md": RECORDS["elsewhere/tides.md"].replace("ides", "ow")},
    "other links": {"posts/ropes.md": post("Ropes", day=3, body="[x]({filename}hitches.md)")},
    "a guest who is none": {
        "posts/knots.md": FILES["posts/knots.md"].replace("author: Mira Holm\n", "")
    },
    "an author who is a guest": {
        "posts/ropes.md": FILES["posts/ropes.md"].replace("Category", "Author: Jun Ko\nCategory")
    },
    "another disclosure": {
        "posts/paid.md": FILES["posts/paid.md"].replace("*paid*", "did **not**")
    },
    "a draft": {"posts/ropes.md": f"Status: draft\n{FILES['posts/ropes.md']}"},
    "another date": {"posts/ropes.md": FILES["posts/ropes.md"].replace("2026-01-03", "2026-01-09")},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_remembered_is_what_would_be_made(tmp_path: Path, change: str) -> None:
    remembering = Restored()
    before = shown(read(tmp_path / "site", FILES, remembering))
    changed = {**FILES, **CHANGES[change]}
    after = shown(read(tmp_path / "site", changed, remembering))
    assert after == shown(read(tmp_path / "site", changed, Restored()))
    assert (after == before) == (change == "nothing")


def test_what_was_removed_is_said_in_every_build(tmp_path: Path) -> None:
    Restored().connect()
    first = build_site(tmp_path / "1", FILES, CONF)
    second = build_site(tmp_path / "2", FILES, CONF)
    assert [one.message for one in first.warnings] == [one.message for one in second.warnings]
    assert any("<script>" in one.message for one in second.warnings)
