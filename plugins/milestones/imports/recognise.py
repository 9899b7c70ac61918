"""Which service a file is from, by its columns: never by its name, nor by where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath

from fanfare.console import counted
from fanfare.errors import FanfareError
from milestones.imports import linkedin, visits
from milestones.imports.contents import Content, PageDays, Visits
from milestones.imports.newsletters import NEWSLETTERS
from milestones.imports.opening import AGAIN, Form, Source, archive, form_of, lines, member_lines
from milestones.imports.profiles import read_profile
from milestones.imports.tables import Row, Table, beginnings, name_of
from milestones.imports.tally import Digest

_NEARLY = 0.5
"""The part of its columns by which one may say that a file looks like a format."""


@dataclass(frozen=True, slots=True)
class Format:
    """One table as a service exports it."""

    name: str
    columns: tuple[str, ...]
    """Those that tell it from others, and are needed."""

    read: Callable[[Table, Digest], Content | PageDays]
    is_exact: bool = False
    """True where a table with more columns is another one."""

    @property
    def names(self) -> frozenset[str]:
        """The columns as they are compared."""
        return frozenset(map(name_of, self.columns))

    def fits(self, names: frozenset[str]) -> bool:
        """True for a table with the columns `names`."""
        return names == self.names if self.is_exact else names >= self.names


_PLAUSIBLE = Format("Plausible", visits.PLAUSIBLE_COLUMNS, visits.read_plausible, is_exact=True)
FORMATS = (
    *(Format(one.name, one.columns, one.read) for one in NEWSLETTERS),
    Format("LinkedIn page", linkedin.PAGE_COLUMNS, linkedin.read_page),
    Format("LinkedIn connections", linkedin.CONNECTIONS_COLUMNS, linkedin.read_connections),
    Format("GoatCounter", visits.GOATCOUNTER_COLUMNS, visits.read_goatcounter),
    _PLAUSIBLE,
)
"""Every table that is known."""

KNOWN = (
    f"{', '.join(dict.fromkeys(one.name for one in FORMATS))}; "
    "LinkedIn analytics (.xlsx), Plausible (.zip), a profile of Mastodon or Bluesky (.json)"
)
"""What can be imported, in words."""

_BY_HAND = "with `invoke fans.record CHANNEL COUNT`"

SERVICES = frozenset(
    {
        *(one.source for one in NEWSLETTERS),
        *("LinkedIn", "LinkedIn page", "LinkedIn connections", "GoatCounter", "Plausible"),
        *("Mastodon", "Bluesky"),
    }
)
"""What contents may say that they are from."""


def read(source: Source, digest: Digest) -> Content | PageDays:
    """What `source` holds.

    Raises `FanfareError` for a file that cannot be read, is of no kind known here, or is only in
    part as a service writes it. No message has anything of a row in it.
    """
    match form_of(source):
        case Form.JSON:
            return read_profile(source)
        case Form.WORKBOOK:
            return linkedin.read_analytics(source)
        case Form.ZIP:
            return _read_archive(source, digest)
        case Form.TEXT:
            with lines(source) as text:
                return _read_table(source, text, digest)


def _read_table(source: Source, text: Iterator[str], digest: Digest) -> Content | PageDays:
    first, others = beginnings(source, text)
    if not first:
        raise source.error("The file is empty.", AGAIN)
    for number, (_, header) in enumerate(first, 1):
        names = frozenset(map(name_of, header))
        fitting = [one for one in FORMATS if one.fits(names)]
        fitting = [one for one in fitting if not any(one.names < two.names for two in fitting)]
        if len(fitting) > 1:
            both = " and ".join(one.name for one in fitting)
            message = f"The columns fit more than one service: {both}."
            raise source.error(message, "Delete the columns that you added to the export.")
        if fitting:
            table = Table(source, tuple(header), chain(first[number:], others))
            return fitting[0].read(table, digest)
    raise _unknown(source, first)


def _read_archive(source: Source, digest: Digest) -> Visits:
    with archive(source) as opened:
        tables = [name for name in opened.namelist() if _is_table(name)]
        found = []
        for name in tables:
            with member_lines(source, opened, name) as text:
                first, others = beginnings(source, text)
                if first and _PLAUSIBLE.fits(frozenset(map(name_of, first[0][1]))):
                    table = Table(source, tuple(first[0][1]), chain(first[1:], others))
                    found.append(visits.read_plausible(table, digest))
        if found:
            return visits.added_up(source, found)
    raise source.error(
        f"This archive has {counted(len(tables), 'table')}, and none with Plausible's visitors.",
        "Unpack an archive of another service, and import the table in it.",
    )


def _is_table(name: str) -> bool:
    """True for a table in an archive, and not for what macOS packs beside each file."""
    path = PurePosixPath(name)
    is_beside = "__MACOSX" in path.parts or path.name.startswith(".")
    return path.suffix.casefold() == ".csv" and not is_beside


@dataclass(frozen=True, slots=True)
class _Likeness:
    part: float
    """Which part of the columns of `format` is there."""

    format: Format
    line: int
    names: frozenset[str]


def _unknown(source: Source, first: list[Row]) -> FanfareError:
    """The error for a table whose columns fit nothing: what it lacks, or what is known at all."""
    likenesses = [
        _Likeness(len(one.names & names) / len(one.names), one, line, names)
        for line, header in first
        for names in [frozenset(map(name_of, header))]
        for one in FORMATS
    ]
    nearest = max(likenesses, key=lambda likeness: likeness.part)
    version = visits.goatcounter_version(nearest.names)
    if version not in ("", "2"):
        message = f"This is version {version} of GoatCounter's export, and known is 2."
        return source.error(message, line=nearest.line)
    missing = [column for column in nearest.format.columns if name_of(column) not in nearest.names]
    if nearest.part >= _NEARLY and missing:
        message = f"This looks like {nearest.format.name}, but has no column {_quoted(missing)}."
        remedy = "Export it again, and leave the names of the columns as they are."
        return source.error(message, remedy, nearest.line)
    # What else stands there may be no header, but somebody's row.
    known = {name_of(column): column for one in FORMATS for column in one.columns}
    there = [known[name] for name in known if name in nearest.names]
    message = "The columns of this file are of no service known here."
    if there:
        message = f"Of the columns known here this file has only {_quoted(there)}."
    remedy = f"Known are {KNOWN}. Another list you can count yourself, and record {_BY_HAND}."
    return source.error(message, remedy, nearest.line)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
