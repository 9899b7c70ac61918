"""People counted once each, by the keyed hash of their address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from fanfare.console import counted
from milestones.imports.contents import Member

_SHOWN_LINES = 5

Digest = Callable[[str], bytes]
"""The keyed hash of a text: `private_lists.PrivateLists.digest`."""


def normalised(address: str) -> str:
    """`address` so that two ways to write one are the same; empty where it is no address.

    Without spaces around it, without regard to capitals (casefold), in Unicode's NFKC, its domain
    in ASCII (IDNA). What follows a plus sign stays: whose letters arrive together, only the
    receiving server knows.
    """
    folded = unicodedata.normalize("NFKC", address).casefold()
    folded = unicodedata.normalize("NFKC", folded).casefold().strip()
    name, at, domain = folded.rpartition("@")
    if not (name and at and domain) or any(map(str.isspace, folded)):
        return ""
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return folded if domain.isascii() is False else ""


class Tally:
    """People as they are read from a file, in any order."""

    def __init__(self, digest: Digest) -> None:
        self.members: dict[bytes, Member] = {}
        self.nameless: dict[str, Member] = {}
        self.repeated = 0
        """Rows of somebody who is in another row."""

        self.without_address: list[int] = []
        """The lines of rows that were not counted, as they have no address."""

        self._digest = digest

    def add(self, line: int, address: str, member: Member) -> None:
        """Count the person in `line`, unless `address` is none."""
        if known_by := normalised(address):
            self._add(self._digest(known_by), member)
        else:
            self.without_address.append(line)

    def add_nameless(self, line: int, profile: str, member: Member) -> None:
        """Count somebody of whom no address is known, but perhaps a `profile` page."""
        known_by = profile or str(line)
        self.repeated += known_by in self.nameless
        self.nameless.setdefault(known_by, member)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the rows, in sentences."""
        notes = []
        if self.repeated:
            notes.append(f"{counted(self.repeated, 'row')} of people who are in another row, too.")
        if self.without_address:
            rows = counted(len(self.without_address), "row")
            lines = ", ".join(map(str, self.without_address[:_SHOWN_LINES]))
            more = ", ..." if len(self.without_address) > _SHOWN_LINES else ""
            notes.append(f"{rows} without an e-mail address, not counted (line {lines}{more}).")
        return tuple(notes)

    def _add(self, key: bytes, member: Member) -> None:
        before = self.members.get(key)
        if before:
            self.repeated += 1
            member = _joined(before, member)
        self.members[key] = member


def _joined(one: Member, other: Member) -> Member:
    """One person in two rows: subscribed where one of them says so, and since the earlier day."""
    if one.is_subscribed != other.is_subscribed:
        return one if one.is_subscribed else other
    joined = _known(min, one.joined, other.joined)
    left = _known(max, one.left, other.left)
    return Member(one.is_subscribed, joined, left, min(one.called, other.called))


def _known(
    choose: Callable[[date, date], date], one: date | None, other: date | None
) -> date | None:
    return choose(one, other) if one and other else one or other
