"""What is private is in nothing that a page, the JSON or a feed is made of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from milestones import PUBLIC
from milestones.document import document
from milestones.files.record_files import read_records
from milestones.happenings import STORY, Happening, of_events
from milestones.overview import Overview, overview
from milestones.parts import public_parts
from milestones.public import Published, publish
from milestones.records import Records

GOALS = """
thanks = "Xanthippe"

[[channels]]
key = "quokka"
label = "Quokka post"
kind = "stock"
engaged = true
counts = "Quincunx"

[[channels]]
key = "mastodon"
label = "Mastodon"
kind = "stock"
engaged = true

[[milestones]]
threshold = 4123
thanks = "Xylophone"

[[milestones]]
threshold = 8123

[[goal]]
key = "before"
statement = "Zugzwang."
metric = "quokka"
target = 611
baseline = 10
start = 2025-01-01
end = 2025-12-31
ramp = "even"
control = "mine"

[[goal]]
key = "now"
statement = "Zeppelin."
metric = "fans"
target = 9137
baseline = 600
start = 2026-01-01
end = 2026-12-31
ramp = [4000, 1500, 1500, 1537]
control = "mine"
strategy = "Wombat"
[goal.stretch]
statement = "Zanzibar"
target = 77777

[[key_results]]
goal = "now"
name = "Quetzal"
measure = "stories"
period = "month"
target = 4

[[key_results]]
goal = "now"
name = "Zebra"
measure = "fans"
period = "quarter"
stretch = true
"""

TOLD = {
    "count": ("4711", "4829"),
    "goal": ("Zeppelin", "9137", "Zugzwang", "611"),
    "stretch": ("Zanzibar", "77777", "Zebra"),
    "projection": ("Arrival(",),
    "chart": ("LineChart(",),
    "milestones": ("4123", "8123"),
    "events": ("Yggdrasil",),
    "ripples": ("Week(", "WeekChart("),
    "thanks": ("Xanthippe", "Xylophone"),
    "key_results": ("Quetzal", "Zebra"),
    "quarters": ("Quarter 1", "too hard"),
    "channels": ("Quokka", "'quokka'", "Quincunx"),
    "plan": ("Wombat",),
}
"""What tells of each part."""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    data = tmp_path_factory.mktemp("data")
    (data / "goals.toml").write_text(GOALS)
    weeks = [date(2025, 6, 1) + timedelta(weeks=week) for week in range(60)]
    counts = [*(50 + 9 * week for week in range(31)), *range(600, 4711, 147)]
    lines = [f"{day},quokka,{count}," for day, count in zip(weeks, counts, strict=False)]
    lines += [f"{weeks[-1]},quokka,4711,", f"{weeks[0]},mastodon,118,"]
    (data / "fans.csv").write_text("\n".join(["date,channel,count,note", *lines]))
    talks = [f"{day},talk,Yggdrasil {number}," for number, day in enumerate(weeks)]
    (data / "events.csv").write_text(
        "\n".join(["date,kind,title,id,caused_by,url", "2026-01-02,met,Yggdrasil,a,,"])
        + "\n2026-01-09,met,Yggdrasil,,a,\n"
        + "\n".join(f"{talk},," for talk in talks)
    )
    found, odd = read_records(data, "data", date(2026, 12, 1))
    assert odd == []
    return found


@pytest.fixture(scope="module")
def happenings(records: Records) -> list[Happening]:
    story = Happening(date(2026, 5, 4), STORY, "A story", "story")
    return [story, *of_events(records.events)]


@pytest.fixture(scope="module")
def everything(records: Records, happenings: list[Happening]) -> Overview:
    return overview(records, happenings)


def told(
    private: tuple[str, ...], known: Overview, records: Records, happenings: list[Happening]
) -> str:
    """All that templates could read where `private` parts are private and all others public."""
    parts = public_parts(dict.fromkeys(PUBLIC, True) | dict.fromkeys(private, False))
    published = publish(known, records, happenings, parts)
    return f"{published!r} {document(published.overview)!r}"


def test_of_what_is_public_everything_is_told(
    everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    """Without which the other tests here would prove nothing."""
    text = told((), everything, records, happenings)
    for facts in TOLD.values():
        for fact in facts:
            assert fact in text


@pytest.mark.parametrize("private", [*combinations(TOLD, 1), *combinations(TOLD, 2)])
def test_of_what_is_private_nothing_is_told(
    private: tuple[str, ...], everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    text = told(private, everything, records, happenings)
    for part in private:
        for fact in TOLD[part]:
            assert fact not in text


def shown(
    private: str, known: Overview, records: Records, happenings: list[Happening]
) -> Published:
    parts = public_parts(dict.fromkeys(PUBLIC, True) | {private: False})
    return publish(known, records, happenings, parts)


def test_who_hides_the_count_hides_all_that_tells_it(
    everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    published = shown("count", everything, records, happenings)
    assert published.parts == {"milestones", "events", "thanks", "feed", "plan"}
    assert [one.threshold for one in published.overview.milestones] == [4123]


def test_grades_are_part_of_the_quarters(
    everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    current = everything.current
    assert current
    assert current.quarters[0].grade is not None
    hidden = shown("quarters", everything, records, happenings).overview
    assert [(one.year.grade, one.year.band, one.year.results) for one in hidden.goals] == [
        (None, "", ()),
        (None, "", ()),
    ]
    hidden = shown("key_results", everything, records, happenings).overview
    assert hidden.current
    assert hidden.current.quarters[0].grade == current.quarters[0].grade
    assert hidden.current.quarters[0].results == ()


def test_the_grade_of_the_stretch_is_part_of_it(
    everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    assert everything.current
    assert everything.current.stretch_grade is not None
    hidden = shown("stretch", everything, records, happenings).overview.current
    assert hidden
    assert hidden.stretch_grade is None


def test_the_widget_needs_a_count(
    everything: Overview, records: Records, happenings: list[Happening]
) -> None:
    assert shown("thanks", everything, records, happenings).has_widget
    assert not shown("widget", everything, records, happenings).has_widget


def test_the_usual_choice_keeps_the_workings_private() -> None:
    assert {part for part, is_public in PUBLIC.items() if not is_public} == {
        "key_results",
        "quarters",
        "channels",
        "plan",
    }
