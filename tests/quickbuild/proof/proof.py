"""One site, built incrementally after every edit, and cleanly beside it: both give the same."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.quickbuild.proof.builder import Builder, Order, Outcome, Stop
from tests.quickbuild.proof.edit import Edit, some
from tests.quickbuild.proof.edits.bodies import revise_body
from tests.quickbuild.proof.small_site import (
    SETTINGS,
    SmallSite,
    copy_site,
    make_site,
)
from tests.quickbuild.proof.trees import Tree, difference, tree_of
from workbench import rebuild
from workbench.location import Site

STORED_CARDS = ".fanfare/cards"

READING_SECONDS = 0.3
"""How long the process that waits for `serve` needs at most to read the site."""


class Builders:
    """The processes that build: one a kind, each started when it is first needed."""

    def __init__(self) -> None:
        self._started: dict[str, Builder] = {}

    def __getitem__(self, kind: str) -> Builder:
        """`clean` and `forked` build in a fork each time, `lasting` in one process for all.

        Each has another order of sets.
        """
        if kind not in self._started:
            seed = ("clean", "forked", "another", "lasting").index(kind)
            self._started[kind] = Builder(seed=seed, forks=kind != "lasting")
        return self._started[kind]

    def end(self, *kinds: str) -> None:
        """End these processes, or all of them."""
        for kind in kinds or list(self._started):
            if kind in self._started:
                self._started.pop(kind).close()


@dataclass(slots=True)
class Tally:
    """What was tried."""

    edits: Counter[str] = field(default_factory=Counter)
    builds: Counter[str] = field(default_factory=Counter)
    incremental_seconds: float = 0.0
    clean_seconds: float = 0.0

    @property
    def steps(self) -> int:
        """How many edits were made."""
        return self.edits.total()


class DifferenceError(AssertionError):
    """An incremental build that is not as a clean one."""


@dataclass(slots=True)
class Proof:
    """A site in a folder of its own, and what has happened to it."""

    builders: Builders
    tally: Tally
    theme: str = "folio"
    cards: str = "none"
    """Social cards: `none`, `drawn` by each site for itself, or `shared`."""

    is_served: bool = False
    """Whether most builds are those of `serve`."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="quickbuild-proof-")))
    history: list[str] = field(default_factory=list)
    site: SmallSite = field(init=False)
    right: dict[str, bytes] = field(init=False)
    """The files of the site when it was last right."""

    is_wrong: bool = False
    then: Callable[[], None] | None = None
    """What tests of the proof do after a build."""

    last: Outcome = field(default_factory=lambda: Outcome(built=False))
    serving: rebuild.Builder | None = None
    """What `serve` has its builds from, kept from one to the next as there."""

    _served_at: float = 0.0
    """When it last built; 0 where another did since, or files have changed. Seconds as
    `time.monotonic`."""

    _held: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.site = make_site(self.folder / "site", self.theme, cards=self.cards != "none")
        self.right = self.site.sources()

    def begin(self) -> None:
        """Build the new site. Raises `DifferenceError`, also where it cannot be built at all."""
        self.compare_after("forked")
        if self.is_wrong:
            said = "\n".join(str(finding["message"]) for finding in self.last.findings)
            raise self._differs(f"The new site, in which nothing is wrong, is not built:\n{said}")

    def close(self) -> None:
        """Remove the site."""
        self._held.close()
        self.builders.end("lasting")
        shutil.rmtree(self.folder)

    def step(self, change: Edit, random: Random) -> str:
        """Edit the site, build it in two ways, and compare; what was done.

        Raises `DifferenceError`.
        """
        self._let_read(random)
        if self.is_wrong and not some(random, 4):
            self.site.restore(self.right)
        self.site.due = None
        said = change(self.site, random)
        self.tally.edits[change.__name__] += 1
        self.history.append(f"{change.__name__}: {said}")
        if some(random, 8):
            self._served_at = 0.0
            return f"{said}; not built"
        if self.site.due:
            how = "served" if self.is_served else "forked"
            self._build_and_compare(how, Order(str(self.site.root)), hard=False)
            time.sleep(max(0.0, self.site.due - time.time()))
            self.site.due = None
            if self.is_served:  # which knows the site of before by now
                self.history.append(f"revise_body: {revise_body(self.site, random)}")
        how, order = self._manner(random)
        self.history[-1] += f"; {how} {_shown(order)}".rstrip()
        if order.stop:
            self._build_and_stop(order)
            order = replace(order, stop=None)
        self._build_and_compare(how, order, hard=some(random, 4))
        return f"{said}; {how} {_shown(order)}".rstrip()

    def compare_after(
        self, how: str, then: Callable[[], None] | None = None, *, publish: bool = False
    ) -> None:
        """Build as `step` does, without an edit; `then` happens before the two are compared.

        `nothing` as the way to build is none, and `silent` one that loses what it has to say.
        """
        self.then = then
        order = Order(str(self.site.root), publish=publish)
        self._build_and_compare(how, order, hard=False)

    def _let_read(self, random: Random) -> None:
        """Where `serve` has just built, what waits there reads the site before files change.

        Or while they do: it has only begun then, after a build of nothing.
        """
        if not self._served_at or not self.serving or self.site.is_forgetful:
            return
        if not some(random, 2):
            time.sleep(max(0.0, self._served_at + READING_SECONDS - time.monotonic()))
        elif some(random, 3):
            self.serving.rebuild()

    def _manner(self, random: Random) -> tuple[str, Order]:
        """Which process builds, how, and whether it is stopped."""
        order = Order(str(self.site.root))
        if self.is_served and not some(random, 4):
            return ("served anew" if some(random, 20) else "served"), order
        if some(random, 12):
            return "forked", replace(order, publish=True)
        if some(random, 12):
            return "another", replace(order, fewest=random.choice((2, 10**6)))
        if some(random, 10):
            stop = random.choice(list(Stop))
            limit = 300 if stop is Stop.KILL_LATER else 400
            after, fewest = random.randrange(1, limit), random.choice((0, 0, 2))
            return "forked", replace(order, stop=stop, after=after, fewest=fewest)
        if some(random, 8):
            return "lasting", order
        if some(random, 20):
            return "served", order
        if some(random, 40):
            return "two at once", order
        return "forked", replace(order, fewest=random.choice((0, 0, 2)))

    def _build_and_stop(self, order: Order) -> None:
        """A build that ends in its midst leaves the site before or the site after."""
        before = tree_of(self.site.path("output"))
        outcome = self.builders["forked"].build(order)
        self.tally.builds[f"{order.stop}{'' if outcome.built else ', not ended'}"] += 1
        after = tree_of(self.site.path("output"))
        if after == before:
            return
        clean, expected = self._clean(order, hard=False)
        if clean.built:
            self._know_left_over(expected, before, after)
            self._expect(self._with_own(expected), after, "After a build that was stopped")
        else:
            self._expect(before, after, "After a build that was stopped, of a site that is wrong")

    def _build_and_compare(self, how: str, order: Order, *, hard: bool) -> None:
        before, sources = tree_of(self.site.path("output")), self.site.sources()
        self._copy(hard=hard)
        self.builders["clean"].ask(replace(order, root=str(self.folder / "clean")))
        outcome = self.last = self._built(how, order)
        clean = self.builders["clean"].answer()
        self._keep_cards()
        if self.then:
            self.then()
        if self.site.due and time.time() > self.site.due:
            return  # one of them may have been built before, and the other one after
        self.tally.builds[f"{'publish' if order.publish else how}, {_how_ended(outcome)}"] += 1
        self.tally.incremental_seconds += outcome.seconds
        self.tally.clean_seconds += clean.seconds
        for name, one in (("clean", clean), ("incremental", outcome)):
            if one.failure:
                raise self._differs(f"The {name} build failed:\n{one.failure}")
        found = tree_of(self.site.path("output"))
        if clean.built:
            expected = tree_of(self.folder / "clean" / "output")
            self._know_left_over(expected, before, found)
            self._expect(self._with_own(expected), found, "After the build")
            self.right = sources
        else:
            self._expect(before, found, "After a build of a site that is wrong")
        self._compare_findings(clean, outcome)
        self.is_wrong = not clean.built
        changed = difference(sources, self.site.sources())
        if changed:
            raise self._differs(f"The build changed what the author wrote:\n{changed}")

    def _built(self, how: str, order: Order) -> Outcome:
        self._served_at = 0.0
        if how == "nothing":
            return self.last
        if how == "silent":
            return replace(self.builders["forked"].build(order), findings=[])
        if how in ("served", "served anew"):
            return self._built_as_served(anew=how == "served anew")
        if how == "two at once":
            self.builders["another"].ask(order)
            first = self._built("served" if self.is_served else "forked", order)
            second = self.builders["another"].answer()
            return first if first.failure else second
        return self.builders[how].build(order)

    def _built_as_served(self, *, anew: bool) -> Outcome:
        """As `serve` builds: a process has waited for it, and knows what it knew when it began."""
        if not self.serving:
            self.serving = self._held.enter_context(rebuild.Builder(Site(self.site.root)))
        said = self.serving.rebuild(anew=anew)
        self._served_at = time.monotonic()
        manifest = {}
        if said.built:
            manifest = json.loads((self.site.root / ".fanfare/manifest.json").read_bytes())
        findings = [asdict(finding) for finding in said.findings]
        return Outcome(said.built, findings, manifest, seconds=said.seconds)

    def _clean(self, order: Order, *, hard: bool) -> tuple[Outcome, Tree]:
        self._copy(hard=hard)
        order = replace(order, root=str(self.folder / "clean"), stop=None)
        outcome = self.builders["clean"].build(order)
        self._keep_cards()
        return outcome, tree_of(self.folder / "clean" / "output")

    def _copy(self, *, hard: bool) -> None:
        """The files of the site elsewhere; `hard` with the plugin switched off."""
        clean = copy_site(self.site, self.folder / "clean")
        if hard:
            clean.write(SETTINGS, clean.read(SETTINGS) + "QUICKBUILD = False\n")
        kept = self.folder / "cards"
        if self.cards == "shared" and kept.is_dir():
            shutil.copytree(kept, clean.path(STORED_CARDS), copy_function=os.link)

    def _keep_cards(self) -> None:
        """Keep what the clean build drew for the next one: cards are named by what they show."""
        if self.cards == "shared":
            (kept := self.folder / "cards").mkdir(exist_ok=True)
            for path in (self.folder / "clean" / STORED_CARDS).glob("*"):
                if not (kept / path.name).exists():
                    os.link(path, kept / path.name)

    def _know_left_over(self, expected: Tree, before: Tree, found: Tree) -> None:
        """Where nobody could tell who made a file, it stays, as if the author had put it there."""
        if self.site.is_forgetful:
            self.site.left_over = {
                name: found[name]
                for name in found.keys() & before.keys() - expected.keys()
                if found[name] == before[name] and not name.endswith(("/", "(mode)"))
            }
            self.site.is_forgetful = False
        self.site.left_over = {
            name: before[name]
            for name in self.site.left_over
            if name in before and name not in expected
        }

    def _with_own(self, expected: Tree) -> Tree:
        """A clean output with what the author has put there."""
        tree = dict(expected)
        for place, data in (self.site.left_over | self.site.put_by_hand).items():
            if place not in tree:
                tree[place] = data
                tree |= {f"{folder.as_posix()}/": b"" for folder in Path(place).parents[:-1]}
        return tree

    def _compare_findings(self, clean: Outcome, outcome: Outcome) -> None:
        for what, said, expected in (
            ("findings", _lines(_told(outcome)), _lines(_told(clean))),
            ("manifest", _lines([outcome.manifest]), _lines([clean.manifest])),
        ):
            if said != expected:
                shown = difference({what: expected.encode()}, {what: said.encode()})
                raise self._differs(f"It says something else than a clean build:\n{shown}")

    def _expect(self, expected: Tree, found: Tree, when: str) -> None:
        if shown := difference(expected, found):
            raise self._differs(f"{when}:\n{shown}")

    def _differs(self, what: str) -> DifferenceError:
        edits = "\n".join(f"{number}. {said}" for number, said in enumerate(self.history, 1))
        return DifferenceError(
            f"{what}\n\nTheme {self.theme}, cards {self.cards}. Edits:\n{edits}\n"
        )


def _told(outcome: Outcome) -> list[dict[str, Any]]:
    """What a build says of the site, and not of what it does not know of its own past."""
    return [dict(one) for one in outcome.findings if one["rule"] != "unknown-file"]


def _how_ended(outcome: Outcome) -> str:
    return "built" if outcome.built else "wrong"


def _shown(order: Order) -> str:
    parts = {
        "publish": order.publish,
        f"a process for {order.fewest}": order.fewest > 0,
        f"{order.stop} after {order.after}": order.stop is not None,
    }
    return ", ".join(part for part, holds in parts.items() if holds)


def _lines(said: list[Mapping[str, Any]] | list[dict[str, Any]]) -> str:
    """What a build says, in an order of its own, and wherever its site is."""
    return "\n".join(sorted(_without_order(one) for one in said))


def _without_order(one: Mapping[str, Any]) -> str:
    noted = sorted(one.get("noted", ()), key=str)
    shown = {**one, **({"noted": noted} if "noted" in one else {})}
    return json.dumps(shown, sort_keys=True, indent=1).replace("/clean/", "/site/")
