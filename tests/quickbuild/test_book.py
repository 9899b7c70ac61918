"""What was read is noted by several processes, and found again by its owner."""

from __future__ import annotations

import json

from quickbuild.book import Noted, Rows, packed

ROWS: Rows = {
    "text a": {"title": ("1", None), "url": ("2", (("", "title"), ("text b", "slug")))},
    "text b": {"slug": (None, None)},
}


def test_nothing_is_noted_of_what_nobody_read() -> None:
    noted = Noted()
    assert noted.of("text a") == {}
    assert [*noted.owners()] == []


def test_rows_are_found_as_they_were_noted() -> None:
    noted = Noted()
    noted.add(packed(ROWS))
    assert {owner: noted.of(owner) for owner in noted.owners()} == ROWS


def test_rows_come_from_another_process_as_json() -> None:
    noted = Noted()
    noted.add(json.loads(json.dumps(packed(ROWS))))
    digest, parts = noted.of("text a")["url"]
    assert (digest, parts) == ("2", [["", "title"], ["text b", "slug"]])


def test_what_cells_are_made_of_is_told_once() -> None:
    alike: Rows = {f"text {name}": {"url": (name, (("", "slug"),))} for name in "abc"}
    made_of, _told = packed(alike)
    assert made_of == [(("", "slug"),)]


def test_several_processes_add_to_one_owner() -> None:
    """Where two have noted one cell, they have noted the same."""
    noted = Noted()
    noted.add(packed(ROWS))
    assert noted.of("text b") == {"slug": (None, None)}
    noted.add(packed({"text b": {"title": ("3", None)}}))
    assert noted.of("text b") == {"slug": (None, None), "title": ("3", None)}
