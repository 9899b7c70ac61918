"""Each target is told once of each text, and what may have been told is not told again."""

from dataclasses import replace
from pathlib import Path

import pytest

from fanfare import ledger
from fanfare.errors import FanfareError
from guest_posts.notify import record
from guest_posts.notify.plan import Mention, Post, Why, is_live, plan
from guest_posts.notify.post_text import PostText
from guest_posts.notify.record import GONE, History, Line, State

SOURCE = "https://margin.example/posts/knots/"
QUAY, FORD = "https://quay.example/tides", "https://ford.example/"


def _post(content: str, *targets: str) -> Post:
    return Post(SOURCE, "content/posts/knots.md", PostText(targets, content))


def _line(state: State, content: str = "one", target: str = QUAY) -> Line:
    return Line("2026-03-01T09:00:00+00:00", state, SOURCE, target, content)


def _due(post: Post, *lines: Line, again: bool = False) -> list[tuple[str, Why]]:
    mentions = plan([post], History(lines), again=again)
    return [(mention.target, mention.why) for mention in mentions if mention.is_due]


def test_every_target_of_a_new_post_is_due() -> None:
    assert _due(_post("one", QUAY, FORD)) == [(QUAY, Why.NEW), (FORD, Why.NEW)]


@pytest.mark.parametrize(
    "state", [State.SENT, State.NONE, State.REFUSED, State.UNKNOWN, State.PENDING]
)
def test_what_was_sent_or_may_have_been_is_not_due(state: State) -> None:
    assert _due(_post("one", QUAY), _line(state)) == []


def test_what_never_left_is_due() -> None:
    lines = (_line(State.PENDING), _line(State.FAILED))
    assert _due(_post("one", QUAY), *lines) == [(QUAY, Why.NEW)]


@pytest.mark.parametrize(
    ("state", "is_due"),
    [
        (State.SENT, False),
        (State.NONE, True),
        (State.REFUSED, True),
        (State.UNKNOWN, False),
        (State.PENDING, False),
    ],
)
def test_asking_again_means_only_those_who_certainly_did_not_take_it(
    state: State, is_due: bool
) -> None:
    assert bool(_due(_post("one", QUAY), _line(state), again=True)) is is_due


def test_a_changed_text_is_told_to_those_who_know_the_other() -> None:
    post = _post("two", QUAY, FORD)
    assert _due(post, _line(State.SENT)) == [(QUAY, Why.CHANGED), (FORD, Why.NEW)]


def test_a_text_that_is_as_it_was_before_is_not_told_again() -> None:
    assert _due(_post("one", QUAY), _line(State.SENT, "one"), _line(State.SENT, "two")) == []


def test_a_page_is_the_same_target_with_another_fragment() -> None:
    assert _due(_post("one", f"{QUAY}#high"), _line(State.SENT)) == []


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.PENDING])
def test_a_link_that_is_gone_is_told_to_who_may_know_of_it(state: State) -> None:
    assert _due(_post("two"), _line(state)) == [(QUAY, Why.GONE)]


@pytest.mark.parametrize("state", [State.NONE, State.REFUSED, State.FAILED])
def test_a_link_that_is_gone_is_not_told_to_who_never_knew_of_it(state: State) -> None:
    assert _due(_post("two"), _line(state)) == []


@pytest.mark.parametrize("state", [State.SENT, State.NONE, State.REFUSED, State.PENDING])
def test_a_link_that_is_gone_is_told_once(state: State) -> None:
    lines = (_line(State.SENT), _line(state, GONE))
    assert _due(_post("two"), *lines) == []
    assert _due(_post("three"), *lines) == []


def test_a_link_that_comes_back_is_told_and_so_is_its_next_end() -> None:
    lines = [_line(State.SENT), _line(State.SENT, GONE)]
    assert _due(_post("one", QUAY), *lines) == [(QUAY, Why.NEW)]
    lines.append(_line(State.SENT))
    assert _due(_post("one", QUAY), *lines) == []
    assert _due(_post("two"), *lines) == [(QUAY, Why.GONE)]


def test_other_posts_are_nothing_to_it() -> None:
    other = replace(_line(State.SENT), source="https://margin.example/posts/other/")
    assert _due(_post("one", QUAY), other) == [(QUAY, Why.NEW)]
    assert _due(_post("one"), other) == []


def test_the_author_is_asked_of_each_that_may_have_arrived() -> None:
    lines = (
        _line(State.PENDING),
        _line(State.UNKNOWN, target=FORD),
        _line(State.PENDING, target="https://told.example/"),
        _line(State.SENT, target="https://told.example/"),
    )
    assert [line.target for line in History(lines).undecided()] == [QUAY, FORD]


def test_the_author_is_asked_of_what_was_sent_last() -> None:
    lines = (_line(State.FAILED), _line(State.SENT, "two"), _line(State.PENDING))
    assert [line.content for line in History(lines).undecided()] == ["one"]


def test_the_author_is_not_asked_what_a_later_text_has_settled() -> None:
    assert History((_line(State.UNKNOWN), _line(State.SENT, "two"))).undecided() == []


def _mention(post: Post, *lines: Line) -> tuple[Mention, History]:
    history = History(lines)
    return plan([post], history)[0], history


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        (PostText((QUAY,), "two"), True),
        (PostText((FORD, f"{QUAY}#high"), "served with other words"), True),
        (PostText((QUAY,), "one"), False),
        (PostText((FORD,), "two"), False),
        (PostText(), False),
    ],
)
def test_a_changed_post_is_live_once_its_old_text_is_gone(live: PostText, expected: bool) -> None:
    mention, history = _mention(_post("two", QUAY), _line(State.SENT, "one"))
    assert is_live(mention, live, history) is expected


@pytest.mark.parametrize(("targets", "expected"), [((), True), ((FORD,), True), ((QUAY,), False)])
def test_a_post_without_a_link_is_live_once_the_link_is_gone(
    targets: tuple[str, ...], expected: bool
) -> None:
    mention, history = _mention(_post("two"), _line(State.SENT, "one"))
    assert is_live(mention, PostText(targets, "two"), history) is expected


def test_lines_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "webmentions.jsonl"
    lines = [
        _line(State.PENDING),
        replace(_line(State.SENT), endpoint=FORD, status=201, location=f"{FORD}1"),
    ]
    for line in lines:
        record.append(path, line)
    assert record.read(path, "webmentions.jsonl") == lines


def test_a_key_that_a_later_version_added_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "webmentions.jsonl"
    ledger.append(path, {"weather": "fine", **_as_dict(_line(State.SENT))})
    assert record.read(path, "webmentions.jsonl") == [_line(State.SENT)]


def _as_dict(line: Line) -> dict[str, ledger.Value]:
    return {
        "date": line.date,
        "state": line.state,
        "source": line.source,
        "target": line.target,
        "content": line.content,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "posted"},
        {"state": None},
        {"source": None},
        {"target": 3},
        {"target": "http://["},
        {"target": "quay.example"},
        {"content": None},
        {"status": "202"},
    ],
)
def test_a_line_that_is_no_mention_is_named(tmp_path: Path, wrong: dict[str, ledger.Value]) -> None:
    path = tmp_path / "webmentions.jsonl"
    ledger.append(path, {**_as_dict(_line(State.SENT)), **wrong})
    with pytest.raises(FanfareError, match=r"^data/w: The mention of 2026-03-01.* Restore"):
        record.read(path, "data/w")
