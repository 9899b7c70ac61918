"""`goals.toml`: what it may say, and in which line it is told otherwise."""

from datetime import date
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from fanfare.findings import errors_in
from milestones.files.goals_file import GoalsFile, read
from milestones.files.record_files import read_records
from milestones.records import Account, Channel, Kind, Milestone, Period, Records, Stretch

TODAY = date(2026, 10, 31)

CHANNELS = """\
[[channels]]
key = "newsletter"
label = "The Wednesday letter"
kind = "stock"
engaged = true
counts = "an address that was confirmed and has not left"

[[channels]]
key = "talks"
label = "Talks"
kind = "attendance"
engaged = true

[[channels]]
key = "visits"
label = "Visits to the site"
kind = "reach"
"""

GOAL = """\
[goal]
statement = "On 30 September 2026, 1,000 people have asked to hear from me."
metric = "fans"
target = 1000
baseline = 0
start = 2025-10-01
end = 2026-09-30
ramp = "backload"
control = "mine"
"""


def _read(tmp_path: Path, text: str | bytes) -> GoalsFile:
    path = tmp_path / "goals.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, "goals.toml")


def _records(tmp_path: Path, text: str) -> Records:
    (tmp_path / "goals.toml").write_text(text)
    return read_records(tmp_path, "content/data", TODAY)[0]


def _complaints(tmp_path: Path, text: str | bytes) -> list[str]:
    return sorted(str(finding) for finding in errors_in(_read(tmp_path, text).findings))


def _complaint(tmp_path: Path, text: str | bytes) -> str:
    [complaint] = _complaints(tmp_path, text)
    return complaint


def _line_of(text: str, start: str) -> int:
    return next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith(start))


def _goal(**changed: str) -> str:
    """The goal above, each key `changed` to other TOML."""
    rows = [row for row in GOAL.splitlines() if row.split(" = ")[0] not in changed]
    return "\n".join([*rows, *(f"{key} = {said}" for key, said in changed.items() if said), ""])


def test_a_whole_file_becomes_records(tmp_path: Path) -> None:
    records = _records(
        tmp_path,
        f"""\
sample = true
thanks = "To everyone who wrote back."
milestones = [100, 250]
{CHANNELS}
{GOAL}
strategy = "  Guest posts first.  "
[goal.stretch]
statement = "Ten thousand people have asked to hear from me."
target = 10000

[[key_results]]
name = "One new story a week"
measure = "stories"
period = "week"
target = 1
""",
    )
    assert records.is_sample
    assert records.thanks == "To everyone who wrote back."
    assert records.milestones == (Milestone(100), Milestone(250))
    assert list(records.channels) == ["newsletter", "talks", "visits"]
    assert records.channels["visits"] == Channel(
        "visits", "Visits to the site", Kind.REACH, False, line=17
    )
    [goal] = records.goals
    assert (goal.target, goal.start, goal.end) == (1000, date(2025, 10, 1), date(2026, 9, 30))
    assert goal.sections == {"strategy": "Guest posts first."}
    assert goal.stretch == Stretch("Ten thousand people have asked to hear from me.", 10000)
    [result] = records.key_results
    assert (result.measure, result.period, result.target) == ("stories", Period.WEEK, 1)


def test_without_any_file_there_are_no_records(tmp_path: Path) -> None:
    assert read_records(tmp_path / "none", "content/data", TODAY) == (Records({}, ()), [])


def test_milestones_may_have_thanks_of_their_own(tmp_path: Path) -> None:
    text = '[[milestones]]\nthreshold = 100\nthanks = "To Ada."\n[[milestones]]\nthreshold = 250\n'
    assert _records(tmp_path, text).milestones == (Milestone(100, "To Ada."), Milestone(250))


