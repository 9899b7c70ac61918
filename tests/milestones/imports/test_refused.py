"""Files that cannot be imported: one clear message, and nothing of a row in it."""

from __future__ import annotations

import base64
import contextlib
import gzip
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from fanfare.console import Silent
from fanfare.errors import FanfareError
from milestones.imports.opening import Source
from milestones.imports.workbooks import sheets
from tests.milestones.imports.exported import EXPORTS, analytics, content_of, plausible, table

ADDRESS = "ada@reader.example"
KIT = ("first_name", "email", "created_at", "status", "tags", "referrer")


def refusal(path: Path) -> str:
    """The only message about the file at `path`."""
    with pytest.raises(FanfareError) as caught:
        content_of(path)
    [finding] = caught.value.findings
    assert ADDRESS not in str(finding)
    assert finding.source == path.name
    return str(finding)


def file(tmp_path: Path, raw: bytes | str) -> Path:
    """A file with `raw` in it."""
    path = tmp_path / "export.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xff\xfe", b",,\n,,\n"])
def test_an_empty_file(tmp_path: Path, raw: bytes) -> None:
    assert "empty" in refusal(file(tmp_path, raw))


@pytest.mark.parametrize(
    "row",
    [
        ("Nom", "Prénom", "Courriel"),
        ("Jane Roe", ADDRESS),
        ("Jane Roe", "jane(at)reader.example"),
        ("5d41402abc4b2a76b9719d911017c592", "Jane Roe"),
        ("Na\x1b]0;pwned\x07me", "Jane Roe"),
    ],
)
def test_what_may_be_somebodys_row_is_not_shown_as_columns(
    tmp_path: Path, row: tuple[str, ...]
) -> None:
    message = refusal(table(tmp_path / "a.csv", row, [row]))
    said, _, known = message.partition(" Known are ")
    assert said == "a.csv:1: The columns of this file are of no service known here."
    assert "Mailchimp" in known
    assert "Mastodon" in known


def test_of_unknown_columns_only_those_are_shown_that_are_known_elsewhere(tmp_path: Path) -> None:
    header = ("Jane Roe", "E-mail", "EMAIL", "Na\x1b]0;pwned\x07me", "status")
    message = refusal(table(tmp_path / "a.csv", header, []))
    assert 'Of the columns known here this file has only "email", "status".' in message
    assert "Jane" not in message
    assert "pwned" not in message


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    message = refusal(table(tmp_path / "a.csv", [one for one in KIT if one != "status"], []))
    assert 'This looks like Kit, but has no column "status".' in message


def test_columns_of_two_services(tmp_path: Path) -> None:
    header = (*KIT, "tier", "unsubscribed_at")
    assert "more than one service: Kit and beehiiv" in refusal(
        table(tmp_path / "a.csv", header, [])
    )


def test_a_needed_column_that_stands_twice(tmp_path: Path) -> None:
    header = (*KIT, "Email")
    assert '2 columns "email"' in refusal(table(tmp_path / "a.csv", header, []))


