"""`invoke fans.status`: the figures, the words, and the one sentence of advice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from milestones.arithmetic.count import Point
from milestones.arithmetic.pace import Status
from milestones.arithmetic.projection import Arrival
from milestones.document import document
from milestones.fans.advice import Situation, advice
from milestones.fans.command import show_status
from milestones.fans.report import (
    PLAIN_BLOCKS,
    sparkline,
    status_lines,
    status_value,
)
from milestones.fans.status import FansStatus, best_week, dry_weeks, status_of, weekly_lows
from milestones.happenings import of_events
from milestones.overview import overview
from milestones.records import Reading, Records
from milestones.words import arrival_words, pace_words
from tests.milestones.arithmetic import first_thousand
from tests.milestones.fans.fans_site import CHANNELS, GOAL, TODAY, book_of, make_site
from tests.milestones.goals_site import Terminal, invoke

DAY = timedelta(days=1)


def told(records: Records, today: date, *, everything: bool = False) -> str:
    """What is shown of `records` on the day `today`."""
    lines = status_lines(_status(records, today), 80, everything=everything)
    return "\n".join(line for line, _ in lines)


def _status(records: Records, today: date) -> FansStatus:
    return status_of(records, overview(records, of_events(records.events), today), today)


def a_year(*readings: Reading, **changes: object) -> Records:
    """The year of the first thousand with these readings only."""
    return first_thousand.records(readings=readings, key_results=(), **changes)


def letter(day: date, count: int) -> Reading:
    """A reading of the newsletter."""
    return Reading(day, "newsletter", count)


# --- sparkline ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "blocks"),
    [
        ([], ""),
        ([5], "▁"),
        ([5, 5, 5], "▁▁▁"),
        ([0, 7], "▁█"),
        ([7, 0], "█▁"),
        ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
        ([100, 107, 100], "▁█▁"),
    ],
)
def test_a_sparkline_goes_from_its_lowest_to_its_highest(values: list[int], blocks: str) -> None:
    assert sparkline(values) == blocks


def test_a_sparkline_can_do_without_unicode() -> None:
    assert sparkline([0, 7, 3], PLAIN_BLOCKS) == "_#:"


def test_the_weeks_are_told_by_their_sundays_and_a_week_without_a_count_keeps_the_last() -> None:
    points = [Point(TODAY - 20 * DAY, 5), Point(TODAY - 18 * DAY, 9), Point(TODAY - 2 * DAY, 7)]
    assert weekly_lows(points) == (
        Point(TODAY - 14 * DAY, 9),
        Point(TODAY - 7 * DAY, 9),
        Point(TODAY, 7),
    )


def test_without_a_count_there_are_no_weeks() -> None:
    assert weekly_lows([]) == ()


# --- weeks without anybody new ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "weeks"),
    [
        ([], 0),
        ([5], 0),
        ([5, 6], 0),
        ([5, 5], 1),
        ([5, 4], 1),
        ([4, 5, 5, 5, 4], 3),
        ([5, 5, 6], 0),
        ([5, 5, None, 5], 0),
        ([5, 5, None], 0),
    ],
)
def test_weeks_without_anybody_new_are_counted_back_from_the_last_whole_one(
    values: list[int | None], weeks: int
) -> None:
    last = TODAY - 7 * DAY  # the Sunday before: the week of TODAY is not over
    days = [last - 7 * DAY * back for back in reversed(range(len(values)))]
    points = [
        Point(day, value) for day, value in zip(days, values, strict=True) if value is not None
    ]
    assert dry_weeks([*points, Point(TODAY, 50)], TODAY) == weeks


# --- advice -------------------------------------------------------------------------------------


def pace(word: str, needed: int = 3) -> Status:
    """A goal that stands like that."""
    return Status(word, "grey", 0, 50.0, needed, needed)


def situation(
    word: str = "", needed: int = 3, days_since: int | None = 0, dry: int = 0
) -> Situation:
    """A situation; without a `word`, one without a goal."""
    status = pace(word, needed) if word else None
    return Situation("newsletter", days_since, status, date(2025, 10, 1), TODAY + 7 * DAY, dry)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (situation(days_since=None), "Count today, however few they are: `invoke fans.record new"),
        (situation("behind", days_since=None), "Count today, however few they are"),
        (situation("behind", days_since=9), "The last reading is 9 days old: count first, with `i"),
        (situation("behind", days_since=8), "3 more by 2025-11-30: publish one story this week, a"),
        (situation(), "There is no goal yet: `invoke goals.new` asks for one"),
        (situation("not begun"), "The goal begins on 2025-10-01: write ahead until then."),
        (situation("not counted"), "Nothing was counted while the goal ran: set the next one"),
        (situation("reached"), "The goal is reached: look back with `invoke goals.grade`"),
        (situation("missed"), "The goal is missed: look back with `invoke goals.grade`"),
        (situation("due"), "3 more by 2025-11-30: publish one story this week, and offer another"),
        (situation("behind", 1_200), "1,200 more by 2025-11-30: "),
        (situation("behind", 0), "The line is near: publish one story this week"),
        (situation("behind", dry=5), "3 more by 2025-11-30: publish one story this week"),
        (situation("on track", dry=3), "3 weeks without a new fan: "),
        (situation("ahead", dry=4), "4 weeks without a new fan: "),
        (situation("on track", dry=2), "Keep on: one new story this week, one new partnership"),
        (situation("tight"), "3 more by 2025-11-30: publish this week's story before"),
        (situation("close", 0), "The line is near: publish this week's story before"),
        (situation("on track"), "Keep on: one new story this week"),
        (situation("ahead"), "You are ahead: creation before connection, so write the next"),
    ],
)
def test_the_advice_follows_from_the_figures(now: Situation, words: str) -> None:
    said = advice(now)
    assert said.startswith(words)
    assert said.endswith(".")
    assert ". " not in said  # one sentence


@pytest.mark.parametrize(
    ("best", "needed", "is_out_of_reach"),
    [(20, 61, True), (20, 60, False), (0, 4, True), (-2, 3, False), (None, 530, False)],
)
def test_what_no_week_ever_brought_is_not_asked_of_this_one(
    best: int | None, needed: int, is_out_of_reach: bool
) -> None:
    said = advice(replace(situation("behind", needed), best_week=best))
    assert ("is out of reach" in said) is is_out_of_reach
    assert ("change the ramp when the quarter closes" in said) is is_out_of_reach
    assert ". " not in said


def test_the_best_week_is_known_once_there_were_a_few() -> None:
    points = [Point(TODAY + 7 * at * DAY, count) for at, count in enumerate((1, 3, 12, 11, 14))]
    assert (best_week(points), best_week(points[:4])) == (9, None)


# --- what is shown ------------------------------------------------------------------------------


def test_the_golden_week() -> None:
    records = a_year(
        letter(date(2025, 11, 9), 49), letter(date(2025, 11, 16), 49), letter(TODAY, 63)
    )
    assert (
        told(records, TODAY)
        == """\
