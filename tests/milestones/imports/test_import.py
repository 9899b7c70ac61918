"""What an import adds to `fans.csv`, and to which channel."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, time
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.fans.book import Wish, open_book
from milestones.fans.command import undo
from milestones.files import fans_file
from milestones.records import Reading
from tests.milestones.imports.exported import (
    CHANNELS,
    EXPORTS,
    TODAY,
    analytics,
    counts,
    fans_csv,
    list_of,
    make_site,
    plausible,
    put_in,
    readings,
)
from workbench.location import Site

ADA, BEN, CLEO = "ada@reader.example", "ben@reader.example", "cleo@reader.example"
KIT = EXPORTS / "kit.csv"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def complaint(
    site: Site, file: Path, channel: str = "", day: str = "", *, history: bool = False
) -> str:
    with pytest.raises(FanfareError) as caught:
        put_in(site, file, channel, day, history=history)
    assert not fans_csv(site).exists()
    return str(caught.value)


def test_a_list_is_one_reading_of_the_day_it_was_exported(site: Site) -> None:
    put_in(site, KIT, "newsletter", "2025-12-31")
    [reading] = readings(site)
    assert (reading.day, reading.channel) == (date(2025, 12, 31), "newsletter")
    assert (reading.count, reading.note) == (2, "Kit export")


def written_on(file: Path, day: date) -> None:
    noon = datetime.combine(day, time(12)).astimezone().timestamp()
    os.utime(file, (noon, noon))


def test_without_a_date_the_file_says_when_it_was_written(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = list_of(tmp_path / "list.csv", [ADA])
    written_on(file, date(2026, 1, 5))
    put_in(site, file, "newsletter")
    assert counts(site) == {("2026-01-05", "newsletter"): 1}
    said = capsys.readouterr().out
    assert "Day: 2026-01-05, when the file was written (--date says another).\n" in said


def test_a_list_that_is_copied_is_of_the_day_it_was_imported_for(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = list_of(tmp_path / "list.csv", [ADA])
    put_in(site, file, "newsletter", "2026-01-05")
    before = fans_csv(site).read_bytes()
    written_on(list_of(tmp_path / "copy.csv", [ADA]), date(2026, 1, 20))
    put_in(site, tmp_path / "copy.csv", "newsletter")
    assert fans_csv(site).read_bytes() == before
    said = capsys.readouterr().out
    assert "Day: 2026-01-05, that of the same list before (--date says another).\n" in said
    put_in(site, tmp_path / "copy.csv", "newsletter", "2026-01-20")
    assert counts(site) == {("2026-01-05", "newsletter"): 1, ("2026-01-20", "newsletter"): 1}


def test_a_list_whose_count_was_taken_back_says_nothing_of_a_copys_day(
    site: Site, tmp_path: Path
) -> None:
    file = list_of(tmp_path / "list.csv", [ADA])
    put_in(site, file, "newsletter", "2026-01-05")
    fans_csv(site).unlink()
    written_on(file, date(2026, 1, 20))
    put_in(site, file, "newsletter")
    assert counts(site) == {("2026-01-20", "newsletter"): 1}


@pytest.mark.parametrize("day", ["2026-02-01", "yesterday", "2025-1-1", "20251231"])
def test_a_date_that_is_none_or_to_come(site: Site, day: str) -> None:
    assert day in complaint(site, KIT, "newsletter", day)


def test_a_date_before_somebody_joined_is_not_that_of_the_file(site: Site) -> None:
    assert "2025-10-17" not in complaint(site, KIT, "newsletter", "2025-10-10")
    put_in(site, KIT, "newsletter", "2025-10-16")


@pytest.mark.parametrize(
    ("file", "channel"),
    [("linkedin_connections.csv", "contacts"), ("mastodon.json", "mastodon")],
)
def test_the_channel_with_the_name_or_the_account_of_the_service(
    site: Site, file: str, channel: str
) -> None:
    put_in(site, EXPORTS / file, "", "2026-01-20")
    assert [one.channel for one in readings(site)] == [channel]


def test_the_only_channel_that_can_be_meant(site: Site) -> None:
    put_in(site, EXPORTS / "goatcounter.csv")
    assert {one.channel for one in readings(site)} == {"visits"}


def test_an_account_that_is_not_the_one_of_the_channel(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text((EXPORTS / "mastodon.json").read_text().replace('"tamsin"', '"somebody"'))
    assert "not plain" in complaint(site, file, "", "2026-01-20")


def test_where_several_channels_can_be_meant_the_author_says_which(site: Site) -> None:
    said = complaint(site, KIT, "", "2026-01-20")
    assert "--channel: newsletter (The Wednesday letter), workshop" in said


@pytest.mark.parametrize(
    ("channel", "label"), [("mastodon", "Toots"), ("social", "On LinkedIn"), ("kit-list", "Ghost")]
)
def test_the_only_channel_is_not_taken_where_it_speaks_of_another_service(
    tmp_path: Path, channel: str, label: str
) -> None:
    only = f'[[channels]]\nkey = "{channel}"\nlabel = "{label}"\nkind = "stock"\nengaged = true\n'
    site = make_site(tmp_path / "site", only)
    assert "not plain" in complaint(site, KIT, "", "2026-01-20")


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("newslettre", 'Did you mean "newsletter"'),
        ("talks", '"talks" is attendance'),
        ("visits", '"visits" is reach'),
        ("newsletter+workshop", "one channel"),
    ],
)
def test_a_channel_that_cannot_be_meant(site: Site, channel: str, said: str) -> None:
    assert said in complaint(site, KIT, channel, "2026-01-20")


def test_a_site_without_channels(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "")
    assert "No channel is named here" in complaint(site, KIT, "", "2026-01-20")


@pytest.mark.parametrize("file", ["mailchimp_unsubscribed.csv", "mailchimp_cleaned.csv"])
def test_a_file_of_those_who_left_adds_nothing(
    site: Site, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, EXPORTS / file)
    assert "It adds nothing" in capsys.readouterr().out
    assert not fans_csv(site).exists()


def test_a_list_without_anybody(site: Site, tmp_path: Path) -> None:
    assert "nobody" in complaint(site, list_of(tmp_path / "a.csv", []), "newsletter", "2026-01-20")


def test_importing_twice_adds_nothing(site: Site, tmp_path: Path) -> None:
    files = [
        (KIT, "newsletter", "2026-01-20"),
        (EXPORTS / "ghost.csv", "workshop", "2026-01-20"),
        (EXPORTS / "goatcounter.csv", "", ""),
        (analytics(tmp_path / "a.xlsx", 9, "1/2/2026", {"1/1/2026": 2, "1/2/2026": 3}), "", ""),
    ]
    for file, channel, day in files:
        put_in(site, file, channel, day)
    before = fans_csv(site).read_bytes()
    for file, channel, day in files:
        put_in(site, file, channel, day)
    assert fans_csv(site).read_bytes() == before


def test_a_second_list_of_one_day_corrects_the_first(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, list_of(tmp_path / "a.csv", [ADA]), "newsletter", "2026-01-20")
    put_in(site, list_of(tmp_path / "b.csv", [ADA, BEN]), "newsletter", "2026-01-20")
    assert counts(site) == {("2026-01-20", "newsletter"): 2}
    assert "(corrects 1)" in capsys.readouterr().out


def test_lists_of_two_channels_count_each_person_once(site: Site, tmp_path: Path) -> None:
    put_in(site, list_of(tmp_path / "w.csv", [ADA.upper(), CLEO]), "workshop", "2026-01-20")
    put_in(site, list_of(tmp_path / "n.csv", [ADA, BEN]), "newsletter", "2026-01-10")
    assert counts(site) == {
        ("2026-01-10", "newsletter"): 2,
        ("2026-01-20", "workshop"): 2,
        ("2026-01-20", "newsletter+workshop"): 3,
    }


def test_a_list_that_comes_late_makes_unions_of_its_time_anew(site: Site, tmp_path: Path) -> None:
    put_in(site, list_of(tmp_path / "1.csv", [ADA]), "newsletter", "2026-01-01")
    put_in(site, list_of(tmp_path / "3.csv", [BEN]), "workshop", "2026-01-03")
    put_in(site, list_of(tmp_path / "2.csv", [BEN]), "newsletter", "2026-01-02")
    assert counts(site)["2026-01-03", "newsletter+workshop"] == 1


def test_channels_that_are_not_engaged_are_in_no_union(site: Site, tmp_path: Path) -> None:
    put_in(site, list_of(tmp_path / "c.csv", [ADA]), "contacts", "2026-01-01")
    put_in(site, list_of(tmp_path / "n.csv", [ADA, BEN]), "newsletter", "2026-01-02")
    assert {one.channel for one in readings(site)} == {"contacts", "newsletter"}


def test_people_without_an_address_count_and_are_in_no_union(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, list_of(tmp_path / "n.csv", [ADA, BEN]), "newsletter", "2026-01-02")
    put_in(site, EXPORTS / "linkedin_connections.csv", "linkedin", "2026-01-03")
    assert counts(site) == {("2026-01-02", "newsletter"): 2, ("2026-01-03", "linkedin"): 4}
    assert "cannot be told who is in other channels" in capsys.readouterr().out


def test_a_reading_that_was_taken_back_is_in_no_union(site: Site, tmp_path: Path) -> None:
    put_in(site, list_of(tmp_path / "n.csv", [ADA, BEN]), "newsletter", "2026-01-02")
    fans_csv(site).write_text("date,channel,count,note\n")
    put_in(site, list_of(tmp_path / "w.csv", [CLEO]), "workshop", "2026-01-03")
    assert counts(site) == {("2026-01-03", "workshop"): 1}


def kept_lists(site: Site) -> list[str]:
    """The lists in `private/`, as `channel/day`."""
    folder = site.root / "private" / "fans"
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.txt")
    )


def test_the_list_of_a_count_that_was_taken_back_goes_with_the_next_import(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, list_of(tmp_path / "n.csv", [ADA, BEN]), "newsletter", "2026-01-02")
    put_in(site, list_of(tmp_path / "w.csv", [CLEO]), "workshop", "2026-01-03")
    undo(open_book(site, TODAY), Wish(), yes=True)
    goatcounter = EXPORTS / "goatcounter.csv"
    put_in(site, goatcounter, dry_run=True)
    assert kept_lists(site) == ["newsletter/2026-01-02", "workshop/2026-01-03"]
    capsys.readouterr()
    put_in(site, goatcounter)
    assert kept_lists(site) == ["newsletter/2026-01-02"]
    assert "1 list to be removed from private/" in capsys.readouterr().out


def test_the_list_of_an_import_that_was_taken_back_comes_again_with_it(
    site: Site, tmp_path: Path
) -> None:
    file = list_of(tmp_path / "n.csv", [ADA, BEN])
    for _ in range(2):
        put_in(site, file, "newsletter", "2026-01-02")
        assert kept_lists(site) == ["newsletter/2026-01-02"]
        undo(open_book(site, TODAY), Wish(), yes=True)
    put_in(site, list_of(tmp_path / "m.csv", [ADA]), "newsletter", "2026-01-02")
    assert kept_lists(site) == ["newsletter/2026-01-02"]
    assert counts(site) == {("2026-01-02", "newsletter"): 1}


def test_a_list_is_not_kept_where_its_reading_cannot_be_added(site: Site, tmp_path: Path) -> None:
    fans_csv(site).write_text("date,channel,count\n2026-01-01,talks,9\n")  # no place for a note
    with pytest.raises(FanfareError):
        put_in(site, list_of(tmp_path / "n.csv", [ADA]), "newsletter", "2026-01-02")
    assert [*(site.root / "private" / "fans").rglob("*.txt")] == []


def test_history_is_one_reading_a_week_from_days_of_joining_and_leaving(site: Site) -> None:
    put_in(site, EXPORTS / "buttondown.csv", "newsletter", "2025-11-20", history=True)
    weeks = {one.day.isoformat(): one.count for one in readings(site)}
    assert weeks == {
        "2025-10-12": 3,
        "2025-10-19": 3,
        "2025-10-26": 3,
        "2025-11-02": 3,
        "2025-11-09": 3,
        "2025-11-16": 2,
        "2025-11-20": 2,
    }


def test_history_says_who_is_missing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    put_in(site, KIT, "newsletter", "2025-11-20", history=True)
    assert "Those who left before the export are missing" in capsys.readouterr().out


def test_a_count_of_a_day_is_better_than_what_is_concluded_later(site: Site) -> None:
    fans_file.append(fans_csv(site), [Reading(date(2025, 10, 26), "newsletter", 40)])
    put_in(site, EXPORTS / "buttondown.csv", "newsletter", "2025-11-20", history=True)
    assert counts(site)["2025-10-26", "newsletter"] == 40


def test_linkedins_totals_say_from_when_they_are_known(site: Site, tmp_path: Path) -> None:
    put_in(
        site, analytics(tmp_path / "a.xlsx", "20", "1/2/2026", {"1/1/2026": "2", "1/2/2026": "3"})
    )
    first, second = readings(site)
    assert (first.count, first.note) == (17, "LinkedIn, without losses, as known on 2026-01-02")
    assert (second.count, second.note) == (20, "LinkedIn export")


def test_a_page_of_linkedin_is_walked_back_from_the_total_one_says(site: Site) -> None:
    """What LinkedIn calls total followers there is who was new on the day."""
    put_in(site, EXPORTS / "linkedin_page.csv", "linkedin", total="200")
    assert [(one.day.isoformat(), one.count) for one in readings(site)] == [
        ("2025-12-01", 195),
        ("2025-12-02", 195),
        ("2025-12-04", 200),
    ]


def test_a_page_without_its_total_is_refused(site: Site) -> None:
    with pytest.raises(FanfareError, match=r"who was new each day.*--total.*2025-12-04"):
        put_in(site, EXPORTS / "linkedin_page.csv", "linkedin")


def test_a_total_below_what_was_gained_is_refused(site: Site) -> None:
    with pytest.raises(FanfareError, match="More followers are new"):
        put_in(site, EXPORTS / "linkedin_page.csv", "linkedin", total="8")


def test_figures_of_a_page_that_can_be_totals_are_taken_for_such(
    site: Site, tmp_path: Path
) -> None:
    header = (EXPORTS / "linkedin_page.csv").read_text().splitlines()[0]
    file = tmp_path / "page.csv"
    file.write_text(f"{header}\n12/01/2025,0,205,12,217\n12/02/2025,0,206,12,218\n")
    put_in(site, file, "linkedin")
    assert [one.count for one in readings(site)] == [217, 218]


def test_a_total_for_a_file_that_says_it_itself_is_refused(site: Site) -> None:
    with pytest.raises(FanfareError, match="Leave --total out"):
        put_in(site, EXPORTS / "kit.csv", "newsletter", total="5")


def test_of_two_totals_the_one_known_sooner_counts(site: Site, tmp_path: Path) -> None:
    gains = {"1/1/2026": 1, "1/2/2026": 1}
    late = analytics(tmp_path / "l.xlsx", 90, "1/20/2026", gains | {"1/20/2026": 0})
    soon = analytics(tmp_path / "s.xlsx", 100, "1/2/2026", gains)
    for number, files in enumerate([(late, soon), (soon, late)]):
        site = make_site(tmp_path / f"site{number}")
        for file in files:
            put_in(site, file)
        assert counts(site)["2026-01-01", "linkedin"] == 99
        assert counts(site)["2026-01-20", "linkedin"] == 90


def test_visitors_are_one_reading_a_month_that_is_over(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, EXPORTS / "goatcounter.csv")
    assert counts(site) == {("2025-10-31", "visits"): 2, ("2025-11-30", "visits"): 0}
    assert "The month of 2025-12-01 is not over" in capsys.readouterr().out


def test_a_file_that_begins_within_a_month_does_not_replace_one_that_has_all_of_it(
    site: Site, tmp_path: Path
) -> None:
    header = "date,visitors,pageviews,bounces,visits,visit_duration"
    whole = f"{header}\n2025-10-01,5,1,1,1,1\n2025-10-31,6,1,1,1,1\n"
    part = f"{header}\n2025-10-31,6,1,1,1,1\n"
    for number, texts in enumerate([(whole, part), (part, whole)]):
        there = make_site(tmp_path / f"site{number}")
        for text in texts:
            put_in(there, plausible(tmp_path / "p.zip", {"v.csv": text}))
        assert counts(there) == {("2025-10-31", "visits"): 11}


def test_the_day_it_is_already_where_the_service_is_is_left_out(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, analytics(tmp_path / "a.xlsx", 20, "2/1/2026", {"1/31/2026": 1, "2/1/2026": 3}))
    header = "date,visitors,pageviews,bounces,visits,visit_duration"
    visits = f"{header}\n2026-01-31,5,1,1,1,1\n2026-02-01,6,1,1,1,1\n"
    put_in(site, plausible(tmp_path / "p.zip", {"v.csv": visits}))
    assert counts(site) == {("2026-01-31", "linkedin"): 17, ("2026-01-31", "visits"): 5}
    said = capsys.readouterr().out
    assert said.count("2026-02-01 is left out: that day is still to come here.") == 2


def test_a_file_of_nothing_but_that_day_adds_nothing(site: Site, tmp_path: Path) -> None:
    header = "date,visitors,pageviews,bounces,visits,visit_duration"
    put_in(site, plausible(tmp_path / "p.zip", {"v.csv": f"{header}\n2026-02-01,6,1,1,1,1\n"}))
    assert not fans_csv(site).exists()


def test_a_month_of_more_than_can_be_counted_is_refused(site: Site, tmp_path: Path) -> None:
    header = "date,visitors,pageviews,bounces,visits,visit_duration"
    rows = "".join(f"2026-01-{day},9999999999,1,1,1,1\n" for day in range(10, 32))
    said = complaint(site, plausible(tmp_path / "p.zip", {"v.csv": f"{header}\n{rows}"}))
    assert "comes to 219,999,999,978 on 2026-01-31, more than can be counted" in said


def test_days_to_come_are_refused(site: Site, tmp_path: Path) -> None:
    file = analytics(tmp_path / "a.xlsx", "20", "2/2/2026", {})
    assert "2026-02-02" in complaint(site, file)


@pytest.mark.parametrize(("day", "history"), [("2026-01-01", False), ("", True)])
def test_days_of_its_own_need_no_others(site: Site, *, day: str, history: bool) -> None:
    assert "out." in complaint(site, EXPORTS / "goatcounter.csv", "", day, history=history)


def test_a_dry_run_writes_nothing_at_all(site: Site) -> None:
    before = sorted(site.root.rglob("*"))
    put_in(site, KIT, "newsletter", "2026-01-20", dry_run=True)
    assert sorted(site.root.rglob("*")) == before


def test_a_dry_run_finds_out_whether_rows_could_be_added(site: Site) -> None:
    fans_csv(site).write_text("date,channel,count\n2026-01-01,talks,9\n")  # no place for a note
    with pytest.raises(FanfareError, match="column for the note"):
        put_in(site, KIT, "newsletter", "2026-01-20", dry_run=True)


def test_where_nobody_can_be_asked_nothing_is_added(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FanfareError, match="Say --yes"):
        put_in(site, KIT, "newsletter", "2026-01-20", yes=False)
    assert "2026-01-20  newsletter  2  Kit export" in capsys.readouterr().out
    assert not fans_csv(site).exists()


def test_a_channel_of_reach_is_missing(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", CHANNELS.split('[[channels]]\nkey = "visits"')[0])
    assert 'Add a channel with kind = "reach"' in complaint(site, EXPORTS / "goatcounter.csv")


def test_it_says_how_many_fans_there_are_now(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, KIT, "newsletter", "2026-01-20")
    assert "Added 1 row; at least 2 fans, at most 2 (as of 2026-01-20)." in capsys.readouterr().out


def test_json_is_the_whole_result_and_nothing_else(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    put_in(site, KIT, "newsletter", "2026-01-20", as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "source": "Kit",
        "recognised": "Kit: 4 people, 2 subscribed, 1 bounced, 1 cancelled",
        "channel": "newsletter",
        "notes": [
            "1 row of people who are in another row, too.",
            "1 row without an e-mail address, not counted (line 7).",
        ],
        "rows": [
            {
                "date": "2026-01-20",
                "channel": "newsletter",
                "count": 2,
                "note": "Kit export",
                "was": None,
            }
        ],
        "added": True,
        "fans": {"low": 2, "high": 2, "as_of": "2026-01-20"},
        "dry_run": False,
    }


def test_of_many_rows_the_first_and_the_last_are_shown(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gains = {f"1/{day}/2026": 1 for day in range(1, 31)}
    put_in(site, analytics(tmp_path / "a.xlsx", 1030, "1/30/2026", gains))
    out = capsys.readouterr().out
    assert "  ... 22 more\n" in out
    assert out.count("linkedin  1,0") == 8
    assert "Added 30 rows;" in out
