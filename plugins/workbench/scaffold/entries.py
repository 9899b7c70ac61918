"""Plan the files of one new entry, and write them: never over a file that is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.files import create_whole
from fanfare.findings import Finding
from workbench.location import Site
from workbench.scaffold.kinds import KINDS, Details, Kind, kind_named, missing, nearest, refuse_unread
from workbench.scaffold.shelf import Named, Shelf

TEMPLATES = Path(__file__).parent.parent / "templates" / "new"

Slugify = Callable[[str], str]

_LONGEST_SLUG = 80
_RESERVED_BY_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_SLUG = re.compile(r"[a-z0-9_][a-z0-9_-]*")
_EMPTY_LINE_OF_HEAD = re.compile(r"^\w+: *$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new entry takes over from the site and the moment it is made in."""

    now: datetime
    """The time in the site's own time zone."""

    default_category: str

    own_addresses: frozenset[str]
    """Addresses of pages that Fanfare makes itself, such as `archives`."""

    slugify: Slugify
    """Turns a title into the last part of an address, by Pelican's rules."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be made."""

    path: str
    """Where, relative to the site's folder, with forward slashes."""

    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one `invoke new` is going to make."""

    entry: NewFile
    before: tuple[NewFile, ...] = ()
    """Files the entry needs and the site has not got."""

    notes: tuple[str, ...] = ()
    """What the author should hear about it."""


def plan_entry(
    kind: Kind, title: str, details: Details, shelf: Shelf, surroundings: Surroundings
) -> Plan:
    """The files of a new entry of `kind`, filled in.

    Raises `FanfareError` where something is missing or wrong, or a file has this address already.
    """
    refuse_unread(kind, details)
    title = one_line("title", title)
    details = replace(
        details, **{name: one_line(name, getattr(details, name)) for name in details.given()}
    )
    if absent := missing(kind, title, details):
        raise FanfareError(_missing(kind, absent[0], shelf))
    slug = details.slug or short_slug(surroundings.slugify(title))
    _check_slug(kind, slug, title, surroundings)
    if taken := shelf.files.get((kind.room, slug)):
        raise FanfareError(
            Finding(
                "exists", f'There is {taken} already, with the address "{slug}".',
                "Open it, or give the new one another title or a --slug.",
            )
        )  # fmt: skip
    values = {"title": title, "name": title, "slug": slug, "tags": details.tags}
    values["date"] = _date(kind, details.date, surroundings.now)
    values["url"] = _web_address(details.url)
    values["category"] = details.category or surroundings.default_category
    before: tuple[NewFile, ...] = ()
    notes: list[str] = []
    if details.series:
        values |= {
            "series": details.series,
            "series_index": str(shelf.series.get(details.series, 0) + 1),
        }
        notes += _note_new("series", details.series, shelf.series)
    if details.category:
        notes += _note_new("category", details.category, shelf.categories)
    if kind.name == "guest-post":
        guest, before = _guest(details.author, shelf, surroundings)
        values |= {"author": guest.name, "author_file": f"content/people/{guest.slug}.md"}
        notes += [f"{guest.name} is new here: write the bio in {new.path}." for new in before]
    if kind.name == "elsewhere":
        values["host"] = _host(details.host, shelf, surroundings.slugify).slug
    return Plan(_filled(kind, slug, values), before, tuple(notes))


def write(site: Site, plan: Plan) -> None:
    """Make the files of `plan`.

    Raises `FanfareError` where one of them appeared meanwhile or cannot be written.
    """
    for new in (*plan.before, plan.entry):
        try:
            create_whole(site.root / new.path, new.text)
        except FileExistsError:
            raise FanfareError(
                Finding("exists", "This file is there already.", "Open it.", source=new.path)
            ) from None
        except OSError as error:
            raise FanfareError(
                Finding("write", f"This file cannot be written: {error.strerror}.", source=new.path)
            ) from None


def one_line(name: str, text: str) -> str:
    """`text` as one line of a head can hold it: runs of white space become one space.

    Raises `FanfareError` for bytes of the command line that are no text.
    """
    line = " ".join(text.split())
    if any(unicodedata.category(character) == "Cs" for character in line):
        raise FanfareError(
            Finding("encoding", f"The {name} is not UTF-8 text.", "Type it in a UTF-8 terminal.")
        )
    return "".join(c for c in line if unicodedata.category(c) != "Cc")


def short_slug(slug: str) -> str:
    """`slug`, cut between words where it is longer than an address should be."""
    slug = slug.strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    cut = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return cut.strip("-")


def fill(template: str, values: Mapping[str, str]) -> str:
    """`template` with `values` in it, without the lines of its head that stay empty."""
    head, gap, body = template.partition("\n\n")
    filled = Template(head).substitute(values).split("\n")
    kept = [line for line in filled if not _EMPTY_LINE_OF_HEAD.match(line)]
    return "\n".join(kept) + gap + Template(body).substitute(values)


def _filled(kind: Kind, slug: str, values: Mapping[str, str]) -> NewFile:
    template = (TEMPLATES / f"{kind.name}.md").read_text("utf-8")
    unsaid = dict.fromkeys(("series", "series_index"), "")
    return NewFile(f"content/{kind.room}/{slug}.md", fill(template, {**unsaid, **values}))


def _missing(kind: Kind, absent: str, shelf: Shelf) -> Finding:
    known = {"author": shelf.people, "host": shelf.partners}.get(absent, ())
    so_far = f" Known so far: {', '.join(entry.slug for entry in known)}." if known else ""
    what = "a title" if absent == "title" else f"its --{absent}"
    return Finding(f"{absent}-missing", f"{kind.called.capitalize()} needs {what}.", f"For example: {kind.example}{so_far}")


def _check_slug(kind: Kind, slug: str, title: str, surroundings: Surroundings) -> None:
    if not slug:
        raise FanfareError(
            Finding(
                "slug",
                f'"{title}" has no letters an address could be made of.',
                "Say one with --slug, such as --slug first-light.",
            )
        )
    if not _SLUG.fullmatch(slug) or len(slug) > 2 * _LONGEST_SLUG:
        proposal = short_slug(surroundings.slugify(slug))
        raise FanfareError(
            Finding(
                "slug",
                f'"{slug}" cannot be part of an address.',
                f"Write --slug {proposal}." if proposal else "Use a to z, 0 to 9 and hyphens.",
            )
        )
    if _RESERVED_BY_WINDOWS.fullmatch(slug):
        raise FanfareError(
            Finding("slug", f"Windows can hold no file called {slug}.md.", "Say another with --slug.")
        )
    if kind.room == "pages" and slug in surroundings.own_addresses:
        raise FanfareError(
            Finding("slug", f"The site has a page {slug}/ of its own.", "Say another with --slug.")
        )


def _date(kind: Kind, said: str, now: datetime) -> str:
    """The date as a head carries it; partners are known by the day, everything else to the minute."""
    by_day = kind.room == "partners"
    if not said:
        return f"{now:%Y-%m-%d}" if by_day else f"{now:%Y-%m-%d %H:%M}"
    try:
        date = datetime.fromisoformat(said)
    except ValueError:
        raise FanfareError(
            Finding("date", f'"{said}" is not a date.', f"Write it as {now:%Y-%m-%d} or {now:%Y-%m-%d %H:%M}.")
        ) from None
    if by_day or len(said) <= len("2026-01-31"):
        return f"{date:%Y-%m-%d}"
    return f"{_in_zone(date, now.tzinfo):%Y-%m-%d %H:%M}"


def _in_zone(date: datetime, zone: tzinfo | None) -> datetime:
    return date.astimezone(zone) if date.tzinfo else date


def _web_address(url: str) -> str:
    """`url` itself; raises `FanfareError` where it is not a whole address of the web."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        whole = False
    if not whole:
        raise FanfareError(
            Finding("url", f'"{url}" is not a whole address.', 'Write it with https:// in front.')
        )
    return url


