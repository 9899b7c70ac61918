"""What `goals.new` asks, what it suggests, and what an answer means.

The suggestions are the practices of authors who grew an audience: 1,000 fans in a year, most of
them late in it (backload), a goal that is one's own to reach; one new story a week, one new
partnership a month.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.arithmetic.count import history, points, value_on
from milestones.arithmetic.ramps import checkpoints, months_later
from milestones.fans.recording import said_count
from milestones.files.table_file import YEARS, iso_day
from milestones.goals.calendar_days import days_in, without_days
from milestones.goals.numerals import numbers_in
from milestones.goals.wording import EXAMPLE
from milestones.records import FANS, Channel, Goal, KeyResult, Kind, Period, Records, Stretch
from workbench.terminal import NOT_PLAIN, is_plain

_ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Field:
    """One answer that a goal needs."""

    key: str
    """The field of `Goal` it is for, or of its stretch; and the option of the command line."""

    text: str
    suggestion: Callable[[Goal, Records, date], str]
    """What Enter means, from the answers before, the records and today; "" where it means nothing.
    """

    meaning: Callable[[str], object]
    """The value of an answer. Raises `FanfareError` where it has none."""


def unanswered(records: Records, today: date) -> Goal:
    """A goal that is wrong in nothing beside `records`, to be filled in answer by answer."""
    start = _first_free_day(records, today)
    return Goal(
        key="",
        statement=EXAMPLE,
        metric=FANS,
        target=1000,
        baseline=0,
        start=start,
        end=start + _ONE_DAY,
        ramp="even",
        control="mine",
        sections={},
    )


def answered(goal: Goal, field: Field, answer: str) -> Goal:
    """`goal` with the `answer` to a field; raises `FanfareError` where it means nothing."""
    value = field.meaning(answer)
    changes = {field.key: value}
    if field.key == "start" and isinstance(value, date):
        changes["end"] = value + _ONE_DAY  # until that is asked
    return replace(goal, **changes)  # type: ignore[arg-type]  # `meaning` has the field's type


def with_stretch(goal: Goal, statement: str, target: str) -> Goal:
    """`goal` with that stretch; raises `FanfareError` where it is none."""
    return replace(goal, stretch=Stretch(_text(statement), _number(target)))


# --- what answers mean --------------------------------------------------------------------------


def _text(said: str) -> str:
    if not is_plain(said):
        raise _refusal(NOT_PLAIN, "Write plain text.")
    if not said.strip():
        raise _refusal("An answer is needed.", "Write a few words.")
    return said.strip()


def _number(said: str) -> int:
    return said_count(re.sub(r"(?<=\d)[, \u00a0\u202f](?=\d{3}\b)", "", said.strip()))


def _day(said: str) -> date:
    day = iso_day(said.strip())
    if day is None:
        remedy = "Write it as year-month-day, such as 2026-09-30."
        raise _refusal(f'"{said}" is not a date.', remedy)
    if day.year not in YEARS:
        raise _refusal(f"{day} is not in our time.", "Write the year that is meant.")
    return day


def _ramp(said: str) -> str | tuple[int, ...]:
    numbers = said.strip("[]").replace(",", " ").split()
    if numbers and all(re.fullmatch(r"\d{1,12}", one, re.ASCII) for one in numbers):
        return tuple(map(int, numbers))
    return _text(said)


def _refusal(message: str, remedy: str) -> FanfareError:
    return FanfareError(Finding("answer", message, remedy))


# --- what is suggested --------------------------------------------------------------------------


def _first_free_day(records: Records, today: date) -> date:
    return max([today, *(goal.end + _ONE_DAY for goal in records.goals)])


def _start(_: Goal, records: Records, today: date) -> str:
    return _first_free_day(records, today).isoformat()


def _target(goal: Goal, _: Records, __: date) -> str:
    said = max(numbers_in(without_days(goal.statement)), default=0)
    return str(said or 1000)


def _end(goal: Goal, _: Records, __: date) -> str:
    said = [day for day in days_in(goal.statement) if day > goal.start]
    if said:
        return said[0].isoformat()
    return (months_later(goal.start, 12) - _ONE_DAY).isoformat()


def _baseline(goal: Goal, records: Records, _: date) -> str:
    counted = points(history(records.channels, records.readings), goal.metric)
    return str(value_on(counted, goal.start) or 0)


def _ten_times(goal: Goal, _: Records, __: date) -> str:
    return str(10 * goal.target)


def _always(answer: str) -> Callable[[Goal, Records, date], str]:
    return lambda goal, records, today: answer


FIELDS = (
    Field(
        "statement",
        "What will be so on the last day? One plain sentence that says it with its number,\n"
        f"  such as: {EXAMPLE}",
        _always(""),
        _text,
    ),
    Field("target", "How many is that?", _target, _number),
    Field("metric", "How is it measured: fans, or the key of a channel?", _always(FANS), _text),
    Field("start", "From which day on?", _start, _day),
    Field("end", "Until which day? A year is a good span.", _end, _day),
    Field("baseline", "How many are there on the first day?", _baseline, _number),
    Field(
        "ramp",
        "How does it grow? even; backload, which is little first and most at the end;\n"
        "  or what each quarter gains, such as: 20, 30, 500, 50",
        _always("backload"),
        _ramp,
    ),
    Field(
        "control",
        "Whose decision is it? mine; or theirs, such as a publisher's",
        _always("mine"),
        _text,
    ),
)
"""In the order in which they are asked."""

STRETCH_FIELDS = (
    Field(
        "stretch-statement",
        "What would it be if nothing were impossible? One plain sentence with its number;\n"
        "  Enter leaves it out.",
        _always(""),
        _text,
    ),
    Field("stretch-target", "How many is that?", _ten_times, _number),
)
"""What is asked for the stretch of a goal, which may be left out."""

SECTION_QUESTIONS: Mapping[str, str] = {
    "commitment": "Commitment: when do you work on it, and what do you leave for it?\n"
    "  Such as: Tuesdays and Fridays, six to eight, before anything else.",
    "value": "Value: what do these people get from you?\n"
    "  Such as: One letter a week that takes two minutes and saves an hour.",
    "reconnaissance": "Reconnaissance: what is in the way, and what helps?\n"
    "  Such as: Few know the letter. Three neighbours with larger ones like it.",
    "strategy": "Strategy: what leads to the goal, and why that?\n"
    "  Such as: Write for other people's readers first, since mine are too few to tell others.",
    "execution": "Execution: what exactly is done?\n"
    "  Such as: One story here each week, one elsewhere each month, a talk each quarter.",
}
"""What is asked for the sections of a plan; each may be left out."""


def key_results_for(goal: Goal, records: Records) -> list[KeyResult]:
    """Key results that suit `goal`: those of the goal before it, then what is usual beside them.

    What none is suggested for is what counts for every goal in `records` already.
    """
    ramp = f"{goal.metric.capitalize()}: what the ramp wants each quarter"
    suggested = [
        KeyResult(ramp, goal.metric, Period.QUARTER, None, goal.key),
        KeyResult("One new story a week", "stories", Period.WEEK, 1, goal.key),
        KeyResult("One new partnership a month", "partnerships", Period.MONTH, 1, goal.key),
    ]
    before = [one for one in _of_last_goal(records) if _suits(one, goal)]
    taken_over = [replace(one, goal=goal.key, line=0) for one in before]
    # Beside a single goal they are its own, and name it from now on.
    of_every_goal = len(records.goals) != 1
    counted = {one.measure for one in records.key_results if of_every_goal and not one.goal}
    counted |= {one.measure for one in taken_over}
    return [*taken_over, *(one for one in suggested if one.measure not in counted)]


def _of_last_goal(records: Records) -> list[KeyResult]:
    """The key results that are those of the last goal alone."""
    keys = {goal.key for goal in records.goals[-1:]}
    keys |= {""} if len(records.goals) == 1 else set()
    return [one for one in records.key_results if one.goal in keys]


def _suits(result: KeyResult, goal: Goal) -> bool:
    """Whether `result`, which was another goal's, can be one of `goal`."""
    has_target = result.target is not None or result.measure == goal.metric
    return bool(result.measure) and has_target and not result.is_stretch


