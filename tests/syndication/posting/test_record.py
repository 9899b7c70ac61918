"""The ledger of posts, and what it says of an entry."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from fanfare.errors import FanfareError
from syndication.networks.network import State
from syndication.posting.record import History, Line, append, read
from syndication.records import Entry
from tests.syndication.entries import KNOTS, an_entry

PENDING = Line(
    "2026-03-02T09:00:00+01:00",
    "linkedin",
    State.PENDING,
    KNOTS.id,
    KNOTS.file,
    KNOTS.url,
    "Knots – „how\u2028to“",
    "2026-03-01T09:30:00+00:00",
    "1f",
)
POSTED = replace(
    PENDING,
    state=State.PUBLISHED,
    urn="urn:li:share:7",
    permalink="https://l.example/7",
    status=201,
)
FAILED = replace(PENDING, state=State.FAILED, reason="It cannot be connected to.")
REFUSED = replace(PENDING, state=State.REFUSED, reason="LinkedIn answers 422.", status=422)
UNKNOWN = replace(PENDING, state=State.UNKNOWN, reason="LinkedIn answers 500.", status=500)
DENIED = replace(
    PENDING, state=State.FAILED, reason="The author says so.", date="2026-03-03T09:00:00+01:00"
)


def test_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "data" / "syndication.jsonl"
    for line in (PENDING, POSTED):
        append(path, line)
    assert read(path, "") == [PENDING, POSTED]
    assert read(tmp_path / "none.jsonl", "") == []


def test_a_line_says_all_of_it_by_name(tmp_path: Path) -> None:
    append(tmp_path / "l.jsonl", POSTED)
    assert json.loads((tmp_path / "l.jsonl").read_text("utf-8")) == asdict(POSTED)
    assert list(asdict(POSTED)) == [
        "date",
        "network",
        "state",
        "entry",
        "file",
        "url",
        "title",
        "published",
        "attempt",
        "urn",
        "permalink",
        "reason",
        "status",
    ]


def test_what_a_later_version_adds_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text(json.dumps({**asdict(POSTED), "likes": 12}) + "\n")
    assert read(path, "") == [POSTED]


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "sent"},
        {"entry": ""},
        {"entry": None},
        {"network": ""},
        {"status": "201"},
        {"status": True},
        {"date": "yesterday"},
        {"date": "2026-03-02T09:00:00"},
        {"published": "yesterday"},
        {"published": "2026-03-01T09:30:00"},
        {"urn": 7},
    ],
)
def test_a_line_that_cannot_be_right_is_named(tmp_path: Path, changes: dict[str, object]) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text(json.dumps({**asdict(POSTED), **changes}) + "\n")
    with pytest.raises(FanfareError, match=r"content/data/l\.jsonl: The line of .* Restore it"):
        read(path, "content/data/l.jsonl")


def test_a_half_written_last_line_is_passed_over_and_then_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    append(path, PENDING)
    with path.open("a") as file:
        file.write('{"date": "2026-03-')
    assert read(path, "") == [PENDING]
    append(path, POSTED)
    assert read(path, "") == [PENDING, POSTED]


def test_a_line_that_only_lacks_its_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text(json.dumps(asdict(POSTED)))
    assert read(path, "") == [POSTED]


def test_the_outcome_of_an_attempt_counts_for_each_network_by_itself() -> None:
    elsewhere = replace(FAILED, network="mastodon")
    history = History([PENDING, elsewhere, POSTED])
    assert history.last("linkedin", KNOTS.id) == POSTED
    assert history.last("mastodon", KNOTS.id) == elsewhere
    assert history.last("bluesky", KNOTS.id) is None
    assert history.undecided("linkedin") == []


@pytest.mark.parametrize("state", [State.PENDING, State.UNKNOWN])
def test_what_has_no_outcome_is_undecided(state: State) -> None:
    line = replace(PENDING, state=state)
    assert History([line]).undecided("linkedin") == [line]


@pytest.mark.parametrize("attempt", [PENDING.attempt, "2f"])
@pytest.mark.parametrize("other", [PENDING, FAILED, UNKNOWN, REFUSED])
def test_what_is_posted_stays_so_whatever_else_is_said(other: Line, attempt: str) -> None:
    other = replace(other, attempt=attempt)
    for lines in ([POSTED, other], [other, POSTED]):
        assert History(lines).last("linkedin", KNOTS.id) == POSTED


@pytest.mark.parametrize("line", [PENDING, UNKNOWN])
@pytest.mark.parametrize("other", [FAILED, REFUSED, DENIED])
def test_no_attempt_is_settled_by_what_is_said_of_another(line: Line, other: Line) -> None:
    other = replace(other, attempt="2f")
    for lines in ([line, other], [other, line]):
        assert History(lines).undecided("linkedin") == [line]
        assert History(lines).held("linkedin", KNOTS.id) == [line]


@pytest.mark.parametrize("settled", [FAILED, REFUSED, DENIED])
def test_an_attempt_is_settled_by_what_is_said_of_it(settled: Line) -> None:
    history = History([PENDING, settled])
    assert history.last("linkedin", KNOTS.id) == settled
    assert history.held("linkedin", KNOTS.id) == []


def test_what_the_author_takes_back_is_posted_no_longer() -> None:
    taken_back = replace(DENIED, urn=POSTED.urn, permalink=POSTED.permalink)
    pending = replace(PENDING, attempt="2f")
    again = replace(POSTED, attempt="2f", urn="urn:li:share:8", permalink="https://l.example/8")
    for lines in ([POSTED, taken_back], [taken_back, POSTED]):
        assert History(lines).last("linkedin", KNOTS.id) == taken_back
        assert History([*lines, pending]).undecided("linkedin") == [pending]
        assert History([*lines, pending, again]).last("linkedin", KNOTS.id) == again


def test_of_two_posts_one_is_taken_back_at_a_time() -> None:
    second = replace(POSTED, attempt="2f", urn="urn:li:share:8")
    history = History([POSTED, second])
    assert history.held("linkedin", KNOTS.id) == [second]
    taken_back = replace(DENIED, attempt="2f", urn=second.urn, permalink=second.permalink)
    assert History([POSTED, second, taken_back]).last("linkedin", KNOTS.id) == POSTED


def test_the_author_is_known_to_have_denied_a_post() -> None:
    assert History([PENDING, DENIED, REFUSED]).was_denied("linkedin", KNOTS.id)
    assert not History([PENDING, FAILED]).was_denied("linkedin", KNOTS.id)


# Lines that are older than attempts.

OLD: dict[str, Any] = {"attempt": "", "published": ""}


@pytest.mark.parametrize("outcome", [POSTED, FAILED, REFUSED, UNKNOWN])
def test_an_old_outcome_is_that_of_the_line_with_its_date(outcome: Line) -> None:
    lines = [replace(PENDING, **OLD), replace(outcome, **OLD)]
    [last] = History(lines).on("linkedin")
    assert last == replace(outcome, published="", attempt=PENDING.date)


def test_an_old_failure_of_another_machine_settles_nothing() -> None:
    line = replace(UNKNOWN, **OLD)
    failed = replace(FAILED, **OLD, date="2026-03-02T09:30:00+01:00")
    for lines in ([line, failed], [failed, line]):
        [last] = History(lines).undecided("linkedin")
        assert last.state is State.UNKNOWN


@pytest.mark.parametrize("line", [PENDING, UNKNOWN, POSTED])
def test_an_old_verdict_is_on_what_stood_above_it(line: Line) -> None:
    line = replace(line, **OLD)
    denied = replace(DENIED, **OLD, urn=line.urn, permalink=line.permalink)
    assert History([line, denied]).held("linkedin", KNOTS.id) == []
    newer = replace(line, date="2026-03-04T09:00:00+01:00")
    for lines in ([line, denied, newer], [line, newer, denied]):
        assert History(lines).held("linkedin", KNOTS.id) == [replace(newer, attempt=newer.date)]


def test_a_verdict_on_an_old_line_is_read_with_it(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    said = {key: value for key, value in asdict(UNKNOWN).items() if key not in OLD}
    path.write_text(json.dumps(said) + "\n")
    history = History(read(path, ""))
    [line] = history.held("linkedin", KNOTS.id)
    append(path, replace(line, state=State.FAILED, reason=DENIED.reason, date=DENIED.date))
    assert History(read(path, "")).held("linkedin", KNOTS.id) == []


def test_a_post_is_known_by_its_urn_whatever_became_of_it() -> None:
    taken_back = replace(POSTED, state=State.FAILED, reason="The author says so.")
    history = History([POSTED, taken_back, PENDING, REFUSED])
    assert history.post("linkedin", POSTED.urn) == taken_back
    assert history.post("mastodon", POSTED.urn) is None
    assert history.post("linkedin", "") is None


# The same text under another id.

NEW = an_entry(
    id="tag:new.example,2026:posts/bends",
    url="https://tiny.example/bends/",
    file="content/posts/bends.md",
    title="Bends",
    published=datetime(2026, 5, 1, tzinfo=UTC),
)


def _namesake(line: Line, entry: Entry, *others: Entry) -> Line | None:
    entries = (entry, *others)
    ids, files = {one.id for one in entries}, {one.file for one in entries}
    return History([line]).namesake("linkedin", entry, ids, files)


@pytest.mark.parametrize("line", [PENDING, POSTED, UNKNOWN])
@pytest.mark.parametrize(
    "same",
    [
        {"url": KNOTS.url},
        {"file": KNOTS.file},
        {"title": PENDING.title},
        {"published": datetime(2026, 3, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))},
    ],
)
def test_an_entry_whose_id_changed_is_known_by_all_else(line: Line, same: dict[str, Any]) -> None:
    assert _namesake(line, NEW) is None
    assert _namesake(line, replace(NEW, **same)) == line


def test_it_is_no_namesake_where_the_other_is_an_entry_too() -> None:
    assert _namesake(POSTED, replace(NEW, url=KNOTS.url), KNOTS) is None


@pytest.mark.parametrize("same", [{"title": PENDING.title}, {"published": KNOTS.published}])
def test_where_its_file_is_there_it_is_that_of_another_entry(same: dict[str, Any]) -> None:
    moved = replace(KNOTS, id="tag:new.example,2026:posts/knots")
    assert _namesake(POSTED, replace(NEW, **same), moved) is None


def test_a_line_without_a_date_has_its_title() -> None:
    line = replace(POSTED, published="")
    assert _namesake(line, replace(NEW, published=KNOTS.published)) is None
    assert _namesake(line, replace(NEW, title=line.title)) == line


def test_what_was_never_posted_has_no_namesake() -> None:
    entry = replace(NEW, url=KNOTS.url)
    assert _namesake(FAILED, entry) is None
    fileless = replace(POSTED, file="", url="https://other.example/")
    assert _namesake(fileless, replace(NEW, file="")) is None
