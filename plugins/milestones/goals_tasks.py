"""The tasks `goals.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from fanfare import console
from fanfare.findings import Finding, errors_in
from workbench.command_line import author_errors, site_here, today_here

if TYPE_CHECKING:
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
        "stretch_statement": "what would be so if nothing were impossible; may be left out",
        "stretch_target": "how many that would be, such as 10000",
        "key": "its short name, which key results name it by; needed where there are several",
        "yes": "leave out what is optional, and write without asking",
        "dry_run": "show what would be added, and write nothing",
        "json": "print the goal and its checkpoints as JSON, and nothing else",
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
    stretch_statement: str = "",
    stretch_target: str = "",
    key: str = "",
    yes: bool = False,
    dry_run: bool = False,
    json: bool = False,
) -> None:
    """Set a goal: asks, one question at a time, shows what comes of it, and adds it to goals.toml.

    What the options say is not asked. With --yes and all of them but --key and those of the
    stretch, nothing is.

    invoke goals.new
        Asks for everything: the sentence, the figures, a plan in five parts, key results.

    invoke goals.new --statement "On 31 December 2026, 1,000 people have asked to hear from me."
      --target 1000 --metric fans --start 2026-01-01 --end 2026-12-31 --baseline 37
      --ramp backload --control mine --yes
        Asks for nothing.
    """
    from milestones.fans.book import Wish
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
        "stretch-statement": stretch_statement,
        "stretch-target": stretch_target,
        "key": key,
    }
    set_goal(site_here(), said, Wish(dry_run, json), today_here(), yes=yes)


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
    found = _lint(site, today_here())
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
    from milestones.goals.figures import figures_of
    from milestones.goals.status import status_lines, status_value

    today = today_here()
    figures = figures_of(site_here(), today)
    goal = figures.current
    if json:
        console.show_json(status_value(figures.overview, today, is_sample=figures.is_sample))
        return
    figures.say_sample()
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
    from milestones.goals.figures import figures_of
    from milestones.goals.grade import chosen, grade_lines, grade_value

    figures = figures_of(site_here(), today_here())
    close = chosen(figures.overview.goals, goal, quarter)
    if json:
        console.show_json(grade_value(close, is_sample=figures.is_sample))
        return
    figures.say_sample()
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
    from milestones.goals.figures import figures_of

    site, today = site_here(), today_here()
    if list:
        review_dialogue.list_reviews(site, as_json=json)
    else:
        review_dialogue.review(site, figures_of(site, today).overview, today, as_json=json)


def _lint(site: Site, today: date) -> list[Finding]:
    """What is wrong or amiss; raises `FanfareError` where nothing is, and there is no goal."""
    from milestones.files import goals_file
    from milestones.goals.figures import no_goal
    from milestones.goals.lint import lint_folder

    folder = site.content / "data"
    found = lint_folder(folder, site.shown(folder), today)
    if not errors_in(found) and not goals_file.read(folder / goals_file.NAME, "").goals:
        raise no_goal()
    return found
