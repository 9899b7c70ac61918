"""What is said where a published text would look like another one."""

from __future__ import annotations

from dataclasses import replace

from fanfare.published import Published
from syndication.changes import changed_ids

KNOTS = Published(
    "tag:tiny.example,2025:posts/knots",
    "content/posts/knots.md",
    "https://tiny.example/posts/knots/",
    "2026-03-01T09:30:00+00:00",
)
ROPES = replace(
    KNOTS,
    id="tag:tiny.example,2025:posts/ropes",
    file="content/posts/ropes.md",
    published="2026-03-02T09:30:00+00:00",
)


def test_nothing_is_said_of_what_is_as_it_was() -> None:
    assert list(changed_ids([KNOTS, ROPES], [KNOTS])) == []


def test_nothing_is_said_where_nothing_was_published() -> None:
    assert list(changed_ids([KNOTS], [])) == []


def test_a_file_whose_id_would_change_is_named_with_the_line_that_keeps_it() -> None:
    (found,) = changed_ids([replace(KNOTS, id="tag:new.example,2026:posts/knots")], [KNOTS])
    assert found.source == "content/posts/knots.md"
    assert "new" in found.message
    assert found.remedy == "Add a line Id: tag:tiny.example,2025:posts/knots"


def test_a_file_that_looks_like_a_renamed_one_is_named_too() -> None:
    renamed = replace(
        KNOTS, id="tag:tiny.example,2025:posts/knotty", file="content/posts/knotty.md"
    )
    (found,) = changed_ids([renamed], [KNOTS])
    assert "content/posts/knots.md renamed" in found.message
    assert found.remedy == "Add a line Id: tag:tiny.example,2025:posts/knots"


def test_a_new_text_of_the_same_moment_is_no_renamed_one_while_the_other_is_there() -> None:
    second = replace(ROPES, published=KNOTS.published)
    assert list(changed_ids([KNOTS, second], [KNOTS])) == []


def test_a_pinned_id_is_all_that_counts() -> None:
    moved = replace(KNOTS, file="content/posts/2026/knots.md", url="https://new.example/knots/")
    assert list(changed_ids([moved], [KNOTS])) == []


def test_what_was_changed_once_is_held_to_its_last_id() -> None:
    second = replace(KNOTS, id="tag:new.example,2026:posts/knots")
    assert list(changed_ids([second], [KNOTS, second])) == []
    assert list(changed_ids([KNOTS], [KNOTS, second])) == []
