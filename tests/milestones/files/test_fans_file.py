"""`fans.csv` as people and spreadsheets write it: what is read, and what is named instead."""

import csv
import io
import string
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from milestones.files.fans_file import append, read
from milestones.records import Channel, Kind, Reading

TODAY = date(2026, 10, 31)

CHANNELS = {
    "newsletter": Channel("newsletter", "The Wednesday letter", Kind.STOCK, True),
    "mastodon": Channel("mastodon", "Mastodon", Kind.STOCK, True),
    "workshop": Channel("workshop", "Workshop", Kind.STOCK, True),
    "readers": Channel("readers", "RSS readers", Kind.STOCK, False),
    "talks": Channel("talks", "Talks", Kind.ATTENDANCE, True),
    "visits": Channel("visits", "Visits", Kind.REACH, False),
}


def _read(tmp_path: Path, text: str | bytes) -> tuple[Reading, ...]:
    path = tmp_path / "fans.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, "content/data/fans.csv", CHANNELS, TODAY)


def _complaints(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(FanfareError) as stopped:
        _read(tmp_path, text)
    return [str(finding) for finding in stopped.value.findings]


def _complaint(tmp_path: Path, text: str | bytes) -> str:
    [complaint] = _complaints(tmp_path, text)
    return complaint


ONE = (Reading(date(2025, 12, 31), "newsletter", 1003, "after the fair", 2),)


def test_a_file_that_is_not_there_has_no_readings(tmp_path: Path) -> None:
    assert read(tmp_path / "fans.csv", "fans.csv", CHANNELS, TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "date,channel,count,note\n2025-12-31,newsletter,1003,after the fair\n",
        "date,channel,count,note\n2025-12-31,newsletter,1003,after the fair",
        "date,channel,count,note\r\n2025-12-31,newsletter,1003,after the fair\r\n",
        "date,channel,count,note\r2025-12-31,newsletter,1003,after the fair\r",
        "\ufeffdate,channel,count,note\n2025-12-31,newsletter,1003,after the fair\n",
        "date;channel;count;note\n2025-12-31;newsletter;1003;after the fair\n",
        "date\tchannel\tcount\tnote\n2025-12-31\tnewsletter\t1003\tafter the fair\n",
        '"date","channel","count","note"\n"2025-12-31","newsletter","1003","after the fair"\n',
        '\ufeff"date";"channel";"count";"note"\n"2025-12-31";"newsletter";1003;"after the fair"\n',
        "note,count,date,channel\nafter the fair,1003,2025-12-31,newsletter\n",
        " Date , CHANNEL, Count,Note \n 2025-12-31 , newsletter , 1003 , after the fair \n",
        'date, channel, count, note\n2025-12-31, newsletter, 1003, "after the fair"\n',
        "date,channel,count,note\n2025-12-31,newsletter,1003,after the fair\n\n,,,\n , ,,\n \n",
        "date,channel,count,note,,\n2025-12-31,newsletter,1003,after the fair,,\n,,,,,\n",
        "date,channel,count,note\n2025-12-31,newsletter,01003,after the fair,,,\n",
    ],
)
def test_whatever_a_spreadsheet_makes_of_it_says_the_same(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == ONE


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ",,,\n \n", "date,channel,count\n\n"])
def test_a_file_that_says_nothing_has_no_readings(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text) == ()


def test_blank_lines_may_stand_anywhere_and_lines_are_counted_with_them(tmp_path: Path) -> None:
    text = "\n,,\ndate,channel,count\n\n2026-01-02,talks,9\n  \n2026-01-01,newsletter,3\n"
    assert [(reading.day.day, reading.line) for reading in _read(tmp_path, text)] == [
        (1, 7),
        (2, 5),
    ]


def test_a_note_over_several_lines_counts_as_one_row_and_as_its_lines(tmp_path: Path) -> None:
    text = (
        'date,channel,count,note\n2026-01-01,talks,3,"one\ntwo, ""three"""\n2026-01-02,talks,4,\n'
    )
    first, second = _read(tmp_path, text)
    assert (first.note, first.line) == ('one\ntwo, "three"', 2)
    assert second.line == 4


