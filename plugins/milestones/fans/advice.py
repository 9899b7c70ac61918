"""One sentence of advice that follows from the figures: the first row that fits has it.

What to do is what authors who grew an audience did: count, one new story a week, one new
partnership a month, other people's readers, creation before connection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fanfare.console import counted
from milestones.arithmetic.pace import Status

LATE_DAYS = 8
"""A week, and a day to get round to it: after that, a count is too old to advise on."""

DRY_WEEKS = 3
"""So many weeks in a row without a new fan are hardly chance."""


FEW_WEEKS = 4
"""So many weeks have to be known before the best of them says what a week can bring."""

FAR = 3
"""So many times what the best week brought, no story brings."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The figures that advice follows from."""

    channel: str
    """The key of the channel to count first: what the goal is measured by, else the largest."""

    days_since: int | None
    """Days since the last reading; None where there is none."""

    status: Status | None
    """How the count stands to the goal; None where there is no goal."""

    begins: date | None = None
    """The first day of that goal."""

    week_end: date | None = None
    """By when it needs what this week needs."""

    dry_weeks: int = 0
    """How many weeks in a row, up to the last whole one, brought nobody new."""

    best_week: int | None = None
    """What the best of its weeks brought for the goal; None where these are too few to say."""

    @property
    def word(self) -> str:
        """The word of the status."""
        return self.status.word if self.status else ""

    @property
    def record(self) -> str:
        """What to type to record a count."""
        return f"`invoke fans.record {self.channel} COUNT`"

    @property
    def is_out_of_reach(self) -> bool:
        """Whether this week would have to bring far more than any did."""
        needed = self.status.needed_this_week if self.status else 0
        return self.best_week is not None and needed > FAR * max(1, self.best_week)


_Row = tuple[Callable[[Situation], bool], Callable[[Situation], str]]

_TABLE: tuple[_Row, ...] = (
    (
        lambda now: now.days_since is None,
        lambda now: f"Count today, however few they are: {now.record}.",
    ),
    (
        lambda now: (now.days_since or 0) > LATE_DAYS,
        lambda now: (
            f"The last reading is {counted(now.days_since or 0, 'day')} old: count first, with "
            f"{now.record}."
        ),
    ),
    (
        lambda now: now.status is None,
        lambda _: "There is no goal yet: `invoke goals.new` asks for one, in one sentence.",
    ),
    (
        lambda now: now.word == "not begun",
        lambda now: f"The goal begins on {now.begins}: write ahead until then.",
    ),
    (
        lambda now: now.word == "not counted",
        lambda _: "Nothing was counted while the goal ran: set the next one, `invoke goals.new`.",
    ),
    (
        lambda now: now.word in ("reached", "missed"),
        lambda now: (
            f"The goal is {now.word}: look back with `invoke goals.grade`, then set the next one "
            "with `invoke goals.new`."
        ),
    ),
    (
        lambda now: now.word in ("behind", "due") and now.is_out_of_reach,
        lambda now: (
            f"{_wanted(now)} is out of reach, since no week has brought more than "
            f"{now.best_week or 0:,}: publish one story this week all the same, and change the "
            "ramp when the quarter closes."
        ),
    ),
    (
        lambda now: now.word in ("behind", "due"),
        lambda now: (
            f"{_wanted(now)}: publish one story this week, and offer another one to somebody "
            "else's readers."
        ),
    ),
    (
        lambda now: now.dry_weeks >= DRY_WEEKS,
        lambda now: (
            f"{counted(now.dry_weeks, 'week')} without a new fan: your own readers have heard of "
            "you, so do something for other people's, such as a guest post, a talk or a comment "
            "that helps."
        ),
    ),
    (
        lambda now: now.word in ("tight", "close"),
        lambda now: f"{_wanted(now)}: publish this week's story before you do anything else.",
    ),
    (
        lambda now: now.word == "on track",
        lambda _: "Keep on: one new story this week, one new partnership this month.",
    ),
    (
        lambda _: True,
        lambda _: "You are ahead: creation before connection, so write the next story.",
    ),
)


def advice(now: Situation) -> str:
    """What to do next, in one sentence."""
    return next(say(now) for is_so, say in _TABLE if is_so(now))


def _wanted(now: Situation) -> str:
    """What this week must bring for the goal."""
    needed = now.status.needed_this_week if now.status else 0
    return f"{needed:,} more by {now.week_end}" if needed else "The line is near"
