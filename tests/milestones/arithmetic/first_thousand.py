"""A year towards a thousand fans, with the figures of the practices."""

from __future__ import annotations

from datetime import date

from milestones.happenings import PARTNERSHIP, STORY, Happening
from milestones.records import Channel, Goal, KeyResult, Kind, Period, Reading, Records, Stretch

START, END = date(2025, 10, 1), date(2026, 9, 30)
QUARTER_ENDS = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), END)

CHANNELS = {
    key: Channel(key, label, kind, engaged)
    for key, label, kind, engaged in (
        ("newsletter", "The Wednesday letter", Kind.STOCK, True),
        ("linkedin", "LinkedIn", Kind.STOCK, True),
        ("mastodon", "Mastodon", Kind.STOCK, True),
        ("talks", "Talks", Kind.ATTENDANCE, True),
        ("visits", "Visits of the site", Kind.REACH, False),
        ("readers", "Readers of the old feed", Kind.STOCK, False),
    )
}

COUNTS = ((61, 78, 19, 0), (104, 131, 37, 9), (226, 260, 74, 34), (962, 941, 233, 131))
"""Per quarter: newsletter, LinkedIn and Mastodon at its end, and who came to a talk in it."""


def readings() -> tuple[Reading, ...]:
    """What was counted at the end of each quarter."""
    return tuple(
        Reading(day, channel, count)
        for day, counts in zip(QUARTER_ENDS, COUNTS, strict=True)
        for channel, count in zip(
            ("newsletter", "linkedin", "mastodon", "talks"), counts, strict=True
        )
    )


def goal(
    target: int = 1_000,
    baseline: int = 0,
    start: date = START,
    end: date = END,
    ramp: str | tuple[int, ...] = "backload",
    metric: str = "fans",
    stretch: Stretch | None = None,
) -> Goal:
    """The first thousand, or something else."""
    statement = "On 30 September 2026, 1,000 people have asked to hear from me."
    return Goal(
        "first-thousand", statement, metric, target, baseline, start, end, ramp, "mine", {}, stretch
    )


STRETCH = Stretch("Ten thousand people have asked to hear from me.", 10_000)

KEY_RESULTS = (
    KeyResult("Fans", "fans", Period.QUARTER, None, "first-thousand"),
    KeyResult("One new story a week", "stories", Period.WEEK, 1, ""),
    KeyResult("One new partnership a month", "partnerships", Period.MONTH, 1, ""),
    KeyResult("Ten thousand fans", "fans", Period.QUARTER, None, "", is_stretch=True),
    KeyResult("Ten mentions a month", "events:mention", Period.MONTH, 10, "", is_stretch=True),
    KeyResult("A hundred authors met", "events:met", Period.YEAR, 100, "", is_stretch=True),
)


def records(**changes: object) -> Records:
    """The whole year, or with `changes`."""
    said: dict[str, object] = {
        "channels": CHANNELS,
        "readings": readings(),
        "goals": (goal(stretch=STRETCH),),
        "key_results": KEY_RESULTS,
    }
    return Records(**{**said, **changes})  # type: ignore[arg-type]


def happenings() -> list[Happening]:
    """First quarter: 7 stories, 2 partnerships, a mention, 4 authors met; then 13 stories."""
    october = [date(2025, 10, day) for day in range(1, 8)]
    january = [date(2026, 1, day) for day in range(1, 14)]
    return [
        *(Happening(day, STORY, "A story") for day in (*october, *january)),
        *(Happening(day, PARTNERSHIP, "A partner") for day in october[:2]),
        Happening(october[0], "mention", "In the paper", is_recorded=True),
        *(Happening(day, "met", "An author", is_recorded=True) for day in october[:4]),
    ]
