"""What is said where a published text would look like another one, or be passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from fanfare.findings import Finding
from fanfare.published import Published
from syndication.changes import shared_after, warnings_of

KNOTS = Published(
    "tag:tiny.example,2025:posts/knots",
    "content/posts/knots.md",
    "https://tiny.example/posts/knots/",
    "2026-03-01T09:30:00+00:00",
    "2026-03-01T09:30:00+00:00",
)
ROPES = Published(
    "tag:tiny.example,2025:posts/ropes",
    "content/posts/ropes.md",
    "https://tiny.example/posts/ropes/",
    "2026-03-02T09:30:00+01:00",
    "2026-03-02T09:30:00+01:00",
)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def said(now: Sequence[Published], before: Sequence[Published]) -> list[Finding]:
    return warnings_of(now, before, NOW)


def dated(day: int, hour: int = 9) -> Published:
    """A new text of that day."""
    date = datetime(2026, 3, day, hour, tzinfo=UTC).isoformat()
    return replace(ROPES, id="urn:new", file="content/posts/new.md", published=date, shared=date)


def test_nothing_is_said_of_what_is_as_it_was() -> None:
    assert said([KNOTS, ROPES], [KNOTS]) == []


def test_nothing_is_said_where_nothing_was_published() -> None:
    assert said([KNOTS], []) == []


def test_a_file_whose_id_would_change_is_named_with_the_line_that_keeps_it() -> None:
    (found,) = said([replace(KNOTS, id="tag:new.example,2026:posts/knots")], [KNOTS])
    assert found.source == "content/posts/knots.md"
    assert "new" in found.message
    assert found.remedy == "Add a line Id: tag:tiny.example,2025:posts/knots"


def test_a_renamed_file_is_named_once_and_with_the_line_that_keeps_its_id() -> None:
    renamed = replace(KNOTS, id="tag:tiny.example,2025:posts/knotty", file="content/posts/k.md")
    (found,) = said([ROPES, renamed], [KNOTS, ROPES])
    assert (found.rule, found.source) == ("feed-id", "content/posts/k.md")
    assert found.remedy == "Add a line Id: tag:tiny.example,2025:posts/knots"


def test_a_new_text_of_the_same_moment_is_no_renamed_one_while_the_other_is_there() -> None:
    second = replace(ROPES, published=KNOTS.published)
    assert said([KNOTS, second], [KNOTS]) == []


def test_a_pinned_id_is_all_that_counts() -> None:
    moved = replace(KNOTS, file="content/posts/2026/knots.md", url="https://new.example/knots/")
    assert said([moved], [KNOTS]) == []


def test_what_was_changed_once_is_held_to_its_last_id() -> None:
    second = replace(KNOTS, id="tag:new.example,2026:posts/knots")
    assert said([second], [KNOTS, second]) == []
    assert said([KNOTS], [KNOTS, second]) == []


def test_ids_that_all_change_are_said_at_once() -> None:
    before = [replace(KNOTS, id=f"tag:old:{n}", file=f"content/posts/{n}.md") for n in range(30)]
    now = [replace(text, id=text.id.replace("old", "new")) for text in before]
    (found,) = said(now, before)
    assert "30 texts" in found.message
    assert "TAGGING_ENTITY" in found.remedy


def test_what_is_new_and_older_than_what_is_out_is_warned_of() -> None:
    (found,) = said([KNOTS, dated(1, 8)], [KNOTS])
    assert (found.rule, found.source) == ("too-old-for-automations", "content/posts/new.md")
    assert "Linkedin_date:" in found.remedy
    assert "Date:" not in found.remedy.replace("Linkedin_date:", "")


def test_what_is_newer_is_not() -> None:
    assert said([KNOTS, dated(1, 10)], [KNOTS]) == []


def test_what_is_held_back_makes_nothing_old_before_its_day() -> None:
    held = replace(KNOTS, shared="2026-12-20T09:00:00+00:00")
    assert said([held, dated(2)], [held]) == []


def test_what_is_not_shared_neither_is_nor_makes_anything_old() -> None:
    silent = replace(KNOTS, shared="")
    assert said([silent, dated(1, 8)], [silent]) == []
    assert said([KNOTS, replace(dated(1, 8), shared="")], [KNOTS]) == []


def test_dates_are_compared_as_moments() -> None:
    east = replace(KNOTS, shared="2026-03-01T09:30:00+09:00")  # half past midnight in UTC
    assert said([east, dated(1, 1)], [east]) == []


def test_what_is_shared_later_may_make_something_old_then() -> None:
    before = [replace(KNOTS, shared=""), KNOTS, ROPES]
    early = datetime(2026, 3, 1, 9, 29, tzinfo=UTC)
    knots, ropes = (datetime.fromisoformat(text.shared) for text in (KNOTS, ROPES))
    assert shared_after(before, early) == [knots, ropes]
    assert shared_after(before, knots) == [ropes]
    assert shared_after(before, ropes) == []


def test_a_day_that_is_over_there_may_be_to_come_here() -> None:
    far = replace(KNOTS, shared="2026-03-01T22:00:00-12:00")
    moment = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
    assert shared_after([far], moment) == [datetime(2026, 3, 2, 10, tzinfo=UTC)]