def _guest(
    said: str, shelf: Shelf, surroundings: Surroundings
) -> tuple[Named, tuple[NewFile, ...]]:
    """The guest called `said`, and the file to make where the site has none yet."""
    known, near = _look_up(said, shelf.people, surroundings.slugify)
    if known:
        return known, ()
    if near:
        raise FanfareError(
            Finding(
                "author",
                f'There is no person called "{said}".',
                f'Did you mean "{near.name}"? If not: invoke new person "{said}"',
            )
        )
    person = plan_entry(kind_named("person"), said, Details(), shelf, surroundings).entry
    return Named(Path(person.path).stem, said), (person,)


def _host(said: str, shelf: Shelf, slugify: Slugify) -> Named:
    known, near = _look_up(said, shelf.partners, slugify)
    if known:
        return known
    meant = f'Did you mean "{near.slug}"? If not: ' if near else "Make it first: "
    raise FanfareError(
        Finding(
            "host",
            f'There is no partner "{said}".',
            f'{meant}invoke new partner "{said}" --url https://...',
        )
    )


def _look_up(
    said: str, known: tuple[Named, ...], slugify: Slugify
) -> tuple[Named | None, Named | None]:
    """The one that is called `said`, by name or slug; else the one that was probably meant."""
    for entry in known:
        if said.casefold() == entry.name.casefold() or slugify(said) == entry.slug:
            return entry, None
    near = nearest(slugify(said), [entry.slug for entry in known])
    return None, next((entry for entry in known if entry.slug == near), None)


def _note_new(what: str, name: str, known: Mapping[str, int] | tuple[str, ...]) -> list[str]:
    if name in known:
        return []
    near = nearest(name, known)
    hint = f' Did you mean "{near}"?' if near else ""
    return [f'This begins the {what} "{name}".{hint}']
