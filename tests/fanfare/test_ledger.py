"""Append-only records that survive interruption and company."""

import errno
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from fanfare import ledger
from fanfare.errors import FanfareError


def test_records_come_back_in_the_order_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "data" / "sent.jsonl"
    ledger.append(path, {"n": 1, "name": "Ørsted"})
    ledger.append(path, {"n": 2})
    assert ledger.read(path, "sent.jsonl") == [{"n": 1, "name": "Ørsted"}, {"n": 2}]


def test_what_utf_8_has_no_bytes_for_comes_back_as_well(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    ledger.append(path, {"name": "a\udcff\\udcff"})  # as a byte that is no text is read
    assert ledger.read(path, "sent.jsonl") == [{"name": "a\udcff\\udcff"}]


def test_a_ledger_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert ledger.read(tmp_path / "none.jsonl", "none.jsonl") == []


def test_a_half_written_last_line_is_passed_over_and_then_repaired(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    path.write_text('{"n": 1}\n{"n": 2, "na')
    assert ledger.read(path, "sent.jsonl") == [{"n": 1}]
    ledger.append(path, {"n": 3})
    assert path.read_text() == '{"n": 1}\n{"n": 3}\n'


def test_a_last_line_that_only_lacks_its_end_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    path.write_text('{"n": 1}\n{"n": 2}')
    assert ledger.read(path, "sent.jsonl") == [{"n": 1}, {"n": 2}]
    ledger.append(path, {"n": 3})
    assert path.read_text() == '{"n": 1}\n{"n": 2}\n{"n": 3}\n'


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_merge_that_git_left_to_the_author_is_named_as_one(tmp_path: Path, end: str) -> None:
    path = tmp_path / "sent.jsonl"
    path.write_text(f'{{"n": 1}}\n<<<<<<< HEAD\n{{"n": 2}}\n=======\n>>>>>>> other{end}')
    with pytest.raises(FanfareError) as raised:
        ledger.read(path, "sent.jsonl")
    assert str(raised.value) == (
        "sent.jsonl:2: Here git left a merge to you. Delete the lines that begin with <<<<<<<, "
        "|||||||, ======= or >>>>>>>, no others."
    )


def test_of_a_line_that_cannot_be_written_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "sent.jsonl"
    ledger.append(path, {"n": 1})
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space left"):
            ledger.append(path, {"n": 2})
    assert ledger.read(path, "sent.jsonl") == [{"n": 1}]


@pytest.mark.parametrize("line", ["not json", "[1, 2]"])
def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "sent.jsonl"
    path.write_text(f'{{"n": 1}}\n{line}\n{{"n": 2}}\n')
    with pytest.raises(FanfareError, match=r"sent\.jsonl:2: This line is not a JSON object"):
        ledger.read(path, "sent.jsonl")


_APPEND_TWENTY = """
import sys
from pathlib import Path
from fanfare import ledger
for number in range(20):
    ledger.append(Path(sys.argv[1]), {"writer": int(sys.argv[2]), "number": number})
"""


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shared.jsonl"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", _APPEND_TWENTY, str(path), str(n)], env=environment)
        for n in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert sorted((r["writer"], r["number"]) for r in records) == [
        (writer, number) for writer in range(4) for number in range(20)
    ]


def test_asking_whether_a_ledger_can_be_written_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "data" / "sent.jsonl"
    ledger.check_writable(path)
    assert not path.exists()
    ledger.append(path, {"a": 1})
    ledger.check_writable(path)
    assert ledger.read(path, "sent.jsonl") == [{"a": 1}]


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    count: int
    colour: Colour
    is_new: bool | None = None


def test_a_line_is_read_as_a_record_and_what_is_not_known_is_passed_over() -> None:
    said: dict[str, ledger.Value] = {"name": "a", "count": 1, "colour": "red", "mood": "fine"}
    assert ledger.as_record(Sample, said) == Sample("a", 1, Colour.RED)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"name": None}, {"count": "1"}, {"count": True}),
        *({"colour": "blue"}, {"colour": 1}, {"is_new": "yes"}),
    ],
)
def test_a_value_of_another_type_is_named(wrong: dict[str, ledger.Value]) -> None:
    said: dict[str, ledger.Value] = {"name": "a", "count": 1, "colour": "red"}
    (name,) = wrong
    with pytest.raises(ValueError, match=rf"^{name}$"):
        ledger.as_record(Sample, said | wrong)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"^count$"):
        ledger.as_record(Sample, {"name": "a", "colour": "red"})
