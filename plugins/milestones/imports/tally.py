"""People counted once each, by the keyed hash of their address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from fanfare.console import counted
from milestones.imports.contents import Member

_SHOWN_LINES = 5

_IN_BRACKETS = re.compile(r".*<([^<>]*)>\s*", re.DOTALL)
_SCHEME = re.compile(r"\A(?:mailto:\s*)+")

Digest = Callable[[str], bytes]
"""The keyed hash of a text: `private_lists.PrivateLists.digest`."""


def normalised(address: str) -> str:
    """`address` so that two ways to write one are the same; empty where it is no address.

    Of `Ada <ada@x.example>` (RFC 5322, 3.4) and `mailto:ada@x.example` (RFC 6068) that is the
    address alone. Without spaces around it, without regard to capitals (casefold), in Unicode's
    NFKC, its domain in ASCII (IDNA) without the dot that may end it. What follows a plus sign
    stays: whose letters arrive together, only the receiving server knows.
    """
    folded = unicodedata.normalize("NFKC", address).casefold()
    folded = unicodedata.normalize("NFKC", folded).casefold()
    if found := _IN_BRACKETS.fullmatch(folded):
        folded = found[1]
    folded = _SCHEME.sub("", folded.strip())
    name, at, domain = folded.rpartition("@")
    domain = domain.rstrip(".")
    if not (name and at and domain) or any(one.isspace() or one in "<>" for one in folded):
        return ""
    try:
        return f"{name}@{domain.encode('idna').decode().rstrip('.')}"
    except UnicodeError:
        return "" if domain.isascii() else f"{name}@{domain}"


class Tally:
    """People as they are read from a file, in any order."""

    def __init__(self, digest: Digest) -> None:
        self.members: dict[bytes, Member] = {}
        self.nameless: dict[str, Member] = {}
        """Of whom no address is known, by profile page."""

        self.repeated = 0
        """Rows of somebody who is in another row."""

        self.without_address: list[int] = []
        """The lines of rows that were not counted, as they have no address."""

        self._digest = digest
        self._profiles: set[str] = set()
        """Those of people whose address is known."""

    def add(self, line: int, address: str, member: Member) -> None:
        """Count the person in `line`, unless `address` is none."""
        if known_by := normalised(address):
            self._add(self._digest(known_by), member)
        else:
            self.without_address.append(line)

    def add_profile(self, line: int, profile: str, address: str, member: Member) -> None:
        """Count the person in `line` in any case, by `address` or else by the `profile` page."""
        known_by = profile or str(line)
        if normalised(address):
            self.add(line, address, member)
            self.repeated += self.nameless.pop(known_by, None) is not None
            self._profiles.add(known_by)
        elif known_by in self._profiles or known_by in self.nameless:
            self.repeated += 1
        else:
            self.nameless[known_by] = member

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
