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
from milestones.files import fans_file
from milestones.files.fans_file import Line, append, is_open_elsewhere, read, try_append
from milestones.records import Reading

TODAY = date(2026, 10, 31)
FIRST = Reading(date(2026, 1, 1), "newsletter", 37)
SECOND = Reading(date(2026, 1, 8), "newsletter", 49, "after the fair")


def _read(path: Path) -> list[Reading]:
    return [_plain(reading) for reading in read(path, "fans.csv", None, TODAY)]


def _plain(reading: Reading) -> Reading:
    return Reading(reading.day, reading.channel, reading.count, reading.note)


def _line(reading: Reading) -> Line:
    return Line(reading.day.isoformat(), reading.channel, str(reading.count), reading.note)


def last_added(path: Path) -> list[Line]:
    return fans_file.last_added(path, "fans.csv")


def take_back(path: Path) -> list[Line]:
    """Take back what was added last, whatever that is."""
    with fans_file.opened(path, "fans.csv") as file:
        lines = file.last_added()
        file.take_back(lines)
    return lines


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
    assert take_back(link) == [_line(FIRST)]
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


def test_a_day_that_could_not_be_read_again_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match=r"fans\.csv: 1989-12-31 is not between 1990 and 2200"):
        append(tmp_path / "fans.csv", [FIRST, Reading(date(1989, 12, 31), "newsletter", 1)])
    assert not (tmp_path / "fans.csv").exists()


@pytest.mark.parametrize("count", [-1, 10_000_000_000, True, 5.0, "5", None])
def test_what_could_not_be_read_again_is_not_added(tmp_path: Path, count: object) -> None:
    path = _file(tmp_path, "date,channel,count\n")
    wrong = [FIRST, Reading(FIRST.day, "newsletter", count)]  # type: ignore[arg-type]
    for add in (append, try_append):
        with pytest.raises(FanfareError, match=rf'^data/fans\.csv: "{count}" is no count'):
            add(path, wrong, "data/fans.csv")
    assert path.read_text() == "date,channel,count\n"


def test_trying_to_add_refuses_the_same_and_writes_nothing(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n")
    try_append(path, [FIRST], "fans.csv")
    with pytest.raises(FanfareError, match="There is no column for the note"):
        try_append(path, [SECOND], "fans.csv")
    assert (list(tmp_path.iterdir()), path.read_text()) == ([path], "date,channel,count\n")


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
    assert last_added(path) == [_line(FIRST), _line(SECOND)]
    assert take_back(path) == [_line(FIRST), _line(SECOND)]
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
    assert take_back(path) == [_line(FIRST)]
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


def test_a_last_line_that_is_no_reading_can_be_taken_back_as_well(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n2026-01-08,talks,many\n")
    [line] = take_back(path)
    assert (line, line.number) == (Line("2026-01-08", "talks", "many", ""), None)
    assert path.read_text() == "date,channel,count\n"


def test_only_the_lines_that_were_shown_are_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    append(path, [FIRST])
    shown = last_added(path)
    append(path, [SECOND])
    with (
        fans_file.opened(path, "data/fans.csv") as file,
        pytest.raises(FanfareError, match=r"^data/fans\.csv: Something else was added meanwhile"),
    ):
        file.take_back(shown)
    assert _read(path) == [FIRST, SECOND]


def test_looking_at_what_was_added_last_writes_nothing(tmp_path: Path) -> None:
    path = _file(tmp_path, "date,channel,count\n2026-01-01,newsletter,37\n")
    assert last_added(path) == [_line(FIRST)]
    assert list(tmp_path.iterdir()) == [path]


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
    assert take_back(path) == [_line(SECOND)]


# Whatever the file and whatever the readings

_READINGS = st.lists(
    st.builds(
        Reading,
        st.dates(date(1990, 1, 1), TODAY),
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
        assert take_back(path) == [*map(_line, second)]
        assert path.read_bytes() == before


# Killed

_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def _start(program: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


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


# Python tells its audit hooks of everything that is about to happen to a file: each of these
# moments is one to die at.
_DIE_AT = """
import os, signal, sys; from datetime import date; from pathlib import Path
from milestones.files import fans_file; from milestones.records import Reading
path, moment = Path(sys.argv[1]), int(sys.argv[2])
def die(event, _):
    global moment
    if event == "open" or event.startswith(("os.", "fcntl.", "shutil.")):
        moment -= 1
        if moment == -1:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
"""

_DIE_ADDING = f"""{_DIE_AT}
fans_file.append(path, [Reading(date(2026, 1, 8), "newsletter", 49, "after the fair")])
"""

_DIE_TAKING_BACK = f"""{_DIE_AT}
with fans_file.opened(path, "fans.csv") as file:
    file.take_back(file.last_added())
"""


def _killed(program: str, path: Path, moment: int) -> bool:
    """Whether the program died at that moment, rather than come to its end."""
    with _start(program, path, moment) as process:
        ended = process.wait()
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def _taken_back_if_any(path: Path) -> list[Line]:
    try:
        return take_back(path)
    except FanfareError as error:
        if "There is nothing to take back." not in str(error):
            raise
        return []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_whenever_adding_is_killed_it_was_done_or_not_and_taking_back_knows_which(
    tmp_path: Path,
) -> None:
    seen = set()
    for moment in range(1000):
        path = tmp_path / str(moment) / "fans.csv"
        append(path, [FIRST])
        is_killed = _killed(_DIE_ADDING, path, moment)
        recorded = _read(path)
        assert recorded in ([FIRST], [FIRST, SECOND])
        taken = _taken_back_if_any(path)
        assert taken in ([], [_line(recorded[-1])])
        assert _read(path) == recorded[: len(recorded) - len(taken)]
        seen.add((len(recorded), len(taken)))
        if not is_killed:
            break
    # Before it was remembered, before it was done, and after.
    assert seen == {(1, 1), (1, 0), (2, 1)}
    assert not is_killed


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("before", [[], [FIRST]])
def test_whenever_taking_back_is_killed_it_was_done_or_can_be_done_again(
    tmp_path: Path, before: list[Reading]
) -> None:
    seen = set()
    for moment in range(1000):
        path = tmp_path / str(moment) / "fans.csv"
        append(path, before)
        append(path, [SECOND])
        is_killed = _killed(_DIE_TAKING_BACK, path, moment)
        recorded = _read(path)
        seen.add(len(recorded) - len(before))
        if recorded == before:
            with pytest.raises(FanfareError, match="There is nothing to take back"):
                take_back(path)
        else:
            assert recorded == [*before, SECOND]
            assert take_back(path) == [_line(SECOND)]
        assert _read(path) == before
        if not is_killed:
            break
    assert seen == {0, 1}
    assert not is_killed
