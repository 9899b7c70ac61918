"""A build that had read everything before a text was saved goes on, or says that it cannot."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.quickbuild.edited_site import EditedSite, files_in

READING = """\
WATCHED = True


def read(generators):
    for generator in generators:
        for article in getattr(generator, "articles", []):
            {statement}


def register():
    from pelican import signals

    signals.all_generators_finalized.connect(read)
"""
"""A plugin that promises to note what it reads."""


class CannotGoOn(Exception):  # noqa: N818 -- what an error would be, this is not
    """Ends a build of which what it has read holds no more."""


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    site = EditedSite(tmp_path, is_staged=True)
    site.build()
    return site


def edited_before_writing(site: EditedSite, edit: Callable[[], object], *names: str) -> set[str]:
    """Edit the site when it has been read, and these of its files; the pages made anew.

    Raises `CannotGoOn` where the build says that it cannot.
    """
    paths = [str(site.root / "content" / name) for name in names]
    written: list[dict[str, bytes]] = []

    def pause(take: Callable[[Sequence[str]], bool]) -> None:
        written.append(files_in(site.root / "stage"))
        edit()
        if not take(paths):
            raise CannotGoOn

    before = files_in(site.root / "stage")
    site.settings["QUICKBUILD_PAUSE"] = pause
    try:
        return site.build()
    finally:
        del site.settings["QUICKBUILD_PAUSE"]
        assert written == [before]


def test_another_body_is_on_its_page(site: EditedSite) -> None:
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html"}
    assert "Another text" in (site.output / "three.html").read_text()
    assert site.build() == set()


def test_another_body_is_wherever_it_is_shown(site: EditedSite) -> None:
    site.edit("content/three.md", "Summary: Third.\n", "")
    site.build()
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html", "index.html"}
    assert "Another text" in (site.output / "index.html").read_text()


def test_several_texts_may_be_edited(site: EditedSite) -> None:
    def edit() -> None:
        site.edit("content/three.md", "The third", "Another")
        site.edit("content/pages/about.md", "The page", "A page")
        site.edit("content/later.md", "Not yet", "Soon")

    made = edited_before_writing(site, edit, "three.md", "pages/about.md", "later.md")
    assert made == {"three.html", "pages/about.html", "drafts/later.html"}


def test_nothing_may_have_been_edited(site: EditedSite) -> None:
    assert edited_before_writing(site, lambda: None) == set()


def test_the_same_bytes_may_have_been_saved_again(site: EditedSite) -> None:
    path = site.root / "content/three.md"
    assert edited_before_writing(site, lambda: os.utime(path, (1, 1)), "three.md") == set()


def test_a_link_to_another_text_may_come(site: EditedSite) -> None:
    link = "[The second]({filename}two.md)"
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", link), "three.md"
    )
    assert made == {"three.html"}


def test_a_body_may_be_edited_again_and_again(site: EditedSite) -> None:
    was = "The third"
    for now in ("Another", "A fourth", "The third"):
        edit = lambda old=was, new=now: site.edit("content/three.md", old, new)  # noqa: E731
        assert edited_before_writing(site, edit, "three.md") == {"three.html"}
        was = now


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Title: Three", "Title: Drei"),
        ("2026-01-03", "2026-01-05"),
        ("Summary: Third.", "Summary: Third.\nTags: ink"),
        ("Summary: Third.", "Summary: Third.\nStatus: draft"),
        ("The third text.", "![A dot]({static}images/dot.txt)"),
        ("The third text.", "![A dot]({attach}images/dot.txt)"),
    ],
)
def test_where_more_than_the_body_changed_it_cannot_go_on(
    site: EditedSite, old: str, new: str
) -> None:
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: site.edit("content/three.md", old, new), "three.md")
    site.build()


def test_where_a_file_is_gone_it_cannot_go_on(site: EditedSite) -> None:
    path = site.root / "content/three.md"
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, path.unlink, "three.md")
    site.build()


@pytest.mark.parametrize("name", ["four.md", "images/dot.txt"])
def test_where_the_file_is_no_text_that_was_known_it_cannot_go_on(
    site: EditedSite, name: str
) -> None:
    text = "Title: Four\nDate: 2026-01-07\n\nThe fourth.\n"
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: site.write(f"content/{name}", text), name)
    site.build()


def test_where_the_text_was_read_in_this_build_it_cannot_go_on(site: EditedSite) -> None:
    site.edit("content/three.md", "The third", "Another")
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "Another", "One more"), "three.md"
        )
    assert site.build() == {"three.html"}


@pytest.mark.parametrize(
    "statement",
    [
        "generator.context['WORDS'] = len(article.content.split())",
        "generator.context['FIRST'] = article.body_digest",
        "open(article.source_path).close()",
    ],
)
def test_where_something_was_made_of_the_body_it_cannot_go_on(
    site: EditedSite, statement: str
) -> None:
    site.write("own/looking.py", READING.format(statement=statement))
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "looking"],
    }
    site.build()
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
        )
    assert site.build() == {"three.html"}


def test_where_a_file_comes_along_with_a_text_others_can_be_edited(site: EditedSite) -> None:
    site.edit("content/two.md", "The second", "![A dot]({attach}images/dot.txt)")
    site.build()
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html"}
