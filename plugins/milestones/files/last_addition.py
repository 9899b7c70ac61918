"""What was added to a table last: remembered beside it, and found in it again.

It is found by what its lines say, wherever they stand by now: a spreadsheet may have sorted them,
and the author may have written others between them.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding
from milestones.files.table_file import Row, Table


@dataclass(frozen=True, slots=True)
class Addition:
    """What the last addition did; nothing once that was taken back."""

    rows: list[list[str]] = field(default_factory=list)
    """The cells of each line it added."""

    length: int = 0
    """How many bytes there were before."""

    before: str = ""
    after: str = ""
    """Digests of the file before and after."""


def remember(file: Path, old: bytes, new: bytes, rows: list[list[str]]) -> None:
    """Keep that `rows` make the file that was `old` to the one that is `new`, in `.NAME.undo`."""
    addition = Addition(rows, len(old), _digest(old), _digest(new))
    write_whole(_memory(file), json.dumps(asdict(addition), ensure_ascii=False))


def forget(file: Path) -> None:
    """Keep that the last addition was taken back."""
    write_whole(_memory(file), json.dumps(asdict(Addition())))


def recall(file: Path) -> Addition | None:
    """What was kept last; None where there is nothing, or nothing that can be read."""
    try:
        return Addition(**json.loads(_memory(file).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def rows_of(addition: Addition | None, raw: bytes, table: Table, rows: Sequence[Row]) -> list[Row]:
    """Those of the `rows` in `table`, which is `raw`, that the `addition` added.

    Where nothing is remembered, as in a fresh clone, it is the last one. Raises `FanfareError`
    where there are none, or where they are no longer as they were added.
    """
    if addition is None:
        found = [*rows[-1:]]
    elif _digest(raw) == addition.before:  # killed before it came about
        found = []
    else:
        found = _those_that_say(addition.rows, rows, table.source)
    if not found:
        remedy = "Only the last recording can be; take other lines out by hand."
        raise _stopped("There is nothing to take back.", remedy, table.source)
    return found


def without(addition: Addition | None, raw: bytes, table: Table, rows: Iterable[Row]) -> bytes:
    """The file `raw`, which is `table`, without the `rows` that the `addition` added."""
    if addition and _digest(raw) == addition.after:
        return raw[: addition.length]
    return table.without(rows)


def _memory(file: Path) -> Path:
    return file.with_name(f".{file.name}.undo")


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _those_that_say(wanted: Iterable[Sequence[str]], rows: Sequence[Row], source: str) -> list[Row]:
    """Of `rows`, for each of the `wanted` cells the last one that says the same, in their order."""
    missing = Counter(map(tuple, wanted))
    found = []
    for row in reversed(rows):
        said = tuple(cell.strip() for cell in row[2])
        if missing[said]:
            missing[said] -= 1
            found.append(row)
    for cells in missing.elements():
        message = f"What was recorded last is no longer there as it was: {', '.join(cells)}."
        remedy = "Take it out by hand if it is there in another form."
        raise _stopped(message, remedy, source)
    return found[::-1]


def _stopped(message: str, remedy: str, source: str) -> FanfareError:
    return FanfareError(Finding("fans", message, remedy, source=source))
