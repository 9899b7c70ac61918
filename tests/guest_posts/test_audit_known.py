"""What the build is told of pages elsewhere, from the ledger alone."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from fanfare import ledger
from fanfare.errors import FanfareError
from guest_posts.audit import record
from guest_posts.audit.known import Known, known, page_of
from guest_posts.audit.record import Line, PageLine, RunLine

PLUGINS = Path(__file__).parents[2] / "plugins"
PAGE = "https://quay.example/tides"


def written(path: Path, *lines: Line) -> list[dict[str, ledger.Value]]:
    for line in lines:
        record.append(path, line)
    return ledger.read(path, path.name)


def page(day: str, failing: str = "", *, gone: str = "", moved_to: str = "") -> PageLine:
    date = f"{day}T09:00:00+01:00"
    return PageLine(date, PAGE, failing_since=failing, gone_since=gone, moved_to=moved_to)


def finished(day: str) -> RunLine:
    return RunLine(f"{day}T09:00:00+01:00", "https://tiny.example", "", 1, 0, 0)


def test_an_empty_ledger_knows_nothing() -> None:
    assert known([]) == {}


def test_the_last_line_of_a_page_counts(tmp_path: Path) -> None:
    lines = written(
        tmp_path / "audit.jsonl",
        page("2026-01-01", "2026-01-01", gone="2026-01-01"),
        page("2026-02-01", moved_to="https://quay.example/new"),
    )
    assert known(lines) == {PAGE: Known(None, "https://quay.example/new")}


def test_a_page_is_gone_since_the_day_it_was_first_missed(tmp_path: Path) -> None:
    lines = written(
        tmp_path / "audit.jsonl",
        page("2026-01-01", "2026-01-01"),
        page("2026-02-01", "2026-01-01", gone="2026-01-01"),
    )
    assert known(lines[:1])[PAGE].gone_since is None
    assert known(lines)[PAGE].gone_since == date(2026, 1, 1)


def test_an_audit_that_was_finished_changes_nothing(tmp_path: Path) -> None:
    lines = written(tmp_path / "audit.jsonl", page("2026-01-01"), finished("2026-02-01"))
    assert known(lines) == {PAGE: Known()}


def test_addresses_are_found_however_they_are_written() -> None:
    assert page_of(" HTTPS://Quay.Example#part") == "https://quay.example/"
    assert page_of("https://quay.example/A?b#c") == "https://quay.example/A?b"


def test_a_line_of_a_later_version_is_understood() -> None:
    line: dict[str, ledger.Value] = {"date": "2026-01-01", "page": PAGE, "mood": "good"}
    assert known([line]) == {PAGE: Known()}


@pytest.mark.parametrize(
    "line",
    [
        {"page": PAGE},
        {"page": PAGE, "date": "yesterday"},
        {"page": PAGE, "date": "2026-01-01", "gone_since": True},
        {"page": PAGE, "date": "2026-01-01", "failing_since": "long"},
        {"page": PAGE, "date": "2026-01-01", "gone_since": "2026-01-01 or so"},
        {"page": 1, "date": "2026-01-01"},
        {"date": "2026-01-01"},
    ],
)
def test_a_line_that_no_audit_wrote_is_said(line: dict[str, ledger.Value]) -> None:
    with pytest.raises(FanfareError, match=r"content/data/audit.jsonl.*Restore the line from git"):
        known([line])


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; import guest_posts.audit.known;"
        "print(*{'httpx', 'lxml', 'bs4', 'pelican', 'rich', 'asyncio'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PLUGINS, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""
