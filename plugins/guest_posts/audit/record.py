"""The ledger of audits: what was found on a page, and which audits were finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit, urlunsplit

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding


@dataclass(frozen=True, slots=True)
class PageLine:
    """What is known of one page since the day of its line.

    While a page cannot be read, what it said before stays.
    """

    date: str
    """ISO 8601 time with its offset from UTC."""

    page: str
    """Its address, as `page_of` writes it."""

    status: int = 0
    """Of the last answer; 0 where there was none."""

    failure: str = ""
    """Why there was none: see `fetching.Failure`."""

    failing_since: str = ""
    """The day from which on it could not be reached, as 2026-01-31; empty where it can."""

    gone_since: str = ""
    """The same day, where that is no passing trouble: 404 or 410, or audits on two days."""

    moved_to: str = ""
    """Where it says that it has moved for good."""

    was_read: bool = False
    """True where it was an HTML page at least once, so that what follows is known."""

    title: str = ""

    canonical: str = ""
    """The address it names as canonical; `page` where that is its own."""

    noindex: bool = False
    """True where it asks search engines to leave it out."""

    links_back: bool | None = None
    """Whether it links to this site; None where only a part of it was read."""

    rel: str = ""
    """What of `nofollow`, `sponsored` and `ugc` its best such link carries."""

    link_lost_since: str = ""
    """The day from which on it had no such link any more, having had one."""

    link_weak_since: str = ""
    """The day from which on that link carried a `rel`, having carried none."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One finished audit."""

    date: str
    """ISO 8601 time with its offset from UTC."""

    audit: str
    """The address of this site."""

    only: str
    """The part of the pages that was looked at; empty where that was all of them."""

    pages: int
    new: int
    wrong: int


Line: TypeAlias = PageLine | RunLine


def page_of(address: str) -> str:
    """The one way to write `address` here: what cannot change the page is taken out.

    That is the case of scheme and host, an empty path and the fragment (RFC 3986, section 6.2).
    Raises `ValueError` where it is no address.
    """
    parts = urlsplit(address.strip())
    path = parts.path or "/"
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, parts.query, ""))


def read(path: Path, shown_as: str) -> list[Line]:
    """Every line of the ledger at `path`, oldest first; none where there is no file.

    Raises `FanfareError`, naming the file as `shown_as`, for a line that no audit has written.
    """
    return as_lines(ledger.read(path, shown_as), shown_as)


def as_lines(said: Iterable[Mapping[str, ledger.Value]], shown_as: str) -> list[Line]:
    """The lines that `said` holds. What a later version may have added to one is passed over."""
    return [_as_line(PageLine if "page" in one else RunLine, one, shown_as) for one in said]


def append(path: Path, line: Line) -> None:
    """Add `line` to the ledger at `path`, on disk when this returns."""
    ledger.append(path, asdict(line))


def last_of_each(lines: Iterable[Line]) -> dict[str, PageLine]:
    """The last line about each page, by its address."""
    return {line.page: line for line in lines if isinstance(line, PageLine)}


def last_audit(lines: Iterable[Line]) -> RunLine | None:
    """The last audit that was finished."""
    return next((line for line in reversed([*lines]) if isinstance(line, RunLine)), None)


def _as_line(
    kind: Callable[..., PageLine | RunLine], said: Mapping[str, ledger.Value], shown_as: str
) -> Line:
    try:
        line = ledger.as_record(kind, said)
        if wrong := [name for name, value in asdict(line).items() if not _is_day(name, value)]:
            raise ValueError(wrong[0])
        return line
    except ValueError as error:
        raise FanfareError(
            Finding(
                "ledger",
                f"The audit of {said.get('page') or said.get('date') or 'an unknown page'} "
                f'has no "{error}" that can be read.',
                "Restore the line from git, or delete it.",
                source=shown_as,
            )
        ) from None


def _is_day(name: str, value: ledger.Value) -> bool:
    """False for what ought to be a day and is none."""
    try:
        if name == "date":
            datetime.fromisoformat(str(value))
        elif name.endswith("_since") and value:
            date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
