"""What `goals.lint` hears in a goal, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fanfare.findings import Finding, Severity
from milestones.files import toml_tables
from milestones.goals.lint import lint
from milestones.goals.numerals import numbers_in
from milestones.goals.wording import about_blockers, about_control, about_number, about_statement
from milestones.records import Channel, Goal, KeyResult, Kind, Period, Reading, Records, Stretch

TODAY = date(2025, 11, 23)

GOOD = [
    "On 30 September 2026, 1,000 people have asked to hear from me.",
    "Ten thousand people have asked to hear from me.",
    "1,000 engaged fans hear from me every week",
    "I have 1,000 fans by 31 December 2026.",
    "By spring, 1,000 people have asked to hear from me.",
    "By then a thousand people open my letter every Thursday morning.",
    "In one year, 1,000 novelists and poets read The Wednesday letter.",
    "1,000 gardeners in St. Ives, who grow roses, read Growing Roses.",
    "Dr. E. F. Marsh's 1,000 readers read me, too.",
    "250 more people have subscribed to my letter.",
    "More than 1,000 people follow my work.",
    "1,000 writers and editors hear from me by the end of June.",
    "Ten agents open my letter all through the year.",
    "I have met 100 published authors in person.",
    "Between 900 and 1,000 people have read my book through.",
    "500 people have won a seat in my workshop.",
    "I have won over 1,000 readers.",
    "One new story a week",
    "One new partnership a month",
    "Ten media mentions a month",
]


@pytest.mark.parametrize("statement", GOOD)
def test_a_plain_sentence_is_left_alone(statement: str) -> None:
    about = [about_statement(statement), about_control(statement)]
    assert about == [[], []]
    assert about_blockers(statement, is_statement=True) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("How do I reach 1,000 fans?", "statement-question"),
        ("I have 1,000 fans. They love my book.", "statement-sentences"),
        ("1,000 fans! Of my own!", "statement-sentences"),
        ("I have 1,000 fans and I speak at 20 festivals.", "statement-clauses"),
        ("1,000 people have subscribed and 20 venues have booked me.", "statement-clauses"),
        ("I publish 52 stories and sell 1,000 books.", "statement-clauses"),
        ("1,000 people subscribe, then I write a book.", "statement-clauses"),
        ("1,000 people have subscribed; the book is out.", "statement-clauses"),
        (f"1,000 people have asked to hear {'very ' * 14}often.", "statement-long"),
        ("Grow my audience to 1,000.", "statement-vague"),
        ("I improve my newsletter.", "statement-vague"),
        ("I try to write for 1,000 people.", "statement-vague"),
        ("I want to have 1,000 fans.", "statement-vague"),
        ("My small audience grows to 1,000.", "statement-vague"),
        ("More people read my letter.", "statement-vague"),
        ("Reach 1,000 fans.", "statement-order"),
        ("I have 1,000 fans by writing every week.", "statement-how"),
        ("1,000 people have subscribed through weekly guest posts.", "statement-how"),
    ],
)
def test_what_is_no_plain_sentence_is_named(statement: str, rule: str) -> None:
    assert rule in [said.rule for said in about_statement(statement)]


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("1,000 fans", {1000}),
        ("1 000 or 1.000 or 1'000 fans", {1000}),
        ("1.5k", {1500}),
        ("2 million", {2_000_000}),
        ("a thousand and one nights", {1001}),
        ("twenty-five thousand three hundred", {25_300}),
        ("two dozen", {24}),
        ("on 30 September 2026", {30, 2026}),
        ("nobody", set()),
    ],
)
def test_numbers_are_read_in_figures_and_in_words(said: str, numbers: set[int]) -> None:
    assert numbers_in(said) == numbers


@pytest.mark.parametrize(
    ("statement", "remarks"),
    [
        ("A thousand people hear from me.", 0),
        ("963 more people hear from me.", 0),  # from a baseline of 37
        ("People hear from me on 30 September 2026.", 1),
        ("500 people hear from me.", 1),
    ],
)
def test_a_statement_says_its_target_or_what_is_to_be_gained(statement: str, remarks: int) -> None:
    assert len(about_number(statement, 1000, 37)) == remarks


@pytest.mark.parametrize(
    "text",
    [
        "A publisher accepts my novel.",
        "An agent has signed me.",
        "I get a book deal.",
        "My post goes viral.",
        "My book is a best-seller.",
        "I win the Harbour Prize.",
        "I am chosen for the residency.",
        "I get featured in The Quay.",
    ],
)
def test_what_others_decide_is_outside_ones_control(text: str) -> None:
    assert [said.rule for said in about_control(text)] == ["control"]


@pytest.mark.parametrize(
    ("text", "blockers"),
    [
        ("There is no time on weekdays.", ["commitment"]),
        ("I am too busy just now.", ["commitment"]),
        ("When I have time, I write.", ["commitment"]),
        ("I don’t know how to run a workshop.", ["confidence"]),
        ("I'm not good enough yet.", ["confidence"]),
        ("Not sure I can do it.", ["confidence"]),
        ("A letter and maybe a podcast.", ["scope"]),
        ("Talks, also a course, as well as a book.", ["scope"]),
        ("I have no time and I don't know how.", ["commitment", "confidence"]),
        ("Tuesdays and Fridays, six to eight, before the shop opens.", []),
        ("The shop also sells my book.", []),
        ("I cannot wait for the first workshop.", []),
        ("I know how to tie knots, and people ask me every week.", []),
    ],
)
def test_a_blocker_is_called_by_its_name(text: str, blockers: list[str]) -> None:
    assert [said.rule.removeprefix("blocker-") for said in about_blockers(text)] == blockers


# --- records ------------------------------------------------------------------------------------

GOAL = Goal(
    key="first-thousand",
    statement=GOOD[0],
    metric="fans",
    target=1000,
    baseline=37,
    start=date(2025, 10, 1),
    end=date(2026, 9, 30),
    ramp="backload",
    control="mine",
    sections={
        "commitment": "Tuesdays and Fridays, six to eight.",
        "reconnaissance": "I don't know how to run a workshop. Jun has run forty.",
        "strategy": "One talk where they are, one letter after it.",
        "execution": "Write on Tuesday, send on Wednesday.",
    },
    stretch=Stretch("Ten thousand people have asked to hear from me.", 10_000),
    line=3,
)
STORIES = KeyResult("One new story a week", "stories", Period.WEEK, 1, "", line=20)
RECORDS = Records(
    channels={"letter": Channel("letter", "The letter", Kind.STOCK, engaged=True)},
    readings=(Reading(date(2025, 10, 5), "letter", 37),),
    goals=(GOAL,),
    key_results=(STORIES,),
)


def _lint(records: Records, today: date = TODAY, text: str = "") -> list[Finding]:
    top = toml_tables.parse(text, "content/data/goals.toml", [])
    assert top
    return lint(records, top, today)


def _with_goal(**changes: object) -> Records:
    return replace(RECORDS, goals=(replace(GOAL, **changes),))  # type: ignore[arg-type]


def test_a_goal_well_put_has_no_findings() -> None:
    assert _lint(RECORDS) == []


def test_no_stretch_is_no_finding() -> None:
    assert _lint(_with_goal(stretch=None)) == []


def test_a_finding_is_a_warning_with_the_line_of_what_it_is_about_and_a_remedy() -> None:
    text = '# mine\n\n[goal]\nstart = 1\nstatement = "Grow."\n\n[goal.stretch]\nstatement = "x"\n'
    stretch = Stretch("Try ten thousand.", 10_000)
    records = _with_goal(statement="Grow to 1,000.", stretch=stretch)
    found = _lint(records, text=text)
    assert [(one.rule, one.place) for one in found] == [
        ("statement-vague", "content/data/goals.toml:5"),
        ("statement-vague", "content/data/goals.toml:8"),
    ]
    assert {one.severity for one in found} == {Severity.WARNING}
    assert all(one.remedy for one in found)


def test_a_key_result_without_a_measure_is_a_wish() -> None:
    wish = replace(STORIES, name="Be kind", measure="", line=30)
    [found] = _lint(replace(RECORDS, key_results=(STORIES, wish)))
    assert (found.rule, found.line) == ("measure", 30)
    assert "a leaf without a measure is a wish" in found.message


def test_a_key_result_that_others_decide_is_named() -> None:
    theirs = replace(STORIES, name="An editor accepts a story")
    [found] = _lint(replace(RECORDS, key_results=(theirs,)))
    assert found.rule == "control"


def test_a_tactic_names_its_goal_where_there_are_several() -> None:
    before = replace(GOAL, key="before", start=date(2024, 10, 1), end=date(2025, 9, 30))
    several = replace(RECORDS, goals=(before, GOAL))
    assert [found.rule for found in _lint(several)] == ["tactic"]
    named = replace(STORIES, goal="first-thousand")
    assert _lint(replace(several, key_results=(named,))) == []


def test_tactics_without_a_strategy_are_distractions() -> None:
    [found] = _lint(_with_goal(sections={"execution": "A post a day."}))
    assert "tactics without a strategy are distractions" in found.message


def test_an_obstacle_is_no_blocker_where_a_strategy_answers_it() -> None:
    alone = {"reconnaissance": GOAL.sections["reconnaissance"]}
    [found] = _lint(_with_goal(sections=alone))
    assert found.rule == "blocker-confidence"
    assert found.message.startswith("The section reconnaissance says")


def test_a_blocker_is_heard_in_the_strategy_itself() -> None:
    [found] = _lint(_with_goal(sections={"strategy": "Talks, when I have time."}))
    assert found.message == (
        'The section strategy says "when I have time": the blocker is commitment.'
    )


@pytest.mark.parametrize(("day", "is_borne_out"), [(15, True), (16, False)])
def test_a_reading_within_two_weeks_of_the_start_bears_out_the_baseline(
    day: int, is_borne_out: bool
) -> None:
    readings = (Reading(date(2025, 10, day), "letter", 37),)
    found = _lint(replace(RECORDS, readings=readings))
    assert [one.rule for one in found] == ([] if is_borne_out else ["baseline"])


def test_a_reading_of_visitors_bears_out_no_count_of_fans() -> None:
    visitors = Channel("site", "The site", Kind.REACH, engaged=False)
    records = replace(
        RECORDS,
        channels={**RECORDS.channels, "site": visitors},
        readings=(Reading(date(2025, 10, 1), "site", 400),),
    )
    assert [found.rule for found in _lint(records)] == ["baseline"]


def test_a_goal_that_has_just_begun_needs_no_reading_yet() -> None:
    assert _lint(replace(RECORDS, readings=()), date(2025, 10, 10)) == []


def test_a_goal_that_is_over_asks_for_the_next() -> None:
    [found] = _lint(RECORDS, date(2026, 11, 22))
    assert found.rule == "goal-over"
    assert "`invoke goals.new`" in found.remedy


def test_a_goal_that_is_over_is_left_alone_once_another_follows() -> None:
    before = replace(
        GOAL, key="old", statement="Grow.", start=date(2024, 10, 1), end=date(2025, 9, 30)
    )
    named = replace(STORIES, goal="first-thousand")
    assert _lint(replace(RECORDS, goals=(before, GOAL), key_results=(named,))) == []


@pytest.mark.parametrize(("number", "rules"), [(5, []), (6, ["key-results"])])
def test_more_than_five_key_results_are_too_many(number: int, rules: list[str]) -> None:
    results = tuple(replace(STORIES, name=f"Result {n}", line=20 + n) for n in range(number))
    far_out = replace(STORIES, name="Ten mentions", is_stretch=True)
    found = _lint(replace(RECORDS, key_results=(*results, far_out)))
    assert [one.rule for one in found] == rules
