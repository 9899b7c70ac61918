"""The review of an aspiration: five questions, asked again and again, answers kept with their date.

`content/data/reviews.jsonl` is a ledger of them (see `fanfare.ledger`): one review a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.ledger import Value

LEDGER = "reviews.jsonl"
"""The file of the reviews, in `content/data/`."""

RATING = "rating"
CHANGED = "changed"
"""The question that only somebody can answer who was asked before."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked in a review."""

    key: str
    """What its answer is kept under."""

    text: str
    short: str
    """What its answer is listed under."""


QUESTIONS = (
    Question("aspire", "1. What do you aspire to?", "Aspires to"),
    Question("strategy", "2. What is your strategy?", "Strategy"),
    Question("last_year", "3. What did you do for it in the last year?", "Last year"),
    Question("last_month", "   ... in the last month?", "Last month"),
    Question("last_week", "   ... in the last week?", "Last week"),
    Question("today", "   ... today?", "Today"),
    Question(RATING, "4. How do you rate your progress, 0.0 to 1.0?", "Rated"),
    Question(CHANGED, "5. How has it changed since last time?", "Changed"),
)


@dataclass(frozen=True, slots=True)
class Review:
    """The answers of one day."""

    day: date
    goal: str
    """The statement of the goal as it was then; empty where there was none."""

    answers: Mapping[str, str]
    """By the keys of `QUESTIONS`, all of them; one may be empty, the rating never is. Of a
    first review `CHANGED` is."""

    grade: float | None
    """What the key results came to, beside the author's own rating; None where nothing counts."""

    @property
    def rating(self) -> float:
        """What the author thinks of the progress, 0.0 to 1.0."""
        return float(self.answers[RATING])


def rating_complaint(text: str) -> str:
    """What is wrong with `text` as a rating; empty where nothing is."""
    if re.fullmatch(r"0|1|0?\.\d{1,2}|[01]\.0{1,2}|0\.", text):
        return ""
    return f'"{text}" is no rating. Write a number from 0.0 to 1.0, such as 0.6.'


def record_of(review: Review) -> dict[str, Value]:
    """`review` as a line of the ledger."""
    answers: dict[str, Value] = {**review.answers, RATING: review.rating}
    return {
        "date": review.day.isoformat(),
        "goal": review.goal,
        **answers,
        "grade": review.grade,
    }


def reviews_of(records: Iterable[Mapping[str, Value]], source: str) -> list[Review]:
    """The reviews that are kept as `records` of a ledger, in their order.

    Raises `FanfareError`, naming the ledger as `source`, for a record that is no review.
    """
    return [_review_of(record, source) for record in records]


def _review_of(record: Mapping[str, Value], source: str) -> Review:
    try:
        answers = {question.key: str(record[question.key]) for question in QUESTIONS}
        grade = record.get("grade")
        day = date.fromisoformat(str(record["date"]))
        review = Review(
            day, str(record.get("goal", "")), answers, None if grade is None else float(grade)
        )
        if not 0 <= review.rating <= 1:
            raise ValueError(answers[RATING])
    except (KeyError, ValueError) as error:
        message = f"The review of {record.get('date', 'an unknown day')} cannot be read ({error})."
        remedy = "Restore its line from git, or delete the line."
        raise FanfareError(Finding("review", message, remedy, source=source)) from None
    return review


def review_lines(review: Review) -> Iterator[str]:
    """What the terminal shows of a review: its day, its goal, one line for each answer."""
    yield f"{review.day}  {review.goal}".rstrip()
    for question in QUESTIONS:
        answer = review.answers[question.key]
        if question.key == RATING:
            answer = compared(review)
        yield f"  {question.short:<10}  {answer or '-'}"


def compared(review: Review) -> str:
    """The author's rating beside the computed grade."""
    computed = "" if review.grade is None else f" (the key results: {review.grade:.2f})"
    return f"{review.rating:.2f}{computed}"


def list_lines(reviews: Sequence[Review]) -> list[str]:
    """All `reviews`, oldest first, with a blank line between."""
    if not reviews:
        return ["No review yet. Begin with `invoke goals.review`."]
    lines: list[str] = []
    for review in reviews:
        lines += ([""] if lines else []) + list(review_lines(review))
    return lines
