"""What is amiss with goals and key results that the door lets in: warnings, never errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, errors_in, ordered
from milestones.files import goals_file, toml_tables
from milestones.files.record_files import read_records
from milestones.files.table_file import decoded
from milestones.files.toml_tables import TomlTable
from milestones.goals.blockers import about_blockers
from milestones.goals.control import about_control
from milestones.goals.remarks import Remark
from milestones.goals.wording import about_end, about_number, about_statement
from milestones.records import CONTENT_MEASURES, EVENTS, FANS, Goal, KeyResult, Records

MOST_KEY_RESULTS = 5
"""For one goal: more are a list of tasks (Doerr: three to five)."""

BASELINE = "baseline"
"""The rule that a baseline is borne out by a reading."""

NEAR_THE_START = timedelta(days=14)
"""How far from the start of a goal a reading may be that bears out its baseline."""


def lint_folder(data: Path, shown_as: str, today: date) -> list[Finding]:
    """What is wrong with the records in the folder `data`, and what is amiss with its goals.

    Where something is wrong, the goals are judged as far as they can be read.
    """
    path, source = data / goals_file.NAME, f"{shown_as}/{goals_file.NAME}"
    try:
        records, found = read_records(data, shown_as, today)
    except FanfareError as error:
        found = error.findings
        goals = goals_file.read(path, source)
        records = Records(goals.channels or {}, (), (), goals.goals, goals.key_results)
    if not records.goals:
        return ordered(found)
    top = toml_tables.parse(decoded(path.read_bytes(), source), source, [])
    amiss = lint(records, top, today) if top else []
    if errors := errors_in(found):
        # What is said of a line that is wrong may be said of nothing; and without the readings
        # nobody knows what they bear out.
        wrong = {one.line for one in errors if one.source == source}
        amiss = [one for one in amiss if one.line not in wrong and one.rule != BASELINE]
    return ordered([*found, *amiss])


def lint(records: Records, top: TomlTable, today: date) -> list[Finding]:
    """Warnings about the goals that are not over by `today`, and else about the last one.

    `top` is goals.toml, of which `records` were read: it knows the lines. What sentences betray is
    heard in English only (see `remarks`).
    """
    tables = [*top.tables("goal", may_be_one=True), *top.tables("key_results")]
    lines = {table.line(): table for table in tables}
    goals = [goal for goal in records.goals if goal.end >= today] or list(records.goals[-1:])
    meant = {goal.key for goal in goals} | {""}
    results = [result for result in records.key_results if result.goal in meant]
    remarks = [
        *(said for one in goals for said in _about_goal(one, lines.get(one.line), records, today)),
        *(said for goal in goals for said in _about_number(goal, results)),
        *(said for one in results for said in _about_result(one, lines.get(one.line), records)),
    ]
    return [
        Finding(said.rule, f"{said.what}.", said.instead, Severity.WARNING, top.source, line)
        for line, said in remarks
    ]


def about_sentence(statement: str, target: int | None, baseline: int) -> list[Remark]:
    """What is amiss with the statement of a goal; a `target` of None is not known yet."""
    return [
        *about_statement(statement),
        *(about_number(statement, target, baseline) if target is not None else ()),
        *about_control(statement),
        *about_blockers(statement),
    ]


_Said = tuple[int, Remark]
"""A line, and what is to be said of it; `Remark.what` is the whole sentence, without its stop."""


def _about_goal(
    goal: Goal, table: TomlTable | None, records: Records, today: date
) -> Iterator[_Said]:
    statement = table.line("statement") if table else goal.line
    said = about_sentence(goal.statement, goal.target, goal.baseline)
    said += about_end(goal.statement, goal.end)
    yield from _named("The statement", said, statement)
    if goal.stretch:
        inner = table.inner("stretch") if table else None
        line = inner.line("statement") if inner else goal.line
        said = about_sentence(goal.stretch.statement, goal.stretch.target, goal.baseline)
        yield from _named("The statement of the stretch", said, line)
    yield from _about_sections(goal, table)
    if goal.end < today:
        message = f"The last day of this goal was {goal.end}, and no other follows"
        remedy = "Close it with `invoke goals.grade`, and write the next: `invoke goals.new`."
        yield table.line("end") if table else goal.line, Remark("goal-over", message, remedy)
    if goal.start + NEAR_THE_START < today and not _is_borne_out(goal, records):
        message = (
            f"No reading near the start, {goal.start}, bears out the baseline {goal.baseline:,}"
        )
        remedy = f"Record the count: `invoke fans.record CHANNEL COUNT --date {goal.start}`."
        yield table.line("baseline") if table else goal.line, Remark(BASELINE, message, remedy)


def _about_sections(goal: Goal, table: TomlTable | None) -> Iterator[_Said]:
    strategy = goal.sections.get("strategy")
    for section, text in goal.sections.items():
        # An obstacle that is named where obstacles belong is no blocker once a strategy answers it.
        if section != "reconnaissance" or not strategy:
            line = table.line(section) if table else goal.line
            yield from _named(f"The section {section}", about_blockers(text), line)
    if "execution" in goal.sections and not strategy:
        message = (
            "There is an execution and no strategy: tactics without a strategy are distractions"
        )
        remedy = "Write the strategy first: what leads to the goal, and why that."
        yield table.line("execution") if table else goal.line, Remark("tactics", message, remedy)


def _about_number(goal: Goal, results: Sequence[KeyResult]) -> Iterator[_Said]:
    own = [one for one in results if one.goal in ("", goal.key) and not one.is_stretch]
    if len(own) > MOST_KEY_RESULTS:
        message = f"The goal has {len(own)} key results"
        remedy = f"Keep the {MOST_KEY_RESULTS} or fewer that would make it come true."
        yield own[MOST_KEY_RESULTS].line, Remark("key-results", message, remedy)


def _about_result(result: KeyResult, table: TomlTable | None, records: Records) -> Iterator[_Said]:
    name = f'The key result "{result.name}"'
    said = [*about_control(result.name), *about_blockers(result.name)]
    yield from _named(name, said, result.line)
    if not result.measure:
        known = ", ".join((FANS, *CONTENT_MEASURES))
        message = f"{name} has no measure: a leaf without a measure is a wish"
        remedy = f"Add one of {known}, a channel's key, or {EVENTS} and a kind."
        yield table.line("measure") if table else result.line, Remark("measure", message, remedy)
    if not result.goal and len(records.goals) > 1:
        message = f"{name} names no goal: tactics without a strategy are distractions"
        remedy = 'Add goal = "..." with the key of the goal it serves.'
        yield result.line, Remark("tactic", message, remedy)


def _named(subject: str, remarks: Iterable[Remark], line: int) -> Iterator[_Said]:
    for said in remarks:
        yield line, Remark(said.rule, f"{subject} {said.what}", said.instead)


def _is_borne_out(goal: Goal, records: Records) -> bool:
    """True where what the goal is measured by was counted near its start."""
    if goal.metric == FANS:
        counted = {key for key, channel in records.channels.items() if channel.engaged}
    else:
        counted = {goal.metric}
    return any(
        abs(reading.day - goal.start) <= NEAR_THE_START and counted.issuperset(reading.channels)
        for reading in records.readings
    )
