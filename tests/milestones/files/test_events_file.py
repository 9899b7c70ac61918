"""`events.csv`: talks, mentions, people met, and what led to them."""

from datetime import date
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.files.events_file import read
from milestones.records import Event

TODAY = date(2026, 10, 31)
HEADING = "date,kind,title,id,caused_by,url\n"


def _read(tmp_path: Path, text: str) -> tuple[Event, ...]:
    path = tmp_path / "events.csv"
    path.write_bytes(text.encode())
    return read(path, "content/data/events.csv", TODAY)


def _complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(FanfareError) as stopped:
        _read(tmp_path, text)
    [finding] = stopped.value.findings
    return str(finding)


def test_events_come_oldest_first(tmp_path: Path) -> None:
    text = (
        f"{HEADING}2026-02-01,mention,In the Gazette,gazette,fair,https://gazette.example/7\n"
        '2026-01-05,talk,"Knots, at the fair",fair,,\n'
    )
    assert _read(tmp_path, text) == (
        Event(date(2026, 1, 5), "talk", "Knots, at the fair", "fair", line=3),
        Event(
            *(date(2026, 2, 1), "mention", "In the Gazette", "gazette", "fair"),
            *("https://gazette.example/7", 2),
        ),
    )


def test_a_file_that_is_not_there_has_no_events(tmp_path: Path) -> None:
    assert read(tmp_path / "events.csv", "events.csv", TODAY) == ()


def test_id_cause_and_address_may_be_missing_as_columns(tmp_path: Path) -> None:
    text = "\ufeffTitle;Date;Kind\r\nKnots;2026-01-05;talk\r\n;;\r\n"
    assert _read(tmp_path, text) == (Event(date(2026, 1, 5), "talk", "Knots", line=2),)


def test_a_cause_may_be_something_else_than_an_event(tmp_path: Path) -> None:
    text = f"{HEADING}2026-01-05,talk,Knots,,the-tuesday-that-moved,\n"
    assert _read(tmp_path, text)[0].caused_by == "the-tuesday-that-moved"


def test_empty_cells_behind_the_last_column_do_no_harm(tmp_path: Path) -> None:
    (event,) = _read(tmp_path, "date,kind,title\n2026-01-05,talk,Knots,,,\n")
    assert (event.title, event.url) == ("Knots", "")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("5/1/2026,talk,Knots,,,", '"5/1/2026" is not a date. Write 2026-01-05 or 2026-05-01:'),
        ("2026-11-01,talk,Knots,,,", "2026-11-01 is still to come."),
        ("1899-12-30,talk,Knots,,,", "1899-12-30 is before 1990."),
        ("2026-01-05,,Knots,,,", "The kind is missing. Write a word such as talk."),
        ("2026-01-05,talk, ,,,", "The title is missing. Write what happened."),
        ("2026-01-05,talk,Knots,,,gazette.example", '"gazette.example" is not a web address.'),
        ("2026-01-05,talk,Knots,,,javascript:alert(1)", "is not a web address. Write it with"),
        ("2026-01-05,talk,Knots,,,https://a.example/a b", "is not a web address."),
        ("2026-01-05,talk,Knots,,,,so", "This line has 7 cells, and the heading has 6."),
    ],
)
def test_an_event_that_cannot_be_read_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    said = _complaint(tmp_path, f"{HEADING}{row}\n")
    assert said.startswith("content/data/events.csv:2: ")
    assert complaint in said


def test_a_comma_without_quotes_is_named_before_what_it_moved(tmp_path: Path) -> None:
    said = _complaint(tmp_path, f"{HEADING}2026-02-20,asked,The Quay, yes,,library,\n")
    assert said == (
        "content/data/events.csv:2: This line has 7 cells, and the heading has 6. "
        'Put a text with a comma in it between quotation marks: "...".'
    )


def test_an_id_is_there_once(tmp_path: Path) -> None:
    text = f"{HEADING}2026-01-05,talk,Knots,fair,,\n2026-01-06,talk,Bends,fair,,\n"
    assert 'events.csv:3: Line 2 has the id "fair" already.' in _complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("causes", "circle"),
    [
        ({"a": "a"}, "2: This led to itself: a < a."),
        ({"a": "b", "b": "a"}, "2: This led to itself: a < b < a."),
        ({"z": "a", "a": "b", "b": "c", "c": "a"}, "3: This led to itself: a < b < c < a."),
    ],
)
def test_events_that_led_to_each_other_in_a_circle_are_named(
    tmp_path: Path, causes: dict[str, str], circle: str
) -> None:
    rows = "".join(f"2026-01-05,talk,Knots,{one},{cause},\n" for one, cause in causes.items())
    assert f"events.csv:{circle}" in _complaint(tmp_path, HEADING + rows)


def test_a_thousand_events_that_led_to_each_other_in_a_row_are_fine(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-05,talk,Knots,{n},{n + 1},\n" for n in range(1000))
    assert len(_read(tmp_path, HEADING + rows)) == 1000
