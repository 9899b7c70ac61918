"""Files that are no pages: written at once, or left to whoever writes only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fanfare.outputs import OUTPUTS, write_output


def doubled(text: str) -> bytes:
    return f"{text}{text}".encode()


class Noted:
    """Takes what is to be written, and writes nothing."""

    def __init__(self) -> None:
        self.added: list[tuple[str, Callable[..., bytes], tuple[object, ...]]] = []

    def add(self, name: str, make: Callable[..., bytes], given: tuple[object, ...]) -> None:
        """Note it."""
        self.added.append((name, make, given))


def test_a_file_is_written_at_once_where_nobody_else_writes(tmp_path: Path) -> None:
    write_output({"OUTPUT_PATH": str(tmp_path)}, "feeds/all.txt", doubled, "ab")

    assert (tmp_path / "feeds/all.txt").read_bytes() == b"abab"


def test_a_file_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    context = {"OUTPUT_PATH": str(tmp_path)}
    write_output(context, "all.txt", doubled, "long")
    write_output(context, "all.txt", doubled, "s")

    assert (tmp_path / "all.txt").read_bytes() == b"ss"


def test_nothing_is_written_outside_of_the_output(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="break out"):
        write_output({"OUTPUT_PATH": str(tmp_path / "output")}, "../all.txt", doubled, "ab")


def test_nothing_is_made_where_somebody_else_writes(tmp_path: Path) -> None:
    outputs = Noted()

    write_output({"OUTPUT_PATH": str(tmp_path), OUTPUTS: outputs}, "all.txt", doubled, "ab")

    assert outputs.added == [("all.txt", doubled, ("ab",))]
    assert list(tmp_path.iterdir()) == []
