"""Adding to `fans.csv`, and taking back: no line is lost, whatever happens meanwhile."""

import csv
import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from milestones.files.fans_file import append, is_open_elsewhere, last_added, read, take_back
from milestones.records import Reading

TODAY = date(2026, 10, 31)
FIRST = Reading(date(2026, 1, 1), "newsletter", 37)
SECOND = Reading(date(2026, 1, 8), "newsletter", 49, "after the fair")


def _read(path: Path) -> list[Reading]:
    return [_plain(reading) for reading in read(path, "fans.csv", None, TODAY)]


def _plain(reading: Reading) -> Reading:
    return Reading(reading.day, reading.channel, reading.count, reading.note)


def _file(tmp_path: Path, raw: str | bytes) -> Path:
    path = tmp_path / "fans.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


# Adding


def test_the_first_reading_begins_the_file_with_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "content" / "data" / "fans.csv"
    append(path, [FIRST])
    append(path, [SECOND])
    assert path.read_text() == (
        "date,channel,count,note\n2026-01-01,newsletter,37,\n"
        "2026-01-08,newsletter,49,after the fair\n"
    )


@pytest.mark.parametrize(
    ("old", "added"),
    [
        ("date,channel,count,note\n", "2026-01-08,newsletter,49,after the fair\n"),
        ("date,channel,count,note", "\n2026-01-08,newsletter,49,after the fair\n"),
        ("date,channel,count,note\r\n", "2026-01-08,newsletter,49,after the fair\r\n"),
        (
            "date,channel,count,note\r\n2026-01-01,a,1,",
            "\r\n2026-01-08,newsletter,49,after the fair\r\n",
        ),
        ("date,channel,count,note\n\n,,,\n", "2026-01-08,newsletter,49,after the fair\n"),
        ("\ufeffdate;channel;count;note\r\n", "2026-01-08;newsletter;49;after the fair\r\n"),
        ("note\tcount\tchannel\tdate\n", "after the fair\t49\tnewsletter\t2026-01-08\n"),
        (' "DATE", "Count","NOTE",Channel\n', "2026-01-08,49,after the fair,newsletter\n"),
        ("", "date,channel,count,note\n2026-01-08,newsletter,49,after the fair\n"),
        ("\ufeff", "date,channel,count,note\n2026-01-08,newsletter,49,after the fair\n"),
        ("\n", "date,channel,count,note\n2026-01-08,newsletter,49,after the fair\n"),
    ],
)
def test_what_is_added_follows_the_file_and_the_file_stays_as_it_is(
    tmp_path: Path, old: str, added: str
) -> None:
    path = _file(tmp_path, old)
    append(path, [SECOND])
    assert path.read_bytes().decode() == old + added
    assert _read(path)[-1] == SECOND


@pytest.mark.parametrize(
    "note",
    [
        'said "more", twice',
        "one\ntwo",
        "one\rtwo",
        "one\r\ntwo",
        "a;b\tc,d",
        "=1+1",
        "@ada",
        "-3 unsubscribed",
        "'=1",
        "''",
        '"',
        "Zoë 🎉",
        "\u2028",
    ],
)
@pytest.mark.parametrize("heading", ["date,channel,count,note\n", "date;channel;count;note\r\n"])
def test_any_note_comes_back_as_it_was(tmp_path: Path, note: str, heading: str) -> None:
    path = _file(tmp_path, heading)
    reading = Reading(FIRST.day, "newsletter", 1, note.strip())
    append(path, [reading, SECOND])
    assert _read(path) == [reading, SECOND]


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1"])
def test_no_note_is_left_to_a_spreadsheet_as_a_formula(tmp_path: Path, note: str) -> None:
    path = _file(tmp_path, "date,channel,count,note\n")
    append(path, [Reading(FIRST.day, "newsletter", 1, note)])
    [_, row] = csv.reader(io.StringIO(path.read_text()))
    assert row[3] == f"'{note}"


