"""The folder of a kit: whole or not at all, and never in the place of something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from syndication.kit.folder import check_place, files_of, write_folder
from tests.syndication.kit.made import a_kit

PICTURES = "![a](https://tiny.example/a.png)\n\n![b](https://tiny.example/b.png)"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a kit."""
    write_folder(tmp_path / "kits/knots", files_of(a_kit(PICTURES)))
    return tmp_path / "kits/knots"


def test_a_folder_has_all_that_is_needed(folder: Path) -> None:
    assert names(folder) == [
        *("01-a.png", "02-b.png", "article.html", "cover.png", "index.html", "post.txt")
    ]


def test_the_article_is_the_clipboards_html_in_its_encoding(folder: Path) -> None:
    kit = a_kit(PICTURES)
    page = (folder / "article.html").read_text("utf-8")

    assert f"<body>{kit.html}</body>" in page
    assert '<meta charset="utf-8">' in page


def test_the_same_kit_is_the_same_bytes() -> None:
    assert files_of(a_kit(PICTURES)) == files_of(a_kit(PICTURES))


def test_a_new_kit_takes_the_place_of_an_old_one(folder: Path) -> None:
    check_place(folder, "kits/knots")
    write_folder(folder, files_of(a_kit("No picture.")))

    assert names(folder) == ["article.html", "cover.png", "index.html", "post.txt"]
    assert names(folder.parent) == ["knots"]


def test_an_empty_folder_can_be_taken(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()

    check_place(tmp_path / "kit", "kit")
    write_folder(tmp_path / "kit", files_of(a_kit()))
    assert "index.html" in names(tmp_path / "kit")


def test_a_folder_that_is_no_kit_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Mine.</p>")

    with pytest.raises(FanfareError, match="kit is there, and is no kit"):
        check_place(tmp_path, "kit")


def test_what_somebody_put_beside_a_kit_is_left_alone(folder: Path) -> None:
    (folder / "notes.txt").write_text("Mine.")

    with pytest.raises(FanfareError, match=r"none of its kit: notes\.txt"):
        check_place(folder, "kits/knots")


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kit").write_text("Mine.")

    with pytest.raises(FanfareError, match="kit is a file"):
        check_place(tmp_path / "kit", "kit")


def test_a_kit_that_cannot_be_written_leaves_the_old_one(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(OSError, match="too long"):
        write_folder(folder, {"index.html": b"new", "x" * 300: b""})

    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert names(folder.parent) == ["knots"]
