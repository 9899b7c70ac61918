"""The ledger of what feeds have had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fanfare import published
from fanfare.errors import FanfareError
from fanfare.published import Published

SHOWN = "content/data/published.jsonl"
DATE = "2026-03-01T10:00:00+00:00"
KNOTS = Published(
    "tag:tiny.example,2025:posts/knots",
    "content/posts/knots.md",
    "https://tiny.example/posts/knots/",
    "2026-03-01T09:30:00+00:00",
)


def test_a_text_is_noted_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / published.LEDGER
    published.note(path, SHOWN, [KNOTS], DATE)
    published.note(path, SHOWN, [KNOTS, replace(KNOTS, url="https://tiny.example/x/")], DATE)
    assert published.read(path, SHOWN) == [KNOTS]


def test_a_text_is_noted_again_under_another_id_and_in_another_file(tmp_path: Path) -> None:
    path = tmp_path / published.LEDGER
    every = [KNOTS, replace(KNOTS, id="tag:x.example,2026:1"), replace(KNOTS, file="content/a.md")]
    published.note(path, SHOWN, every, DATE)
    assert published.read(path, SHOWN) == every


def test_there_is_nothing_where_nothing_was_published(tmp_path: Path) -> None:
    assert published.read(tmp_path / published.LEDGER, SHOWN) == []


@pytest.mark.parametrize(
    "line", ['{"id": "a"}', '{"id": 1, "file": "", "url": "", "published": ""}']
)
def test_a_line_that_says_of_nothing_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / published.LEDGER
    path.write_text(line + "\n")
    with pytest.raises(FanfareError, match="does not say what it was"):
        published.read(path, SHOWN)


def test_what_a_later_version_adds_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / published.LEDGER
    published.note(path, SHOWN, [KNOTS], DATE)
    path.write_text(path.read_text().replace("{", '{"mood": "fine", '))
    assert published.read(path, SHOWN) == [KNOTS]
