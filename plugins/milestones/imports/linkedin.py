"""What LinkedIn exports: the analytics of a profile or of a page, and one's connections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from fanfare.console import counted
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.imports.cells import day_in, day_of, number_in, us_day_of
from milestones.imports.contents import Member, PageDays, People, Totals, span
from milestones.imports.opening import AGAIN, Source
from milestones.imports.tables import Table, name_of
from milestones.imports.tally import Digest, Tally
from milestones.imports.workbooks import Sheet, sheets

PAGE_COLUMNS = (
    *("Date", "Sponsored followers", "Organic followers", "Auto-invited followers"),
    "Total followers",
)
CONNECTIONS_COLUMNS = (
    *("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
)
_TOTAL = re.compile(r"total followers on (.+)", re.IGNORECASE)
_MOST_LOST = 0.5
"""No page loses half of its followers within a day: figures that do are no totals."""

_WITHOUT_LOSSES = "Earlier totals are those without losses: LinkedIn tells only who was gained."


def read_analytics(source: Source) -> Totals:
    """The totals in the workbook `source`, walked back from its one total by the daily gains.

    Raises `FanfareError` for a workbook that has no such total, or not the gains to it.
    """
    found = sheets(source)
    for sheet in found.values():
        if sheet and sheet[0] and (total := _TOTAL.fullmatch(sheet[0][0])):
            return _walked_back(source, total[1], sheet)
    raise source.error(
        f"No sheet of this workbook is known here. It has {', '.join(found) or 'none'}.",
        'Known is that of LinkedIn\'s analytics whose first cell is "Total followers on ...". '
        "Save a table of another service as CSV.",
    )


def read_page(table: Table, _digest: Digest) -> PageDays:
    """The daily figures of a page in `table`.

    Raises `FanfareError` for rows without a day or a number.
    """
    source = table.source
    figures: dict[date, int] = {}
    for line, (day, figure) in table.rows("Date", "Total followers"):
        _put(figures, source, day, figure, line)
    if not figures:
        raise source.error("There are no days in this file.", AGAIN)
    return PageDays("LinkedIn page", f"LinkedIn page: {span(figures)}", figures)


def totals_of_page(days: PageDays, total: int | None) -> Totals:
    """How many followers the page had on each of `days`, from `total` on the last of them.

    What LinkedIn calls total there is who was new on each day: those sponsored, organic and
    invited together. Without `total`, figures are taken for totals where they can be such: a page
    has some followers on every day, and does not lose half of them within one. Raises
    `FanfareError` where they cannot.
    """
    ordered = [days.figures[day] for day in sorted(days.figures)]
    last = max(days.figures)
    if total is not None:
        totals = walked_back(days.figures, last, total)
        if totals is None:
            message = f"More followers are new than there were on {last}: {total:,}."
            raise FanfareError(Finding("import", message, "Correct --total."))
        summary = f"{days.summary}, {total:,} followers on the last"
        return Totals(days.source, summary, totals, last, (_WITHOUT_LOSSES,))
    if 0 in ordered or any(now < before * _MOST_LOST for before, now in pairwise(ordered)):
        message = "This file says who was new each day, and not how many followers there are."
        remedy = f"Say with --total how many the page had on {last}."
        raise FanfareError(Finding("import", message, remedy))
    return Totals(
        days.source, f"{days.summary}, {ordered[-1]:,} followers on the last", days.figures
    )


def walked_back(gains: Mapping[date, int], last: date, total: int) -> dict[date, int] | None:
    """The total at the end of each day that gained something, from `total` at the end of `last`.

    None where that would be fewer than nobody.
    """
    totals, left = {last: total}, total
    for day in sorted(gains, reverse=True):
        totals[day] = left
        left -= gains[day]
    return totals if left >= 0 else None


def read_connections(table: Table, digest: Digest) -> People:
    """The connections in `table`: all of them people, with an e-mail address or, mostly, without.

    Raises `FanfareError` as `Table.rows` does.
    """
    tally = Tally(digest)
    for line, (address, profile, day) in table.rows("Email Address", "URL", "Connected On"):
        tally.add_profile(line, profile, address, Member(is_subscribed=True, joined=day_of(day)))
    nameless = tuple(tally.nameless.values())
    total = counted(len(tally.members) + len(nameless), "person", "people")
    return People(
        "LinkedIn connections",
        f"LinkedIn connections: {total}, {len(nameless):,} of them without an address",
        tally.members,
        nameless,
        tally.notes,
    )


def _walked_back(source: Source, named: str, sheet: Sheet) -> Totals:
    anchor = day_in(source, named.strip(), 1, us_day_of)
    total = number_in(source, sheet[0][1] if len(sheet[0]) > 1 else "", 1)
    gains = _gains(source, sheet[1:])
    if max(gains, default=anchor) > anchor:
        raise source.error(f"There are new followers after {anchor}, the day of the total.", AGAIN)
    totals = walked_back(gains, anchor, total)
    if totals is None:
        message = f"More followers are new than there were on {anchor}: {total:,}."
        raise source.error(message, AGAIN)
    return Totals(
        "LinkedIn",
        f"LinkedIn: {total:,} followers on {anchor}, and who was new on {span(gains)}",
        totals,
        anchor,
        (_WITHOUT_LOSSES,),
    )


def _gains(source: Source, rows: Sequence[tuple[str, ...]]) -> Mapping[date, int]:
    """Who was new on each day."""
    gains: dict[date, int] = {}
    columns: list[str] = []
    for line, cells in enumerate(rows, 2):
        if not any(cells):
            continue
        if columns:
            row = dict(zip(columns, cells, strict=False))
            _put(gains, source, row.get("date", ""), row.get("new followers", ""), line)
        else:
            columns = [name_of(cell) for cell in cells]
            if not {"date", "new followers"} <= set(columns):
                message = 'The columns "Date" and "New followers" are missing here.'
                raise source.error(message, AGAIN, line)
    return gains


def _put(days: dict[date, int], source: Source, day: str, number: str, line: int) -> None:
    when = day_in(source, day, line, us_day_of)
    if when in days:
        raise source.error(f"There is a second row of {when}.", AGAIN, line)
    days[when] = number_in(source, number, line)
