"""What `goals.review` does in a terminal, or reading its answers from a pipe, one a line."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from datetime import date

from fanfare import console, ledger
from fanfare.errors import FanfareError
from milestones.goals.review import (
    CHANGED,
    LEDGER,
    QUESTIONS,
    RATING,
    Question,
    Review,
    compared,
    list_lines,
    rating_complaint,
    record_of,
    review_lines,
    reviews_of,
)
from milestones.overview import Overview
from workbench import terminal
from workbench.location import Site


def kept_reviews(site: Site) -> list[Review]:
    """The reviews of `site`, oldest first; raises `FanfareError` where one cannot be read."""
    path = site.content / "data" / LEDGER
    shown = site.shown(path)
    return reviews_of(ledger.read(path, shown), shown)


def list_reviews(site: Site, *, as_json: bool) -> None:
    """Print the reviews that are kept."""
    kept = kept_reviews(site)
    if as_json:
        console.show_json({"reviews": [record_of(review) for review in kept]})
        return
    for line in list_lines(kept):
        console.say(line)


def review(site: Site, figures: Overview, today: date, *, as_json: bool) -> None:
    """Show the last review, ask the questions, and then keep the answers, all at once.

    Raises `FanfareError`, with nothing kept, where an answer is missing or the rating is none.
    """
    kept = kept_reviews(site)
    ledger.check_writable(site.content / "data" / LEDGER)
    # What is asked goes to the terminal also where the result goes into a file.
    with contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext():
        try:
            if kept:
                console.say("Last time:")
                for line in review_lines(kept[-1]):
                    console.say(line)
                console.say("")
            answers = {question.key: _answer(question, kept) for question in QUESTIONS}
        except KeyboardInterrupt:
            console.complain("\nStopped. Nothing was kept.")
            raise
    goal = figures.current
    made = Review(today, goal.goal.statement if goal else "", answers, computed_grade(figures))
    ledger.append(site.content / "data" / LEDGER, record_of(made))
    if as_json:
        console.show_json(record_of(made))
        return
    console.say("")
    console.say(f"You rate it {compared(made)}.")
    if len(kept) > 0:
        change = made.rating - kept[-1].rating
        console.say(f"That is {change:+.2f} since {kept[-1].day}.")
    console.say(f"Kept in {site.shown(site.content / 'data' / LEDGER)}.")


def computed_grade(figures: Overview) -> float | None:
    """The grade of the current goal if it is closed, else of its last closed quarter, if any."""
    if figures.current is None:
        return None
    goal = figures.current
    closed = [one for one in (*goal.quarters, goal.year) if one.is_closed and one.grade is not None]
    grade = closed[-1].grade if closed else None
    return None if grade is None else round(grade, 2)


def _answer(question: Question, kept: Sequence[Review]) -> str:
    """The answer to `question`; "" to what has changed since last time where there was none."""
    if question.key == CHANGED and not kept:
        return ""
    while True:
        answer = " ".join(terminal.ask(f"{question.text}\n>").split())
        complaint = rating_complaint(answer) if question.key == RATING else ""
        if not complaint:
            return answer
        if not sys.stdin.isatty():  # the next line answers the next question
            raise FanfareError(complaint)
        console.say(f"  {complaint}")
