"""`invoke fans.record`: what is added to the readings, and what is said of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.fans.book import Wish
from milestones.fans.command import record
from tests.milestones.fans.fans_site import CHANNELS, HEADING, book_of, fans, make_site
from tests.milestones.goals_site import command, data, environment, invoke


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with two readings of the newsletter and one of LinkedIn."""
    return make_site(
        tmp_path,
        "2025-11-09,newsletter,61,",
        "2025-11-16,newsletter,97,first mention",
        "2025-11-16,linkedin,131,",
    )


@pytest.fixture
def told(root: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """How to record something at `root`, and hear what is said."""
    return Told(root, capsys)


class Told:
    """What recording something says."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._root, self._capsys = root, capsys
        self._before = fans(root)

    def __call__(self, channel: str, count: str, day: str = "", note: str = "") -> str:
        """What standard output says."""
        record(book_of(self._root), channel, count, Wish(), day=day, note=note)
        return self._capsys.readouterr().out

    def values(self, channel: str, count: str) -> dict[str, object]:
        """The same as JSON."""
        record(book_of(self._root), channel, count, Wish(as_json=True))
        said = json.loads(self._capsys.readouterr().out)
        assert isinstance(said, dict)
        return said

    def complaint(self, channel: str, count: str, day: str = "") -> str:
        """What is wrong with it; then nothing was written."""
        with pytest.raises(FanfareError) as raised:
            record(book_of(self._root), channel, count, Wish(), day=day)
        assert fans(self._root) == self._before
        return str(raised.value)

    @property
    def added(self) -> list[str]:
        """The lines that were added."""
        now = fans(self._root)
        assert now.startswith(self._before)
        return now.removeprefix(self._before).splitlines()


def test_a_count_is_added_as_of_today_and_stands_beside_the_last_one(told: Told) -> None:
    assert told("newsletter", "104") == (
        "2025-11-23 newsletter 104 (was 97 on 2025-11-16, +7); at least 131 fans, at most 235\n"
    )
    assert told.added == ["2025-11-23,newsletter,104,"]


def test_a_loss_is_said_as_plainly_as_a_gain(told: Told) -> None:
    assert told("newsletter", "90") == (
        "2025-11-23 newsletter 90 (was 97 on 2025-11-16, -7); at least 131 fans, at most 221\n"
    )


def test_nobody_is_a_count_as_well(told: Told) -> None:
    assert told("linkedin", "0") == (
        "2025-11-23 linkedin 0 (was 131 on 2025-11-16, -131); at least 97 fans, at most 97\n"
    )


def test_no_change_is_said(told: Told) -> None:
    assert told("newsletter", "97").startswith(
        "2025-11-23 newsletter 97 (was 97 on 2025-11-16, 0); "
    )
    assert told.added == ["2025-11-23,newsletter,97,"]


def test_large_numbers_are_grouped(told: Told) -> None:
    assert told("newsletter", "1204").startswith(
        "2025-11-23 newsletter 1,204 (was 97 on 2025-11-16, +1,107); at least 1,204 fans"
    )


def test_the_first_file_begins_with_a_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_site(tmp_path)
    record(book_of(root), "newsletter", "1", Wish())
    assert capsys.readouterr().out == (
        "2025-11-23 newsletter 1 (the first reading); at least 1 fan, at most 1\n"
    )
    assert data(root, "fans.csv").read_text() == f"{HEADING}2025-11-23,newsletter,1,\n"


@pytest.mark.parametrize(
    "said",
    ["newsletter", "Newsletter", " newsletter ", "The Wednesday letter", "the wednesday LETTER"],
)
def test_a_channel_is_known_by_key_and_by_label(told: Told, said: str) -> None:
    told(said, "104")
    assert told.added == ["2025-11-23,newsletter,104,"]


def test_another_day_and_a_note_are_recorded(told: Told) -> None:
    told("newsletter", "70", "2025-11-10", 'after the "Tides",\nat last')
    assert told.added == ['2025-11-10,newsletter,70,"after the ""Tides"", at last"']


def test_a_day_between_two_readings_is_compared_with_the_one_before_it(told: Told) -> None:
    assert told("newsletter", "70", "2025-11-10") == (
        "2025-11-10 newsletter 70 (was 61 on 2025-11-09, +9); "
        "at least 131 fans, at most 228 (as of 2025-11-16)\n"
    )


def test_the_same_count_on_the_same_day_adds_nothing_and_says_so(told: Told) -> None:
    assert told("newsletter", "97", "2025-11-16") == (
        "2025-11-16 newsletter 97 (recorded already); at least 131 fans, at most 228\n"
        "Nothing was added.\n"
    )
    assert told.added == []


def test_another_count_on_the_same_day_corrects_it_and_says_so(told: Told) -> None:
    assert told("newsletter", "79", "2025-11-16") == (
        "2025-11-16 newsletter 79 (corrected, was 97); at least 131 fans, at most 210\n"
    )
    assert told.added == ["2025-11-16,newsletter,79,"]


def test_a_correction_can_be_corrected_back(told: Told) -> None:
    told("newsletter", "79", "2025-11-16")
    assert "(corrected, was 79)" in told("newsletter", "97", "2025-11-16")
    assert told.added == ["2025-11-16,newsletter,79,", "2025-11-16,newsletter,97,"]


def test_a_new_note_is_kept_and_the_same_note_added_once(told: Told) -> None:
    for _ in range(2):
        told("newsletter", "97", "2025-11-16", "in the paper")
    assert told.added == ["2025-11-16,newsletter,97,in the paper"]


def test_each_line_of_attendance_is_an_event(told: Told) -> None:
    assert told("talks", "9") == (
        "2025-11-23 talks 9 (one event); at least 131 fans, at most 237\n"
    )
    assert "at most 246" in told("talks", "9")
    assert told.added == ["2025-11-23,talks,9,"] * 2


def test_reach_is_recorded_and_changes_no_count_of_fans(told: Told) -> None:
    assert told("visits", "5000") == (
        "2025-11-23 visits 5,000 (the first reading, not counted as fans)\n"
    )
    assert told.values("visits", "5000")["fans"] == {
        "low": 131,
        "high": 228,
        "as_of": "2025-11-23",
    }


def test_two_channels_counted_together_are_a_reading_of_their_own(told: Told) -> None:
    assert told("LinkedIn+newsletter", "150") == (
        "2025-11-23 newsletter+linkedin 150 (the first reading, each person once); "
        "at least 150 fans, at most 150\n"
    )
    assert told("newsletter+linkedin", "150").endswith("Nothing was added.\n")
    assert told.added == ["2025-11-23,newsletter+linkedin,150,"]


@pytest.mark.parametrize(
    ("count", "why"),
    [
        ("229", "at most 228, not 229."),
        ("130", "at least 131, not 130."),
    ],
)
def test_people_counted_together_are_as_many_as_their_channels_allow(
    told: Told, count: str, why: str
) -> None:
    said = f"On 2025-11-23 there were newsletter 97 and linkedin 131: together {why}"
    assert said in told.complaint("newsletter+linkedin", count)


@pytest.mark.parametrize("count", ["131", "228"])
def test_all_of_them_or_none_may_be_the_same_people(told: Told, count: str) -> None:
    told("newsletter+linkedin", count)
    assert told.added == [f"2025-11-23,newsletter+linkedin,{count},"]


def test_what_they_had_on_that_day_counts(told: Told) -> None:
    assert "newsletter 61: together at least 61" in told.complaint(
        "newsletter+linkedin", "60", "2025-11-10"
    )
    told("newsletter+linkedin", "900", "2025-11-10")  # nobody knows how many LinkedIn had
    assert told.added == ["2025-11-10,newsletter+linkedin,900,"]


@pytest.mark.parametrize("said", ["newsletter+talks", "newsletter+visits", "linkedin+LinkedIn"])
def test_only_different_channels_of_fans_are_counted_together(told: Told, said: str) -> None:
    assert "cannot be counted together" in told.complaint(said, "3")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("newsleter", '"newsleter" is no channel. Did you mean "newsletter"?'),
        ("Linked In", '"Linked In" is no channel. Did you mean "LinkedIn"?'),
        ("crows", '"crows" is no channel. Write one of newsletter, linkedin, talks, visits.'),
        ("newsletter+crows", '"crows" is no channel.'),
        ("", "It is not said which channel was counted. Write one of newsletter,"),
    ],
)
def test_an_unknown_channel_is_told_the_nearest(told: Told, said: str, words: str) -> None:
    assert told.complaint(said, "104").startswith(words)


def test_a_label_that_two_channels_have_chooses_none(tmp_path: Path) -> None:
    root = make_site(tmp_path, goals=CHANNELS.replace('"LinkedIn"', '"The Wednesday letter"'))
    with pytest.raises(FanfareError, match=r"Write newsletter or linkedin\."):
        record(book_of(root), "the wednesday letter", "1", Wish())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("1,204", '"1,204" is no count. Write a whole number, such as 1204.'),
        ("1 204", '"1 204" is no count. Write a whole number, such as 1204.'),
        ("-5", '"-5" is no count. Write a whole number, such as 104.'),
        ("5.5", '"5.5" is no count.'),
        ("many", '"many" is no count.'),
        ("٣", '"٣" is no count.'),
        ("1e3", '"1e3" is no count.'),
        ("10000000000", '"10000000000" is no count.'),
        ("9" * 5000, '"999'),
        ("", "It is not said how many there are."),
    ],
)
def test_what_is_no_count_is_refused(told: Told, said: str, words: str) -> None:
    assert told.complaint("newsletter", said).startswith(words)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2025-11-24", "2025-11-24 is still to come: today is 2025-11-23."),
        ("1989-12-31", "1989-12-31 is before 1990. Write the year that is meant."),
        ("23.11.2025", '"23.11.2025" is no date. Write it as 2025-11-23.'),
        ("20251120", '"20251120" is no date.'),
        ("2025-W47-1", '"2025-W47-1" is no date.'),
        ("2025-02-30", '"2025-02-30" is no date.'),
        ("yesterday", '"yesterday" is no date.'),
    ],
)
def test_what_is_no_day_until_today_is_refused(told: Told, said: str, words: str) -> None:
    assert told.complaint("newsletter", "104", said).startswith(words)


def test_a_dry_run_says_the_same_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = fans(root)
    record(book_of(root), "newsletter", "104", Wish(dry_run=True))
    assert capsys.readouterr().out == (
        "2025-11-23 newsletter 104 (was 97 on 2025-11-16, +7); at least 131 fans, at most 235\n"
        "Nothing was recorded.\n"
    )
    assert fans(root) == before


@pytest.mark.parametrize("wish", [Wish(), Wish(dry_run=True)])
def test_a_dry_run_refuses_what_could_not_be_recorded(tmp_path: Path, wish: Wish) -> None:
    root = make_site(tmp_path)
    data(root, "fans.csv").write_text("date,channel,count\n")
    before = sorted(root.rglob("*"))
    with pytest.raises(
        FanfareError, match=r"content/data/fans\.csv:1: There is no column for the note"
    ):
        record(book_of(root), "newsletter", "104", wish, note="by hand")
    if wish.dry_run:
        assert sorted(root.rglob("*")) == before


def test_without_a_count_of_fans_json_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(book_of(make_site(tmp_path)), "visits", "5000", Wish(as_json=True))
    assert json.loads(capsys.readouterr().out)["fans"] is None


def test_json_says_what_was_recorded_and_what_it_came_to(told: Told) -> None:
    assert told.values("newsletter", "104") == {
        "channel": "newsletter",
        "date": "2025-11-23",
        "count": 104,
        "note": "",
        "effect": "added",
        "was": {"date": "2025-11-16", "count": 97},
        "fans": {"low": 131, "high": 235, "as_of": "2025-11-23"},
        "dry_run": False,
    }
    assert told.values("newsletter", "104")["effect"] == "known"


def test_nothing_is_written_while_any_file_has_an_error(root: Path) -> None:
    data(root, "events.csv").write_text("date,kind,title\nsoon,talk,Tides\n")
    before = fans(root)
    with pytest.raises(FanfareError, match=r"content/data/events\.csv:2: "):
        record(book_of(root), "newsletter", "104", Wish())
    assert fans(root) == before


@pytest.mark.parametrize("goals", ["", "sample = false\n"])
def test_without_channels_the_lines_to_write_are_shown(tmp_path: Path, goals: str) -> None:
    root = make_site(tmp_path, goals=goals)
    with pytest.raises(FanfareError) as raised:
        book_of(root)
    assert str(raised.value).startswith("content/data/goals.toml: No channel is named here")
    assert "`invoke goals.new`" in str(raised.value)
    assert str(raised.value).endswith(
        '\n\n[[channels]]\nkey = "newsletter"\nlabel = "The newsletter"\nkind = "stock"\n'
        "engaged = true\n"
    )


def test_the_lines_that_are_shown_are_enough(tmp_path: Path) -> None:
    root = make_site(tmp_path, goals="")
    with pytest.raises(FanfareError) as raised:
        book_of(root)
    data(root).write_text(str(raised.value).partition("\n\n")[2])
    record(book_of(root), "newsletter", "37", Wish())
    assert fans(root) == "2025-11-23,newsletter,37,\n"


def test_a_file_that_a_spreadsheet_has_open_is_written_with_a_warning(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data(root, ".~lock.fans.csv#").write_text("")
    record(book_of(root), "newsletter", "104", Wish())
    said = capsys.readouterr()
    assert said.err.startswith("warning: content/data/fans.csv: This file is open in a spreadsheet")
    assert "newsletter 104" in said.out
    assert fans(root).endswith("2025-11-23,newsletter,104,\n")


def test_the_command_records_on_the_date_of_this_machine(root: Path) -> None:
    days = [datetime.now().astimezone().date()]
    done = invoke(root, "fans.record", "newsletter", "104")
    days.append(datetime.now().astimezone().date())  # midnight may have come between
    assert (done.returncode, done.stderr) == (0, "")
    assert fans(root).splitlines()[-1] in [f"{day},newsletter,104," for day in days]


def test_the_command_takes_its_options_in_any_place(root: Path) -> None:
    options = ("--date", "2025-11-20", "--note", "by hand", "--json")
    done = invoke(root, "fans.record", *options, "newsletter", "104")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["note"] == "by hand"
    assert fans(root).endswith("2025-11-20,newsletter,104,by hand\n")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("newsletter",),
        ("newsletter", "many"),
        ("newsletter", "--dri-run", "5"),
        ("newsletter", "-5"),
        ("newsletter", "5", "--date", "soon"),
    ],
)
def test_the_command_ends_with_status_1_where_it_is_not_understood(
    root: Path, words: tuple[str, ...]
) -> None:
    before = fans(root)
    done = invoke(root, "fans.record", *words)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert fans(root) == before


def test_several_at_once_lose_nothing(root: Path) -> None:
    running = [
        subprocess.Popen(
            command("fans.record", "talks", str(count), "--date", "2025-11-20"),
            cwd=root,
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        for count in range(1, 9)
    ]
    assert [one.wait() for one in running] == [0] * 8
    added = fans(root).splitlines()[3:]
    assert sorted(added) == [f"2025-11-20,talks,{count}," for count in range(1, 9)]


@pytest.mark.parametrize("task", ["record", "status", "undo", "fetch", "import"])
def test_every_task_has_help(root: Path, task: str) -> None:
    done = invoke(root, f"fans.{task}", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "--json" in done.stdout
    if task != "status" and task != "undo":
        assert f"invoke fans.{task}" in done.stdout  # an example
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_the_tasks_load_nothing_heavy() -> None:
    code = "import sys, milestones.fans_tasks; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    heavy = {
        "httpx",
        "pelican",
        "openpyxl",
        "rich",
        "milestones.arithmetic.count",
        "milestones.files.fans_file",
    }
    assert not heavy & {*done.stdout.split()}
