"""What there is to say of a page, and what of that is new. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from fanfare.findings import Finding, Severity
from guest_posts.audit.observed import REFUSING, alike
from guest_posts.audit.record import PageLine
from guest_posts.audit.targets import Role, Target, Use
from guest_posts.fetching import Failure


class Kind(StrEnum):
    """What a note is about, in the order in which notes are shown."""

    GONE = "gone"
    LINK_LOST = "link-lost"
    LINK_WEAKENED = "link-weakened"
    """It is nofollow, sponsored or ugc."""

    CANONICAL = "canonical"
    """Another page than the right one is named as canonical."""

    TITLE = "title"
    """It has another title than last time."""

    MOVED = "moved"
    UNREACHABLE = "unreachable"
    """Since no earlier day, which may be a passing trouble."""

    RECOVERED = "recovered"
    LINK_GAINED = "link-gained"
    REFUSES = "refuses"
    """The host shows its pages to no program."""

    PRIVATE = "private"
    """It is on a private network, where nothing is asked unless that is allowed."""

    NO_LINK = "no-link"
    """It does not link to this site, and did not before."""


WRONG = frozenset({Kind.GONE, Kind.LINK_LOST, Kind.CANONICAL})
"""What ought not to stay as it is."""

_LASTING = WRONG | {Kind.MOVED, Kind.UNREACHABLE, Kind.REFUSES, Kind.PRIVATE}
"""What is new whenever it was not so before, also on a page that was never looked at before."""

_SUBJECTS = {
    Role.ELSEWHERE: '"{}"',
    Role.ORIGINAL: 'The original of "{}"',
    Role.COPY: 'The copy of "{}"',
    Role.SITE: "The site of {}",
    Role.PROFILE: "A profile of {}",
    Role.PARTNER: "The site of {}",
    Role.FEED: "The feed of {}",
}
_LINKING = (Role.ELSEWHERE, Role.SITE, Role.PARTNER)
"""Pages of which one may hope that they link here; of others it is said what they do no more."""

_FAILURES: Mapping[str, str] = {
    Failure.ADDRESS: "leads to what is no address",
    Failure.SCHEME: "leads to what is no page",
    Failure.DNS: "names a host that cannot be found",
    Failure.REFUSED: "cannot be connected to",
    Failure.TLS: "has no valid certificate",
    Failure.TIMEOUT: "does not answer in time",
    Failure.REDIRECT_LOOP: "redirects in a circle",
    Failure.PROTOCOL: "gives no answer that can be read",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say of one use of a page."""

    kind: Kind
    page: str
    use: Use
    message: str
    remedy: str = ""
    detail: str = ""
    """What makes it another note than the last one of its kind."""

    @property
    def finding(self) -> Finding:
        """The note as commands show it: an error where something is wrong."""
        severity = Severity.ERROR if self.kind in WRONG else Severity.WARNING
        return Finding(
            self.kind.value, self.message, self.remedy, severity, self.use.source, self.use.line
        )


def standing(target: Target, line: PageLine) -> list[Note]:
    """Everything there is to say of a page, by what is known of it."""
    return [note for use in target.uses for note in _of_use(target.page, use, line)]


def news(target: Target, before: PageLine | None, now: PageLine) -> list[Note]:
    """What there is to say of a page that was not so `before`; None where nothing was known."""
    found = []
    for note in unsaid(target, before, now):
        is_weakened = note.kind is Kind.LINK_WEAKENED and before and before.links_back is not None
        if note.kind in _LASTING or is_weakened:
            found.append(note)
    if before:
        found += [note for use in target.uses for note in _events(target.page, use, before, now)]
    return found


def unsaid(target: Target, before: PageLine | None, now: PageLine) -> list[Note]:
    """What stands `now` and did not `before`; that is more than news on a page seen first."""
    said = set()
    if before:
        # What was said before it could not be reached for a while is not new after that.
        reached = replace(before, failure="", failing_since="", gone_since="")
        said = {_key(note) for line in (before, reached) for note in standing(target, line)}
    return [note for note in standing(target, now) if _key(note) not in said]


def _key(note: Note) -> tuple[Kind, Use, str]:
    return note.kind, note.use, note.detail


