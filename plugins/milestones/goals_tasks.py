"""The tasks `goals.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, errors_in, ordered
from workbench.command_line import author_errors, site_here

if TYPE_CHECKING:
    from milestones.overview import GoalOverview, Overview
    from workbench.location import Site


@task(
    auto_shortflags=False,
    help={
        "statement": "what will be so on the last day, in one plain sentence",
        "target": "how many that is, such as 1000",
        "metric": "what is counted: fans, or the key of a channel",
        "start": "the first day, such as 2026-01-01",
        "end": "the last day, such as 2026-12-31",
        "baseline": "how many there are on the first day",
        "ramp": "even, backload, or what each quarter gains, such as 20,30,500,50",
        "control": "mine, or theirs where somebody else decides",
        "key": "its short name, which key results name it by; needed where there are several",
        "yes": "leave out what is optional, and write without asking",
    },
)
@author_errors
def new(
    _context: Context,
    statement: str = "",
    target: str = "",
    metric: str = "",
    start: str = "",
    end: str = "",
    baseline: str = "",
    ramp: str = "",
    control: str = "",
    key: str = "",
    yes: bool = False,
) -> None:
    """Set a goal: asks, one question at a time, shows what comes of it, and adds it to goals.toml.

    What the options say is not asked. With all of them but --key, and with --yes, nothing is.

    invoke goals.new
        Asks for everything: the sentence, the figures, a plan in five parts, key results.

    invoke goals.new --statement "On 31 December 2026, 1,000 people have asked to hear from me."
      --target 1000 --metric fans --start 2026-01-01 --end 2026-12-31 --baseline 37
      --ramp backload --control mine --yes
        Asks for nothing.
    """
    from milestones.goals.dialogue import set_goal

    said = {
        "statement": statement,
        "target": target,
        "metric": metric,
        "start": start,
        "end": end,
        "baseline": baseline,
        "ramp": ramp,
        "control": control,
        "key": key,
    }
    set_goal(site_here(), said, _today(), yes=yes)


@task(
    auto_shortflags=False,
    help={
        "strict": "exit with status 1 also where there are only warnings",
        "json": "print the findings as JSON, and nothing else",
    },
)
@author_errors
def lint(_context: Context, strict: bool = False, json: bool = False) -> None:
    """See whether your goals are put so that they can be reached: measure, wording, blockers."""
    site = site_here()
    found = _lint(site, _today())
    errors = len(errors_in(found))
    if json:
        listed = [finding.as_dict() for finding in found]
        counts = {"errors": errors, "warnings": len(found) - errors}
        console.show_json({**counts, "findings": listed})
    else:
        console.show(found)
        console.say(f"Goals: {console.summary(found)}.")
    if errors or (strict and found):
        raise Exit(code=1)


@task(auto_shortflags=False, help={"json": "print the figures as JSON, and nothing else"})
@author_errors
def status(_context: Context, json: bool = False) -> None:
    """See how the goal stands: the count, safe days, what this week needs, the key results."""
    from milestones.goals.status import status_lines, status_value

    today = _today()
    goal = _current(_figures(site_here(), today))
    if json:
        console.show_json(status_value(goal, today))
        return
    for line in status_lines(goal, today):
        console.say(line)


@task(
    auto_shortflags=False,
    help={
        "quarter": "a date, 2026-Q1, Q1 for the first of the goal, or year; else the last closed",
        "goal": "the key of a goal; else the newest one with a closed quarter",
        "json": "print the grades as JSON, and nothing else",
    },
)
@author_errors
def grade(_context: Context, quarter: str = "", goal: str = "", json: bool = False) -> None:
    """Close a quarter: what each key result wanted and gained, the grades, and what they say."""
    from milestones.goals.grade import chosen, grade_lines, grade_value

    close = chosen(_figures(site_here(), _today()).goals, goal, quarter)
    if json:
        console.show_json(grade_value(close))
        return
    for line in grade_lines(close):
        console.say(line)


@task(
    auto_shortflags=False,
    help={
        "list": "show the earlier reviews, and ask nothing",
        "json": "print the review as JSON, and nothing else",
    },
)
@author_errors
def review(
    _context: Context,
    list: bool = False,  # noqa: A002 -- the name of the option
    json: bool = False,
) -> None:
    """Look back and ahead with five questions; the answers are kept with their date."""
    from milestones.goals import review_dialogue

    site, today = site_here(), _today()
    if list:
        review_dialogue.list_reviews(site, as_json=json)
    else:
        review_dialogue.review(site, _figures(site, today), today, as_json=json)


def _today() -> date:
    """The day it is where the author is."""
    return datetime.now(UTC).astimezone().date()


def _figures(site: Site, today: date) -> Overview:
    """Everything there is to say of `site` today; raises `FanfareError` where records are wrong.

    Reads the content only where a key result counts something in it: that takes a moment.
    """
    from milestones.files.record_files import read_records
    from milestones.happenings import of_events
    from milestones.overview import overview
    from milestones.records import CONTENT_MEASURES

    folder = site.content / "data"
    records, _ = read_records(folder, site.shown(folder), today)
    if any(result.measure in CONTENT_MEASURES for result in records.key_results):
        from workbench.build import read_site

        context = read_site(site, site.writing_settings, console.Silent())
        if "milestones_happenings" not in context:
            message = "A key result counts what is published, and the plugin milestones is not on."
            remedy = 'Add "milestones" to PLUGINS.'
            source = site.shown(site.writing_settings)
            raise FanfareError(Finding("plugins", message, remedy, source=source))
        happenings = context["milestones_happenings"]
    else:
        happenings = of_events(records.events)
    return overview(records, happenings, today)


def _current(figures: Overview) -> GoalOverview:
    if figures.current is None:
        raise _no_goal()
    return figures.current


def _no_goal() -> FanfareError:
    return FanfareError(Finding("goals", "There is no goal yet.", "Begin with `invoke goals.new`."))


def _lint(site: Site, today: date) -> list[Finding]:
    """What the door says, and where it lets the records in, what is amiss with them."""
    from milestones.files import goals_file, toml_tables
    from milestones.files.record_files import read_records
    from milestones.goals.lint import lint as lint_records

    path = site.content / "data" / goals_file.NAME
    source = site.shown(path)
    try:
        records, odd = read_records(path.parent, site.shown(path.parent), today)
    except FanfareError as error:
        return error.findings
    if not records.goals:
        raise _no_goal()
    top = toml_tables.parse(path.read_text("utf-8"), source, [])
    return ordered([*odd, *(lint_records(records, top, today) if top else ())])
