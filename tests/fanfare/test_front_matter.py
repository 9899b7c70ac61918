"""The head of a content file, as Pelican will read it, with the line of every key."""

from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare import front_matter
from fanfare.errors import FanfareError


def test_keys_are_found_with_their_lines() -> None:
    head = front_matter.parse("Title: The ramp\nDate: 2026-01-31\n\nBody.\n")
    assert (head.get("title"), head.line("title")) == ("The ramp", 1)
    assert (head.get("date"), head.line("date")) == ("2026-01-31", 2)
    assert head.body_line == 4


def test_a_value_goes_on_over_indented_lines() -> None:
    head = front_matter.parse("Tags: one\n    two\nTitle: x\n\nBody.")
    assert head.values["tags"] == ("one", "two")
    assert head.line("title") == 3


def test_a_head_between_dashes_counts_its_lines_from_the_top_of_the_file() -> None:
    head = front_matter.parse("---\nTitle: x\n---\nBody.")
    assert (head.get("title"), head.line("title"), head.body_line) == ("x", 2, 4)


def test_a_text_without_a_head_has_no_values() -> None:
    assert not front_matter.parse("Just a sentence.\n").values


def test_a_missing_key_is_none_and_points_at_the_first_line() -> None:
    head = front_matter.parse("Title: x\n\n")
    assert head.get("date") is None
    assert head.line("date") == 1


_HEAD_LINES = st.lists(
    st.one_of(
        st.from_regex(r"[A-Za-z_-]{1,8}: ?[a-z:' ]{0,12}", fullmatch=True),
        st.from_regex(r" {4}[a-z]{1,6}", fullmatch=True),
        st.from_regex(r"[a-z ]{0,10}", fullmatch=True),
        st.just("---"),
    ),
    max_size=8,
)


@given(_HEAD_LINES)
def test_it_reads_the_same_values_as_python_markdown(lines: list[str]) -> None:
    text = "\n".join(lines)
    reader = markdown.Markdown(extensions=["meta"])
    reader.convert(text)
    expected = {
        key: tuple(value.strip() for value in values)
        for key, values in reader.Meta.items()  # type: ignore[attr-defined]
    }
    assert dict(front_matter.parse(text).values) == expected


def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.md"
    path.write_bytes("Title: x\n\nCafé".encode("latin-1"))
    with pytest.raises(FanfareError, match=r"posts/latin\.md:3: Byte 14 is not UTF-8"):
        front_matter.read(path, "posts/latin.md")


def test_a_byte_order_mark_does_not_hide_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "bom.md"
    path.write_bytes(b"\xef\xbb\xbfTitle: x\n\nBody")
    head, _text = front_matter.read(path, "bom.md")
    assert head.get("title") == "x"