def test_a_word_that_is_not_known_in_a_state(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", KIT, [("", ADDRESS, "", ADDRESS, "", "")])
    assert refusal(path).startswith('a.csv:2: What this row has in the column "status"')


def test_a_word_of_a_service_that_is_not_known_is_shown(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", KIT, [("", ADDRESS, "", "Confirmed", "", "")])
    assert refusal(path).startswith('a.csv:2: "Confirmed" in the column "status" is not known')


@pytest.mark.parametrize(
    "row",
    [
        ("Quill", "Ada", "", "Zenobia", "", ""),
        ("", ADDRESS, "", "Zenobia of the quay by the sea", "", ""),
        ("", ADDRESS, "", "Zenobia\x1b]0;", "", ""),
    ],
)
def test_what_may_be_no_word_of_a_service_is_not_shown(
    tmp_path: Path, row: tuple[str, ...]
) -> None:
    message = refusal(table(tmp_path / "a.csv", KIT, [row]))
    assert message.startswith('a.csv:2: What this row has in the column "status"')
    assert "Zenobia" not in message


def test_a_list_of_no_service_can_be_counted_by_hand(tmp_path: Path) -> None:
    message = refusal(table(tmp_path / "a.csv", ("Email", "Name"), [(ADDRESS, "Ada")]))
    assert message.endswith(
        "Another list you can count yourself, and record with `invoke fans.record CHANNEL COUNT`."
    )


def test_a_row_that_was_cut_off(tmp_path: Path) -> None:
    text = ",".join(KIT) + f'\n"Ada\nQuill",{ADDRESS},2025-10-01,active,,\nBen,{ADDRESS},2025'
    assert refusal(file(tmp_path, text)).startswith("export.csv:4: This row has 3 cells")


@pytest.mark.parametrize("row", [f'Ada,"{ADDRESS},,,,\n' * 3, f'"Ada"x,{ADDRESS},,active,,'])
def test_quotes_that_do_not_close(tmp_path: Path, row: str) -> None:
    message = refusal(file(tmp_path, f"{','.join(KIT)}\n{row}"))
    assert message.startswith("export.csv:2: The quotes of this row")


def test_another_encoding_than_utf_8_is_said_with_its_line(tmp_path: Path) -> None:
    raw = f"{','.join(KIT)}\nZoé,{ADDRESS},,active,,\n".encode("latin-1")
    assert refusal(file(tmp_path, raw)).startswith("export.csv:2: This line is not in UTF-8.")


@pytest.mark.parametrize(
    "raw", ["a,b".encode("utf-16-le"), b"\x89PNG\r\n\x1a\n\0\0\0", b"%PDF-1.7\n\xff\xfe\0"]
)
def test_what_is_no_text(tmp_path: Path, raw: bytes) -> None:
    assert "UTF-8" in refusal(file(tmp_path, raw))


def test_a_line_without_end(tmp_path: Path) -> None:
    assert "too long" in refusal(file(tmp_path, "a," * 600_000))


def test_a_packed_file_that_was_cut_off(tmp_path: Path) -> None:
    packed = gzip.compress((EXPORTS / "goatcounter.csv").read_bytes())
    assert "damaged" in refusal(file(tmp_path, packed[:-20]))


@pytest.mark.parametrize(
    "number", ["12,0", "1,2,5", "1,23", "12,34,567", "99,999,999,999", "1.234"]
)
def test_a_number_with_commas_in_other_places_than_thousands(tmp_path: Path, number: str) -> None:
    text = (EXPORTS / "plausible_visitors.csv").read_text().replace(",12,20", f',"{number}",20')
    assert refusal(file(tmp_path, text)).startswith("export.csv:2: This row has no number")


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "There is no such file" in refusal(tmp_path / "missing.csv")
    assert "This is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_to_be_saved_first(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "Save it to a file first." in refusal(tmp_path / "pipe")


def test_another_version_of_goatcounter(tmp_path: Path) -> None:
    text = (EXPORTS / "goatcounter.csv").read_text().replace("2Path", "3Path")
    assert "version 3 of GoatCounter" in refusal(file(tmp_path, text))


def test_days_that_may_be_in_another_order_than_the_american_one(tmp_path: Path) -> None:
    text = (EXPORTS / "plausible_visitors.csv").read_text().replace("2025-11-01", "01/11/2025")
    assert refusal(file(tmp_path, text)).startswith("export.csv:4: This row has no day")


def test_a_workbook_that_is_too_long(tmp_path: Path) -> None:
    gains = {f"row {number}": 1 for number in range(20_000)}
    assert "20,000 rows" in refusal(analytics(tmp_path / "a.xlsx", "200", "10/31/2025", gains))


def test_a_workbook_that_is_too_long_in_all_its_sheets_together(tmp_path: Path) -> None:
    workbook = Workbook()
    for name in "abc":
        sheet = workbook.create_sheet(name)
        for number in range(7_000):
            sheet.append([number])
    workbook.save(tmp_path / "a.xlsx")
    assert "20,000 rows" in refusal(tmp_path / "a.xlsx")


def test_of_a_workbook_only_as_many_columns_are_read_as_any_service_has(tmp_path: Path) -> None:
    gains = {"1/2/2026": 2}
    path = analytics(tmp_path / "a.xlsx", 20, "1/2/2026", gains)
    workbook = load_workbook(path)
    workbook["ENGAGEMENT"]["XFD1"] = "far to the right"
    workbook.save(path)
    source = Source(path, path.name, Silent())
    assert {len(row) for row in sheets(source)["ENGAGEMENT"]} == {50}


@pytest.mark.parametrize(
    ("gains", "said"),
    [
        ({"11/1/2025": "1"}, "after 2025-10-31"),
        ({"10/31/2025": "300"}, "More followers are new"),
        ({"31/10/2025": "1"}, "no day"),
        ({"10/31/2025": "a few"}, "no number"),
        ({"10/31/2025": "1", "10/31/25": "1"}, "second row of 2025-10-31"),
    ],
)
def test_gains_that_do_not_lead_to_the_total(
    tmp_path: Path, gains: dict[str, object], said: str
) -> None:
    assert said in refusal(analytics(tmp_path / "a.xlsx", "200", "10/31/2025", gains))


def test_a_workbook_without_followers(tmp_path: Path) -> None:
    path = analytics(tmp_path / "a.xlsx", "200", "10/31/2025", {})
    copy = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Total followers on", b"Followers by"))
    assert "DISCOVERY, ENGAGEMENT, TOP POSTS, FOLLOWERS" in refusal(copy)


def test_a_workbook_whose_gains_lack_a_column(tmp_path: Path) -> None:
    path = analytics(tmp_path / "a.xlsx", "200", "10/31/2025", {}, ("Day", "Followers"))
    assert '"Date" and "New followers" are missing' in refusal(path)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    ole = base64.b64decode("0M8R4KGxGuE=") + b"\0" * 600
    assert "password" in refusal(file(tmp_path, ole))


def test_a_workbook_whose_sheets_are_damaged(tmp_path: Path) -> None:
    path = analytics(tmp_path / "a.xlsx", "200", "10/31/2025", {})
    copy = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: 200 if "sheet4" in name else None])
    assert "damaged" in refusal(copy)


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = plausible(tmp_path / "a.zip", {"subscribers.csv": "email\n"})
    assert "has 1 table, and none with Plausible's visitors" in refusal(path)


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../b.csv", "C:\\evil.csv"])
def test_an_archive_that_points_outside_of_itself(tmp_path: Path, name: str) -> None:
    assert "outside" in refusal(plausible(tmp_path / "a.zip", {name: "x"}))


