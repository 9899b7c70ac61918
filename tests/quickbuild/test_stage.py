"""The folder that is written to keeps what is right, and loses the rest."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from quickbuild.stage import remove, replace, signature_of, take_over, tidied


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one of them in a folder."""
    folder = tmp_path / "stage"
    (folder / "tag").mkdir(parents=True)
    (folder / "a.html").write_text("a")
    (folder / "tag/b.html").write_text("b")
    return folder


def signature(path: Path) -> str:
    return signature_of(path.stat())


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_what_is_known_stays(folder: Path) -> None:
    known = {name: signature(folder / name) for name in ("a.html", "tag/b.html")}
    assert tidied(folder, known) == {"a.html", "tag/b.html"}
    assert names(folder) == ["a.html", "tag", "tag/b.html"]


def test_what_is_unknown_goes_with_its_folder(folder: Path) -> None:
    assert tidied(folder, {"a.html": signature(folder / "a.html")}) == {"a.html"}
    assert names(folder) == ["a.html"]


def test_what_is_another_file_than_the_known_one_goes(folder: Path) -> None:
    known = {name: signature(folder / name) for name in ("a.html", "tag/b.html")}
    (folder / "a.html").write_text("longer")
    (folder / "tag/b.html").rename(folder / "c.html")
    (folder / "tag/b.html").write_text("b")
    assert tidied(folder, known) == set()


def test_a_second_name_of_a_file_is_that_file(folder: Path, tmp_path: Path) -> None:
    os.link(folder / "a.html", tmp_path / "other.html")
    assert signature(tmp_path / "other.html") == signature(folder / "a.html")


@pytest.mark.parametrize("kind", ["nothing", "file", "link"])
def test_no_folder_has_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "stage"
    if kind == "file":
        path.write_text("a file")
    elif kind == "link":
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine/a.html").write_text("mine")
        path.symlink_to(tmp_path / "mine")
    assert tidied(path, {}) == set()
    assert not path.exists()
    assert kind != "link" or (tmp_path / "mine/a.html").exists()


def test_links_are_removed_and_not_what_they_lead_to(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a.html").write_text("mine")
    (folder / "mine").symlink_to(tmp_path / "mine")
    tidied(folder, {})
    assert names(folder) == []
    assert (tmp_path / "mine/a.html").read_text() == "mine"


def test_a_file_is_replaced_and_its_other_names_keep_what_they_had(folder: Path) -> None:
    os.link(folder / "a.html", folder / "other.html")
    replace(str(folder / "a.html"), b"new")
    assert (folder / "a.html").read_bytes() == b"new"
    assert (folder / "other.html").read_bytes() == b"a"


def test_a_file_is_written_wherever_it_belongs(folder: Path) -> None:
    replace(str(folder / "deep/in/it.html"), b"new")
    assert (folder / "deep/in/it.html").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["tag", "a.html/index.html"])
def test_what_the_author_has_put_in_the_way_stays(folder: Path, name: str) -> None:
    with pytest.raises(FanfareError, match="cannot be written"):
        replace(str(folder / name), b"new")
    assert (folder / "tag/b.html").read_text() == "b"
    assert (folder / "a.html").read_text() == "a"


def test_a_link_gives_way_and_what_it_leads_to_stays(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    (folder / "c.html").symlink_to(tmp_path / "mine.html")
    replace(str(folder / "c.html"), b"new")
    assert (folder / "c.html").read_bytes() == b"new"
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_what_is_taken_over_is_the_same_file(folder: Path) -> None:
    take_over(str(folder / "a.html"), str(folder / "new/c.html"))
    assert (folder / "new/c.html").samefile(folder / "a.html")
    take_over(str(folder / "tag/b.html"), str(folder / "new/c.html"))
    assert (folder / "new/c.html").read_text() == "b"
    assert (folder / "a.html").read_text() == "a"


def test_what_is_taken_over_takes_the_place_of_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    (folder / "c.html").symlink_to(tmp_path / "mine.html")
    take_over(str(folder / "a.html"), str(folder / "c.html"))
    assert (folder / "c.html").samefile(folder / "a.html")
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_what_the_author_has_put_in_the_way_is_not_taken_over(folder: Path) -> None:
    with pytest.raises(FanfareError, match="cannot be written"):
        take_over(str(folder / "a.html"), str(folder / "tag"))
    assert (folder / "tag/b.html").read_text() == "b"


def test_what_cannot_be_linked_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To another disk, say."""

    def link(*_paths: str, **_options: bool) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(os, "link", link)
    take_over(str(folder / "a.html"), str(folder / "c.html"))
    assert (folder / "c.html").read_text() == "a"
    assert not (folder / "c.html").samefile(folder / "a.html")


def test_a_file_is_removed_with_the_folders_it_leaves_empty(folder: Path) -> None:
    replace(str(folder / "tag/deep/c.html"), b"c")
    remove(folder, "tag/deep/c.html")
    assert names(folder) == ["a.html", "tag", "tag/b.html"]
    remove(folder, "tag/b.html")
    remove(folder, "a.html")
    assert names(folder) == []
    assert folder.is_dir()


def test_what_is_gone_need_not_be_removed(folder: Path) -> None:
    remove(folder, "c.html")
    assert names(folder) == ["a.html", "tag", "tag/b.html"]