def test_several_goals_are_told_apart_by_their_keys_and_stand_by_start(tmp_path: Path) -> None:
    later = _goal(key='"second"', start="2026-10-01", end="2027-09-30")
    first = _goal(key='"first"')
    text = (later + first).replace("[goal]", "[[goal]]")
    assert [goal.key for goal in _records(tmp_path, text).goals] == ["first", "second"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + (CHANNELS + GOAL).replace("\n", "\r\n").encode()
    assert _complaints(tmp_path, text) == []
    assert _read(tmp_path, text).goals[0].line == _line_of(CHANNELS + GOAL, "[goal]")


def test_a_quarter_of_the_goals_own_metric_needs_no_target(tmp_path: Path) -> None:
    text = f'{GOAL}[[key_results]]\nname = "Fans"\nmeasure = "fans"\nperiod = "quarter"\n'
    assert _records(tmp_path, text).key_results[0].target is None


def test_a_key_result_without_measure_is_a_wish_and_no_mistake(tmp_path: Path) -> None:
    text = f'{GOAL}[[key_results]]\nname = "Be known"\nperiod = "year"\n'
    assert _records(tmp_path, text).key_results[0].measure == ""


# Where a count is fetched from


def _fetched(rows: str) -> str:
    return CHANNELS.replace('counts = "an address that was confirmed and has not left"', rows)


@pytest.mark.parametrize(
    ("rows", "account"),
    [
        (
            'fetch = "mastodon"\naccount = "@tamsin@social.example"',
            Account("mastodon", "tamsin", "https://social.example"),
        ),
        (
            'fetch = "mastodon"\naccount = "tamsin"\nhost = "http://127.0.0.1:8000/"',
            Account("mastodon", "tamsin", "http://127.0.0.1:8000"),
        ),
        (
            'fetch = "bluesky"\naccount = "@tamsin.example"',
            Account("bluesky", "tamsin.example", "https://public.api.bsky.app"),
        ),
    ],
)
def test_an_account_says_where_to_ask(tmp_path: Path, rows: str, account: Account) -> None:
    assert _records(tmp_path, _fetched(rows)).channels["newsletter"].account == account


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ('fetch = "mastodon"', 'account is missing. Add a line such as account = "@you@server.'),
        ('fetch = "mastadon"\naccount = "@a@b.example"', 'Did you mean "mastodon"?'),
        (
            'fetch = "mastodon"\naccount = "@tamsin"',
            'account "@tamsin" does not say its server. Write "@tamsin@" and the server.',
        ),
        ('fetch = "mastodon"\naccount = "a@b@c"', 'Write it as "@you@server.example".'),
        ('fetch = "bluesky"\naccount = "tamsin"', 'Write it as "you.example".'),
        ('account = "@a@b.example"', "account is read only where fetch says a network."),
        (
            'fetch = "bluesky"\naccount = "a.example"\nhost = "bsky.example"',
            'host "bsky.example" is not the address of a server.',
        ),
        (
            'fetch = "bluesky"\naccount = "a.example"\nhost = "https://[bsky"',
            'host "https://[bsky" is not the address of a server.',
        ),
    ],
)
def test_an_account_that_cannot_be_asked_is_named(
    tmp_path: Path, rows: str, complaint: str
) -> None:
    assert complaint in _complaint(tmp_path, _fetched(rows))


def test_only_a_stock_can_be_fetched(tmp_path: Path) -> None:
    text = CHANNELS + 'fetch = "bluesky"\naccount = "tamsin.example"\n'
    line = _line_of(text, "fetch")
    assert f"goals.toml:{line}: Only followers can be fetched" in _complaint(tmp_path, text)


# What is not TOML, and words nobody knows


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("sample = true\nthanks = To you\n", "goals.toml:2: This is not TOML: Invalid value."),
        ('thanks = "a\n', "goals.toml:1: This is not TOML: Illegal character '\\n'."),
        ("milestones = [1,\n\n", "goals.toml:2: This is not TOML: Invalid value."),
        ("[goal]\n[goal]\n", "Write [[goal]] above each where there are several."),
        ("sample = true\nsample = true\n", "goals.toml:2: This is not TOML: Cannot overwrite"),
        (
            b"# \xe9t\xe9\n",
            "goals.toml:1: Byte 3 is not UTF-8 text. Save it as UTF-8: a text editor",
        ),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, complaint: str
) -> None:
    assert complaint in _complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("\n[[goals]]\n", 2, 'Nothing reads "goals" here. Did you mean "goal"?'),
        (CHANNELS + "milestones = [1]\n", 18, "Move it up, above the first line that begins with"),
        (CHANNELS + "engage = true\n", 18, 'Did you mean "engaged"?'),
        (
            GOAL + '[goal.stretch]\nstatement = "All."\ntarget = 5000\nstrategy = "x"\n',
            13,
            "Move it up, above the line [goal.stretch].",
        ),
        ('channels = "newsletter"\n', 1, '"channels" is no list of tables.'),
        ("[channels]\n", 1, "Begin each with a line [[channels]]."),
        ("[[goal]]\n", 1, "statement is missing."),
        ("sample = 1\n", 1, "sample is neither true nor false."),
        ("thanks = 1\n", 1, 'thanks is not a text. Write it in quotes: thanks = "..."'),
        ("milestones = 100\n", 1, "milestones is no list."),
        ("milestones = [0]\n", 1, "milestones is 0. Write a number from 1 to"),
        ("milestones = [100, 50]\n", 1, "50 comes after 100."),
        ('milestones = [1, "2"]\n', 1, 'milestones "2" is not a whole number.'),
        ("[[milestones]]\nthreshold = 5\n[[milestones]]\nthreshold = 5\n", 4, "5 comes after 5."),
        ("[[milestones]]\nthanks = 'x'\n", 1, "threshold is missing."),
    ],
)
def test_what_nothing_reads_or_is_of_another_type_is_named(
    tmp_path: Path, text: str, line: int, complaint: str
) -> None:
    complaints = _complaints(tmp_path, text)
    assert any(
        said.startswith(f"goals.toml:{line}:") and complaint in said for said in complaints
    ), complaints