def test_nothing_to_add_makes_no_file(tmp_path: Path) -> None:
    append(tmp_path / "fans.csv", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_one(tmp_path: Path) -> None:
    real = _file(tmp_path, "date,channel,count\n")
    link = tmp_path / "data" / "fans.csv"
    link.parent.mkdir()
    link.symlink_to(real)
    append(link, [FIRST])
    assert link.is_symlink()
    assert _read(real) == [FIRST]
    assert take_back(link) == [Reading(FIRST.day, "newsletter", 37, line=2)]
    assert link.is_symlink()


@pytest.mark.parametrize(
    ("old", "complaint"),
    [
        ("day,channel,count,note\n", 'fans.csv:1: Nothing reads the column "day".'),
        ('date,channel,count,note\n2026-01-01,a,1,"open\n', "fans.csv:2: The quotation marks in"),
        ("date,channel,count\n", "fans.csv:1: There is no column for the note. Add ,note here."),
        ("date,channel,count,note\n2026-01-01,a,1,Zo\xeb\n".encode("cp1252"), "is not UTF-8 text."),
    ],
)
def test_a_file_that_could_not_be_read_with_it_gets_nothing_added(
    tmp_path: Path, old: str | bytes, complaint: str
) -> None:
    path = _file(tmp_path, old)
    before = path.read_bytes()
    with pytest.raises(FanfareError) as stopped:
        append(path, [FIRST, SECOND])
    assert complaint in str(stopped.value)
    assert path.read_bytes() == before


def test_a_note_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match=r"The note is not UTF-8 text\."):
        append(tmp_path / "fans.csv", [Reading(FIRST.day, "newsletter", 1, "\udce9")])
    assert not (tmp_path / "fans.csv").exists()


def test_a_file_open_in_a_spreadsheet_can_be_told(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n")
    assert not is_open_elsewhere(path)
    (tmp_path / ".~lock.fans.csv#").touch()
    assert is_open_elsewhere(path)
    append(path, [FIRST])
    assert _read(path) == [FIRST]


# Taking back


def test_all_lines_of_the_last_addition_are_taken_back_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    before = path.read_bytes()
    append(path, [FIRST, SECOND])
    assert [_plain(reading) for reading in last_added(path)] == [FIRST, SECOND]
    assert [_plain(reading) for reading in take_back(path)] == [FIRST, SECOND]
    assert path.read_bytes() == before


def test_a_file_with_nothing_left_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    take_back(path)
    assert not path.exists()


def test_what_is_taken_back_cannot_be_taken_back_again(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    append(path, [SECOND])
    take_back(path)
    with pytest.raises(FanfareError, match=r"fans\.csv: There is nothing to take back\."):
        take_back(path)
    assert _read(path) == [FIRST]


def test_what_was_written_since_stays(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count,note\n2026-01-01,newsletter,37,\n")
    append(path, [FIRST, SECOND])
    lines = path.read_text().splitlines(keepends=True)
    by_hand = "2026-01-05,newsletter,40,\n"
    path.write_text("".join([*lines[:3], by_hand, lines[3], by_hand]))
    take_back(path)
    assert path.read_text() == "".join([*lines[:2], by_hand, by_hand])


def test_what_a_spreadsheet_saved_anew_is_found_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    append(path, [Reading(FIRST.day, "newsletter", 38, "one\ntwo"), SECOND])
    rows = list(csv.reader(io.StringIO(path.read_text())))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([rows[0], *rows[:0:-1]])
    path.write_bytes(("\ufeff" + out.getvalue()).encode())
    assert len(take_back(path)) == 2
    assert path.read_bytes().decode() == (
        '\ufeff"date";"channel";"count";"note"\r\n"2026-01-01";"newsletter";"37";""\r\n'
    )


def test_lines_that_are_there_no_more_are_named_and_nothing_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST, SECOND])
    changed = path.read_text().replace("49", "50")
    path.write_text(changed)
    with pytest.raises(
        FanfareError, match=r"no longer .*: 2026-01-08, newsletter, 49, after the f"
    ):
        take_back(path)
    assert path.read_text() == changed


def test_where_nothing_is_remembered_the_last_line_is_taken_back(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n2026-01-08,talks,9\n2026-01-01,newsletter,37\n\n")
    assert take_back(path) == [Reading(FIRST.day, "newsletter", 37, line=3)]
    assert path.read_text() == "date,channel,count\n2026-01-08,talks,9\n\n"
    with pytest.raises(FanfareError, match="nothing to take back"):
        take_back(path)


@pytest.mark.parametrize("text", [None, "", "date,channel,count\n\n"])
def test_where_nothing_was_counted_there_is_nothing_to_take_back(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "fans.csv" if text is None else _file(tmp_path, text)
    with pytest.raises(FanfareError, match="nothing to take back"):
        take_back(path)


def test_a_last_line_that_is_no_reading_is_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n2026-01-08,talks,many\n")
    with pytest.raises(FanfareError, match=r'fans\.csv:2: "many" is not a whole number'):
        take_back(path)


def test_an_addition_that_never_came_about_takes_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    append(path, [SECOND])
    path.write_bytes(path.read_bytes()[: -len("2026-01-08,newsletter,49,after the fair\n")])
    with pytest.raises(FanfareError, match="nothing to take back"):
        take_back(path)
    assert _read(path) == [FIRST]


def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST, SECOND])
    (tmp_path / ".fans.csv.undo").write_text('{"rows": [["half')
    assert [_plain(reading) for reading in take_back(path)] == [SECOND]


# Whatever the file and whatever the readings

_READINGS = st.lists(
    st.builds(
        Reading,
        st.dates(max_value=TODAY),
        st.sampled_from(["newsletter", "talks", "newsletter+workshop"]),
        st.integers(0, 9_999_999_999),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip),
    ),
    max_size=4,
)
_HEADINGS = st.permutations(["date", "channel", "count", "note"]).flatmap(
    lambda columns: st.sampled_from([separator.join(columns) for separator in ",;\t"])
)


