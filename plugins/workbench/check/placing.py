"""From faults on built pages to findings that name the author's file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fanfare.console import counted
from fanfare.findings import Finding
from workbench.check.faults import Fault
from workbench.check.rules import Rule
from workbench.check.sources import Sources


def placed(rule: Rule, faults: Iterable[Fault], sources: Sources) -> Iterator[Finding]:
    """The findings of one rule, each where its author can mend it.

    A fault whose line is known is one finding there. The others are one finding for all pages
    that have the same: a template or a setting is to blame, once.
    """
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.alike or fault.message, []).append(fault)
    for group in groups.values():
        located = [(fault, _lines(fault, sources)) for fault in group]
        own: dict[tuple[str, int], Finding] = {}
        for fault, lines in located:
            for line in lines:
                source = sources[_page(fault)].path
                found = replace(_finding(rule, fault), source=source, line=line)
                own.setdefault((source, line), found)
        yield from own.values()
        rest = [fault for fault, lines in located if not lines]
        # An excerpt on the home page repeats what its post has: one line to mend, one finding.
        if rest and (not own or any(_page(fault) in sources for fault in rest)):
            yield _folded(rule, rest, sources)


def _folded(rule: Rule, faults: list[Fault], sources: Sources) -> Finding:
    first = faults[0]
    finding = _finding(rule, first)
    pages = len({fault.page for fault in faults})
    if pages > 1:
        message = f"{first.message.rstrip('.')} (on {counted(pages, 'page')})."
        finding = replace(finding, message=message)
    if pages == 1 and _page(first) in sources:
        return replace(finding, source=sources[_page(first)].path)
    source, line = sources.shared_place(first.clue)
    return replace(finding, source=source, line=line, page="") if source else finding


def _finding(rule: Rule, fault: Fault) -> Finding:
    return Finding(rule.name, fault.message, fault.remedy, rule.severity, page=fault.page)


def _lines(fault: Fault, sources: Sources) -> list[int]:
    return sources.lines(_page(fault), fault.clue)


def _page(fault: Fault) -> str:
    """The page whose source may have the line."""
    return fault.about or fault.page