# Channels


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('key = "newsletter"', 'key = "My Letter"', '2: key "My Letter" is not made of small'),
        ('key = "newsletter"', 'key = "My Letter"', 'Write "my-letter".'),
        ('key = "newsletter"', 'key = "fans"', '2: "fans" is the name of a measure.'),
        ('key = "newsletter"', 'key = "stories"', '2: "stories" is the name of a measure.'),
        ('key = "newsletter"\n', "", "1: key is missing."),
        ('key = "newsletter"', 'key = "talks"', '9: Line 1 has a channel "talks" already.'),
        ('label = "The Wednesday letter"\n', "", "1: label is missing."),
        ('kind = "stock"', 'kind = "stok"', '4: kind "stok" is not known. Did you mean "stock"?'),
        ('kind = "stock"', 'kind = "Stock"', 'Did you mean "stock"?'),
        ('kind = "stock"\n', "", "1: kind is missing."),
        ('kind = "reach"', 'kind = "reach"\nengaged = true', "18: What was reached is never"),
        ("engaged = true\ncounts", "counts", "1: engaged is missing. Write engaged = true where"),
        ("engaged = true", 'engaged = "yes"', "5: engaged is neither true nor false."),
    ],
)
def test_a_channel_that_cannot_be_read_is_named(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    assert complaint in _complaint(tmp_path, CHANNELS.replace(old, new, 1))


# Goals


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        *(
            ({key: ""}, f"goals.toml:1: {key} is missing. Add a line such as {key} = ")
            for key in (
                *("statement", "metric", "target", "baseline", "start", "end", "ramp", "control"),
            )
        ),
        ({"metric": '"fan"'}, 'metric "fan" is not known. Did you mean "fans"?'),
        ({"metric": "3"}, "metric is not a text."),
        ({"target": "1000.0"}, 'target "1000.0" is not a whole number.'),
        ({"target": '"1000"'}, "Write one in digits only, without quotes, such as 1000."),
        ({"target": "true"}, "is not a whole number."),
        ({"target": "10_000_000_000"}, "target is 10,000,000,000."),
        ({"baseline": "-1"}, "baseline is -1."),
        ({"baseline": "1000"}, "The target, 1,000, is not above the baseline, 1,000."),
        ({"start": '"2025-10-01"'}, "Write it without quotes and without a time: start ="),
        ({"start": "2025-10-01T00:00:00"}, "is not a date."),
        ({"end": "2025-10-01"}, "end, 2025-10-01, is not within 20 years after start"),
        ({"end": "2096-09-30"}, "end, 2096-09-30, is not within 20 years after start"),
        ({"end": "9999-12-31"}, "goals.toml:9: end, 9999-12-31, is not between 1990 and 2200."),
        ({"start": "0206-10-01"}, "start, 0206-10-01, is not between 1990 and 2200. Write the"),
        ({"ramp": '"backloaded"'}, 'ramp "backloaded" is not known. Did you mean "backload"?'),
        ({"ramp": "[500, 499]"}, "ramp gains 999 in all; from 0 to 1,000 it is 1,000."),
        ({"ramp": "[500, 500]"}, "ramp has 2 numbers, and from start to end there are 4 quarters."),
        ({"ramp": "[250, 250, 250, 250.0]"}, 'ramp "250.0" is not a whole number.'),
        ({"ramp": "[600, -100, 250, 250]"}, "ramp is -100."),
        ({"control": '"their"'}, 'Did you mean "theirs"?'),
        ({"stretch": "true"}, "stretch is no table. Write [goal.stretch]"),
        (
            {"stretch": '{ statement = "More.", target = 1000 }'},
            "The stretch, 1,000, is not above the target, 1,000.",
        ),
        ({"strategy": "[]"}, "strategy is not a text."),
    ],
)
def test_a_goal_that_cannot_be_counted_is_named(
    tmp_path: Path, changed: dict[str, str], complaint: str
) -> None:
    complaints = _complaints(tmp_path, _goal(**changed))
    assert any(complaint in said for said in complaints), complaints