@given(
    _READINGS, _READINGS, _HEADINGS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans()
)
def test_adding_gives_both_and_taking_back_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    first: Sequence[Reading],
    second: Sequence[Reading],
    heading: str,
    line_end: str,
    has_mark: bool,
    is_open_ended: bool,
) -> None:
    text = "\ufeff" * has_mark + heading + line_end
    path = _file(tmp_path_factory.mktemp("any"), text)
    append(path, first)
    if is_open_ended:
        path.write_bytes(path.read_bytes().removesuffix(line_end.encode()))
    before = path.read_bytes()
    append(path, second)
    by_day = [*map(_plain, sorted([*first, *second], key=lambda reading: reading.day))]
    assert _read(path) == by_day
    if second:
        assert [_plain(reading) for reading in take_back(path)] == second
        assert path.read_bytes() == before


# Many at once, and killed

_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

_RECORD_ONE = """
import sys; from datetime import date; from pathlib import Path
from milestones.files import fans_file; from milestones.records import Reading
sys.stdin.read()
fans_file.append(Path(sys.argv[1]), [Reading(date(2026, 1, 1), "newsletter", int(sys.argv[2]))])
"""


def _start(program: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        env=_ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_hundred_processes_that_record_at_once_lose_nothing(tmp_path: Path) -> None:
    path = _file(tmp_path, "date;channel;count;note\r\n2026-01-01;newsletter;1000;by hand")
    processes = [_start(_RECORD_ONE, path, number) for number in range(100)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()  # which all of them wait for
    for process in processes:
        with process:
            assert process.wait() == 0
    assert sorted(reading.count for reading in _read(path)) == [*range(100), 1000]


_RECORD_FOR_EVER = """
import sys; from datetime import date; from pathlib import Path
from milestones.files import fans_file; from milestones.records import Reading
for number in range(int(sys.argv[2]), 1_000_000):
    fans_file.append(Path(sys.argv[1]), [Reading(date(2026, 1, 1), "newsletter", number)])
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_whatever_was_acknowledged_before_a_kill_is_there_once(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [Reading(TODAY - timedelta(day), "talks", day, "x" * 99) for day in range(4000)])
    acknowledged: list[int] = []
    moment = random.Random(4)
    for kill in range(25):
        with _start(_RECORD_FOR_EVER, path, kill * 1000) as worker:
            assert worker.stdout is not None
            acknowledged.append(int(worker.stdout.readline()))
            for _ in range(moment.randrange(200_000)):
                pass  # so that each is killed at another moment
            worker.send_signal(signal.SIGKILL)
            acknowledged += map(int, worker.stdout.read().splitlines())
        recorded = [one.count for one in _read(path) if one.channel == "newsletter"]
        assert sorted(set(recorded)) == sorted(recorded)
        assert set(acknowledged) <= set(recorded)
        assert len(recorded) <= len(acknowledged) + kill + 1
    assert sum(one.channel == "talks" for one in _read(path)) == 4000


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_taking_back_after_a_kill_takes_what_was_recorded_last_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    for kill in range(5):
        with _start(_RECORD_FOR_EVER, path, kill * 1000) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            worker.send_signal(signal.SIGKILL)
        recorded = _read(path)
        try:
            assert [_plain(reading) for reading in take_back(path)] == recorded[-1:]
        except FanfareError:
            assert _read(path) == recorded
