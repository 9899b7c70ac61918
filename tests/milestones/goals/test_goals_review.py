"""`invoke goals.review`: five questions, and their answers kept with the day."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.goals.review import QUESTIONS, Review, rating_complaint, record_of, reviews_of
from tests.milestones.goals_site import (
    CHANNEL,
    GOAL,
    STATEMENT,
    Terminal,
    command,
    data,
    environment,
    invoke,
    make_site,
)

ANSWERS = (
    "To be read by 1,000 people.",
    "Other people's readers first.",
    "962 people came.",
    "Four stories.",
    "One letter — the long one.",
    "This review.",
    "0.6",
    "It was 0.4.",
)
FIRST = ANSWERS[:-1]
REVIEW = Review(
    date(2026, 2, 1),
    STATEMENT,
    dict(zip((question.key for question in QUESTIONS), ANSWERS, strict=True)),
    0.78,
)
FANS = "date,channel,count,note\n2020-12-31,letter,78,\n2021-09-30,letter,962,\n"
RESULT = '\n[[key_results]]\nname = "Fans"\nmeasure = "fans"\nperiod = "quarter"\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose goal is closed with the grade 0.96."""
    files = {"goals.toml": CHANNEL + GOAL + RESULT, "fans.csv": FANS}
    return make_site(tmp_path / "site", files)


def _kept(root: Path) -> list[dict[str, object]]:
    path = data(root, "reviews.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _lines(*answers: str) -> str:
    return "".join(f"{answer}\n" for answer in answers)


def test_the_answers_are_kept_with_their_day_and_the_computed_grade(site: Path) -> None:
    done = invoke(site, "goals.review", answers=_lines(*ANSWERS))
    assert (done.returncode, done.stderr) == (0, "")
    [kept] = _kept(site)
    day = kept.pop("date")
    assert date.fromisoformat(str(day)) >= date(2025, 1, 1)
    assert kept == {
        "goal": STATEMENT,
        "aspire": ANSWERS[0],
        "strategy": ANSWERS[1],
        "last_year": ANSWERS[2],
        "last_month": ANSWERS[3],
        "last_week": ANSWERS[4],
        "today": ANSWERS[5],
        "rating": 0.6,
        "changed": "",
        "grade": 0.96,
    }
    assert "You rate it 0.60 (the key results: 0.96).\n" in done.stdout
    assert "Kept in content/data/reviews.jsonl.\n" in done.stdout


def test_the_first_time_nobody_is_asked_what_has_changed_since(site: Path) -> None:
    done = invoke(site, "goals.review", answers=_lines(*FIRST))
    assert "How has it changed" not in done.stdout
    again = invoke(site, "goals.review", answers=_lines(*ANSWERS))
    assert "5. How has it changed since last time?" in again.stdout
    assert [one["changed"] for one in _kept(site)] == ["", ANSWERS[-1]]


def test_the_answers_of_last_time_are_shown_first(site: Path) -> None:
    invoke(site, "goals.review", answers=_lines(*ANSWERS))
    terminal = Terminal(site, "goals.review")
    terminal.wait_for(QUESTIONS[0].text)
    assert f"Strategy    {ANSWERS[1]}" in terminal.screen
    assert "Rated       0.60 (the key results: 0.96)" in terminal.screen
    terminal.type("", "", "", "", "", "", "six", "1.5", ".7", "")
    assert terminal.end() == 0
    assert '"six" is no rating. Write a number from 0.0 to 1.0, such as 0.6.' in terminal.screen
    assert "That is +0.10 since " in terminal.screen
    assert [kept["rating"] for kept in _kept(site)] == [0.6, 0.7]


@pytest.mark.parametrize("answered", [0, 3, 6])
def test_a_review_that_breaks_off_keeps_nothing(site: Path, answered: int) -> None:
    done = invoke(site, "goals.review", answers=_lines(*ANSWERS[:answered]))
    assert done.returncode == 1
    assert "error: No answer, so nothing was done." in done.stderr
    assert _kept(site) == []


def test_ctrl_c_keeps_nothing(site: Path) -> None:
    terminal = Terminal(site, "goals.review")
    terminal.type(*ANSWERS[:6])
    terminal.wait_for("> ")
    terminal.press("\x03\n")
    assert terminal.end() == 1
    assert "Stopped. Nothing was kept." in terminal.screen
    assert _kept(site) == []


def test_a_rating_from_a_pipe_that_is_none_keeps_nothing(site: Path) -> None:
    done = invoke(site, "goals.review", answers=_lines(*ANSWERS[:6], "fine", "It has not."))
    assert done.returncode == 1
    assert 'error: "fine" is no rating.' in done.stderr
    assert _kept(site) == []


@pytest.mark.parametrize("encoding", ["utf-8:surrogateescape", "utf-8:strict"])
@pytest.mark.parametrize("answer", [b"a\xffb", b"a\x1b[Db"])
def test_an_answer_from_a_pipe_that_is_no_text_keeps_nothing(
    site: Path, answer: bytes, encoding: str
) -> None:
    done = subprocess.run(
        command("goals.review"),
        cwd=site,
        env=environment() | {"PYTHONIOENCODING": encoding},
        input=b"\n".join([b"One.", answer, *map(str.encode, ANSWERS[2:]), b""]),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: There are characters in it that nobody can read.")
    assert _kept(site) == []


def test_json_is_all_that_standard_output_has(site: Path) -> None:
    done = invoke(site, "goals.review", "--json", answers=_lines(*ANSWERS))
    assert json.loads(done.stdout) == _kept(site)[0]
    assert QUESTIONS[0].text in done.stderr


def test_without_a_goal_it_asks_all_the_same(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    assert invoke(root, "goals.review", answers=_lines(*ANSWERS)).returncode == 0
    [kept] = _kept(root)
    assert (kept["goal"], kept["grade"]) == ("", None)


def test_earlier_reviews_are_listed(site: Path) -> None:
    assert "No review yet." in invoke(site, "goals.review", "--list").stdout
    invoke(site, "goals.review", answers=_lines(*ANSWERS))
    invoke(site, "goals.review", answers=_lines("Still.", *ANSWERS[1:]))
    listed = invoke(site, "goals.review", "--list").stdout
    assert listed.index(f"Aspires to  {ANSWERS[0]}") < listed.index("Aspires to  Still.")
    value = json.loads(invoke(site, "goals.review", "--list", "--json").stdout)
    assert value == {"reviews": _kept(site)}


def test_a_review_comes_back_from_its_record() -> None:
    [back] = reviews_of([record_of(REVIEW)], "reviews.jsonl")
    assert back == REVIEW


@pytest.mark.parametrize(
    "change", [{"rating": 2.0}, {"rating": "fine"}, {"date": "soon"}, {"strategy": None}]
)
def test_a_record_that_is_no_review_is_named(change: dict[str, str | float | None]) -> None:
    record = {**record_of(REVIEW), **change}
    if change == {"strategy": None}:
        del record["strategy"]
    with pytest.raises(FanfareError, match=r"^reviews.jsonl: The review of .* cannot be read"):
        reviews_of([record], "reviews.jsonl")


@pytest.mark.parametrize("said", ["0", "1", "0.6", ".6", "0.65", "1.0", "0.0"])
def test_a_rating_is_from_nothing_to_one(said: str) -> None:
    assert rating_complaint(said) == ""


@pytest.mark.parametrize("said", ["", "1.1", "2", "-0.5", "nan", "0,6", "60%", "1e-1"])
def test_what_is_no_rating_is_asked_for_again(said: str) -> None:
    assert rating_complaint(said)