def test_a_goal_aims_at_people_and_not_at_reach(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, CHANNELS + _goal(metric='"visits"'))
    line = _line_of(CHANNELS + _goal(metric='"visits"'), "metric")
    assert complaint.startswith(f'goals.toml:{line}: metric "visits" is reach')
    assert complaint.endswith("Aim at people: write one of fans, newsletter, talks.")
    assert not _complaints(tmp_path, CHANNELS + _goal(metric='"talks"'))


@pytest.mark.parametrize(
    ("baseline", "ramp", "remedy"),
    [
        ("0", "[100, 300, 600, 1000]", "ramp = [100, 200, 300, 400]"),
        ("37", "[100, 300, 600, 1000]", "ramp = [63, 200, 300, 400]"),
        ("37", "[96, 289, 578, 963]", "ramp = [96, 193, 289, 385]"),
    ],
)
def test_a_ramp_of_sums_so_far_is_turned_into_gains(
    tmp_path: Path, baseline: str, ramp: str, remedy: str
) -> None:
    complaint = _complaint(tmp_path, _goal(baseline=baseline, ramp=ramp))
    assert "These look like sums so far" in complaint
    assert complaint.endswith(remedy)


def test_an_explicit_ramp_has_a_number_for_a_shorter_last_quarter_too(tmp_path: Path) -> None:
    changed = {"end": "2026-10-01", "ramp": "[100, 200, 300, 300, 100]"}
    assert _complaints(tmp_path, _goal(**changed)) == []


def test_several_goals_need_keys_of_their_own(tmp_path: Path) -> None:
    first = _goal().replace("[goal]", "[[goal]]")
    later = _goal(start="2026-10-01", end="2027-09-30").replace("[goal]", "[[goal]]")
    assert len(_complaints(tmp_path, first + later)) == 2
    text = first + 'key = "a"\n' + later + 'key = "a"\n'
    complaint = _complaint(tmp_path, text)
    assert complaint.startswith('goals.toml:20: Line 1 has a goal "a" already.')


def test_goals_do_not_overlap(tmp_path: Path) -> None:
    goals = [_goal(key='"a"'), _goal(key='"b"', start="2026-09-30", end="2027-09-29")]
    text = "".join(goals).replace("[goal]", "[[goal]]")
    line = len(goals[0].splitlines()) + _line_of(goals[1], "start")
    assert _complaint(tmp_path, text).startswith(
        f"goals.toml:{line}: The goal in line 1 ends only on 2026-09-30."
    )


def test_a_goal_that_others_decide_gets_a_warning(tmp_path: Path) -> None:
    (tmp_path / "goals.toml").write_text(_goal(control='"theirs"'))
    [warning] = read_records(tmp_path, "content/data", TODAY)[1]
    assert "somebody else decides. Aim at what you control" in str(warning)


# Key results


def _key_result(rows: str) -> str:
    return f'{GOAL}{CHANNELS}[[key_results]]\nname = "A story"\n{rows}\n'


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ('measure = "storys"\nperiod = "week"\ntarget = 1', 'Did you mean "stories"?'),
        ('measure = "event:talk"\nperiod = "week"\ntarget = 1', 'Write "events:talk"'),
        ('measure = "events:"\nperiod = "week"\ntarget = 1', 'Write "events:talk"'),
        ('measure = "x"\nperiod = "week"\ntarget = 1', "Write one of fans, newsletter, talks,"),
        ('measure = "stories"\nperiod = "weekly"\ntarget = 1', 'Did you mean "week"?'),
        ('measure = "stories"\ntarget = 1', "period is missing."),
        ('measure = "stories"\nperiod = "week"', "target = 1"),
        ('measure = "stories"\nperiod = "week"\ntarget = 0', "target is 0."),
        ('measure = "fans"\nperiod = "month"', "target is missing."),
        ('measure = "fans"\nperiod = "quarter"\nstretch = true', "target is missing."),
        ('measure = "newsletter"\nperiod = "quarter"', "target is missing."),
        ('goal = "a"\nmeasure = "stories"\nperiod = "week"\ntarget = 1', 'has the key "a".'),
        ('measure = "stories"\nperiod = "week"\ntarget = 1\nstretch = 1', "stretch is neither"),
        ('measure = "stories"\nperiod = "week"\ntarget = 1\nuntil = 1', 'Nothing reads "until"'),
    ],
)
def test_a_key_result_that_cannot_be_graded_is_named(
    tmp_path: Path, rows: str, complaint: str
) -> None:
    assert complaint in _complaint(tmp_path, _key_result(rows))


