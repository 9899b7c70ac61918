"""Append-only records: one JSON object a line, so that git shows their history."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, TypeVar, get_args, get_type_hints

from fanfare.errors import FanfareError
from fanfare.files import flush_folder
from fanfare.findings import Finding

if TYPE_CHECKING:
    from filelock import BaseFileLock

Value: TypeAlias = str | int | float | bool | None
Record = TypeVar("Record")

_CONFLICT = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
"""What the lines begin with that git adds where it cannot merge."""


def append(path: Path, record: Mapping[str, Value]) -> None:
    """Add `record` as the last line of the ledger at `path`, on disk when this returns.

    Writers in other processes wait for one another. A last line that a crash left half-written
    is cut off first: nobody was ever told that it had been recorded. Raises `OSError` where it
    cannot be written; then nothing of it stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Half a pair of surrogates, which UTF-8 has no bytes for, becomes the escape of JSON for it.
    line = json.dumps(record, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"
    with _lock(path):
        is_new = not path.exists()
        length = None
        try:
            with path.open("a+b") as file:
                length, line_end = _end(file)
                file.truncate(length)
                file.write(line_end + line)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                flush_folder(path.parent)
        except OSError:
            if length is not None:
                with suppress(OSError):
                    os.truncate(path, length)
            raise


def check_writable(path: Path) -> None:
    """Raise `OSError` now where `append` would later, after what it is to record has happened."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path):
        is_new = not path.exists()
        with path.open("ab"):
            pass
        if is_new:
            path.unlink()  # nothing has happened yet


def read(path: Path, shown_as: str) -> list[dict[str, Value]]:
    """All records of the ledger at `path`, oldest first; none where there is no file.

    A half-written last line is passed over; one that only lacks its end counts. Any other line that
    is not a JSON object raises `FanfareError`, naming the file as `shown_as` and the line.
    """
    if not path.exists():
        return []
    raw = path.read_bytes()
    lines = raw.splitlines()
    records: list[dict[str, Value]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _record_in(line)
        if record is not None:
            records.append(record)
        elif number < len(lines) or raw.endswith(b"\n") or line.startswith(_CONFLICT):
            raise FanfareError(_damage(line, shown_as, number))
    return records


def as_record(kind: Callable[..., Record], said: Mapping[str, Value]) -> Record:
    """What a line says, as a record of the dataclass `kind`.

    Its fields are values, or enumerations of them. What a later version may have added to the line
    is passed over. Raises `ValueError` with the name of a field that is not as it is to be.
    """
    values = {}
    for field, (types, enumeration) in _fields(kind).items():
        value = said.get(field.name, None if field.default is MISSING else field.default)
        if type(value) not in types or (enumeration and value not in list(enumeration)):
            raise ValueError(field.name)
        values[field.name] = enumeration(value) if enumeration else value
    return kind(**values)


@cache
def _fields(kind: Any) -> dict[Field[Any], tuple[tuple[type, ...], type[Enum] | None]]:
    """The fields of a dataclass: which types a value may have, and the enumeration it is of."""
    hints = get_type_hints(kind)
    found: dict[Field[Any], tuple[tuple[type, ...], type[Enum] | None]] = {}
    for field in fields(kind):
        hint = hints[field.name]
        if isinstance(hint, type) and issubclass(hint, Enum):
            found[field] = ((str, hint), hint)
        else:
            found[field] = (get_args(hint) or (hint,), None)
    return found


def _lock(path: Path) -> BaseFileLock:
    from filelock import FileLock  # late: every task knows ledgers, and few write to one

    return FileLock(path.with_name(f".{path.name}.lock"))


def _end(file: BinaryIO) -> tuple[int, bytes]:
    """The length in bytes of the ledger without a half-written last line, and what it lacks.

    Editors and merges by hand leave a last line without an end: that is a line end it lacks.
    """
    length = file.seek(0, os.SEEK_END)
    if not length:
        return 0, b""
    file.seek(length - 1)
    if file.read(1) == b"\n":
        return length, b""
    file.seek(0)
    raw = file.read()
    start = raw.rfind(b"\n") + 1
    return (start, b"") if _record_in(raw[start:]) is None else (length, b"\n")


def _record_in(line: bytes) -> dict[str, Value] | None:
    """The JSON object that `line` is; None where it is none."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _damage(line: bytes, shown_as: str, number: int) -> Finding:
    if line.startswith(_CONFLICT):
        message = "Here git left a merge to you."
        remedy = "Delete the lines that begin with <<<<<<<, |||||||, ======= or >>>>>>>, no others."
    else:
        message = "This line is not a JSON object."
        remedy = "Restore it from git, or delete the line."
    return Finding("ledger", message, remedy, source=shown_as, line=number)
