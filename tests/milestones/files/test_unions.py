"""Readings of several channels together that theirs do not allow: a warning, where they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milestones.files.record_files import read_records

TODAY = date(2026, 11, 22)
CHANNELS = "".join(
    f'[[channels]]\nkey = "{key}"\nlabel = "{key}"\nkind = "stock"\nengaged = true\n'
    for key in ("newsletter", "workshop", "club")
)
NEWSLETTER, WORKSHOP = "2026-11-20,newsletter,70", "2026-11-22,workshop,17"


def warnings(tmp_path: Path, *rows: str) -> list[str]:
    """What is odd in a file of these rows."""
    (tmp_path / "goals.toml").write_text(CHANNELS)
    (tmp_path / "fans.csv").write_text("\n".join(["date,channel,count", *rows, ""]))
    return [str(one) for one in read_records(tmp_path, "data", TODAY)[1]]


@pytest.mark.parametrize(("count", "bound"), [(200, "at most 87"), (20, "at least 70")])
def test_too_many_or_too_few_are_said_with_the_line(tmp_path: Path, count: int, bound: str) -> None:
    row = f"2026-11-22,newsletter+workshop,{count}"
    assert warnings(tmp_path, NEWSLETTER, row, WORKSHOP) == [
        "data/fans.csv:3: On 2026-11-22 there were newsletter 70 and workshop 17: together "
        f"{bound}, not {count}. Correct whichever is wrong, or delete this line."
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ["2026-11-22,newsletter+workshop,70"],
        ["2026-11-22,newsletter+workshop,87"],
        ["2026-11-21,newsletter+workshop,200"],
        ["2026-11-22,newsletter+workshop,200", "2026-11-22,newsletter+workshop,80"],
        ["2026-11-22,newsletter+workshop+club,200"],
        ["2026-11-19,newsletter+workshop,5"],
    ],
    ids=["the largest", "the sum", "one unknown then", "corrected", "one unknown", "all unknown"],
)
def test_what_can_be_is_not_said(tmp_path: Path, rows: list[str]) -> None:
    assert warnings(tmp_path, NEWSLETTER, WORKSHOP, *rows) == []
