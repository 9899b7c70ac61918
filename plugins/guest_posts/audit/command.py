"""What the task `guests.audit` does in a terminal."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from fanfare import console
from guest_posts.audit import report
from guest_posts.audit.run import Plan, audit, plan
from guest_posts.fetching import Limits
from workbench.location import Site


@dataclass(frozen=True, slots=True)
class Wish:
    """How the author wants it."""

    only: str = ""
    dry_run: bool = False
    as_json: bool = False


def audit_site(site: Site, wish: Wish, limits: Limits) -> int:
    """Audit the pages `site` relies on, print what came of it, and return how much is wrong.

    Raises `FanfareError` as `run.plan` does, and `KeyboardInterrupt` where the author stops it.
    """
    planned = plan(site, datetime.now(UTC), wish.only)
    if wish.dry_run:
        _print_plan(planned, as_json=wish.as_json)
        return 0
    try:
        with nullcontext(console.Silent()) if wish.as_json else console.progress() as progress:
            done = audit(planned, limits, progress)
    except KeyboardInterrupt:
        console.complain("Stopped. What was learned until then is kept.")
        raise
    if wish.as_json:
        console.show_json(report.audit_value(done))
    else:
        for line in report.audit_lines(done):
            console.say(line)
    return done.wrong


def _print_plan(planned: Plan, *, as_json: bool) -> None:
    if as_json:
        console.show_json(report.plan_value(planned))
        return
    for line in report.plan_lines(planned):
        console.say(line)
