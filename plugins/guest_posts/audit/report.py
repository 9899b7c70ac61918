"""An audit as lines to read and as values for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from fanfare.console import counted
from guest_posts.audit.notes import Kind, Note
from guest_posts.audit.run import Audit, Plan
from guest_posts.audit.targets import Target

SHOWN_OF_A_KIND = 8
"""How many old notes of one kind a terminal shows."""

_ORDER = {kind: number for number, kind in enumerate(Kind)}

_HEADINGS = {
    Kind.GONE: "Gone",
    Kind.LINK_LOST: "Link to you lost",
    Kind.LINK_WEAKENED: "Link to you without weight",
    Kind.CANONICAL: "Wrong canonical",
    Kind.TITLE: "Another title",
    Kind.MOVED: "Moved",
    Kind.UNREACHABLE: "Not reached this time, and gone if it is so on another day",
    Kind.RECOVERED: "There again",
    Kind.LINK_GAINED: "New link to you",
    Kind.REFUSES: "Not to be audited",
    Kind.PRIVATE: "Not asked",
    Kind.NO_LINK: "No link to you",
}


def audit_lines(audit: Audit) -> Iterator[str]:
    """What is new, then everything else, folded, then the sum of it."""
    new, last = audit.news, audit.plan.last
    if new:
        yield f"New since the audit of {last.date[:10]}:" if last else "New, in the first audit:"
        yield from _grouped(new, len(new))
    elif last and audit.plan.targets:
        yield f"Nothing new since the audit of {last.date[:10]}."
    old = audit.as_before
    seen_first = [note for note in audit.standing if note not in new and note not in old]
    for heading, notes in (("Seen for the first time:", seen_first), ("As before:", old)):
        if notes:
            yield heading
            yield from _grouped(notes, SHOWN_OF_A_KIND)
    yield _sum(audit, len(new))


def plan_lines(plan: Plan) -> Iterator[str]:
    """The pages that would be asked, each with why."""
    for target in plan.targets:
        yield target.page
        for use in target.uses:
            yield f"  {use.role}: {use.name} ({use.source}:{use.line})"
    pages = counted(len(plan.targets), "page")
    yield f"Would ask {pages} for {plan.site_url}. Nothing was asked."


def audit_value(audit: Audit) -> dict[str, object]:
    """The same, whole, as plain JSON values."""
    new, now = audit.news, audit.standing
    return {
        **_plan_head(audit.plan),
        "dry_run": False,
        "new": [_note_value(note) for note in _ordered(new)],
        "standing": [_note_value(note) for note in _ordered(now)],
        "wrong": audit.wrong,
        "pages": [
            {**asdict(audit.lines[target.page]), "uses": _uses_value(target)}
            for target in audit.plan.targets
        ],
    }


def plan_value(plan: Plan) -> dict[str, object]:
    """The pages that would be asked, as plain JSON values."""
    return {
        **_plan_head(plan),
        "dry_run": True,
        "pages": [{"page": target.page, "uses": _uses_value(target)} for target in plan.targets],
    }


def _plan_head(plan: Plan) -> dict[str, object]:
    return {
        "site": plan.site_url,
        "date": plan.when.isoformat(timespec="seconds"),
        "last_audit": plan.last.date if plan.last else None,
        "only": plan.only,
    }


def _uses_value(target: Target) -> list[dict[str, object]]:
    return [asdict(use) for use in target.uses]


def _note_value(note: Note) -> dict[str, object]:
    return {**note.finding.as_dict(), "page": note.page}


def _ordered(notes: Iterable[Note]) -> list[Note]:
    return sorted(notes, key=lambda note: (_ORDER[note.kind], note.use.source, note.page))


def _grouped(notes: list[Note], most: int) -> Iterator[str]:
    """`notes` under a heading for each kind, no more than `most` of one, or one more than that."""
    ordered = _ordered(notes)
    for kind, number in sorted(Counter(note.kind for note in notes).items(), key=_by_kind):
        yield f"  {_HEADINGS[kind]}: {number:,}"
        shown = number if number <= most + 1 else most
        yield from [f"    {note.finding}" for note in ordered if note.kind is kind][:shown]
        if number > shown:
            yield f"    ... and {number - shown:,} more (all of them: --json)"


def _by_kind(counted_kind: tuple[Kind, int]) -> int:
    return _ORDER[counted_kind[0]]


def _sum(audit: Audit, new: int) -> str:
    pages = counted(len(audit.plan.targets), "page")
    if not audit.plan.targets:
        return f"No page elsewhere{' has that in it' if audit.plan.only else ' to look after'}."
    spoken_of = {note.page for note in audit.standing}
    fine = len(audit.plan.targets) - len(spoken_of)
    return f"Audited {pages}: {fine:,} as they should be. New: {new:,}. Wrong: {audit.wrong:,}."
