"""What is recognised in an export of each service, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milestones.imports.contents import PageDays, Profile, Totals, Visits
from milestones.imports.linkedin import CONNECTIONS_COLUMNS
from tests.milestones.imports.exported import (
    EXPORTS,
    analytics,
    content_of,
    gzipped,
    hashed,
    list_of,
    people_of,
    plausible,
    table,
)

WEEK = {"10/27/2025": "3", "10/28/2025": "0", "10/29/2025": "1,002", "10/31/2025": "5"}


@pytest.mark.parametrize(
    ("file", "summary", "subscribed"),
    [
        ("mailchimp_subscribed.csv", "Mailchimp: 3 people, 3 subscribed", 3),
        ("mailchimp_unsubscribed.csv", "Mailchimp: 2 people, 2 unsubscribed", 0),
        ("mailchimp_cleaned.csv", "Mailchimp: 1 person, 1 cleaned", 0),
        ("substack.csv", "Substack: 3 people, 2 subscribed, 1 without e-mail", 2),
        ("substack_dashboard.csv", "Substack: 3 people, 3 subscribed", 3),
        ("ghost.csv", "Ghost: 4 people, 2 subscribed, 1 deleted, 1 unsubscribed", 2),
        ("kit.csv", "Kit: 4 people, 2 subscribed, 1 bounced, 1 cancelled", 2),
        ("beehiiv.csv", "beehiiv: 4 people, 2 subscribed, 1 inactive, 1 pending", 2),
        ("buttondown.csv", "Buttondown: 4 people, 2 subscribed, 1 unactivated, 1 unsubscribed", 2),
        ("buttondown_semicolons.csv", "Buttondown: 2 people, 2 subscribed", 2),
        (
            "linkedin_connections.csv",
            "LinkedIn connections: 4 people, 3 of them without an address",
            4,
        ),
    ],
)
def test_a_list_says_how_many_there_are(file: str, summary: str, subscribed: int) -> None:
    people = people_of(EXPORTS / file)
    assert people.summary == summary
    assert people.subscribed == subscribed


@pytest.mark.parametrize("other", [["tags"], ["referrer"], ["tags", "referrer"]])
def test_of_kit_only_the_columns_that_tell_it_are_needed(tmp_path: Path, other: list[str]) -> None:
    header = ["email", *other, "status", "first_name", "created_at"]
    row = ["ada@reader.example", *("" for _ in other), "active", "Ada", "2025-10-01"]
    people = people_of(table(tmp_path / "a.csv", header, [row]))
    assert people.summary == "Kit: 1 person, 1 subscribed"


@pytest.mark.parametrize("file", ["mailchimp_unsubscribed.csv", "mailchimp_cleaned.csv"])
def test_a_file_of_those_who_left_does_not_tell_how_many_there_are(file: str) -> None:
    assert not people_of(EXPORTS / file).counts_now


def test_somebody_in_two_rows_is_one_person_whatever_the_capitals() -> None:
    people = people_of(EXPORTS / "mailchimp_subscribed.csv")
    assert people.hashes >= {hashed("ben.nib@reader.example"), hashed("cleo+letters@post.example")}
    assert people.notes == (
        "1 row of people who are in another row, too.",
        "1 row without an e-mail address, not counted (line 8).",
    )


def test_somebody_who_came_back_is_subscribed() -> None:
    people = people_of(EXPORTS / "substack.csv")
    assert people.members[hashed("gil@page.example")].joined == date(2025, 10, 11)


def test_a_domain_is_the_same_in_unicode_and_in_ascii() -> None:
    assert hashed("rosa@strasse.example") in people_of(EXPORTS / "beehiiv.csv").hashes


def test_what_is_no_address_is_said_by_its_line() -> None:
    assert people_of(EXPORTS / "kit.csv").notes[1].endswith("not counted (line 7).")


def test_days_of_joining_and_leaving_are_read() -> None:
    people = people_of(EXPORTS / "buttondown.csv")
    tess = people.members[hashed("tess@page.example")]
    assert (tess.joined, tess.left) == (date(2025, 10, 10), date(2025, 11, 11))


def test_days_of_connections_are_read() -> None:
    days = {one.joined for one in people_of(EXPORTS / "linkedin_connections.csv").everyone}
    assert days == {date(2024, 1, 1), date(2025, 11, 15), date(2025, 9, 30), date(2024, 2, 29)}


@pytest.mark.parametrize("total", ["1,234", "1234", 1234, 1234.0])
def test_linkedin_is_walked_back_from_its_total(tmp_path: Path, total: object) -> None:
    totals = content_of(analytics(tmp_path / "a.xlsx", total, "10/31/2025", WEEK))
    assert isinstance(totals, Totals)
    assert totals.anchor == date(2025, 10, 31)
    assert totals.totals == {
        date(2025, 10, 31): 1234,
        date(2025, 10, 29): 1229,
        date(2025, 10, 28): 227,
        date(2025, 10, 27): 227,
    }


def test_linkedins_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    path = analytics(
        tmp_path / "a.xlsx", "9", "1/2/2026", {"4": "1/2/2026"}, ("New followers", "Date")
    )
    totals = content_of(path)
    assert isinstance(totals, Totals)
    assert totals.totals == {date(2026, 1, 2): 9}


def test_a_page_of_linkedin_has_a_figure_for_each_day() -> None:
    page = content_of(EXPORTS / "linkedin_page.csv")
    assert isinstance(page, PageDays)
    assert page.figures == {date(2025, 12, 1): 4, date(2025, 12, 2): 0, date(2025, 12, 4): 5}


@pytest.mark.parametrize("is_packed", [False, True])
def test_goatcounter_counts_first_visits_of_humans(tmp_path: Path, *, is_packed: bool) -> None:
    path = EXPORTS / "goatcounter.csv"
    visits = content_of(gzipped(tmp_path / "export.csv.gz", path) if is_packed else path)
    assert isinstance(visits, Visits)
    assert visits.visitors == {
        date(2025, 10, 2): 1,
        date(2025, 10, 31): 1,
        date(2025, 12, 1): 1,
    }


def test_plausible_is_recognised_in_its_archive_by_columns(tmp_path: Path) -> None:
    archive = {
        "imported_devices_20251030_20251101.csv": (
            "date,device,visitors,visits,visit_duration,bounces,pageviews\n"
            "2025-10-30,Desktop,99,99,1,1,1\n"
        ),
        "whatever.csv": (EXPORTS / "plausible_visitors.csv").read_text(),
    }
    for path in (plausible(tmp_path / "p.zip", archive), EXPORTS / "plausible_visitors.csv"):
        visits = content_of(path)
        assert isinstance(visits, Visits)
        assert sum(visits.visitors.values()) == 25


def test_what_macos_packs_beside_each_file_is_passed_over(tmp_path: Path) -> None:
    archive = {
        "imported_visitors.csv": (EXPORTS / "plausible_visitors.csv").read_bytes(),
        "__MACOSX/._imported_visitors.csv": b"\0\5\x16\7\0\2\0\0Mac OS X\xff",
        "._imported_visitors.csv": b"\0\5\x16\7\0\2\0\0Mac OS X\xff",
    }
    visits = content_of(plausible(tmp_path / "p.zip", archive))
    assert isinstance(visits, Visits)
    assert sum(visits.visitors.values()) == 25


@pytest.mark.parametrize("order", [1, -1])
def test_a_connection_with_and_without_an_address_is_one_person(tmp_path: Path, order: int) -> None:
    page = "https://www.linkedin.example/in/ada-made-up"
    rows = [
        ("Ada", "Quill", page, address, "", "", "01 Jan 2024")
        for address in ("", "ada@reader.example", "", "none")
    ]
    people = people_of(table(tmp_path / "c.csv", CONNECTIONS_COLUMNS, rows[::order]))
    assert people.summary == "LinkedIn connections: 1 person, 0 of them without an address"
    assert people.notes == ("3 rows of people who are in another row, too.",)


def test_days_as_substacks_dashboard_shows_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.csv"
    text = (EXPORTS / "substack_dashboard.csv").read_text()
    path.write_text(text.replace("2025-10-04T07:11:12.345Z", '"Oct 4, 2025"'))
    assert people_of(path).members[hashed("ada@reader.example")].joined == date(2025, 10, 4)


@pytest.mark.parametrize(
    "written", ["Ada <ada@reader.example>", "mailto:ada@reader.example", "ada@reader.example."]
)
def test_somebody_whose_address_is_written_in_another_way_is_the_same(
    tmp_path: Path, written: str
) -> None:
    assert people_of(list_of(tmp_path / "a.csv", ["ada@reader.example", written])).subscribed == 1


def test_an_answer_of_a_network_is_recognised() -> None:
    mastodon, bluesky = content_of(EXPORTS / "mastodon.json"), content_of(EXPORTS / "bluesky.json")
    assert isinstance(mastodon, Profile)
    assert isinstance(bluesky, Profile)
    assert (mastodon.followers, mastodon.account) == (233, "tamsin")
    assert (bluesky.followers, bluesky.account) == (74, "tamsin.example")


def test_utf_16_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = (EXPORTS / "kit.csv").read_text().replace(",", "\t").replace('"letters\t', '"letters,')
    path = tmp_path / "kit.txt"
    path.write_text(text, encoding="utf-16")
    assert people_of(path).summary == people_of(EXPORTS / "kit.csv").summary
