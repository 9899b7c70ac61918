"""The ledger of posts, and what it says of an entry."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from syndication.networks.network import State
from syndication.posting.record import History, Line, append, read
from tests.syndication.entries import KNOTS, an_entry

PENDING = Line(
    "2026-03-02T09:00:00+01:00",
    "linkedin",
    State.PENDING,
    KNOTS.id,
    KNOTS.file,
    KNOTS.url,
    "Knots – „how\u2028to“",
)
POSTED = replace(
    PENDING,
    state=State.PUBLISHED,
    urn="urn:li:share:7",
    permalink="https://l.example/7",
    status=201,
)
FAILED = replace(PENDING, state=State.FAILED, reason="It cannot be connected to.")


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


def test_the_last_line_counts_for_each_network_by_itself() -> None:
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


@pytest.mark.parametrize("later", [PENDING, FAILED, replace(FAILED, state=State.UNKNOWN)])
def test_what_is_posted_stays_so_whatever_another_machine_wrote_below(later: Line) -> None:
    assert History([POSTED, later]).last("linkedin", KNOTS.id) == POSTED


def test_what_the_author_takes_back_is_posted_no_longer() -> None:
    taken_back = replace(POSTED, state=State.FAILED, reason="The author says so.")
    again = replace(POSTED, urn="urn:li:share:8", permalink="https://l.example/8")
    assert History([POSTED, taken_back]).last("linkedin", KNOTS.id) == taken_back
    assert History([POSTED, taken_back, PENDING]).undecided("linkedin") == [PENDING]
    assert History([POSTED, taken_back, PENDING, again]).last("linkedin", KNOTS.id) == again


def test_a_post_is_known_by_its_urn_whatever_became_of_it() -> None:
    taken_back = replace(POSTED, state=State.FAILED, reason="The author says so.")
    history = History([POSTED, taken_back, PENDING, replace(FAILED, state=State.REFUSED)])
    assert history.post("linkedin", POSTED.urn) == taken_back
    assert history.post("mastodon", POSTED.urn) is None
    assert history.post("linkedin", "") is None


@pytest.mark.parametrize("line", [PENDING, POSTED, replace(PENDING, state=State.UNKNOWN)])
@pytest.mark.parametrize(
    "changes", [{"url": "https://new.example/k/"}, {"file": "content/posts/new.md"}]
)
def test_an_entry_whose_id_changed_is_known_by_its_address_or_its_file(
    line: Line, changes: dict[str, str]
) -> None:
    entry = an_entry(id="tag:new.example,2026:posts/knots", **changes)
    assert History([line]).namesake("linkedin", entry, {entry.id}) == line


def test_it_is_no_namesake_where_the_other_is_an_entry_too() -> None:
    entry = an_entry(id="tag:new.example,2026:posts/knots")
    assert History([POSTED]).namesake("linkedin", entry, {entry.id, KNOTS.id}) is None


def test_what_was_never_posted_has_no_namesake() -> None:
    entry = an_entry(id="tag:new.example,2026:posts/knots")
    assert History([FAILED]).namesake("linkedin", entry, {entry.id}) is None
    fileless = replace(POSTED, file="", url="https://other.example/")
    assert History([fileless]).namesake("linkedin", replace(entry, file=""), {entry.id}) is None