def test_an_archive_that_unpacks_to_very_much(tmp_path: Path) -> None:
    path = plausible(tmp_path / "a.zip", {f"{n}.csv": bytes(60_000_000) for n in range(9)})
    assert "unpacks to more than 500 MB" in refusal(path)


def test_an_archive_that_is_damaged(tmp_path: Path) -> None:
    path = plausible(tmp_path / "a.zip", {"a.csv": "date"})
    path.write_bytes(path.read_bytes()[:-10])
    assert "damaged" in refusal(path)


def test_an_archive_with_two_counts_of_a_day(tmp_path: Path) -> None:
    text = (EXPORTS / "plausible_visitors.csv").read_text()
    path = plausible(tmp_path / "a.zip", {"a.csv": text, "b.csv": text})
    assert "2025-10-30" in refusal(path)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A file of each kind. Made once: packed ones say when they were packed."""
    folder = tmp_path_factory.mktemp("exports")
    plain = [path.read_bytes() for path in sorted(EXPORTS.iterdir())]
    return [
        *plain,
        gzip.compress(plain[0]),
        plausible(folder / "p.zip", {"v.csv": plain[0]}).read_bytes(),
        analytics(folder / "a.xlsx", 20, "1/2/2026", {"1/2/2026": 2}).read_bytes(),
    ]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None
)
@given(st.data())
def test_whatever_happened_to_a_file_it_is_read_or_refused(
    tmp_path: Path, exports: list[bytes], data: st.DataObject
) -> None:
    raw = bytearray(exports[data.draw(st.integers(0, len(exports) - 1))])
    places = st.integers(0, len(raw) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=9)):
        raw[place] = byte
    damaged = file(tmp_path, bytes(raw[: data.draw(places) if data.draw(st.booleans()) else None]))
    with contextlib.suppress(FanfareError):
        content_of(damaged)


@pytest.mark.parametrize(
    "count", ["true", "-1", "99999999999", "1.5", f'"{ADDRESS}"', "null", "1e3", "[3]"]
)
@pytest.mark.parametrize("names", [("acct", "followers_count"), ("handle", "followersCount")])
def test_followers_that_are_no_count(tmp_path: Path, names: tuple[str, str], count: str) -> None:
    account, field = names
    message = refusal(file(tmp_path, f'{{"{account}": "tamsin", "{field}": {count}}}'))
    assert "What this profile says of its followers is no count." in message


@pytest.mark.parametrize("raw", ["{", "[1, 2]", '{"followers_count": "many"}', "[" * 100_000])
def test_json_that_is_no_profile(tmp_path: Path, raw: str) -> None:
    assert "followersCount" in refusal(file(tmp_path, raw))
