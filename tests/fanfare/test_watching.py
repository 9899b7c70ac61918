"""Whatever is read while something is made notes itself, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfare import watching
from fanfare.watching import (
    FILE,
    FILES,
    GIVEN,
    Given,
    Made,
    Passing,
    files_like,
    is_file,
    letting_pass,
    note,
)


@pytest.fixture(autouse=True)
def _nothing_given() -> Iterator[None]:
    before = dict(watching.given)
    yield
    watching.given.clear()
    watching.given.update(before)


def test_what_is_read_is_noted_meanwhile() -> None:
    note("template", "before.html")
    with watching.watching() as cells:
        note("template", "a.html")
        note("template", "a.html")
    note("template", "after.html")
    assert cells == {("template", "a.html")}


def test_what_is_inside_of_another_is_noted_there_only() -> None:
    with watching.watching() as outer:
        note("template", "a.html")
        with watching.watching() as inner:
            note("template", "b.html")
        note("template", "c.html")
    assert inner == {("template", "b.html")}
    assert outer == {("template", "a.html"), ("template", "c.html")}


def test_nobody_watches_after_an_exception() -> None:
    with pytest.raises(ValueError, match="failed"), watching.watching():
        raise ValueError("failed")
    assert watching.cells is None


def test_texts_are_prepared_once_for_all_that_is_inside() -> None:
    called: list[str] = []
    begin, end = watching._begin, watching._end
    watching.when_watching(lambda: called.append("begin"), lambda: called.append("end"))
    try:
        with watching.watching(), watching.watching():
            pass
        with watching.watching():
            pass
    finally:
        watching.when_watching(begin, end)
    assert called == ["begin", "end"] * 2


def test_a_given_value_is_noted_by_its_name() -> None:
    shared = Given("test.shared", {"a": 1})
    assert watching.given["test.shared"] is shared
    with watching.watching() as cells:
        assert shared.unnoted() == {"a": 1}
        assert cells == set()
        assert shared.value == {"a": 1}
    assert cells == {(GIVEN, "test.shared")}


def test_a_later_value_of_that_name_takes_its_place() -> None:
    Given("test.shared", 1)
    second = Given("test.shared", 2)
    assert watching.given["test.shared"] is second


def test_files_are_noted_whether_they_are_there_or_not(tmp_path: Path) -> None:
    there, missing = tmp_path / "a.png", tmp_path / "b.png"
    there.write_bytes(b"")
    with watching.watching() as cells:
        assert is_file(there)
        assert not is_file(missing)
        assert not is_file(tmp_path)
    assert cells == {(FILE, str(path)) for path in (there, missing, tmp_path)}


def test_lists_of_files_are_noted_by_what_was_looked_for(tmp_path: Path) -> None:
    for name in ("b.png", "a.png", "c.txt"):
        (tmp_path / name).write_bytes(b"")
    with watching.watching() as cells:
        assert files_like(tmp_path, "*.png") == [tmp_path / "a.png", tmp_path / "b.png"]
    assert cells == {(FILES, f"{tmp_path}/*.png")}


class Counting:
    """Counts how often it makes."""

    def __init__(self) -> None:
        self.times = 0

    def make(self) -> int:
        note("file", "read.txt")
        self.times += 1
        return self.times


def test_a_made_value_is_made_once_and_only_if_asked_for() -> None:
    counting = Counting()
    made = Made(counting.make)
    assert (counting.times, made.cells) == (0, frozenset())
    assert (made.value, made.value, made.unnoted(), counting.times) == (1, 1, 1, 1)


def test_everybody_who_asks_depends_on_what_it_was_made_of() -> None:
    made = Made(Counting().make)
    for _reader in range(2):
        with watching.watching() as cells:
            assert made.value == 1
        assert cells == {("file", "read.txt")}
    assert made.cells == cells


def test_who_asks_unnoted_depends_on_nothing() -> None:
    made = Made(Counting().make)
    with watching.watching() as cells:
        made.unnoted()
    assert cells == set()
    assert made.cells == {("file", "read.txt")}


def test_made_of_what_was_made_depends_on_all_of_it() -> None:
    inner = Made(Counting().make)
    outer = Made(lambda: inner.value + 1)
    assert outer.value == 2
    assert outer.cells == {("file", "read.txt")}


def test_what_could_not_be_made_is_tried_again() -> None:
    tries = iter([False, True])

    def make() -> int:
        if not next(tries):
            raise ValueError("not yet")
        return 7

    made = Made(make)
    with pytest.raises(ValueError, match="not yet"):
        _ = made.value
    assert watching.cells is None
    assert made.value == 7


def test_a_large_value_stays_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_MOST_PASSING", 2)
    counting = Counting()
    first, second, third = (Passing(counting.make) for _each in range(3))
    with letting_pass():
        assert (first.value, second.value, first.value) == (1, 2, 1)
        assert (third.value, second.value) == (3, 2)
        with watching.watching() as cells:
            assert first.value == 4  # made again, of the same
        assert cells == {("file", "read.txt")}
        assert (third.value, second.value) == (3, 5)


def test_a_large_value_stays_that_was_made_while_anything_could_change() -> None:
    counting = Counting()
    first = Passing(counting.make)
    assert first.value == 1
    with letting_pass():
        assert [Passing(counting.make).value for _each in range(1000)] == [*range(2, 1002)]
        assert first.value == 1
