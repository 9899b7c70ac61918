"""What was as it is now, and was something else meanwhile, is not taken for unchanged."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import UndefinedError
from pelican import signals

from fanfare.later import offer
from fanfare.watching import Given
from quickbuild import making
from tests.quickbuild.edited_site import EditedSite

Told = Callable[[Any, str], None]
"""What a plugin does to an article, and what its file says meanwhile."""


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    site = EditedSite(tmp_path / "site", PLUGINS=["quickbuild", "own"])
    site.write("own.txt", "")
    return site


@pytest.fixture
def tell(site: EditedSite, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Add a plugin that reads a file, once all is read, and tells articles of it."""

    def add(told: Told, *, watched: bool = True) -> None:
        def receive(generators: Sequence[Any]) -> None:
            for article in generators[0].articles:
                told(article, _said(site))

        module = ModuleType("own")
        module.__spec__ = ModuleSpec("own", None)
        receive.__module__ = "own"
        vars(module).update(
            WATCHED=watched,
            register=lambda: signals.all_generators_finalized.connect(receive),
            receive=receive,
        )
        monkeypatch.setitem(sys.modules, "own", module)

    return add


def _said(site: EditedSite) -> str:
    return (site.root / "own.txt").read_text()


def _say(site: EditedSite, said: str) -> None:
    site.write("own.txt", said)
    site.build()


def _show(site: EditedSite, name: str) -> None:
    site.edit("theme/templates/article.html", "<h1>", f"{{{{ article.{name} }}}}<h1>")


def _show_the_newest(site: EditedSite, name: str) -> None:
    site.write(
        "theme/templates/index.html",
        f"{{% for article in articles[:2] %}}{{{{ article.{name} }}}}{{% endfor %}}",
    )


def _write_newest(site: EditedSite) -> None:
    for name in ("four", "five"):
        site.write(f"content/{name}.md", f"Title: {name}\nDate: 2026-01-09\nMood: odd\n\nText.\n")


def _delete_newest(site: EditedSite) -> None:
    for name in ("four", "five"):
        (site.root / f"content/{name}.md").unlink()


def test_a_text_that_leaves_a_list_comes_back_another_and_is_edited_back(
    site: EditedSite, tell: Callable[..., None]
) -> None:
    tell(lambda article, said: None)
    _show_the_newest(site, "mood")
    site.edit("content/two.md", "Summary:", "Mood: calm\nSummary:")
    site.build()
    _write_newest(site)
    site.edit("content/two.md", "Mood: calm", "Mood: wild")
    site.build()
    _delete_newest(site)
    site.build()
    site.edit("content/two.md", "Mood: wild", "Mood: calm")
    assert "index.html" in site.build()


def test_what_is_offered_is_of_something_that_changes_and_changes_back_unseen(
    site: EditedSite, tell: Callable[..., None]
) -> None:
    def tell_badge(article: Any, said: str) -> None:
        given = Given("own.badge", said)
        offer(article, {"badge": lambda text: given.value + text.title})

    tell(tell_badge)
    _show_the_newest(site, "badge")
    _say(site, "gold")
    _write_newest(site)
    _say(site, "silver")
    _delete_newest(site)
    site.build()
    _say(site, "gold")
    assert "gold" in (site.output / "index.html").read_text()


def test_what_was_offered_is_set_to_the_same_and_then_to_another(
    site: EditedSite, tell: Callable[..., None]
) -> None:
    makers = {"badge": lambda text: "gold"}

    def tell_badge(article: Any, said: str) -> None:
        if said == "offered":
            offer(article, makers)
        else:
            article.badge = said

    tell(tell_badge)
    _show(site, "badge")
    _say(site, "offered")
    _say(site, "gold")
    _say(site, "silver")
    assert "silver" in (site.output / "one.html").read_text()


def test_some_texts_are_offered_something_by_what_a_file_says(
    site: EditedSite, tell: Callable[..., None]
) -> None:
    makers = {"badge": lambda text: "gold"}

    def tell_badge(article: Any, said: str) -> None:
        if article.slug in said:
            offer(article, makers)

    tell(tell_badge)
    _show(site, "badge")
    _say(site, "one")
    _say(site, "two")
    assert "gold" not in (site.output / "one.html").read_text()
    assert "gold" in (site.output / "two.html").read_text()


@pytest.mark.parametrize("name", ["author", "category"])
def test_a_plugin_changes_what_an_author_or_a_category_has(
    site: EditedSite, tell: Callable[..., None], name: str
) -> None:
    tell(lambda article, said: setattr(getattr(article, name), "about", said), watched=False)
    _show(site, f"{name}.about")
    _say(site, "first")
    _say(site, "second")
    assert "second" in (site.output / "one.html").read_text()


def test_a_build_of_many_pages_that_fails_remembers_texts_before_their_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had read, the next build need not read; but no page is as that one would have it."""
    monkeypatch.setattr(making, "MANY", 3)
    site = EditedSite(tmp_path, is_staged=True)
    site.build()
    site.edit("content/one.md", "The first text", "The edited text")
    site.edit("theme/templates/base.html", "{{ SITENAME }}", "{{ SITENAME.no.such }}")
    with pytest.raises(UndefinedError):
        site.build()
    site.edit("theme/templates/base.html", "{{ SITENAME.no.such }}", "{{ SITENAME }}")
    shutil.rmtree(tmp_path / "kept")
    site.build()
    assert "The edited text" in (site.output / "one.html").read_text()