def test_unusual_line_ends_within_a_note_do_not_end_a_line(tmp_path: Path) -> None:
    text = "date,channel,count,note\n2026-01-01,talks,3,a\u2028b\x0bc\x85d\n2026-01-02,talks,4,\n"
    assert [reading.line for reading in _read(tmp_path, text)] == [2, 3]


def test_the_column_for_notes_may_be_missing_and_cells_at_the_end_too(tmp_path: Path) -> None:
    assert _read(tmp_path, "date,channel,count\n2026-01-01,talks,3\n")[0].note == ""
    assert _read(tmp_path, "date,channel,count,note\n2026-01-01,talks,3\n")[0].note == ""


@pytest.mark.parametrize("commas", [",", ",,", ",,,, ,"])
def test_empty_cells_behind_the_last_column_do_no_harm(tmp_path: Path, commas: str) -> None:
    text = f"date,channel,count\n2026-01-01,talks,3{commas}\n"
    (reading,) = _read(tmp_path, text)
    assert (reading.count, reading.note) == (3, "")
    append(tmp_path / "fans.csv", [Reading(date(2026, 1, 2), "talks", 4)])
    assert (tmp_path / "fans.csv").read_text() == f"{text}2026-01-02,talks,4\n"


def test_readings_of_one_day_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "date,channel,count\n2026-01-02,talks,1\n2026-01-01,talks,2\n2026-01-02,talks,3\n"
    assert [reading.count for reading in _read(tmp_path, text)] == [2, 1, 3]


def test_an_apostrophe_before_a_formula_is_not_part_of_the_note(tmp_path: Path) -> None:
    text = "date,channel,count,note\n2026-01-01,talks,3,'=1+1\n2026-01-02,talks,3,'tis\n"
    assert [reading.note for reading in _read(tmp_path, text)] == ["=1+1", "'tis"]


# Several channels counted together


@pytest.mark.parametrize(
    "said", ["newsletter+workshop", "workshop+newsletter", " workshop + newsletter"]
)
def test_channels_counted_together_stand_in_the_order_of_the_goals(
    tmp_path: Path, said: str
) -> None:
    text = f"date,channel,count\n2026-01-01,{said},3\n"
    assert _read(tmp_path, text)[0].channels == ("newsletter", "workshop")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("newsletter+workshp", '"workshp" is not a channel. Did you mean "workshop"?'),
        ("newsletter+", "The channel is missing."),
        ("newsletter+newsletter", "names a channel twice. Write each of them once."),
        ("newsletter+talks", '"talks" cannot be part of "newsletter+talks". Only stock channels'),
        ("visits+newsletter", '"visits" cannot be part of'),
        ("newsletter+readers", '"readers" cannot be part of'),
    ],
)
def test_only_engaged_stock_channels_are_counted_together(
    tmp_path: Path, said: str, complaint: str
) -> None:
    assert complaint in _complaint(tmp_path, f"date,channel,count\n2026-01-01,{said},3\n")


