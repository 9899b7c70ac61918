"""What `goals.new` does in a terminal: it asks, checks, shows, and then writes all or nothing."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.fans.book import Wish
from milestones.goals.book import Book, addition_value, checked_text, lines_of, open_book, write
from milestones.goals.lint import about_sentence, lint_folder
from milestones.goals.new_goal import (
    FIELDS,
    SECTION_QUESTIONS,
    STRETCH_FIELDS,
    Field,
    answered,
    free_key,
    key_results_for,
    new_channel,
    ramp_lines,
    unanswered,
    with_stretch,
)
from milestones.goals.remarks import Remark
from milestones.goals.toml_addition import Addition
from milestones.goals.wording import about_end, about_number
from milestones.records import Channel, Goal, Kind, Records
from workbench import terminal
from workbench.location import Site

_T = TypeVar("_T")


def set_goal(site: Site, said: Mapping[str, str], wish: Wish, today: date, *, yes: bool) -> None:
    """Ask for a new goal, show it, and add it to goals.toml: all of it, or nothing.

    `said` are the answers that the command line gives, by the keys of `FIELDS` and
    `STRETCH_FIELDS`, and `key`. With `yes` nothing is asked that can be left out, nor whether to
    write; nor on a dry run where nobody can be asked. Raises `FanfareError` where an answer is
    missing and nobody can be asked, or one of the command line is wrong.
    """
    # What is asked goes to the terminal also where the result goes into a file.
    aside = contextlib.redirect_stdout(sys.stderr) if wish.as_json else contextlib.nullcontext()
    try:
        with aside:
            book = open_book(site, today)
            new = _goal_of(book, said, yes=_leaves_out(said, wish, yes=yes))
            text = checked_text(book, new)
            if not wish.as_json or terminal.can_ask():
                _show(book, new)
            is_wanted = not wish.dry_run and (yes or _wants(book))
            if is_wanted:
                write(book, text)
    except KeyboardInterrupt:
        console.complain("\nStopped. Nothing was changed.")
        raise
    if wish.as_json:
        outcome = {"dry_run": wish.dry_run, "written": is_wanted}
        console.show_json({**addition_value(book, new), **outcome})
    elif is_wanted:
        console.say(f"Written to {book.source}. How it stands: `invoke goals.status`.")
    else:
        console.say("Nothing was changed.")
    if is_wanted:
        folder = book.path.parent
        console.show(lint_folder(folder, site.shown(folder), today))


def _leaves_out(said: Mapping[str, str], wish: Wish, *, yes: bool) -> bool:
    """Whether what can be left out is; raises `FanfareError` where nobody can say what cannot."""
    if terminal.can_ask():
        return yes
    stretch = [field.key for field in STRETCH_FIELDS]
    needed = [field.key for field in FIELDS]
    needed += stretch if any(said.get(key) for key in stretch) else []
    missing = [key for key in needed if not said.get(key)]
    if missing or not (yes or wish.dry_run):
        unsaid = [*missing, *([] if yes or wish.dry_run else ["yes"])]
        options = ", ".join(f"--{name}" for name in unsaid)
        message = f"Nobody can be asked here, and not all is said: {options}."
        remedy = "Add what is missing, or run this in a terminal."
        raise FanfareError(Finding("not-asked", message, remedy))
    return True


def _goal_of(book: Book, said: Mapping[str, str], *, yes: bool) -> Addition:
    """What is to be added, from what is `said` and what is answered."""
    new = Addition(unanswered(book.records, book.today))
    if not yes and not book.records.channels:
        new = _with_channels(new)
    for field in FIELDS:
        if field.key == "start" and said.get("start"):  # else a day is suggested and checked first
            new = _accepted(book, new, field, said["start"])
    for field in FIELDS:
        new = _with_answer(book, new, field, said.get(field.key, ""))
        if field.key == "statement" and not said.get("statement"):
            new = _settled(book, new, lambda goal: about_sentence(goal.statement, None, 0))
    if not said.get("statement"):
        new = _settled(
            book,
            new,
            lambda goal: [
                *about_number(goal.statement, goal.target, goal.baseline),
                *about_end(goal.statement, goal.end),
            ],
        )
    new = _stretched(book, new, said, ask=not yes)
    new = _named(book, new, said.get("key", ""), ask=not yes)
    if not yes:
        new = _with_sections(new)
        new = _with_key_results(new, book.records)
    return new


# --- asking -------------------------------------------------------------------------------------


def _ask(question: str, suggestion: str, accept: Callable[[str], _T]) -> _T:
    """What `accept` makes of the answer; asked again for as long as it refuses one."""
    while True:
        hint = f" [{suggestion}]" if suggestion else ""
        answer = terminal.ask(f"\n{question}{hint}\n>") or suggestion
        try:
            return accept(answer)
        except FanfareError as error:
            for finding in error.findings:
                console.say(f"  {finding}")


def _is_yes(answer: str) -> bool:
    """What an answer means for which Enter is no answer: too much was typed to lose it by that."""
    if answer.lower() not in ("y", "yes", "n", "no"):
        raise FanfareError(Finding("answer", "That is neither.", "Write yes or no."))
    return answer.lower().startswith("y")


def _with_answer(book: Book, new: Addition, field: Field, said: str) -> Addition:
    """`new` with the answer to `field`: what is `said` on the command line, else asked for."""
    if said:
        return _accepted(book, new, field, said)
    suggestion = field.suggestion(new.goal, book.with_channels(new.channels), book.today)
    return _ask(field.text, suggestion, lambda answer: _accepted(book, new, field, answer))


def _accepted(book: Book, new: Addition, field: Field, answer: str) -> Addition:
    """`new` with an answer; raises `FanfareError` where the door would refuse it."""
    return _checked(book, replace(new, goal=answered(new.goal, field, answer)))


def _checked(book: Book, new: Addition) -> Addition:
    checked_text(book, new)
    return new


def _settled(book: Book, new: Addition, about: Callable[[Goal], list[Remark]]) -> Addition:
    """`new` with a statement that its author is content with, having heard what is `about` it."""
    remarks = about(new.goal)
    if not remarks:
        return new
    for remark in remarks:
        console.say(f"  The statement {remark.what}. {remark.instead}")
    again = _ask(
        "Say it again, or press Enter to keep it.",
        "",
        lambda answer: _accepted(book, new, FIELDS[0], answer) if answer else new,
    )
    return new if again is new else _settled(book, again, about)


def _stretched(book: Book, new: Addition, said: Mapping[str, str], *, ask: bool) -> Addition:
    """`new` with a stretch, where its author has one."""
    of_statement, of_target = STRETCH_FIELDS
    statement, target = said.get(of_statement.key, ""), said.get(of_target.key, "")

    def accept(answer: str) -> Addition:
        return _checked(book, replace(new, goal=with_stretch(new.goal, statement, answer)))

    if not statement and (ask or target):
        statement = _ask(of_statement.text, "", _needed if target else str)
    if not statement:
        return new
    if target:
        return accept(target)
    suggestion = of_target.suggestion(new.goal, book.records, book.today)
    return _ask(of_target.text, suggestion, accept)


def _needed(answer: str) -> str:
    if not answer:
        raise FanfareError(Finding("answer", "An answer is needed.", "Write a few words."))
    return answer


def _named(book: Book, new: Addition, said: str, *, ask: bool) -> Addition:
    """`new` with a key for its goal, which it needs where there are others."""

    def accept(key: str) -> Addition:
        if key in book.keys:
            message = f'A goal has the key "{key}" already.'
            raise FanfareError(Finding("answer", message, "Give it another one."))
        return _checked(book, replace(new, goal=replace(new.goal, key=key)))

    if said or not book.records.goals:
        return accept(said)
    suggestion = free_key(new.goal, book.keys)
    question = "By which short name do its key results name it?"
    return _ask(question, suggestion, accept) if ask else accept(suggestion)


def _with_channels(new: Addition) -> Addition:
    """`new` with the first channels."""
    question = "Where are your fans counted? One place, such as: The Wednesday letter"
    while label := terminal.ask(f"\n{question} (Enter: no more)\n>"):
        channel = _channel(label, {one.key: one for one in new.channels})
        console.say(f'  Its key is "{channel.key}".')
        new = replace(new, channels=(*new.channels, channel))
        question = "Where else?"
    return new


def _channel(label: str, known: Mapping[str, Channel]) -> Channel:
    """The channel called `label`, of the kind that its author says."""
    channel = _ask(
        "What kind of count is that? stock, where the last one counts (subscribers);\n"
        "  attendance, where they add up (a talk); reach, which is not people (visitors)",
        Kind.STOCK.value,
        lambda kind: new_channel(label, kind, known),
    )
    question = "What counts as one there? Enter leaves it out.\n  Such as:"
    example = "an address that was confirmed and has not left."
    return replace(channel, counts=terminal.ask(f"\n{question} {example}\n>"))


def _with_sections(new: Addition) -> Addition:
    """`new` with those of the five sections that its author writes."""
    console.say("\nThe plan, in five parts. Enter leaves one out.")
    answers = {name: terminal.ask(f"\n{text}\n>") for name, text in SECTION_QUESTIONS.items()}
    written = {name: answer for name, answer in answers.items() if answer}
    return replace(new, goal=replace(new.goal, sections=written))


def _with_key_results(new: Addition, records: Records) -> Addition:
    """`new` with those of the suggested key results that its author takes."""
    suggested = key_results_for(new.goal, records)
    if suggested:
        console.say("\nKey results: what shows, week by week, that you are on the way.")
    taken = [one for one in suggested if _ask(f"{one.name}?", "yes", _is_yes)]
    return replace(new, key_results=tuple(taken))


def _wants(book: Book) -> bool:
    question = f"Write this to {book.source}? yes or no (Enter alone is no answer)"
    return _ask(question, "", _is_yes)


# --- showing ------------------------------------------------------------------------------------


def _show(book: Book, new: Addition) -> None:
    console.say("\nThe goal:\n")
    for line in lines_of(book, new):
        console.say(f"  {line}".rstrip())
    console.say("\nIts checkpoints:\n")
    for line in ramp_lines(new.goal):
        console.say(f"  {line}")
    if book.key_of_first:
        console.say(
            f"\nThe goal that is there becomes the first of several: [[goal]], with the key"
            f' "{book.key_of_first}".'
        )
    goals, results = book.records.goals, book.records.key_results
    if len(goals) == 1 and not all(one.goal for one in results):
        console.say(f'\nIts key results name it: goal = "{min(book.keys)}".')
    console.say("")
