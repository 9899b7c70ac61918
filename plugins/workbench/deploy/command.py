"""What the task `deploy` does in a terminal: ask, show, print."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import UTC, datetime

from fanfare import console
from workbench.deploy import report
from workbench.deploy.destination import Wish
from workbench.deploy.records import Changes, Destination
from workbench.deploy.run import Terminal, deploy, status
from workbench.location import Site


def send_site(site: Site, wish: Wish, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Deploy the site, or show what that would change; see `run.deploy`."""
    terminal = Terminal(
        (lambda: nullcontext(console.Silent())) if as_json else console.progress,
        console.complain if as_json else console.say,
        lambda destination, changes: yes or _asked(destination, changes, quietly=as_json),
    )
    outcome = deploy(site, wish, terminal, datetime.now(UTC).astimezone(), dry_run=dry_run)
    if as_json:
        console.show_json(report.outcome_value(outcome))
        return
    console.show(outcome.findings)
    if dry_run:
        for line in report.change_lines(outcome.changes):
            console.say(line)
    console.say(report.outcome_line(outcome))


def show_status(site: Site, *, as_json: bool) -> None:
    """Show the last deployments, and whether the output is the last one."""
    deployed, output = status(site)
    if as_json:
        console.show_json(report.status_value(deployed, output))
        return
    for line in report.status_lines(deployed, output):
        console.say(line)


def _asked(destination: Destination, changes: Changes, *, quietly: bool) -> bool:
    """Whether the author wants the removed files removed; no, where nobody can be asked."""
    if quietly or not sys.stdin.isatty():
        return False
    console.say(f"This site was never deployed to {destination.target}. It would remove:")
    for line in report.change_lines(Changes(removed=changes.removed)):
        console.say(line)
    return input('Type "delete" to remove them: ').strip() == "delete"