# What is named instead of read


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ('"1,003"', '"1,003" is not written as a whole number. Write 1003.'),
        ("1003.0", "Write 1003."),
        ('"1,003.00"', "Write 1003."),
        ("1.003", "Write 1003."),
        ("1 003", "Write 1003."),
        ("1\u202f003", "Write 1003."),
        ("1'003", "Write 1003."),
        ("12345678901", '"12345678901" is more than there are people.'),
        ("9" * 5000, "is more than there are people."),
        ("a lot", '"a lot" is not a whole number. Write one in digits only, such as 1003.'),
        ("1003.5", '"1003.5" is not a whole number.'),
        ("1e3", '"1e3" is not a whole number.'),
        ("1_003", '"1_003" is not a whole number.'),
        ("٣", '"٣" is not a whole number.'),
        ("=A1+3", '"=A1+3" is not a whole number.'),
        ("-3", '"-3" is below zero. Write how many there were in all after the loss'),
        ("\u22123", '"\u22123" is below zero.'),
        ("", "The count is missing. Write a whole number, such as 1003."),
    ],
)
def test_a_count_that_is_no_whole_number_is_named(
    tmp_path: Path, cell: str, complaint: str
) -> None:
    said = _complaint(tmp_path, f"date,channel,count\n2026-01-01,talks,{cell}\n")
    assert said.startswith("content/data/fans.csv:2: ")
    assert complaint in said


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("31/12/2025", '"31/12/2025" is not a date. Write 2025-12-31: spreadsheets like to write'),
        ("12/31/2025", "Write 2025-12-31: "),
        ("31.12.25", "Write 2025-12-31: "),
        ("2025/12/31", "Write 2025-12-31: "),
        ("2025-12-31 00:00:00", "Write 2025-12-31: "),
        ("2025-1-31", "Write 2025-01-31: "),
        ("03/04/2025", "Write 2025-04-03 or 2025-03-04: "),
        ("46022", "Write 2025-12-31: "),
        ("20251231", '"20251231" is not a date. Write it as 2025-12-31.'),
        ("2025-W01-1", "Write it as 2025-12-31."),
        ("2025-02-30", '"2025-02-30" is not a date. Write it as 2025-12-31.'),
        ("soon", '"soon" is not a date. Write it as 2025-12-31.'),
        ("", "The date is missing. Write it as 2025-12-31."),
        ("2026-11-01", "2026-11-01 is still to come. Today is 2026-10-31"),
        ("0206-01-05", "0206-01-05 is before 1990. Write the year that is meant."),
        ("0001-01-01", "0001-01-01 is before 1990."),
    ],
)
def test_a_date_that_is_none_or_still_to_come_is_named(
    tmp_path: Path, cell: str, complaint: str
) -> None:
    said = _complaint(tmp_path, f"date,channel,count\n{cell},talks,3\n")
    assert said.startswith("content/data/fans.csv:2: ")
    assert complaint in said


def test_today_is_not_still_to_come(tmp_path: Path) -> None:
    assert _read(tmp_path, f"date,channel,count\n{TODAY},talks,3\n")[0].day == TODAY


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("newsleter", '"newsleter" is not a channel. Did you mean "newsletter"?'),
        ("Newsletter", 'Did you mean "newsletter"?'),
        ("the wednesday letter", 'Did you mean "newsletter"?'),
        ("zzz", "Write one of newsletter, mastodon, workshop, readers, talks, visits, or add a"),
        ("", "The channel is missing."),
    ],
)
def test_a_channel_nobody_knows_is_named(tmp_path: Path, cell: str, complaint: str) -> None:
    assert complaint in _complaint(tmp_path, f"date,channel,count\n2026-01-01,{cell},3\n")


