"""What counts in the end depends neither on the order of imports nor on that of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.arithmetic.count import history
from milestones.imports.contents import Content, Member, People, Totals, Visits
from milestones.imports.plan import Plan, plan
from milestones.imports.private_lists import List
from milestones.imports.tally import Tally
from milestones.records import Channel, Kind, Reading, Records
from tests.milestones.imports.exported import hashed

START = date(2025, 11, 3)
TODAY = START + timedelta(days=200)
CHANNELS = {
    key: Channel(key, key, Kind.STOCK, engaged=True) for key in ("letter", "workshop", "club")
} | {"visits": Channel("visits", "visits", Kind.REACH, engaged=False)}

Import = tuple[str, date, Content]
"""Channel, day, and what is imported with its history."""

days = st.integers(0, 60).map(lambda number: START + timedelta(days=number))
members = st.builds(
    Member,
    is_subscribed=st.booleans(),
    joined=st.none() | days.map(lambda day: day - timedelta(days=70)),
    left=st.none() | days,
)
lists = st.dictionaries(st.sampled_from("abcdefgh").map(hashed), members, min_size=1)


class Ledger:
    """What is recorded and kept while files are imported one after the other."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.lists: dict[tuple[str, date], List] = {}

    def put(self, one: Import) -> Plan:
        channel, day, content = one
        self.readings.sort(key=lambda reading: reading.day)
        records = Records(CHANNELS, tuple(self.readings))
        planned = plan(content, CHANNELS[channel], day, records, self.lists, with_history=True)
        self.readings += [row.reading for row in planned.rows]
        if planned.keep and planned.keep[1] is not None:
            self.lists[channel, planned.keep[0]] = planned.keep[1]
        return planned

    @classmethod
    def of(cls, imports: Iterable[Import]) -> Ledger:
        made = cls()
        for one in imports:
            made.put(one)
        return made


def _people(found: Mapping[bytes, Member]) -> People:
    return People("Kit", "", found, knows_leaving=True)


def _totals(anchor: date, total: int, gains: Iterable[int]) -> Totals:
    totals = {}
    for back, gain in enumerate(gains):
        totals[anchor - timedelta(days=back)] = total
        total -= gain
    return Totals("LinkedIn", "", totals, anchor)


@st.composite
def several(draw: st.DrawFn) -> list[Import]:
    """Files of several channels, no two of a channel and day."""
    keys = st.tuples(st.sampled_from(["letter", "workshop", "club"]), days)
    # Totals after a list make it too old for a union; one that was made before is not taken back.
    has_totals = draw(st.booleans())
    imports: list[Import] = []
    for channel, day in draw(st.lists(keys, min_size=2, max_size=5, unique=True)):
        if channel == "club" and has_totals:
            gains = draw(st.lists(st.integers(0, 9), min_size=1, max_size=40))
            imports.append((channel, day, _totals(day, 1000, gains)))
        else:
            imports.append((channel, day, _people(draw(lists))))
    return imports


@settings(deadline=None)
@given(several(), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(imports: list[Import], random: Random) -> None:
    shuffled = random.sample(imports, len(imports))
    there, here = Ledger.of(imports), Ledger.of(shuffled)
    assert history(CHANNELS, there.readings) == history(CHANNELS, here.readings)
    assert there.lists == here.lists


@settings(deadline=None)
@given(several())
def test_what_was_imported_adds_nothing_again(imports: list[Import]) -> None:
    ledger = Ledger.of(imports)
    for one in imports:
        again = ledger.put(one)
        assert again.rows == ()
        assert again.keep is None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a@x.example", "A@X.example", "b@x.example"]), members)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(rows: list[tuple[str, Member]], random: Random) -> None:
    tallies = [Tally(hashed), Tally(hashed)]
    for tally, ordered in zip(tallies, [rows, random.sample(rows, len(rows))], strict=True):
        for line, (address, member) in enumerate(ordered):
            tally.add(line, address, member)
    assert tallies[0].members == tallies[1].members


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_months_that_two_files_have_in_part(order: tuple[int, ...]) -> None:
    whole = {START + timedelta(days=number): 2 for number in range(120)}
    files = [
        Visits("Plausible", "", dict([*whole.items()][begin:end]))
        for begin, end in ((0, 70), (40, 120), (10, 100))
    ]
    ledger = Ledger.of(("visits", TODAY, files[number]) for number in order)
    counted = {one.day: one.channels["visits"] for one in history(CHANNELS, ledger.readings)}
    assert counted == {
        date(2025, 11, 30): 56,
        date(2025, 12, 31): 62,
        date(2026, 1, 31): 62,
        date(2026, 2, 28): 56,
    }