def _of_use(page: str, use: Use, line: PageLine) -> Iterator[Note]:
    subject = _SUBJECTS[use.role].format(use.name)
    if line.failure == Failure.PRIVATE:
        message = f"{subject} leads to a private network, and was not asked ({page})."
        yield Note(Kind.PRIVATE, page, use, message, "Say --allow-private if that is meant.")
        return
    if line.failing_since:
        yield _failing(page, use, line, subject)
        return
    if line.moved_to:
        yield _moved(page, use, line, subject)
    if line.status in REFUSING:
        message = f"{subject} answers programs with {line.status} ({page})."
        yield Note(Kind.REFUSES, page, use, message)
    if line.was_read:
        yield from _canonical(page, use, line, subject)
        yield from _link(page, use, line, subject)


def _failing(page: str, use: Use, line: PageLine, subject: str) -> Note:
    how = f"answers {line.status}"
    if line.failure:
        how = _FAILURES.get(line.failure, "does not answer")
    is_unreadable = line.failure == Failure.PROTOCOL
    if line.gone_since:
        is_gone = "cannot be read" if is_unreadable else "is gone"
        message = f"{subject} {is_gone} since {line.gone_since}: {page} {how}."
        remedy = "Correct the address, or take it out."
        if is_unreadable:
            remedy = f"See whether a browser shows it. {remedy}"
        return Note(Kind.GONE, page, use, message, remedy)
    is_amiss = "cannot be read" if is_unreadable else "cannot be reached"
    message = f"{subject} {is_amiss} this time: {page} {how}."
    return Note(Kind.UNREACHABLE, page, use, message, detail=line.failing_since)


def _moved(page: str, use: Use, line: PageLine, subject: str) -> Note:
    remedy = f'Write "{line.moved_to}".'
    message = f"{subject} has moved for good ({page})."
    if urlsplit(line.moved_to).path in ("", "/") and urlsplit(page).path != "/":
        remedy = f"Look whether it is still there: {line.moved_to} is a home page."
    return Note(Kind.MOVED, page, use, message, remedy, line.moved_to)


def _canonical(page: str, use: Use, line: PageLine, subject: str) -> Iterator[Note]:
    if use.role is Role.COPY:
        if line.noindex or alike(line.canonical, use.own_address):
            return
        named = "itself" if line.canonical == page else line.canonical or "no page"
        names = f"names {named} as canonical"
        remedy = "Ask its site for noindex, or to name your post."
    elif use.role in (Role.ELSEWHERE, Role.ORIGINAL):
        if line.canonical in ("", page):
            return
        names = f"names another page as canonical: {line.canonical}"
        remedy = "Ask its site which of the two is the original."
    else:
        return
    yield Note(Kind.CANONICAL, page, use, f"{subject} {names} ({page}).", remedy, line.canonical)


def _link(page: str, use: Use, line: PageLine, subject: str) -> Iterator[Note]:
    is_hoped_for = use.role in _LINKING
    if line.link_lost_since:
        since = line.link_lost_since
        message = f"{subject} does not link to you since {since} ({page})."
        yield Note(Kind.LINK_LOST, page, use, message, "Ask whether that was meant.")
    elif line.links_back is False and is_hoped_for:
        yield Note(Kind.NO_LINK, page, use, f"{subject} does not link to you ({page}).")
    elif line.links_back and line.rel and (line.link_weak_since or is_hoped_for):
        rel = " and ".join(line.rel.split())
        since = f" since {line.link_weak_since}" if line.link_weak_since else ""
        message = (
            f"{subject} links to you with {rel}{since}: search engines give it no weight ({page})."
        )
        remedy = "Ask for a plain link, unless it was paid for."
        yield Note(Kind.LINK_WEAKENED, page, use, message, remedy, line.rel)


def _events(page: str, use: Use, before: PageLine, now: PageLine) -> Iterator[Note]:
    """What has just happened, and is nothing to say next time."""
    subject = _SUBJECTS[use.role].format(use.name)
    if before.gone_since and not now.gone_since:
        yield Note(Kind.RECOVERED, page, use, f"{subject} is there again ({page}).")
    if before.title and before.title != now.title:
        message = f'{subject} has another title: "{now.title}", not "{before.title}" ({page}).'
        yield Note(Kind.TITLE, page, use, message, "Look whether it is still the same page.")
    was_missed = use.role in _LINKING or before.link_lost_since
    if was_missed and before.links_back is False and now.links_back and not now.rel:
        yield Note(Kind.LINK_GAINED, page, use, f"{subject} links to you now ({page}).")