def test_without_channels_every_reading_asks_for_one(tmp_path: Path) -> None:
    path = tmp_path / "fans.csv"
    path.write_text("date,channel,count\n2026-01-01,talks,3\n")
    with pytest.raises(FanfareError, match=r"Add a channel to goals\.toml"):
        read(path, "fans.csv", {}, TODAY)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("date,channel\n", '1: The column "count" is missing. The line is to be: date,channel,'),
        ("date;channel\n", "The line is to be: date;channel;count;note"),
        ("date,channel,count,\x1b[2J\n", 'Nothing reads the column "\ufffd[2j".'),
        ("date,channel,count,notes\n", 'Nothing reads the column "notes". Did you mean "note"?'),
        ("date,channel,count,note,by\n", 'reads the column "by". Known are date, channel, count,'),
        ("date,channel,,count\n", "A column has no name. Known are"),
        ("date,count,channel,count\n", 'The column "count" is there twice.'),
        ("\n2026-01-01,talks,3,\n", "2: The first line does not name the columns. Begin the file"),
        ("Datum;Kanal;Anzahl\n", "Begin the file with this line: date;channel;count;note"),
        ('"date,channel,count\n2026-01-01,talks,3\n', "1: The quotation marks in the row that"),
    ],
)
def test_a_heading_that_cannot_be_used_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    assert complaint in _complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("2026-01-01,talks,3,well, very well", "5 cells, and the heading has 4. Put a text with a"),
        ('2026-01-01,talks,3,"open', "3: The quotation marks in the row that begins here do not"),
        ('2026-01-01,talks,3,"a" b', "3: The quotation marks in the row that begins here do not"),
        ('2026-01-01,talks,3,"' + "long " * 40_000, "3: The quotation marks in the row that"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    text = f"date,channel,count,note\n\n{row}\n2026-01-02,talks,4,\n"
    assert complaint in _complaint(tmp_path, text)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path, encoding: str) -> None:
    raw = "date,channel,count,note\n2026-01-01,talks,3,Zoë\n".encode(encoding)
    assert 'is not UTF-8 text. Save it as UTF-8: spreadsheets call that "CSV' in _complaint(
        tmp_path, raw
    )


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = "date,channel,count\n2026-01-01,tals,x\n1/1/26,talks,3\n2026-01-01,talks,4,5\n"
    assert [said.split(": ")[0] for said in _complaints(tmp_path, text)] == [
        f"content/data/fans.csv:{line}" for line in (2, 2, 3, 4)
    ]


def test_the_same_mistake_on_every_line_is_not_said_on_every_line(tmp_path: Path) -> None:
    rows = "".join(f"{day}/01/2026,talks,3\n" for day in range(13, 32))
    complaints = _complaints(tmp_path, f"date,channel,count\n{rows}")
    assert len(complaints) == 6
    assert complaints[-1].endswith(
        "fans.csv:7: 14 more lines have the same mistake, this one first."
    )


# Whatever a program writes as CSV

NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(str.strip)
READINGS = st.lists(
    st.builds(
        Reading,
        st.dates(date(1990, 1, 1), TODAY),
        st.sampled_from([*CHANNELS, "newsletter+workshop"]),
        st.integers(0, 9_999_999_999),
        NOTES.filter(lambda note: not note.lstrip("'").startswith(("=", "+", "-", "@"))),
    ),
    max_size=6,
)


@given(
    readings=READINGS,
    columns=st.permutations(["date", "channel", "count", "note"]),
    separator=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    begin=st.sampled_from(["", "\ufeff"]),
)
def test_whatever_a_csv_writer_writes_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    readings: Sequence[Reading],
    columns: Sequence[str],
    separator: str,
    quoting: Literal[0, 1, 2],
    begin: str,
) -> None:
    out = io.StringIO(begin)
    out.seek(len(begin))
    writer = csv.DictWriter(
        out,
        columns,
        delimiter=separator,
        quoting=quoting,
        lineterminator="\r\n",
    )
    writer.writeheader()
    for one in readings:
        cells = (one.day, one.channel, one.count, one.note)
        writer.writerow(dict(zip(("date", "channel", "count", "note"), cells, strict=True)))
    found = _read(tmp_path_factory.mktemp("csv"), out.getvalue())
    assert [_plain(one) for one in found] == sorted(
        map(_plain, readings), key=lambda plain: plain[0]
    )


def _plain(reading: Reading) -> tuple[date, str, int, str]:
    return reading.day, reading.channel, reading.count, reading.note


@given(text=st.text(string.printable + "é\ufeff", max_size=60))
def test_no_text_at_all_ends_in_anything_but_readings_or_complaints(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "fans.csv"
    path.write_bytes(b"date,channel,count,note\n" + text.encode())
    try:
        read(path, "fans.csv", CHANNELS, TODAY)
    except FanfareError as error:
        assert all(finding.line for finding in error.findings)  # noqa: PT017
