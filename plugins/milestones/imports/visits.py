"""Visitors of a site: reach, never people.

Both services count somebody who comes on three days three times, once a day; so do the readings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from milestones.imports.cells import day_in, number_in
from milestones.imports.contents import Visits, span
from milestones.imports.opening import AGAIN, Source
from milestones.imports.tables import Table
from milestones.imports.tally import Digest

GOATCOUNTER_COLUMNS = (
    "2Path",
    "Title",
    "Event",
    "Session",
    "Bot",
    "Referrer",
    "FirstVisit",
    "Date",
)
PLAUSIBLE_COLUMNS = ("date", "visitors", "pageviews", "bounces", "visits", "visit_duration")
_VERSION = re.compile(r"(\d{1,3})path", re.ASCII)
_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False}


def goatcounter_version(names: frozenset[str]) -> str:
    """The version of GoatCounter's export with the columns `names`; empty where it is none."""
    return next((found[1] for name in names if (found := _VERSION.fullmatch(name))), "")


def read_goatcounter(table: Table, _digest: Digest) -> Visits:
    """The first visits of humans in `table`; events, such as a click, are none.

    Raises `FanfareError` for a row that cannot be read.
    """
    visitors: Counter[date] = Counter()
    for line, (event, bot, first, when) in table.rows("Event", "Bot", "FirstVisit", "Date"):
        day = day_in(table.source, when, line)
        is_first, is_event = _flag(table.source, first, line), _flag(table.source, event, line)
        is_human = number_in(table.source, bot, line) == 0
        visitors[day] += is_first and is_human and not is_event
    return _visits(table.source, "GoatCounter", visitors)


def read_plausible(table: Table, _digest: Digest) -> Visits:
    """The visitors of each day in `table`. Raises `FanfareError` for a row that cannot be read."""
    visitors: dict[date, int] = {}
    for line, (day, number) in table.rows("date", "visitors"):
        when = day_in(table.source, day, line)
        if when in visitors:
            raise table.source.error(f"There is a second row of {when}.", AGAIN, line)
        visitors[when] = number_in(table.source, number, line)
    return _visits(table.source, "Plausible", visitors)


def added_up(source: Source, several: list[Visits]) -> Visits:
    """All of `several` parts of one export. Raises `FanfareError` where two have the same day."""
    visitors: dict[date, int] = {}
    for one in several:
        if both := visitors.keys() & one.visitors.keys():
            raise source.error(f"Two tables in the archive have {min(both)}.", AGAIN)
        visitors |= one.visitors
    return _visits(source, several[0].source, visitors)


def _visits(source: Source, service: str, visitors: Mapping[date, int]) -> Visits:
    if not visitors:
        raise source.error("There are no visits in this file.", AGAIN)
    total = sum(visitors.values())
    return Visits(service, f"{service}: {total:,} visitors on {span(visitors)}", visitors)


def _flag(source: Source, text: str, line: int) -> bool:
    if text.casefold() not in _YES_OR_NO:
        raise source.error("This row does not say true or false where it should.", AGAIN, line)
    return _YES_OR_NO[text.casefold()]
