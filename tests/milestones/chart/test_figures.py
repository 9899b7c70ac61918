"""Which charts an overview has, and what they name."""

from __future__ import annotations

from datetime import timedelta

from milestones.chart.figures import Figures, draw
from milestones.overview import overview
from milestones.records import Goal, Reading
from tests.milestones.arithmetic.first_thousand import END, START, goal, records


def _figures(*readings: Reading, of: Goal, names: dict[str, str] | None = None) -> Figures:
    figures = draw(overview(records(readings=readings, goals=(of,)), []), [], names or {})
    assert figures is not None
    return figures


def _counted(days: int, count: int) -> Reading:
    return Reading(START + timedelta(days), "newsletter", count)


OVER = Reading(END + timedelta(1), "newsletter", 90)


def test_a_chart_names_a_channel_only_as_it_is_told_to() -> None:
    of_letter = goal(metric="newsletter", target=100)
    for names, name in (({}, "count"), ({"newsletter": "The letter"}, "The letter")):
        chart = (
            _figures(_counted(9, 40), OVER, of=of_letter, names=names).goals[of_letter.key].chart
        )
        assert chart.description.startswith(f"{name}: 40 on")
        assert f"40 {name}" in [label.text for label in chart.labels]
        assert "newsletter" not in chart.description


def test_a_chart_of_fans_names_them() -> None:
    chart = _figures(_counted(9, 40), OVER, of=goal()).goals[goal().key].chart
    assert chart.description.startswith("fans: 40 on")


def test_a_goal_that_was_not_counted_in_its_time_has_no_chart() -> None:
    assert _figures(_counted(-9, 40), OVER, of=goal()).goals == {}


def test_a_closed_goal_is_drawn_from_the_count_before_it_and_told_from_its_start() -> None:
    went = _figures(_counted(-9, 40), _counted(9, 49), OVER, of=goal()).goals[goal().key]
    assert went.chart.description.startswith("fans: 44 on")
    assert [row.value for row in went.rows] == [49]
