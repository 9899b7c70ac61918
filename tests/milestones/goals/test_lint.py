"""What `goals.lint` hears in a goal, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fanfare.findings import Finding, Severity
from milestones.files import toml_tables
from milestones.goals.blockers import about_blockers
from milestones.goals.control import about_control
from milestones.goals.lint import lint
from milestones.goals.numerals import numbers_in
from milestones.goals.wording import about_number, about_statement
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
    "1,000 people have subscribed through the Wednesday letter.",
    "500 people and 20 libraries get my letter.",
    "1,000 people want more from me and have said so.",
    "1,000 editors publish my tips.",
    "1,000 people read my series on how to win an award.",
    "1,000 people have also left their number.",
    "500 people plus their dogs walk with me.",
    "200 people keep growing tomatoes with my letter.",
    "1,000 people have signed up by clicking.",
    "500 writers have been published by my magazine.",
    "1,000 people know me and my work.",
    "My sister and I have 1,000 readers.",
    "1,000 people hear from me now and then.",
    "1,000 people have asked to hear from me and my co-author.",
    "1,000 readers have asked for more stories.",
    "Growing Roses has 1,000 readers.",
    "Reach Magazine has 1,000 subscribers.",
    "1,000 people read my letter Growing Roses.",
    "1,000 people use my new improved planner.",
    "500 people have heard me in 3 towns and 20 libraries.",
    "1,000 people know how many stories I write.",
    '1,000 people have read "How I Won the Booker Prize".',
    "1,000 people have read “What Now?” to the end.",
    "500 best-selling authors read my letter.",
    "1,000 people use Mastodon and read me there.",
    "500 authors have started using Fanfare.",
    "1,000 people have found their voice by writing every week.",
    "My novel is published by Christmas, and 1,000 people read it.",
    "1,000 readers who might buy my book have given me their address.",
    "1,000 people read about the might of rivers.",
    "500 people have quit smoking with the help of my letter.",
    "500 writers with a book deal read my letter.",
    "1,000 people subscribe via RSS.",
    "1,000 people know the roses as well as I do.",
    "One thousand people have come through hardship with my book.",
    "1,000 people in May and June have read me.",
    "I have 1,000 readers in 20 countries.",
    "A thousand people, editors and agents among them, open my letter.",
    "1,000 people know what I hope for.",
    "On 1 May, 500 people own my book.",
    "1,000 people have told me that my letter helps them because they are busy.",
    "I speak to 500 people in libraries.",
    "100 people pay me each month.",
    "500 people know how the algorithm ranks posts.",
    "1,000 people have finished a draft thanks to my letter.",
    "My podcast has 1,000 listeners.",
    "1,000 people who were too busy to read now read me.",
    "1,000 people with no time to read hear my podcast.",
    "500 people who don't know how to knit have knitted a sock with me.",
    "1,000 hundred-and-one-year-olds read me.",
    "By 31 December 2026 I have 1,000 subscribers.",
    "1,000 people open The Wednesday Letter each week.",
    "We have 500 members on 1 June 2027.",
    "A hundred people have come to one of my talks.",
    "My newsletter reaches 2,500 inboxes by Christmas.",
    "1,000 people follow my walks and know the harbour.",
    "On 30 June 2027, 300 people have read my novel to the end and written to me.",
    "2,000 readers hear from my sister and me every Sunday.",
    "By the end of 2027, 1,200 people have joined the Knot Club.",
    "One thousand people look forward to Wednesday.",
    '1,000 people have said "because I post daily" in my survey.',
    "1,000 people trust me with their address.",
    "500 women who want to win back their evenings read me.",
    "1,000 people have accepted my invitation.",
    "Three publishers' newsletters link to me, and 1,000 people follow the link.",
    "500 agents and editors have signed up.",
    "1,000 people who hope to be published read my tips.",
    "500 people keep my book by their bed.",
    "My readers and I are 1,000.",
    "By my fiftieth birthday 1,000 people hear from me.",
    "Every week, 1,000 people get one more story.",
    "1,000 people use my maps to get better at sailing.",
    "1,000 people have read through the whole archive.",
    "At least 1,000 people have subscribed via the form.",
    "The choir has 80 singers and an audience of 1,000.",
    "10k people follow me on Mastodon.",
    "I am read by 1,000 people.",
    "1,000 people are on my list and 20 of them answer.",
    "300 parents and their 500 children have heard me read.",
    "800 people have bought and read my book.",
    "1,000 gardeners plant by my calendar.",
    "I give 12 talks a year to 1,000 people in all.",
    "I have signed 500 books for readers.",
    "1,000 people say my letter is the best they get.",
    "We are 1,000 readers and writers by spring.",
    "1,000 people visit my garden, open all year.",
    "I know 1,000 readers by name.",
    "By opening day, 1,000 people have reserved a seat.",
    "1,000 people read my serial Win or Lose.",
    "500 judges have read my column.",
    "I've 1,000 readers on the first of May.",
]


@pytest.mark.parametrize("statement", GOOD)
def test_a_plain_sentence_is_left_alone(statement: str) -> None:
    about = [about_statement(statement), about_control(statement)]
    assert about == [[], []]
    assert about_blockers(statement) == []


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
        ("I'd love 1,000 readers.", "statement-vague"),
        ("I’d love 1,000 readers.", "statement-vague"),
        ("I would like to have 1,000 readers.", "statement-vague"),
        ("Maybe 1,000 people read me.", "statement-unsure"),
        ("1,000 people might read my letter.", "statement-unsure"),
        ("Hopefully 1,000 people read my letter.", "statement-unsure"),
        ("1,000 people perhaps read my letter.", "statement-unsure"),
        ("I might have 1,000 readers.", "statement-unsure"),
        ("1,000 people read me because I post daily.", "statement-how"),
        ("I have 1,000 readers using LinkedIn ads.", "statement-how"),
        ("1,000 people are reached via guest posts.", "statement-how"),
        ("I have 1,000 readers and 20 talks.", "statement-clauses"),
        ("I hope to have 1,000 readers.", "statement-vague"),
        ("We'd like to reach 500 people.", "statement-vague"),
        ("Increase my list to 1,000.", "statement-vague"),
        ("Get 1,000 subscribers.", "statement-order"),
        ("Sell 500 books.", "statement-order"),
        ("My list is growing to 1,000.", "statement-vague"),
        ("I have many readers.", "statement-vague"),
        ("Perhaps 500 people hear from me.", "statement-unsure"),
        ("With luck, maybe 500 people read me.", "statement-unsure"),
        ("I have 500 fans and 30 reviews.", "statement-clauses"),
        ("I speak in 10 towns and I write a book.", "statement-clauses"),
        ("500 people subscribe via Facebook ads.", "statement-how"),
        ("I reach 1,000 people by posting twice a day.", "statement-how"),
        ("1,000 people have found me thanks to podcast interviews.", "statement-how"),
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
        "Penguin publishes my book.",
        "Harper Collins has accepted my novel.",
        "The algorithm favours my posts.",
        "The algorithm shows my posts to 1,000 people.",
        "I sign a two-book deal.",
        "My novel becomes a New York Times best-seller.",
        "My novel is published by Penguin.",
        "My story has been accepted by The Quay.",
        "Editors accept my stories.",
        "I find an agent.",
        "Find an agent",
        "Go viral",
        "I win an award.",
        "I'm famous.",
        "I am shortlisted for the prize.",
        "My book wins the Booker Prize.",
        "Faber publishes my first novel.",
        "I land a book deal.",
        "My video goes viral.",
        "The jury picks my poem.",
        "I become famous.",
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
        ("They see the bottom row, and possibly the one above.", []),
        ("I cannot wait for the first workshop.", []),
        ("I know how to tie knots, and people ask me every week.", []),
        ("I won't have time.", ["commitment"]),
        ("When I have time, I write to 1,000 people.", ["commitment"]),
        ("If I find the time, 1,000 people hear from me.", ["commitment"]),
        ("No time on weekdays.", ["commitment"]),
        ("I'm far too tired in the evening.", ["commitment"]),
        ("Someday I'll write it.", ["commitment"]),
        ("One day I will begin.", ["commitment"]),
        ("We have hardly any time for it.", ["commitment"]),
        ("I'll do it when things calm down.", ["commitment"]),
        ("I never have enough energy for writing.", ["commitment"]),
        ("I have no idea how to speak.", ["confidence"]),
        ("Who am I to teach knots?", ["confidence"]),
        ("I'm afraid of asking.", ["confidence"]),
        ("I am afraid nobody reads my letter.", ["confidence"]),
        ("I feel like an impostor.", ["confidence"]),
        ("I'm not a real writer.", ["confidence"]),
        ("I'll try, if I can.", ["confidence"]),
        ("A letter, a podcast, plus a course, plus a book.", ["scope"]),
        ("My outline keeps growing.", ["scope"]),
        ("A site, and while I'm at it a shop.", ["scope"]),
        ("We don't have time for this.", ["commitment"]),
        ("If I get enough time, I write.", ["commitment"]),
        ("I'm too busy with the shop.", ["commitment"]),
        ("Too tired after work.", ["commitment"]),
        ("I can't find the time to write.", ["commitment"]),
        ("Time permitting, a story a week.", ["commitment"]),
        ("I really don't know where to start.", ["confidence"]),
        ("I'm not sure that anybody cares.", ["confidence"]),
        ("Nobody wants what I write.", ["confidence"]),
        ("I'm no good at talking.", ["confidence"]),
        ("I can't talk to strangers.", ["confidence"]),
        ("A book, a course, and so on, etc.", ["scope"]),
        ("My readers are too busy to read long letters.", []),
        ("My readers have no time, so the letter takes two minutes.", []),
        ("People do not know how to begin; I show them.", []),
        ("Nobody wants another newsletter, and mine is none.", []),
        ("I don't know their names yet, so I ask at every talk.", []),
        ("There is no time to lose.", []),
        ("If I am too tired, I write one line.", []),
        ("Readers who hope to write someday.", []),
        ("A letter about impostor syndrome.", []),
        ("If I can help one person a day, that is a year of people.", []),
        ("My readers get a map, and the library also lends the book.", []),
        ("I have the time on Tuesdays.", []),
        ("Writers not good enough yet for a publisher read me.", []),
        ("My neighbours are not sure how it works. I tell them.", []),
        ("The list keeps growing by ten a week.", []),
        ("I am never too busy to answer.", []),
        ("On one day I will write, on the next I will edit.", []),
        ("In no time people know the knots.", []),
        ("I can't imagine a better room.", []),
        ("They ask whether I can come.", []),
        ("Those who cannot find time to knit.", []),
        ("For busy people: one knot a week.", []),
        ("The harbour office has too little time for visitors.", []),
        ("I work on it before breakfast, because nobody rings then.", []),
        ("What is in the way: the shop is busy in summer. I write in winter.", []),
        ("I don't answer mail before ten.", []),
        ("Once I have the draft, Jun reads it.", []),
        ("No phone before noon.", []),
        ("When the shop closes I have two hours.", []),
        ("I never have time off in August, so I write ahead in July.", []),
        ("They say nobody reads any more; the library says otherwise.", []),
        ("I am not good at titles, so I ask Hester.", []),
        ("People want to know whether it is safe.", []),
        ("Also, the library has a copier.", []),
        ("A talk, and the list goes round.", []),
        ("The editor of The Quay has taken three stories.", []),
        ("My letter is for those too tired to cook.", []),
        ("We are often too few for a walk.", []),
        ("The town has no idea where the bar is. I tell them.", []),
        ("Give each room what it asked for, and write it up the same evening.", []),
        ("I can do one thing a day.", []),
        ("Some day visitors come for the walk and stay for the letter.", []),
        ("Time is short in summer: two posts a month then.", []),
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


@pytest.mark.parametrize(
    ("statement", "rules"),
    [
        ("On 30 September 2026, 1,000 people have asked to hear from me.", []),
        ("Before 1 October 2026, 1,000 people have asked to hear from me.", []),
        ("By September 30th, 2026, 1,000 people have asked to hear from me.", []),
        ("On 2026-09-30, 1,000 people have asked to hear from me.", []),
        ("1,000 people have asked to hear from me.", []),
        ("On 31 December 2026, 1,000 people have asked to hear from me.", ["statement-day"]),
        ("On 30 September 2027, 1,000 people have asked to hear from me.", ["statement-day"]),
    ],
)
def test_the_day_in_the_sentence_is_the_end_of_the_goal(statement: str, rules: list[str]) -> None:
    assert [one.rule for one in _lint(_with_goal(statement=statement))] == rules


def test_a_day_that_differs_is_said_with_the_end() -> None:
    [found] = _lint(_with_goal(end=date(2026, 11, 21)))
    assert found.message == ("The statement says 2026-09-30, and the goal ends on 2026-11-21.")


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
