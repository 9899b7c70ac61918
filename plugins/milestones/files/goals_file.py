"""`goals.toml`: channels, goals, key results and milestones, each checked where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding, did_you_mean
from milestones.arithmetic.ramps import periods
from milestones.files import toml_tables
from milestones.files.channel_tables import ABOVE, channels_in
from milestones.files.table_file import decoded
from milestones.files.toml_tables import TomlTable
from milestones.records import (
    CONTENT_MEASURES,
    EVENTS,
    FANS,
    SECTIONS,
    Channel,
    Goal,
    KeyResult,
    Kind,
    Milestone,
    Period,
    Stretch,
)

NAME = "goals.toml"

_AT_TOP = ("sample", "thanks", "milestones", "channels", "goal", "key_results")
_OF_GOAL = (
    *("key", "statement", "metric", "target", "baseline", "start", "end", "ramp", "control"),
    *(*SECTIONS, "stretch"),
)
_OF_KEY_RESULT = ("goal", "name", "measure", "period", "target", "stretch")
_RAMPS = ("even", "backload")

_UTF_8 = "Save it as UTF-8: a text editor asks for the encoding where it saves."

_LONGEST = 20 * 366
"""How many days a goal may have; more are a slip in the year."""


@dataclass(slots=True)
class GoalsFile:
    """What the file says, as far as it could be read, and what is wrong there."""

    source: str
    """As messages name it."""

    findings: list[Finding]
    """Of both kinds; with an error among them, the rest is good for checking other files only."""

    channels: Mapping[str, Channel] | None = None
    """None where the file could not be read at all."""

    goals: tuple[Goal, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    thanks: str = ""
    is_sample: bool = False


def read(path: Path, shown_as: str) -> GoalsFile:
    """What the file at `path`, which messages name as `shown_as`, says; nothing if there is none.

    It raises nothing for the author's mistakes: they are in its findings.
    """
    if not path.exists():
        return GoalsFile(shown_as, [], channels={})
    try:
        text = decoded(path.read_bytes(), shown_as)
    except FanfareError as error:
        return GoalsFile(shown_as, [replace(one, remedy=_UTF_8) for one in error.findings])
    return parse(text, shown_as)


def parse(text: str, shown_as: str) -> GoalsFile:
    """What `text`, that of the file which messages name as `shown_as`, says; see `read`."""
    file = GoalsFile(shown_as, [])
    top = toml_tables.parse(text, shown_as, file.findings)
    if top is None:
        return file
    top.check_keys(_AT_TOP)
    file.is_sample = top.flag("sample") or False
    file.thanks = top.text("thanks")
    file.milestones = _milestones(top)
    file.channels = channels_in(top.tables("channels"))
    tables = top.tables("goal", may_be_one=True)
    file.goals = _goals(tables, file.channels)
    by_key = {str(table.values.get("key", "")): table for table in tables}
    file.key_results = tuple(
        _key_result(table, by_key, file.channels) for table in top.tables("key_results")
    )
    return file


def _milestones(top: TomlTable) -> tuple[Milestone, ...]:
    entries = top.values.get("milestones", [])
    if not isinstance(entries, list):
        remedy = "Write milestones = [100, 250, 500], or [[milestones]] above each."
        top.wrong("milestones", "milestones is no list.", remedy)
        return ()
    milestones: list[Milestone] = []
    for number, entry in enumerate(entries):
        table = top.inner("milestones", number)
        thanks = ""
        if table:
            table.check_keys(("threshold", "thanks"), ABOVE)
            threshold = table.whole_number("threshold", 1, "1000")
            thanks = table.text("thanks")
        else:
            threshold = top.checked("milestones", entry, 1)
        if threshold is None:
            continue
        if milestones and threshold <= milestones[-1].threshold:
            message = f"{threshold:,} comes after {milestones[-1].threshold:,}."
            where, key = (table, "threshold") if table else (top, "milestones")
            where.wrong(key, message, "Write milestones from the smallest on, each once.")
        milestones.append(Milestone(threshold, thanks))
    return tuple(milestones)


def _goals(tables: Sequence[TomlTable], channels: Mapping[str, Channel]) -> tuple[Goal, ...]:
    found: list[tuple[Goal, TomlTable]] = []
    keys: dict[str, int] = {}
    for table in tables:
        goal = _goal(table, channels)
        key = table.text("key")
        if not key and len(tables) > 1:
            message = "key is missing, and there are several goals."
            table.wrong("key", message, 'Add a line such as key = "first-thousand"')
        elif key in keys:
            message = f'Line {keys[key]} has a goal "{key}" already.'
            table.wrong("key", message, "Give one of them another key.")
        keys.setdefault(key, table.line())
        if goal:
            found.append((goal, table))
    found.sort(key=lambda pair: pair[0].start)
    for (before, _), (goal, table) in pairwise(found):
        if goal.start <= before.end:
            message = f"The goal in line {before.line} ends only on {before.end}."
            table.wrong("start", message, "Let one goal follow the other.")
    return tuple(goal for goal, _ in found)


def _goal(table: TomlTable, channels: Mapping[str, Channel]) -> Goal | None:
    """The goal in `table`; None where it lacks a date or number, which is noted."""
    table.check_keys(_OF_GOAL, ABOVE)
    statement = table.text("statement", "On 30 September 2026, 1,000 people read my letter.")
    metric = _metric(table, channels)
    target = table.whole_number("target", 1, "1000")
    baseline = table.whole_number("baseline", 0, "0")
    start, end = table.day("start", "2025-10-01"), table.day("end", "2026-09-30")
    ramp = _ramp(table)
    control = table.choice("control", ("mine", "theirs"), "mine")
    sections = {section: table.text(section) for section in SECTIONS}
    stretch = _stretch(table, target)
    if control == "theirs":
        message = "Whether this goal is reached, somebody else decides."
        table.odd("control", message, "Aim at what you control: at readers, not at a book deal.")
    if target is not None and baseline is not None and target <= baseline:
        message = f"The target, {target:,}, is not above the baseline, {baseline:,}."
        table.wrong("target", message, "Write how many there are to be in the end.")
        target = None
    if start and end and not 0 < (end - start).days <= _LONGEST:
        message = f"end, {end}, is not within {_LONGEST // 366} years after start, {start}."
        table.wrong("end", message, "Write the last day of the goal.")
        end = None
    if target is None or baseline is None or not start or not end:
        return None
    if not isinstance(ramp, str):
        _check_ramp(table, ramp, (baseline, target), len(periods(start, end, Period.QUARTER)))
    return Goal(
        table.text("key"),
        statement,
        metric,
        target,
        baseline,
        start,
        end,
        ramp,
        control,
        {section: said for section, said in sections.items() if said},
        stretch,
        table.line(),
    )


def _metric(table: TomlTable, channels: Mapping[str, Channel]) -> str:
    metric = table.choice("metric", (FANS, *channels), FANS)
    if metric in channels and channels[metric].kind is Kind.REACH:
        message = f'metric "{metric}" is reach: how often something was seen, and never people.'
        people = [FANS, *(key for key, one in channels.items() if one.kind is not Kind.REACH)]
        table.wrong("metric", message, f"Aim at people: write one of {', '.join(people)}.")
    return metric


def _stretch(table: TomlTable, target: int | None) -> Stretch | None:
    if "stretch" not in table.values:
        return None
    stretch = table.inner("stretch")
    if stretch is None:
        remedy = "Write [goal.stretch], and its statement and target beneath."
        table.wrong("stretch", "stretch is no table.", remedy)
        return None
    stretch.check_keys(("statement", "target"), _OF_GOAL, "the line [goal.stretch]")
    statement = stretch.text("statement", "Ten thousand people read my letter.")
    wanted = stretch.whole_number("target", 1, "10000")
    if wanted is not None and target is not None and wanted <= target:
        message = f"The stretch, {wanted:,}, is not above the target, {target:,}."
        stretch.wrong("target", message, "Write what it would be if nothing were impossible.")
    return Stretch(statement, wanted or 0)


def _ramp(table: TomlTable) -> str | tuple[int, ...]:
    ramp = table.values.get("ramp")
    if isinstance(ramp, list):
        gains = [table.checked("ramp", gain, 0) for gain in ramp]
        return tuple(gain for gain in gains if gain is not None) if None not in gains else ""
    return table.choice("ramp", _RAMPS, "even")


def _check_ramp(
    table: TomlTable, ramp: tuple[int, ...], ends: tuple[int, int], quarters: int
) -> None:
    """Note where an explicit `ramp` does not lead from one of `ends` to the other."""
    baseline, target = ends
    wanted = target - baseline
    if sum(ramp) != wanted:
        message = (
            f"ramp gains {sum(ramp):,} in all; from {baseline:,} to {target:,} it is {wanted:,}."
        )
        remedy = f"Write what each quarter gains, {wanted:,} in all."
        if gains := _gains(ramp, baseline, target):
            remedy = f"These look like sums so far; write what each quarter gains: ramp = {gains}"
        table.wrong("ramp", message, remedy)
    if len(ramp) != quarters:
        message = (
            f"ramp has {len(ramp)} numbers, and from start to end there are {quarters} quarters."
        )
        table.wrong("ramp", message, "Write one for each three months, counted from start.")


def _gains(ramp: tuple[int, ...], baseline: int, target: int) -> list[int]:
    """What each quarter gains where `ramp` says what is reached at its end; else nothing."""
    for before, last in ((baseline, target), (0, target - baseline)):
        gains = [after - so_far for so_far, after in pairwise((before, *ramp))]
        if len(ramp) > 1 and ramp[-1] == last and min(gains) >= 0:
            return gains
    return []


def _key_result(
    table: TomlTable, goals: Mapping[str, TomlTable], channels: Mapping[str, Channel]
) -> KeyResult:
    """The key result in `table`, of one of the `goals` by key, or of all."""
    table.check_keys(_OF_KEY_RESULT, ABOVE)
    goal = table.text("goal")
    if goal and goal not in goals:
        known = [key for key in goals if key]
        otherwise = f"one of {', '.join(known)}" if known else "that key into the goal as well"
        table.wrong("goal", f'No goal has the key "{goal}".', did_you_mean(goal, known, otherwise))
    measure = table.text("measure")
    _check_measure(table, measure, channels)
    period = table.choice("period", Period, "week")
    is_stretch = table.flag("stretch") or False
    target = table.whole_number("target", 1)
    if measure and "target" not in table.values:
        whose = [goals[goal]] if goal in goals else [*goals.values()]
        by = "stretch" if is_stretch else "ramp"
        is_said = [one.values.get("metric") == measure and by in one.values for one in whose]
        if period != Period.QUARTER or not whose or not all(is_said):
            remedy = f"Write how many there are to be in each {period or 'period'}: target = 1"
            table.wrong("target", "target is missing.", remedy)
    return KeyResult(
        table.text("name", "One new story a week"),
        measure,
        Period(period or Period.WEEK),
        target,
        goal,
        is_stretch,
        table.line(),
    )


def _check_measure(table: TomlTable, measure: str, channels: Mapping[str, Channel]) -> None:
    known = (FANS, *channels, *CONTENT_MEASURES)
    if measure in known or (measure.startswith(EVENTS) and measure != EVENTS) or not measure:
        return
    if ":" in measure or measure in ("event", "events"):
        kind = measure.partition(":")[2].strip() or "talk"
        remedy = f'Write "{EVENTS}{kind}" to count events of that kind.'
    else:
        remedy = did_you_mean(measure, known, f'one of {", ".join(known)}, or "{EVENTS}talk"')
    table.wrong("measure", f'measure "{measure}" is not known.', remedy)