def test_a_key_result_names_a_goal_that_is_there(tmp_path: Path) -> None:
    text = _key_result('goal = "firts"\nmeasure = "stories"\nperiod = "week"\ntarget = 1')
    text = text.replace("[goal]", '[goal]\nkey = "first"')
    assert 'No goal has the key "firts". Did you mean "first"?' in _complaint(tmp_path, text)


def test_a_kind_of_events_that_is_almost_one_gets_a_warning(tmp_path: Path) -> None:
    text = _key_result('measure = "events:mentions"\nperiod = "month"\ntarget = 1')
    (tmp_path / "goals.toml").write_text(text)
    (tmp_path / "events.csv").write_text("date,kind,title\n2026-01-01,Mention,In the Gazette\n")
    [warning] = read_records(tmp_path, "content/data", TODAY)[1]
    line = _line_of(text, "[[key_results]]")
    assert str(warning).startswith(f"content/data/goals.toml:{line}: No event is of the kind")
    assert str(warning).endswith('Did you mean "events:Mention"?')


@pytest.mark.parametrize("kind", ["mention", "met"])
def test_a_kind_that_is_one_or_like_none_gets_no_warning(tmp_path: Path, kind: str) -> None:
    text = _key_result(f'measure = "events:{kind}"\nperiod = "month"\ntarget = 1')
    (tmp_path / "goals.toml").write_text(text)
    (tmp_path / "events.csv").write_text("date,kind,title\n2026-01-01,Mention,In the Gazette\n")
    assert read_records(tmp_path, "content/data", TODAY)[1] == []


# Lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('thanks = """\n[[channels]]\nx = 1\n"""\nx = 1\n', 5),
        ("thanks = '''\nx = 1'''\nx = 1\n", 3),
        ('thanks = """a\\"""\nx = 1\n"""\nx = 1\n', 4),
        ("milestones = [ # x = 1 ]\n 1,\n]\nx = 1\n", 4),
        ('thanks = "x = 1 # \\""\n"x" = 1\n', 2),
        ("# [x]\n  x . y = 1\n", 2),
        (f"{GOAL}[goal.stretch]\nstatement = 'a'\ntarget = 2000\nx = 1\n", 13),
        (f"[[ goal ]]\n{GOAL[7:]}[goal . stretch]\ntarget=2000\nstatement='a'\nx=1\n", 13),
        (f"{CHANNELS}x = 1 # the third\n", 18),
        (f"{CHANNELS}\n[[channels]]\nx = 1\n[x]\n", 20),
    ],
)
def test_the_line_of_a_key_is_its_own_whatever_stands_around(
    tmp_path: Path, text: str, line: int
) -> None:
    complaints = [said for said in _complaints(tmp_path, text) if 'Nothing reads "x"' in said]
    assert complaints[0].startswith(f"goals.toml:{line}:")


def test_within_braces_the_line_is_that_of_the_table(tmp_path: Path) -> None:
    channel = '{ key = "a", label = "A", kind = "stok", engaged = true }'
    text = f"sample = true\nchannels = [\n  {channel},\n]\n"
    assert _complaint(tmp_path, text).startswith('goals.toml:2: kind "stok" is not known.')


# All three files


def test_everything_that_is_wrong_in_all_three_files_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "goals.toml").write_text(CHANNELS.replace('"stock"', '"stok"') + "x = 1\n")
    (tmp_path / "fans.csv").write_text("date,channel,count\n2026-01-01,newsleter,3\n,talks,x\n")
    (tmp_path / "events.csv").write_text("date,kind,title\n2027-01-01,talk,Hello\n")
    with pytest.raises(FanfareError) as stopped:
        read_records(tmp_path, "content/data", TODAY)
    places = [finding.place for finding in stopped.value.findings]
    assert places == [
        "content/data/events.csv:2",
        "content/data/fans.csv:2",
        "content/data/fans.csv:3",
        "content/data/fans.csv:3",
        "content/data/goals.toml:4",
        "content/data/goals.toml:18",
    ]


def test_where_goals_cannot_be_read_channels_are_not_held_against_the_counts(
    tmp_path: Path,
) -> None:
    (tmp_path / "goals.toml").write_text("sample = maybe\n")
    (tmp_path / "fans.csv").write_text("date,channel,count\n2026-01-01,newsletter,3\n")
    with pytest.raises(FanfareError) as stopped:
        read_records(tmp_path, "content/data", TODAY)
    assert [finding.source for finding in stopped.value.findings] == ["content/data/goals.toml"]
