"""What a build does not do where nothing was recorded, or nothing new."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from fanfare.errors import FanfareError
from fanfare.memory import Memory
from fanfare.watching import watching
from milestones.content import Happenings, told_by
from milestones.recorded import recorded
from tests.milestones.test_pages import ALL_PUBLIC, EVENTS, FANS, GOALS, build
from tests.noted_outputs import noted_outputs

TODAY, LONG_AGO = date(2026, 6, 1), date(2020, 1, 1)


def lay_out(folder: Path, fans: str = FANS) -> Path:
    for name, text in (("goals.toml", GOALS), ("fans.csv", fans), ("events.csv", EVENTS)):
        (folder / name).write_text(text)
    return folder


def test_files_are_made_when_somebody_wants_them_and_are_the_same(tmp_path: Path) -> None:
    output = build(tmp_path, conf=ALL_PUBLIC, theme="simple").output
    names = ("milestones.json", "badge.svg", "feeds/milestones.rss.xml")
    written = {name: (output / name).read_bytes() for name in names}
    with noted_outputs() as outputs:
        build(tmp_path, conf=ALL_PUBLIC, theme="simple")

    assert {name: outputs.made(name) for name in names} == written


def test_where_nothing_was_recorded_nothing_is_read(tmp_path: Path) -> None:
    assert recorded(tmp_path, "content/data", TODAY, Memory(None)) is None


def test_files_that_were_read_once_are_not_read_again(tmp_path: Path) -> None:
    memory, data = Memory(None), lay_out(tmp_path)
    first = recorded(data, "content/data", TODAY, memory)
    # Who read them on such a day would complain of dates to come.
    second = recorded(data, "content/data", LONG_AGO, memory)

    assert first
    assert second
    assert (second.digest, second.odd, second.causes) == (first.digest, first.odd, first.causes)
    assert second.has_counts
    with pytest.raises(FanfareError):
        _ = second.records


def test_files_that_changed_are_read_again(tmp_path: Path) -> None:
    memory, data = Memory(None), lay_out(tmp_path)
    first = recorded(data, "content/data", TODAY, memory)
    second = recorded(
        lay_out(data, f"{FANS}2026-05-01,letter,90,\n"), "content/data", TODAY, memory
    )

    assert first
    assert second
    assert second.digest != first.digest
    assert len(second.records.readings) == len(first.records.readings) + 1


def test_what_is_wrong_is_said_in_every_build(tmp_path: Path) -> None:
    memory, data = Memory(None), lay_out(tmp_path, f"{FANS}2026-05-01,letter,many,\n")

    for _build in range(2):
        with pytest.raises(FanfareError, match="many"):
            recorded(data, "content/data", TODAY, memory)


class Text:
    """As much of an article as happenings are told of."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.date = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 -- only its day counts
        self.url = "posts/a/"
        self.source_path = "/site/content/posts/a.md"


def test_a_title_matters_to_those_who_show_it(tmp_path: Path) -> None:
    text: Any = Text("A")
    happenings = Happenings(lambda: told_by([text], (), ()))
    before = happenings.fact()
    text.title = "Another"

    assert happenings.fact() == before
    assert [one.title for one in happenings] == ["Another"]


def test_the_page_depends_on_what_was_recorded_and_on_no_text(tmp_path: Path) -> None:
    with noted_outputs() as outputs:
        build(tmp_path, conf=ALL_PUBLIC, theme="simple")
    (published,) = outputs.given["milestones.json"]

    with watching() as cells:
        assert published.overview.fans
    assert cells == set()
    digest, parts, told = published.fact()
    assert len(digest) == 32
    assert "count" in parts
    assert [one[2] for one in told] == ["b", "a"]
