"""Deployments as lines to read and as values for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from fanfare.console import counted
from workbench.deploy.records import Changes, Deployment, Outcome

SHOWN_OF_A_KIND = 12
"""How many paths of one kind a terminal shows."""

SHOWN_DEPLOYMENTS = 10
"""How many deployments a terminal shows."""

_HEADINGS = ("when", "to", "files", "added", "changed", "removed", "commit", "where")


def change_lines(changes: Changes) -> Iterator[str]:
    """One line a path, `+` added, `~` changed, `-` removed; long lists are cut short."""
    kinds = (("+", changes.added), ("~", changes.changed), ("-", changes.removed))
    for sign, paths in kinds:
        # One line saying "1 more" would take the room of that one.
        shown = len(paths) if len(paths) <= SHOWN_OF_A_KIND + 1 else SHOWN_OF_A_KIND
        yield from (f"  {sign} {path}" for path in paths[:shown])
        if paths[shown:]:
            yield f"  {sign} ... and {len(paths) - shown:,} more (all of them: --json)"


def change_summary(changes: Changes) -> str:
    """How many files of each kind there are."""
    return (
        f"{len(changes.added):,} added, {len(changes.changed):,} changed, "
        f"{len(changes.removed):,} removed"
    )


def outcome_line(outcome: Outcome) -> str:
    """What a run of `deploy` came to."""
    if not outcome.changes.count:
        return f"Nothing to deploy: {outcome.target} has this site already."
    if outcome.dry_run:
        return f"Would deploy to {outcome.target}: {change_summary(outcome.changes)}. Nothing sent."
    return f"Deployed {outcome.siteurl} to {outcome.target}: {change_summary(outcome.changes)}."


def outcome_value(outcome: Outcome) -> dict[str, object]:
    """What a run of `deploy` came to, whole, as plain JSON values."""
    return {
        "to": outcome.to,
        "target": outcome.target,
        "siteurl": outcome.siteurl,
        "dry_run": outcome.dry_run,
        **asdict(outcome.changes),
        "deployment": asdict(outcome.deployment) if outcome.deployment else None,
        "findings": [finding.as_dict() for finding in outcome.findings],
    }


def status_value(deployed: Sequence[Deployment], output: str) -> dict[str, object]:
    """The same as plain JSON values, every deployment among them."""
    return {"deployments": [asdict(one) for one in deployed], "output": output}


def status_lines(deployed: Sequence[Deployment], output: str) -> Iterator[str]:
    """The last deployments as a table, newest last, and how the output stands to them."""
    if not deployed:
        yield "Nothing was deployed yet."
        return
    rows: list[tuple[str, ...]] = [_HEADINGS]
    for one in deployed[-SHOWN_DEPLOYMENTS:]:
        numbers = (f"{number:,}" for number in (one.files, one.added, one.changed, one.removed))
        when = one.date[:16].replace("T", " ")
        rows.append((when, one.to, *numbers, one.commit[:9] or "-", one.target))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    earlier = len(deployed) - SHOWN_DEPLOYMENTS
    if earlier > 0:
        yield f"... and {counted(earlier, 'earlier deployment')} (all of them: --json)"
    yield _OUTPUT[output]


_OUTPUT = {
    "same": "output/ is what was last deployed.",
    "differs": "output/ differs from what was last deployed.",
    "missing": "There is no output/; `invoke publish` makes it.",
}
