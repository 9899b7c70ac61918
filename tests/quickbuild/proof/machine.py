"""The site as a state machine of Hypothesis: every edit is a rule of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random
from typing import Any, ClassVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.quickbuild.proof import edits  # noqa: F401 -- which puts them on the list
from tests.quickbuild.proof.edit import EDITS, Edit
from tests.quickbuild.proof.proof import Builders, DifferenceError, Proof, Tally

_SITES = (
    *(("folio", "none"), ("folio", "none"), ("simple", "none"), ("folio", "shared")),
    ("folio", "drawn"),
)
"""Theme, and how social cards are drawn."""


class EditedSite(RuleBasedStateMachine):
    """A site whose output is that of a clean build after every edit; `machine` adds these."""

    builders: ClassVar[Builders]
    tally: ClassVar[Tally]
    difference: ClassVar[DifferenceError | None] = None
    """The last that was found. What Hypothesis says of it may be that it does not come again."""

    proof: Proof | None = None
    after: ClassVar[Callable[[EditedSite], None] | None] = None
    """Told when the edits of one site are through."""

    @initialize(site=st.sampled_from(_SITES), is_served=st.booleans())
    def begin(self, site: tuple[str, str], is_served: bool) -> None:
        """A new site."""
        theme, cards = site
        self.proof = Proof(self.builders, self.tally, theme, cards, is_served=is_served)
        self.proof.begin()

    def teardown(self) -> None:
        """Remove it."""
        if self.proof:
            self.proof.close()
        if after := type(self).after:
            after(self)


def machine(
    without: Collection[str] = (), after: Callable[[EditedSite], None] | None = None
) -> type[EditedSite]:
    """The machine with a rule for each edit, but those `without` which it is to be.

    `after` is told when the edits of one site are through.
    """
    listed = {name: one for name, one in EDITS.items() if name not in without}
    rules = {
        f"{name}_{number}" if number else name: _rule_of(one.change)
        for name, one in listed.items()
        for number in range(one.times)
    }
    rules |= {
        f"{name}_served_{number}": precondition(_is_served)(_rule_of(one.change))
        for name, one in listed.items()
        for number in range(one.times_served)
    }
    own = {"builders": Builders(), "tally": Tally(), "after": after and staticmethod(after)}
    return type("AnyEdits", (EditedSite,), {**own, **rules})


def _is_served(self: EditedSite) -> bool:
    return self.proof is not None and self.proof.is_served


def _rule_of(change: Edit) -> Any:
    def make(self: EditedSite, random: Random) -> None:
        assert self.proof
        try:
            self.proof.step(change, random)
        except DifferenceError as error:
            type(self).difference = error
            raise
        note(self.proof.history[-1])

    make.__name__ = change.__name__
    return rule(random=st.randoms(note_method_calls=False, use_true_random=False))(make)
