"""What `goals.new` does in a terminal: it asks, checks, shows, and then writes all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding, errors_in
from milestones.files import goals_file, toml_tables
from milestones.files.record_files import read_records
from milestones.goals.lint import about_sentence, lint
from milestones.goals.new_goal import (
    QUESTIONS,
    SECTION_QUESTIONS,
    Question,
    answered,
    free_key,
    key_results_for,
    new_channel,
    ramp_lines,
    unanswered,
)
from milestones.goals.toml_addition import Addition, addition_lines, with_addition
from milestones.goals.wording import Remark, about_number
from milestones.records import Channel, Goal, Kind, Records
from workbench import terminal
from workbench.location import Site

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands in the records before anything is added."""

    site: Site
    path: Path
    """The file of goals."""

    raw: bytes
    records: Records
    today: date

    @property
    def source(self) -> str:
        """The file of goals as messages name it."""
        return self.site.shown(self.path)

    @property
    def key_of_first(self) -> str:
        """The key for a goal that is there alone and has none; "" where there is no such goal."""
        alone = [goal for goal in self.records.goals if not goal.key]
        return free_key(alone[0], ()) if alone else ""

    @property
    def keys(self) -> set[str]:
        """The keys of goals that are taken."""
        return {goal.key or self.key_of_first for goal in self.records.goals}


def set_goal(site: Site, said: Mapping[str, str], today: date, *, yes: bool) -> None:
    """Ask for a new goal, show it, and add it to goals.toml: all of it, or nothing.

    `said` are the answers that the command line gives, by the keys of `QUESTIONS`, and `key`. With
    `yes` nothing is asked that can be left out, nor whether to write. Raises `FanfareError` where
    an answer is missing and nobody can be asked, or one of the command line is wrong.
    """
    missing = [question.key for question in QUESTIONS if not said.get(question.key)]
    if not terminal.can_ask() and (missing or not yes):
        options = ", ".join(f"--{name}" for name in [*missing, *([] if yes else ["yes"])])
        message = f"Nobody can be asked here, and not all is said: {options}."
        remedy = "Add what is missing, or run this in a terminal."
        raise FanfareError(Finding("not-asked", message, remedy))
    try:
        _set_goal(_before(site, today), said, yes=yes)
    except KeyboardInterrupt:
        console.complain("\nStopped. Nothing was changed.")
        raise


def _before(site: Site, today: date) -> _Before:
    path = site.content / "data" / goals_file.NAME
    raw = path.read_bytes() if path.exists() else b""
    records, _ = read_records(path.parent, site.shown(path.parent), today)
    return _Before(site, path, raw, records, today)


def _set_goal(before: _Before, said: Mapping[str, str], *, yes: bool) -> None:
    new = Addition(unanswered(before.records, before.today))
    if not yes and not before.records.channels:
        new = _with_channels(new)
    for question in QUESTIONS:
        new = _with_answer(before, new, question, said.get(question.key, ""))
        if question.key == "statement" and not said.get("statement"):
            new = _settled(before, new, lambda goal: about_sentence(goal.statement, None, 0))
    if not said.get("statement"):
        new = _settled(
            before, new, lambda goal: about_number(goal.statement, goal.target, goal.baseline)
        )
    new = _named(before, new, said.get("key", ""), ask=not yes)
    if not yes:
        new = _with_sections(new)
        new = _with_key_results(new, before.records)
    text = _checked_text(before, new)
    _show(before, new)
    if not yes and not _ask(f"Write this to {before.source}? yes or no", "", _is_yes):
        console.say("Nothing was changed.")
        return
    _write(before, text)


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


def _with_answer(before: _Before, new: Addition, question: Question, said: str) -> Addition:
    """`new` with the answer to `question`: what is `said` on the command line, else asked for."""
    if said:
        return _accepted(before, new, question, said)
    channels = {**before.records.channels, **_by_key(new)}
    suggestion = question.suggestion(
        new.goal, replace(before.records, channels=channels), before.today
    )
    return _ask(question.text, suggestion, lambda answer: _accepted(before, new, question, answer))


def _accepted(before: _Before, new: Addition, question: Question, answer: str) -> Addition:
    """`new` with an answer; raises `FanfareError` where the door would refuse it."""
    changed = replace(new, goal=answered(new.goal, question, answer))
    _checked_text(before, changed)
    return changed


def _settled(before: _Before, new: Addition, about: Callable[[Goal], list[Remark]]) -> Addition:
    """`new` with a statement that its author is content with, having heard what is `about` it."""
    remarks = about(new.goal)
    if not remarks:
        return new
    for remark in remarks:
        console.say(f"  The statement {remark.what}. {remark.instead}")
    again = _ask(
        "Say it again, or press Enter to keep it.",
        "",
        lambda answer: _accepted(before, new, QUESTIONS[0], answer) if answer else new,
    )
    return new if again is new else _settled(before, again, about)


