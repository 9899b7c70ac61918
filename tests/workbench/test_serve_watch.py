from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench.serving import make_small_site
from workbench.location import Site
from workbench.watch import Watch, is_source


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_small_site(tmp_path)


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    with Watch(Site(root)) as watch:
        yield watch


def named(watch: Watch, *awaited: Path) -> set[Path]:
    """All that `watch` names until it has named each of `awaited`."""
    seen: set[Path] = set()
    while not seen.issuperset(awaited):
        seen.update(watch.wait())
    return seen


@pytest.mark.parametrize(
    "name",
    [
        "content/posts/one.md",
        "content/data/deployments.jsonl",
        "content/images/a~b.png",
        "themes/folio/static/style.css",
        "pelicanconf.py",
    ],
)
def test_what_an_author_writes_is_a_source(name: str) -> None:
    assert is_source(Path("/home/.me/site"), Path("/home/.me/site", name))


@pytest.mark.parametrize(
    "name",
    [
        "content/.DS_Store",
        "content/.git/index",
        "content/posts/one.md~",
        "content/posts/.one.md.swp",
        "content/posts/one.swx",
        "content/posts/4913",
        "content/posts/#one.md#",
        "content/posts/.#one.md",
        "content/posts/one.md___jb_tmp___",
        "content/posts/one.md.bak",
        "content/data/.fans.csv.lock",
        "content/data/fans.lock",
        "plugins/__pycache__/tally.cpython-311.pyc",
    ],
)
def test_what_tools_and_editors_leave_is_not(name: str) -> None:
    assert not is_source(Path("/site"), Path("/site", name))


def test_every_change_is_named(watch: Watch, root: Path) -> None:
    names = ("content/posts/one.md", "plugins/tally.py", "publishconf.py")
    changed = [root / name for name in names]
    for path in changed:
        path.write_text("anew", encoding="utf-8")

    assert named(watch, *changed) == set(changed)


def test_changes_between_two_looks_are_kept(watch: Watch, root: Path) -> None:
    one, two = root / "content/posts/one.md", root / "content/posts/two.md"
    one.write_text("anew", encoding="utf-8")
    named(watch, one)
    two.unlink()
    (root / "pelicanconf.py").touch()

    assert named(watch, two, root / "pelicanconf.py") == {two, root / "pelicanconf.py"}


def test_what_is_no_source_is_passed_over(watch: Watch, root: Path) -> None:
    one = root / "content/posts/one.md"
    one.with_name("one.md~").write_text("aside", encoding="utf-8")
    (root / "output").mkdir()
    (root / "notes.txt").write_text("aside", encoding="utf-8")
    one.write_text("anew", encoding="utf-8")

    assert named(watch, one) == {one}


def test_a_folder_that_appears_later_is_watched(watch: Watch, root: Path) -> None:
    plugins = root / "plugins"
    shutil.rmtree(plugins)
    named(watch, plugins)
    plugins.mkdir()
    named(watch, plugins)

    (plugins / "tally.py").write_text("anew", encoding="utf-8")

    assert named(watch, plugins / "tally.py") == {plugins / "tally.py"}


def test_a_folder_that_is_put_in_place_of_another_is_watched(watch: Watch, root: Path) -> None:
    content = root / "content"
    shutil.copytree(content, root / "other")
    shutil.rmtree(content)
    (root / "other").rename(content)
    named(watch, content)

    (content / "posts/one.md").write_text("anew", encoding="utf-8")

    assert content / "posts/one.md" in named(watch, content / "posts/one.md")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_that_leads_nowhere_or_in_a_circle_does_no_harm(root: Path) -> None:
    (root / "content/gone").symlink_to(root / "nowhere")
    (root / "content/posts/circle").symlink_to(root / "content")
    with Watch(Site(root)) as watch:
        (root / "content/posts/one.md").write_text("anew", encoding="utf-8")

        assert named(watch, root / "content/posts/one.md")
