"""The site's own settings: what each may be, checked once before anything is built.

The table `SETTINGS` is the whole list; `docs/configure.md` says the same to authors.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from fanfare.destinations import deploy_destination
from fanfare.errors import FanfareError
from fanfare.findings import Complaint, Finding, did_you_mean
from fanfare.newsletters import newsletter_provider

Check = Callable[[object], Iterable[Complaint]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the site."""

    name: str
    purpose: str
    check: Check
    required: bool = False


def _text(value: object) -> Iterable[Complaint]:
    if not isinstance(value, str) or not value.strip():
        yield "is not a text", 'Write it in quotes, such as "Tamsin Inkwell".'


def _url(value: object) -> Iterable[Complaint]:
    if not isinstance(value, str):
        yield "is not an address", 'Write it in quotes, such as "https://example.org".'
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        yield f'"{value}" is not an address', 'Write one such as "https://example.org".'
        return
    if parts.scheme not in ("http", "https"):
        yield f'"{value}" has no scheme', f'Write "https://{value.split("://")[-1].lstrip("/")}".'
    elif not parts.hostname:
        yield f'"{value}" names no site', 'Write the whole address, such as "https://example.org".'
    elif parts.query or parts.fragment:
        yield f'"{value}" goes on after the path', "Leave out everything from ? or # on."
    elif value.endswith("/"):
        yield f'"{value}" ends with a slash', f'Write "{value.rstrip("/")}".'


def _time_zone(value: object) -> Iterable[Complaint]:
    known = available_timezones()
    if value not in known:
        yield f'"{value}" is not a time zone', did_you_mean(str(value), known, "Europe/London")


def _language(value: object) -> Iterable[Complaint]:
    if not isinstance(value, str) or not re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", value):
        yield f'"{value}" is not a language tag', 'Write one such as "en" or "pt-br" (BCP 47).'


def _named_links(value: object) -> Iterable[Complaint]:
    for name, url in _pairs(value):
        if name is None:
            yield f"{url!r} is not a name with an address", 'Write ("Mastodon", "https://...").'
        elif not re.match(r"(https?://[^/]|mailto:.+@)", url):
            yield f'the address of "{name}" has no scheme', f'Write "https://{url.lstrip("/")}".'


def _menu(value: object) -> Iterable[Complaint]:
    for name, url in _pairs(value):
        if name is None:
            yield f"{url!r} is not a name with an address", 'Write ("About", "about/").'
        elif url.startswith("/"):
            yield (
                f'the address of "{name}" starts with a slash',
                f'Write "{url.lstrip("/")}": addresses on your own site start at its root.',
            )


def _pairs(value: object) -> Iterable[tuple[str | None, str]]:
    """Name and address of each entry; no name and the entry itself where it is no such pair."""
    if not isinstance(value, list | tuple):
        yield None, repr(value)
        return
    for entry in value:
        match entry:
            case (str() as name, str() as url):
                yield name, url
            case _:
                yield None, repr(entry)


def _fediverse(value: object) -> Iterable[Complaint]:
    if value and not re.fullmatch(r"@[\w.-]+@[\w.-]+\.\w+", str(value)):
        yield f'"{value}" is not a fediverse address', 'Write it as "@name@server.example".'


SETTINGS: tuple[Setting, ...] = (
    Setting("SITENAME", "the name of the site", _text, required=True),
    Setting("SITEURL", "where the site lives", _url, required=True),
    Setting("AUTHOR", "whose site it is", _text, required=True),
    Setting("POSITIONING", "one sentence: for whom you do what", _text, required=True),
    Setting("TIMEZONE", "the time zone of the dates you write", _time_zone, required=True),
    Setting("DEFAULT_LANG", "the language you write in", _language, required=True),
    Setting("SOCIAL", "your profiles elsewhere", _named_links),
    Setting("MENUITEMS", "the menu", _menu),
    Setting("NEWSLETTER", "where the newsletter form sends readers", newsletter_provider),
    Setting("FEDIVERSE_CREATOR", "whom fediverse previews name", _fediverse),
    Setting("DEPLOY", "where the site is sent to", deploy_destination),
)


def check_settings(values: Mapping[str, object], settings_file: Path, root: Path) -> None:
    """Raise `FanfareError` with a finding for each setting that is missing or wrong.

    `values` are the settings as Pelican read them from `settings_file`; findings name the line
    the setting is assigned in, in that file or in the `pelicanconf.py` beside it.
    """
    findings = []
    for setting in SETTINGS:
        source, line = assigned_at(setting.name, settings_file, root)
        if setting.name not in values:
            if setting.required:
                findings.append(
                    Finding(
                        "setting-missing",
                        f"{setting.name} is missing ({setting.purpose}).",
                        f"Add a line {setting.name} = ...",
                        source=source,
                    )
                )
            continue
        findings += [
            Finding("setting", f"{setting.name}: {wrong}.", instead, source=source, line=line)
            for wrong, instead in setting.check(values[setting.name])
        ]
    if findings:
        raise FanfareError.of(findings)


def assigned_at(name: str, settings_file: Path, root: Path) -> tuple[str, int]:
    """The settings file that assigns `name` last, relative to `root`, and the line there."""
    files = dict.fromkeys([settings_file, settings_file.with_name("pelicanconf.py")])
    shown = [path.relative_to(root).as_posix() for path in files if path.exists()]
    for path in files:
        if not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == name for target in node.targets
            ):
                return path.relative_to(root).as_posix(), node.lineno
    return shown[-1] if shown else "", 0
