"""A list of long ago is not compared with one of today as if nobody had come or left since."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milestones.fans.book import Wish, open_book
from milestones.fans.command import record
from tests.milestones.imports.exported import fans_csv, list_of, make_site, put_in
from workbench.location import Site

TODAY = date(2026, 11, 22)
CHANNELS = "".join(
    f'[[channels]]\nkey = "{key}"\nlabel = "{key}"\nkind = "stock"\nengaged = true\n'
    for key in ("newsletter", "old-list", "club")
)
NOTE = (
    "The list of newsletter of 2026-01-29 is too old to be compared with others: newsletter was "
    "counted on 2026-11-08 without one. To count everybody once, export newsletter again, and "
    "import it.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", CHANNELS)


def people(path: Path, first: int, count: int) -> Path:
    """A list of the people with the numbers from `first` on."""
    return list_of(path, [f"n{number}@reader.example" for number in range(first, first + count)])


def lines(site: Site) -> list[str]:
    """What is recorded, without notes."""
    rows = fans_csv(site).read_text().splitlines()[1:]
    return [",".join(row.split(",")[:3]) for row in rows]


def counted(site: Site, channel: str, count: str, day: str) -> None:
    record(open_book(site, TODAY), channel, count, Wish(), day=day)


def test_a_list_whose_channel_was_counted_since_is_in_no_union(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """69 people in January, 337 in November by hand, and another list of 60, of whom 40 are old."""
    january = people(tmp_path / "january.csv", 0, 69)
    other = people(tmp_path / "other.csv", 29, 60)
    put_in(site, january, "newsletter", "2026-01-29", today=TODAY)
    counted(site, "newsletter", "337", "2026-11-08")
    capsys.readouterr()
    put_in(site, other, "old-list", "2026-11-22", today=TODAY)
    said = capsys.readouterr().out
    before = ["2026-01-29,newsletter,69", "2026-11-08,newsletter,337", "2026-11-22,old-list,60"]
    assert lines(site) == before
    assert NOTE in said
    assert "at least 337 fans, at most 397 (as of 2026-11-22)" in said

    again = people(tmp_path / "november.csv", 0, 337)
    put_in(site, again, "newsletter", "2026-11-22", today=TODAY)
    said = capsys.readouterr().out
    assert lines(site) == [
        *before,
        "2026-11-22,newsletter,337",
        "2026-11-22,newsletter+old-list,337",
    ]
    assert "too old" not in said
    assert "at least 337 fans, at most 337 (as of 2026-11-22)" in said


def test_an_old_list_that_comes_late_is_in_no_union_either(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted(site, "newsletter", "337", "2026-11-08")
    put_in(site, people(tmp_path / "o.csv", 29, 60), "old-list", "2026-11-22", today=TODAY)
    put_in(site, people(tmp_path / "n.csv", 0, 69), "newsletter", "2026-01-29", today=TODAY)
    assert NOTE in capsys.readouterr().out
    assert not any("+" in line for line in lines(site))


def test_a_list_that_was_not_counted_again_is_compared_however_old(
    site: Site, tmp_path: Path
) -> None:
    put_in(site, people(tmp_path / "n.csv", 0, 69), "newsletter", "2026-01-29", today=TODAY)
    counted(site, "club", "5", "2026-11-08")
    put_in(site, people(tmp_path / "o.csv", 29, 60), "old-list", "2026-11-22", today=TODAY)
    assert lines(site)[-1] == "2026-11-22,newsletter+old-list,89"


def test_a_union_that_holds_is_not_ended_by_a_narrower_one(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, people(tmp_path / "n.csv", 0, 69), "newsletter", "2026-01-29", today=TODAY)
    put_in(site, people(tmp_path / "o.csv", 60, 60), "old-list", "2026-01-30", today=TODAY)
    counted(site, "newsletter", "70", "2026-11-08")
    put_in(site, people(tmp_path / "c.csv", 60, 5), "club", "2026-11-22", today=TODAY)
    said = capsys.readouterr().out
    assert lines(site)[-1] == "2026-11-22,club,5"
    assert NOTE in said
    assert "at least 120 fans, at most 126" in said