def _named(before: _Before, new: Addition, said: str, *, ask: bool) -> Addition:
    """`new` with a key for its goal, which it needs where there are others."""

    def accept(key: str) -> Addition:
        if key in before.keys:
            message = f'A goal has the key "{key}" already.'
            raise FanfareError(Finding("answer", message, "Give it another one."))
        changed = replace(new, goal=replace(new.goal, key=key))
        _checked_text(before, changed)
        return changed

    if said or not before.records.goals:
        return accept(said)
    suggestion = free_key(new.goal, before.keys)
    question = "By which short name do its key results name it?"
    return _ask(question, suggestion, accept) if ask else accept(suggestion)


def _with_channels(new: Addition) -> Addition:
    """`new` with the first channels."""
    question = "Where are your fans counted? One place, such as: The Wednesday letter"
    while label := terminal.ask(f"\n{question} (Enter: no more)\n>"):
        channel = _channel(label, _by_key(new))
        console.say(f'  Its key is "{channel.key}".')
        new = replace(new, channels=(*new.channels, channel))
        question = "Where else?"
    return new


def _channel(label: str, known: Mapping[str, Channel]) -> Channel:
    """The channel called `label`, of the kind that its author says."""
    return _ask(
        "What kind of count is that? stock, where the last one counts (subscribers);\n"
        "  attendance, where they add up (a talk); reach, which is not people (visitors)",
        Kind.STOCK.value,
        lambda kind: new_channel(label, kind, known),
    )


def _with_sections(new: Addition) -> Addition:
    """`new` with those of the five sections that its author writes."""
    console.say("\nThe plan, in five parts. Enter leaves one out.")
    answers = {name: terminal.ask(f"\n{text}\n>") for name, text in SECTION_QUESTIONS.items()}
    written = {name: answer for name, answer in answers.items() if answer}
    return replace(new, goal=replace(new.goal, sections=written))


def _with_key_results(new: Addition, records: Records) -> Addition:
    """`new` with those of the suggested key results that its author takes."""
    console.say("\nKey results: what shows, week by week, that you are on the way.")
    taken = [
        result
        for result in key_results_for(new.goal, records)
        if _ask(f"{result.name}?", "yes", _is_yes)
    ]
    return replace(new, key_results=tuple(taken))


# --- checking, showing, writing -----------------------------------------------------------------


def _checked_text(before: _Before, new: Addition) -> str:
    """The file with `new` in it; raises `FanfareError` with what the door would refuse there."""
    goal = new.goal
    if before.records.goals and not goal.key:
        goal = replace(goal, key=free_key(goal, before.keys))  # until that is asked
    text = with_addition(
        before.raw.decode(), replace(new, goal=goal), before.key_of_first, before.source
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / goals_file.NAME
        path.write_bytes(text.encode())
        wrong = errors_in(goals_file.read(path, before.source).findings)
    if wrong:  # lines of a file that nobody has seen would help nobody
        raise FanfareError.of(replace(finding, source="", line=0) for finding in wrong)
    return text


def _show(before: _Before, new: Addition) -> None:
    console.say("\nThe goal:\n")
    for line in addition_lines(new, is_first=not before.records.goals):
        console.say(f"  {line}".rstrip())
    console.say("\nIts checkpoints:\n")
    for line in ramp_lines(new.goal):
        console.say(f"  {line}")
    if before.key_of_first:
        console.say(
            f"\nThe goal that is there becomes the first of several: [[goal]], with the key"
            f' "{before.key_of_first}".'
        )
    console.say("")


def _write(before: _Before, text: str) -> None:
    """Replace the file by `text`; raises `FanfareError` where it is not as it was read."""
    now = before.path.read_bytes() if before.path.exists() else b""
    if now != before.raw:
        message = "It was changed meanwhile, so nothing was written."
        raise FanfareError(
            Finding("goals", message, "Run `invoke goals.new` again.", source=before.source)
        )
    write_whole(before.path, text.encode())
    console.say(f"Written to {before.source}. How it stands: `invoke goals.status`.")
    folder = before.path.parent
    records, odd = read_records(folder, before.site.shown(folder), before.today)
    top = toml_tables.parse(text, before.source, [])
    console.show([*odd, *(lint(records, top, before.today) if top else ())])


def _by_key(new: Addition) -> dict[str, Channel]:
    return {channel.key: channel for channel in new.channels}
