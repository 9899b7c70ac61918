"""What the task `guests.notify` does in a terminal."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import UTC, datetime

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding, errors_in
from guest_posts.fetching import Limits
from guest_posts.notify import report, run
from guest_posts.notify.published import Choice
from guest_posts.notify.record import UNDECIDED, State
from workbench.location import Site

_SECONDS = 30.0
"""For one answer: who gives up earlier knows of fewer mentions whether they arrived."""

_AMISS = UNDECIDED | {State.FAILED}


def choice_of(days: str, slug: str, *, everything: bool) -> Choice:
    """What the options of the command line choose.

    Raises `FanfareError` where they contradict each other, or `days` is no number.
    """
    if sum(map(bool, (days, slug, everything))) > 1:
        raise FanfareError(
            Finding("choice", "--days, --post and --all contradict each other.", "Say one of them.")
        )
    if days and not re.fullmatch(r"\d{1,6}", days, re.ASCII):
        raise FanfareError(
            Finding("choice", f'"{days}" is no number of days.', "Write one such as --days 30.")
        )
    return Choice(int(days)) if days else Choice(slug=slug, everything=everything)


def notify_hosts(
    site: Site, choice: Choice, *, send: bool, again: bool, allow_private: bool, as_json: bool
) -> int:
    """Send what is due or show what would be.

    Returns how many posts are not live and how many mentions failed, or may have arrived or not.
    What an endpoint refuses is its answer, and none of these. Raises `FanfareError` as `run.notify`
    does.
    """
    limits = Limits(seconds=_SECONDS, allow_private=allow_private) if send else None
    now = datetime.now(UTC).astimezone()
    with nullcontext(console.Silent()) if as_json else console.progress() as progress:
        came_to = run.notify(site, choice, now, progress, limits, again=again)
    if as_json:
        console.show_json(report.report_value(came_to))
    else:
        console.show(came_to.findings)
        for line in report.report_lines(came_to):
            console.say(line)
    results = came_to.results.values()
    return len(errors_in(came_to.findings)) + sum(line.state in _AMISS for line in results)


def decide(site: Site, verdict: str, source: str, target: str) -> None:
    """Record the author's verdict on a mention that may have arrived or not.

    Raises `FanfareError` where it is not said which mention, and as `run.resolve` does.
    """
    options = {"--source": source, "--target": target}
    missing = [option for option, said in options.items() if not said]
    if missing:
        words = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing"
        message = f"--resolve does not say of which mention: {words}."
        remedy = "Write the line that `invoke guests.notify` prints under what may have arrived."
        raise FanfareError(Finding("verdict", message, remedy))
    line = run.resolve(site, verdict, source, target, datetime.now(UTC).astimezone())
    consequence = "sent, and never sent again" if line.state is State.SENT else "to be sent again"
    console.say(f"Recorded: {line.source} -> {line.target} is {consequence}.")
