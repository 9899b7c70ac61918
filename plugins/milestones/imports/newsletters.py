"""The lists of newsletter services: who is subscribed, who is not any more.

The columns are those of the services' own exports, and `NEWSLETTERS` is the list of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from fanfare.console import counted
from milestones.imports.cells import day_of
from milestones.imports.contents import Member, People
from milestones.imports.tables import Table
from milestones.imports.tally import Digest, Tally, normalised

_YES = ("true", "1", "yes", "t")
_NO = ("false", "0", "no", "f")

_WORD = re.compile(r"[a-z][a-z _-]{0,19}", re.ASCII | re.IGNORECASE)
"""What a service may call a state: it says nothing of anybody."""


@dataclass(frozen=True, slots=True)
class State:
    """A column that says whether somebody is subscribed, and what stands in it."""

    column: str
    here: Collection[str]
    """What it says, in small letters, of those who are subscribed."""

    gone: Collection[str] = ()
    """What it says of the others; nothing where that may be anything."""

    called: str = ""
    """What the others are called; empty where the column says that itself."""

    def is_here(self, word: str) -> bool | None:
        """Whether somebody is subscribed of whom `word` is said; None where it is not known."""
        if word in self.here:
            return True
        return False if word in self.gone or not self.gone else None


@dataclass(frozen=True, slots=True)
class Newsletter:
    """How one service writes a list. Everybody on it is subscribed unless a column says no."""

    source: str
    columns: tuple[str, ...]
    """Those that tell it from all others; all must be there."""

    address: str
    joined: tuple[str, ...]
    """Columns with the day somebody joined, the better one first."""

    left: str = ""
    """The column with the day somebody left; empty where there is none."""

    states: tuple[State, ...] = ()
    all_gone: str = ""
    """What all of them are called where the file lists only those who left."""

    note: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"{self.source} ({self.all_gone})" if self.all_gone else self.source

    def read(self, table: Table, digest: Digest) -> People:
        """The people in `table`. Raises `FanfareError` for a row that cannot be understood."""
        tally = Tally(digest)
        unreadable = 0
        columns = (self.address, self.left, *self.joined, *(one.column for one in self.states))
        for line, (address, left, *others) in table.rows(*columns):
            joined, words = others[: len(self.joined)], others[len(self.joined) :]
            days = [day_of(text) for text in joined if text]
            unreadable += None in days
            since = next(filter(None, days), None)
            gone = self.all_gone or self._gone(table, line, address, words)
            member = Member(False, since, day_of(left), gone) if gone else Member(True, since)
            tally.add(line, address, member)
        return self._people(tally, unreadable)

    def _gone(self, table: Table, line: int, address: str, words: Sequence[str]) -> str:
        """What somebody is called who is not subscribed; empty for those who are."""
        for state, written in zip(self.states, words, strict=True):
            word = written.casefold()
            is_here = state.is_here(word)
            if is_here is None:
                known = ", ".join(sorted({*state.here, *state.gone}))
                # Where no address is in its place, the cells may be shifted, and this be a name.
                is_shown = normalised(address) and _WORD.fullmatch(written)
                what = f'"{written}"' if is_shown else "What this row has"
                message = f'{what} in the column "{state.column}" is not known here.'
                raise table.source.error(message, f"Known are {known}.", line)
            if not is_here:
                return state.called or word
        return ""

    def _people(self, tally: Tally, unreadable: int) -> People:
        people = tally.members.values()
        called = Counter(member.called for member in people if not member.is_subscribed)
        parts = [f"{number:,} {word}" for word, number in sorted(called.items())]
        if not self.all_gone:
            parts.insert(0, f"{len(people) - called.total():,} subscribed")
        total = counted(len(people), "person", "people")
        notes = [self.note] if self.note else []
        notes += tally.notes
        if unreadable:
            notes.append(f"{counted(unreadable, 'row')} with a day of joining that is none.")
        return People(
            self.source,
            f"{self.source}: {', '.join([total, *parts])}",
            tally.members,
            notes=tuple(notes),
            counts_now=not self.all_gone,
            knows_leaving=bool(self.left),
        )


_MAILCHIMP = ("Email Address", "OPTIN_TIME", "CONFIRM_TIME", "LAST_CHANGED", "LEID", "EUID")
_MAILCHIMP_JOINED = ("CONFIRM_TIME", "OPTIN_TIME")

_KIT_COLUMNS = ("first_name", "email", "created_at", "status")
_KIT_OTHERS = ("tags", "referrer")
"""One of them is enough to know it by."""

_KIT = Newsletter(
    "Kit",
    (*_KIT_COLUMNS, *_KIT_OTHERS),
    "email",
    ("created_at",),
    states=(
        State(
            "status",
            {"active"},
            {
                *("cancelled", "canceled", "unsubscribed", "bounced", "complained"),
                *("inactive", "unconfirmed", "blocked"),
            },
        ),
    ),
)

NEWSLETTERS = (
    Newsletter("Mailchimp", _MAILCHIMP, "Email Address", _MAILCHIMP_JOINED),
    Newsletter(
        "Mailchimp",
        (*_MAILCHIMP, "UNSUB_TIME"),
        "Email Address",
        _MAILCHIMP_JOINED,
        "UNSUB_TIME",
        all_gone="unsubscribed",
    ),
    Newsletter(
        "Mailchimp",
        (*_MAILCHIMP, "CLEAN_TIME"),
        "Email Address",
        _MAILCHIMP_JOINED,
        "CLEAN_TIME",
        all_gone="cleaned",
    ),
    Newsletter(
        "Substack",
        ("email", "active_subscription", "plan", "email_disabled", "created_at"),
        "email",
        ("created_at",),
        states=(State("email_disabled", _NO, _YES, "without e-mail"),),
    ),
    Newsletter(
        "Substack",
        ("Email", "Type", "Start date", "Cancel date", "Activity"),
        "Email",
        ("Start date",),
        note='"Cancel date" ends what somebody pays, not that they read: all rows are counted.',
    ),
    Newsletter(
        "Ghost",
        ("email", "subscribed_to_emails", "complimentary_plan", "created_at", "deleted_at"),
        "email",
        ("created_at",),
        "deleted_at",
        (
            State("deleted_at", [""], called="deleted"),
            State("subscribed_to_emails", _YES, _NO, "unsubscribed"),
        ),
    ),
    _KIT,
    *(replace(_KIT, columns=(*_KIT_COLUMNS, one)) for one in _KIT_OTHERS),
    Newsletter(
        "beehiiv",
        ("email", "status", "tier", "created_at", "unsubscribed_at"),
        "email",
        ("created_at",),
        "unsubscribed_at",
        (
            State(
                "status",
                {"active"},
                {
                    *("inactive", "unsubscribed", "pending", "validating", "invalid", "paused"),
                    *("needs_attention", "needs attention", "bounced", "deleted"),
                },
            ),
        ),
    ),
    Newsletter(
        "Buttondown",
        ("email_address", "creation_date", "type", "tags", "source", "unsubscription_date"),
        "email_address",
        ("creation_date",),
        "unsubscription_date",
        (
            State(
                "type",
                {"regular", "premium", "gifted", "trialed", "churning", "past_due"},
                {
                    *("unactivated", "unpaid", "unsubscribed", "removed", "churned", "paused"),
                    *("undeliverable", "complained", "spammy", "blocked", "disabled"),
                },
            ),
        ),
    ),
)
"""Every list that is known, by its columns."""
