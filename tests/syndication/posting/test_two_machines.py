"""Ledgers that two machines wrote, merged by git: nothing that may be on a network is due again."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndication.networks.known import KNOWN
from syndication.networks.network import State
from syndication.posting.plan import Standing, plan
from syndication.posting.record import History, Line, line_of
from syndication.posting.verdict import Place, Verdict, concluded, lines_about
from tests.syndication.entries import KNOTS
from tests.syndication.posting.posting_site import PostingSite
from tests.syndication.stand_in import LinkedInStandIn, answering, hung_up, hung_up_before

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PLACE = Place(KNOWN["linkedin"], server="")
ROOT = Path(__file__).parents[3]


class Step(Enum):
    """What happens on one machine next."""

    POSTED = auto()
    REFUSED = auto()
    NEVER_LEFT = auto()
    ANSWER_LOST = auto()
    KILLED = auto()
    SAID_POSTED = auto()
    SAID_NOT_POSTED = auto()
    SYNCED = auto()
    """It gets what the other one has written so far."""


@dataclass
class Machine:
    """One clone: what it knows, and what of that it wrote itself."""

    known: list[Line] = field(default_factory=list)
    wrote: list[Line] = field(default_factory=list)

    def write(self, line: Line) -> None:
        self.known.append(line)
        self.wrote.append(line)


@dataclass
class World:
    """Two machines, and what may be on the network for all that their author has said."""

    machines: tuple[Machine, Machine] = field(default_factory=lambda: (Machine(), Machine()))
    may_be_there: set[tuple[str, str]] = field(default_factory=set)
    """Attempts, each with the URN of its post where a machine or the author has named one."""

    number: count[int] = field(default_factory=lambda: count(1))

    def take(self, at: int, step: Step) -> None:
        machine, other = self.machines[at], self.machines[1 - at]
        if step is Step.SYNCED:
            machine.known += [line for line in other.known if line not in machine.known]
        elif step in (Step.SAID_POSTED, Step.SAID_NOT_POSTED):
            self._say(machine, step)
        elif _standing(machine.known) is Standing.DUE:
            self._post(machine, step)

    def _post(self, machine: Machine, step: Step) -> None:
        number = next(self.number)
        pending = line_of(KNOTS, "linkedin", State.PENDING, NOW.isoformat(), f"a{number}")
        urn = f"urn:li:share:{number}"
        if step is not Step.NEVER_LEFT:
            machine.write(pending)
        if step is Step.POSTED:
            machine.write(replace(pending, state=State.PUBLISHED, urn=urn, permalink=_link(urn)))
            self.may_be_there.add((pending.attempt, urn))
        elif step is Step.ANSWER_LOST:
            machine.write(replace(pending, state=State.UNKNOWN))
            self.may_be_there.add((pending.attempt, ""))
        elif step is Step.KILLED:
            self.may_be_there.add((pending.attempt, ""))
        else:
            state = State.REFUSED if step is Step.REFUSED else State.FAILED
            machine.write(replace(pending, state=state))

    def _say(self, machine: Machine, step: Step) -> None:
        """The author decides on what this machine shows."""
        lines = lines_about("linkedin", "knots", History(machine.known), [KNOTS])
        number = next(self.number)
        if step is Step.SAID_POSTED:
            verdict = Verdict("posted", urn=f"urn:li:share:{number}")
        elif lines[-1].state in (State.PENDING, State.UNKNOWN, State.PUBLISHED):
            verdict = Verdict("not-posted")
        else:
            return
        for line in concluded(lines, verdict, PLACE, NOW.isoformat(), f"a{number}"):
            machine.write(line)
            if step is Step.SAID_POSTED:
                self.may_be_there.add((line.attempt, line.urn))
                self.may_be_there.discard((line.attempt, ""))
            else:
                self.may_be_there.discard((line.attempt, line.urn))


def _link(urn: str) -> str:
    return f"https://www.linkedin.com/feed/update/{urn}/"


def _standing(lines: list[Line]) -> Standing:
    [item] = plan([KNOTS], History(lines), "linkedin", NOW, None)
    return item.standing


def _merged(first: list[Line], second: list[Line], turns: list[bool]) -> list[Line]:
    """Both in any order that keeps that of each."""
    first, second, merged = [*first], [*second], list[Line]()
    for turn in turns:
        if one := (first if turn else second):
            merged.append(one.pop(0))
    return [*merged, *first, *second]


@settings(max_examples=500)
@given(
    steps=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(Step)), max_size=16),
    turns=st.lists(st.booleans(), max_size=40),
)
def test_what_may_have_been_posted_is_never_due_and_all_else_is(
    steps: list[tuple[int, Step]], turns: list[bool]
) -> None:
    world = World()
    for at, step in steps:
        world.take(at, step)
    first, second = world.machines
    merged = _merged(first.wrote, second.wrote, turns)
    assert (_standing(merged) is Standing.DUE) == (not world.may_be_there)
    twice = [*merged, *first.known, *second.known]
    assert _standing(twice) == _standing(merged)


def test_an_unknown_outcome_is_not_hidden_by_the_failure_of_another_machine(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up
    site.run("linkedin.post", "knots", "--send")
    first = site.ledger.read_text()
    site.ledger.unlink()
    linkedin.answers = {"images": answering(401)}
    site.run("linkedin.post", "knots", "--send")
    second = site.ledger.read_text()
    linkedin.answers = {}
    site.write("knots", head={"Linkedin": "Said anew."})
    for merged in (first + second, second + first, first.splitlines(True)[0] + second):
        site.ledger.write_text(merged)
        assert site.run("linkedin.queue", "--send")[0] == 1
        assert len(linkedin.posts) == 1


def test_an_unknown_outcome_is_not_hidden_by_an_older_verdict(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    linkedin.answers["posts"] = hung_up_before
    site.run("linkedin.post", "knots", "--send")
    common = site.ledger.read_text()
    site.run("linkedin.resolve", "knots", "not-posted")
    verdict = site.ledger.read_text().removeprefix(common)
    linkedin.answers["posts"] = hung_up
    site.run("linkedin.post", "knots", "--send")
    site.ledger.write_text(site.ledger.read_text() + verdict)
    linkedin.answers = {}
    assert site.run("linkedin.queue", "--send")[0] == 1
    assert len(linkedin.posts) == 1


@pytest.mark.parametrize("is_begun", [False, True])
def test_git_merges_what_two_clones_added_to_a_ledger(tmp_path: Path, *, is_begun: bool) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=Ada", "-c", "user.email=ada@tiny.example")
        subprocess.run(["git", *author, *arguments], cwd=tmp_path, check=True, capture_output=True)

    path = tmp_path / "content/data/syndication.jsonl"
    path.parent.mkdir(parents=True)
    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    path.write_text('{"line": 0}\n' if is_begun else "")
    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "-m", "Begin")
    for number in (1, 2):
        git("checkout", "-b", f"clone-{number}", "main")
        with path.open("a") as file:
            file.write(f'{{"line": {number}}}\n')
        git("commit", "-am", "Post")
    git("merge", "clone-1")
    begun = ['{"line": 0}'] if is_begun else []
    assert sorted(path.read_text().splitlines()) == [*begun, '{"line": 1}', '{"line": 2}']
