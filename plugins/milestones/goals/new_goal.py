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
from milestones.goals.wording import EXAMPLE
from milestones.records import FANS, Channel, Goal, KeyResult, Kind, Period, Records

_ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that a goal needs."""

    key: str
    """The field of `Goal` it is for, and the option of the command line."""

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


def answered(goal: Goal, question: Question, answer: str) -> Goal:
    """`goal` with the `answer` to a question; raises `FanfareError` where it means nothing."""
    value = question.meaning(answer)
    changes = {question.key: value}
    if question.key == "start" and isinstance(value, date):
        changes["end"] = value + _ONE_DAY  # until that is asked
    return replace(goal, **changes)  # type: ignore[arg-type]  # `meaning` has the field's type


# --- what answers mean --------------------------------------------------------------------------


def _text(said: str) -> str:
    if not said.isprintable():
        raise _refusal(f"{said!r} has characters that nobody can read.", "Write plain text.")
    if not said:
        raise _refusal("An answer is needed.", "Write a few words.")
    return said


def _number(said: str) -> int:
    digits = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", said)
    if not re.fullmatch(r"\d{1,12}", digits, re.ASCII):
        raise _refusal(f'"{said}" is not a whole number.', "Write one such as 1000.")
    return int(digits)


def _day(said: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", said, re.ASCII):
            return date.fromisoformat(said)
    except ValueError:  # no such day
        pass
    raise _refusal(f'"{said}" is not a date.', "Write it as year-month-day, such as 2026-09-30.")


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


def _end(goal: Goal, _: Records, __: date) -> str:
    return (months_later(goal.start, 12) - _ONE_DAY).isoformat()


def _baseline(goal: Goal, records: Records, _: date) -> str:
    counted = points(history(records.channels, records.readings), goal.metric)
    return str(value_on(counted, goal.start) or 0)


def _always(answer: str) -> Callable[[Goal, Records, date], str]:
    return lambda goal, records, today: answer


QUESTIONS = (
    Question(
        "statement",
        "What will be so on the last day? One plain sentence that says it with its number,\n"
        f"  such as: {EXAMPLE}",
        _always(""),
        _text,
    ),
    Question("target", "How many is that?", _always("1000"), _number),
    Question("metric", "How is it measured: fans, or the key of a channel?", _always(FANS), _text),
    Question("start", "From which day on?", _start, _day),
    Question("end", "Until which day? A year is a good span.", _end, _day),
    Question("baseline", "How many are there on the first day?", _baseline, _number),
    Question(
        "ramp",
        "How does it grow? even; backload, which is little first and most at the end;\n"
        "  or what each quarter gains, such as: 20, 30, 500, 50",
        _always("backload"),
        _ramp,
    ),
    Question(
        "control",
        "Whose decision is it? mine; or theirs, such as a publisher's",
        _always("mine"),
        _text,
    ),
)
"""In the order in which they are asked."""

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
    """Key results that suit `goal` and that none in `records` counts for it already."""
    ramp = f"{goal.metric.capitalize()}: what the ramp wants each quarter"
    suggested = [
        KeyResult(ramp, goal.metric, Period.QUARTER, None, goal.key),
        KeyResult("One new story a week", "stories", Period.WEEK, 1, goal.key),
        KeyResult("One new partnership a month", "partnerships", Period.MONTH, 1, goal.key),
    ]
    counted = {one.measure for one in records.key_results if not one.goal}
    return [one for one in suggested if one.measure not in counted]


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