At least 63 fans, at most 63, as of 2025-11-23.
49 ▁▁█ 63  (3 weeks)

channel               kind        count       as of  since last  7 days  28 days
The Wednesday letter  stock          63  2025-11-23         +14     +14        -
LinkedIn              stock           -       never           -       -        -
Mastodon              stock           -       never           -       -        -
Talks                 attendance      -       never           -       -        -
2 channels not counted as fans: say --all.

Goal: On 30 September 2026, 1,000 people have asked to hear from me.
On track: 63 of 1,000; 4 safe days; 58.2 expected by 2025-11-23; 3 more needed by 2025-11-30.
Next milestone: 100 fans. A projection needs counts in 8 weeks of one year: 5 weeks more.
Keep on: one new story this week, one new partnership this month."""
    )


def test_everything_is_all_channels() -> None:
    records = a_year(letter(TODAY, 63), Reading(TODAY, "visits", 5_000))
    said = told(records, TODAY, everything=True)
    assert "Visits of the site       reach, not fans  5,000  2025-11-23" in said
    assert "Readers of the old feed  stock, not fans      -       never" in said
    assert "--all" not in said


def test_changes_are_those_of_the_days_before_today() -> None:
    last = TODAY - 5 * DAY
    records = a_year(
        letter(last - 40 * DAY, 10),
        letter(last - 10 * DAY, 90),
        letter(last - 3 * DAY, 80),
        letter(last, 75),
        Reading(last - 20 * DAY, "talks", 9),
        Reading(last, "talks", 4),
    )
    row, *_, talks = [line.split()[-5:] for line in told(records, TODAY).splitlines()[4:8]]
    assert row == ["75", last.isoformat(), "-5", "-5", "+65"]
    assert talks == ["13", last.isoformat(), "+4", "+4", "+13"]


def test_what_was_counted_long_ago_is_no_change_of_today() -> None:
    records = a_year(
        letter(TODAY - 42 * DAY, 10),
        letter(TODAY - 28 * DAY, 90),
        Reading(TODAY - 50 * DAY, "talks", 9),
        Reading(TODAY - 20 * DAY, "talks", 57),
    )
    row, *_, talks = [line.split()[-3:] for line in told(records, TODAY).splitlines()[4:8]]
    assert row == ["+80", "-", "-"]  # nobody knows
    assert talks == ["+57", "0", "+57"]  # nobody came to a talk in 7 days: there was none


def test_losses_are_shown_as_they_are() -> None:
    said = told(a_year(letter(TODAY - 7 * DAY, 90), letter(TODAY, 70)), TODAY)
    assert said.startswith("At least 70 fans, at most 70, as of 2025-11-23.\n90 █▁ 70  (2 weeks)")
    assert "-20" in said


def test_the_count_is_as_old_as_the_last_count_of_fans() -> None:
    records = a_year(letter(TODAY - 12 * DAY, 90), Reading(TODAY, "visits", 5_000))
    said = told(records, TODAY)
    assert said.startswith("At least 90 fans, at most 90, as of 2025-11-11.")
    assert said.endswith(
        "The last reading is 12 days old: count first, with `invoke fans.record newsletter COUNT`."
    )


def test_before_the_first_count_it_says_what_to_do() -> None:
    said = told(a_year(), TODAY)
    assert said.startswith("No fans have been counted yet.\n")
    assert "Not counted; 0 safe days; 58.2 expected by 2025-11-23; 66 more needed by 2025-" in said
    assert "Next milestone" not in said
    assert said.endswith("`invoke fans.record newsletter COUNT`.")


def test_where_there_is_no_goal_it_says_how_to_set_one() -> None:
    said = told(a_year(letter(TODAY, 63), goals=()), TODAY)
    assert "Goal:" not in said
    assert said.endswith("`invoke goals.new` asks for one, in one sentence.")


def test_a_goal_of_one_channel_asks_for_that_channel() -> None:
    goals = (first_thousand.goal(metric="linkedin"),)
    said = told(a_year(letter(TODAY, 63), goals=goals), TODAY)
    assert said.endswith("`invoke fans.record linkedin COUNT`.")


def test_a_goal_that_is_over_asks_for_the_next() -> None:
    after = first_thousand.END + 3 * DAY
    said = told(a_year(letter(after - DAY, 960), letter(first_thousand.END, 950)), after)
    assert "Missed: 950 of 1,000.\n" in said
    assert said.endswith("set the next one with `invoke goals.new`.")


def test_the_next_milestone_has_its_projection() -> None:
    weekly = [letter(TODAY - 7 * DAY * back, 90 - 5 * back) for back in range(10)]
    assert (
        "Next milestone: 100 fans, about 2025-12-07, "
        "four times in five between 2025-12-07 and 2025-12-07.\n" in told(a_year(*weekly), TODAY)
    )


@pytest.mark.parametrize(
    ("arrival", "words"),
    [
        (
            Arrival(100, date(2026, 1, 1), date(2026, 2, 1), date(2026, 5, 1)),
            "about 2026-02-01, four times in five between 2026-01-01 and 2026-05-01",
        ),
        (
            Arrival(100, date(2026, 1, 1), date(2026, 2, 1), None),
            "about 2026-02-01, hardly before 2026-01-01",
        ),
        (Arrival(100, date(2026, 1, 1), None, None), "not within five years"),
        (Arrival(100, None, None, None), "not within five years"),
    ],
)
def test_an_arrival_is_said_with_its_interval(arrival: Arrival, words: str) -> None:
    assert arrival_words(arrival) == words


def test_the_pace_is_said_with_its_day() -> None:
    status = Status("on track", "green", 1, 1_234.56, 7, 3)
    assert pace_words(status, TODAY) == "1 safe day; 1,234.6 expected by 2025-11-23"


@pytest.mark.parametrize(
    ("width", "everything", "weeks"),
    [(80, False, 26), (60, False, 20), (80, True, 40), (1, True, 1)],
)
def test_the_weeks_fit_into_the_terminal(width: int, everything: bool, weeks: int) -> None:
    weekly = [letter(TODAY - 7 * DAY * back, 90 - back) for back in range(60)]
    status = _status(a_year(*weekly), TODAY)
    _, (spark, _), *_ = status_lines(status, width, everything=everything)
    assert len(spark.split()[1]) == weeks
    assert spark.endswith(f"({weeks} week{'s' if weeks > 1 else ''})")


def test_sample_data_is_called_that() -> None:
    records = a_year(letter(TODAY, 63), is_sample=True)
    assert told(records, TODAY).startswith("Sample data.\n")
    assert status_value(_status(records, TODAY))["sample"] is True


@pytest.mark.parametrize(
    ("count", "word", "colour"), [(40, "Behind", "red"), (63, "On track", "green")]
)
def test_a_colour_never_stands_without_its_word(count: int, word: str, colour: str) -> None:
    lines = status_lines(_status(a_year(letter(TODAY, count)), TODAY), 80)
    assert [line.partition(":")[0] for line, one in lines if one == colour] == [word]


# --- the command --------------------------------------------------------------------------------


def test_json_is_the_whole_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ("2025-11-16,newsletter,49,", "2025-11-23,newsletter,63,", "2025-11-23,visits,900,")
    root = make_site(tmp_path, *lines, goals=CHANNELS + GOAL)
    show_status(book_of(root), everything=False, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["today"] == "2025-11-23"
    assert said["fans"] == {"low": 63, "high": 63, "as_of": "2025-11-23"}
    assert said["weeks"] == [{"date": "2025-11-16", "low": 49}, {"date": "2025-11-23", "low": 63}]
    assert said["channels"][0] == {
        "key": "newsletter",
        "label": "The Wednesday letter",
        "kind": "stock",
        "engaged": True,
        "count": 63,
        "as_of": "2025-11-23",
        "since_last": 14,
        "days_7": 14,
        "days_28": None,
    }
    assert [one["count"] for one in said["channels"]] == [63, None, None, 900]
    assert said["week_end"] == "2025-11-30"
    assert said["advice"].startswith("Keep on: ")


def test_json_has_the_keys_of_the_published_file_and_they_mean_the_same() -> None:
    records = a_year(letter(TODAY - 3 * DAY, 63), Reading(TODAY - 2 * DAY, "visits", 900))
    said = status_value(_status(records, TODAY))
    published = document(replace(overview(records, (), TODAY), as_of=TODAY - 2 * DAY))
    own = {"channels", "today", "weeks", "week_end", "advice"}
    assert said == {**published, **{key: said[key] for key in own}}
    assert said["fans"] == {"low": 63, "high": 63, "as_of": "2025-11-20"}
    channels = said["channels"]
    assert isinstance(channels, list)
    more = {"since_last", "days_7", "days_28"}
    counted = [row for row in channels if isinstance(row, dict) and row["count"] is not None]
    assert [{key: row[key] for key in row.keys() - more} for row in counted] == published[
        "channels"
    ]


def test_key_results_are_not_told_by_what_was_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = '[[key_results]]\nname = "Stories"\nmeasure = "stories"\nperiod = "week"\ntarget = 1\n'
    root = make_site(tmp_path, "2025-11-23,newsletter,63,", goals=f"{CHANNELS}{GOAL}\n{result}")
    show_status(book_of(root), everything=False, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["key_results"] == []
    assert [one["grade"] for one in said["quarters"]] == [None]


def test_the_command_tells_of_today(tmp_path: Path) -> None:
    done = invoke(make_site(tmp_path, "2020-11-16,newsletter,49,"), "fans.status")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("At least 49 fans, at most 49, as of 2020-11-16.\n")
    assert "days old: count first" in done.stdout
    assert "\x1b" not in done.stdout


def test_in_a_terminal_too_it_is_the_same_words(tmp_path: Path) -> None:
    root = make_site(tmp_path, "2020-11-16,newsletter,49,", goals=CHANNELS + GOAL)
    piped = invoke(root, "fans.status").stdout
    running = Terminal(root, "fans.status")
    assert running.end() == 0
    assert running.screen == piped


def test_a_label_that_the_terminal_has_no_characters_for_is_escaped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    labelled = CHANNELS.replace("LinkedIn", "Caf\u00e9").replace("Talks", "T\\u001b]0;x")
    done = invoke(make_site(tmp_path, "2020-11-09,newsletter,49,", goals=labelled), "fans.status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nCaf\\xe9 " in done.stdout
    assert "\x1b" not in done.stdout


def test_a_terminal_without_unicode_has_a_sparkline_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    root = make_site(tmp_path, "2020-11-09,newsletter,49,", "2020-11-16,newsletter,63,")
    done = invoke(root, "fans.status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\n49 _# 63  (2 weeks)\n" in done.stdout