def free_key(goal: Goal, taken: Container[str]) -> str:
    """A key for `goal` that is not `taken`: the year it ends in, with a number where needed."""
    year = str(goal.end.year)
    keys = (year, *(f"{year}-{number}" for number in range(2, 1000)))
    return next(key for key in keys if key not in taken)


def new_channel(label: str, kind: str, taken: Container[str]) -> Channel:
    """A channel called `label`, whose key is made of it and not `taken`.

    Those counted in it are fans, but for reach. Raises `FanfareError` where the kind is none.
    """
    if kind not in list(Kind):
        raise _refusal(f'"{kind}" is no kind.', f"Write one of {', '.join(Kind)}.")
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    name = "-".join(words[1:] if words[:1] == ["the"] and words[1:] else words) or "channel"
    keys = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    key = next(key for key in keys if key not in taken)
    return Channel(key, _text(label), Kind(kind), engaged=kind != Kind.REACH)


def ramp_lines(goal: Goal) -> Sequence[str]:
    """The checkpoints of `goal`, one a line: its day, how many there are to be, the gain."""
    steps = checkpoints(goal)
    before = [goal.baseline, *(step.target for step in steps)]
    width = len(f"{goal.target:,}")
    return [
        f"  {step.day}  {step.target:>{width},}  (+{step.target - was:,})"
        for step, was in zip(steps, before, strict=False)
    ]
