"""The site's own settings: what each may be, checked once before anything is built.

`SETTINGS` are those of every site; a plugin lists its own under the same name in its `__init__`.
`docs/configure.md` says the same to authors.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fanfare.destinations import deploy_destination
from fanfare.errors import FanfareError
from fanfare.findings import Complaint, Finding, Severity, did_you_mean
from fanfare.newsletters import newsletter_provider

Check = Callable[[object], Iterable[Complaint]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the site."""

    name: str
    purpose: str
    check: Check
    required: bool = False


def text(value: object) -> Iterable[Complaint]:
    """Words, and not none."""
    if not isinstance(value, str) or not value.strip():
        yield "is not a text", "Write it in quotes."


def whole_number(value: object) -> Iterable[Complaint]:
    """A number to count with."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield f"{value!r} is not a whole number", "Write one such as 3, without quotes."


def flag(value: object) -> Iterable[Complaint]:
    """Yes or no."""
    if not isinstance(value, bool):
        yield f"{value!r} is neither True nor False", "Write True or False, without quotes."


def with_slug(value: object) -> Iterable[Complaint]:
    """An address or a file of each of several, told apart by {slug}."""
    if not isinstance(value, str) or "{slug}" not in value:
        yield f"{value!r} does not say {{slug}}", "Without it, all of them would have the same."
    elif found := re.search(r"\{[^}]*\}?|\}", value.replace("{slug}", "")):
        yield f'"{value}" has {found[0]} in it', "Leave that out: only {slug} is known."


def _url(value: object) -> Iterable[Complaint]:
    if not isinstance(value, str):
        yield "is not an address", 'Write it in quotes, such as "https://example.org".'
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        yield f'"{value}" is not an address', 'Write one such as "https://example.org".'
        return
    if not value:
        yield "is empty", 'Write the address of your site, such as "https://example.org".'
    elif re.search(r"\s", value):
        yield f'"{value}" has a space in it', "Leave the space out."
    elif parts.scheme not in ("http", "https"):
        yield f'"{value}" has no scheme', f'Write "https://{value.split("://")[-1].lstrip("/")}".'
    elif not parts.hostname:
        yield f'"{value}" names no site', 'Write the whole address, such as "https://example.org".'
    elif not parts.netloc.isascii() or parts.netloc != parts.netloc.lower():
        try:
            host = parts.netloc.encode("idna").decode().lower()
            remedy = f'Write "{parts._replace(netloc=host).geturl()}".'
        except UnicodeError:
            remedy = "Write its name in small letters of a to z."
        yield f'"{value}" names the site in letters that not every program takes', remedy
    elif parts.query or parts.fragment:
        yield f'"{value}" goes on after the path', "Leave out everything from ? or # on."
    elif value.endswith("/"):
        yield f'"{value}" ends with a slash', f'Write "{value.rstrip("/")}".'


def _time_zone(value: object) -> Iterable[Complaint]:
    from zoneinfo import available_timezones  # late: not every build checks settings

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
        elif re.match(r"(?!https?:|mailto:)\w+:(?!\d)", url):
            yield (
                f'the address of "{name}" is none for a link',
                "Write one with https:// or mailto:.",
            )
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
    Setting("SITENAME", "the name of the site", text, required=True),
    Setting("SITEURL", "where the site lives", _url, required=True),
    Setting("AUTHOR", "whose site it is", text, required=True),
    Setting("POSITIONING", "one sentence: for whom you do what", text, required=True),
    Setting("TIMEZONE", "the time zone of the dates you write", _time_zone, required=True),
    Setting("DEFAULT_LANG", "the language you write in", _language, required=True),
    Setting("SOCIAL", "your profiles elsewhere", _named_links),
    Setting("MENUITEMS", "the menu", _menu),
    Setting("NEWSLETTER", "where the newsletter form sends readers", newsletter_provider),
    Setting("FEDIVERSE_CREATOR", "whom fediverse previews name", _fediverse),
    Setting("DEPLOY", "where the site is sent to", deploy_destination),
)


PLACEHOLDER = "Say here, in one sentence"
"""How the POSITIONING of a new site begins."""


def check_settings(
    values: Mapping[str, object],
    settings_file: Path,
    root: Path,
    more: Iterable[Setting] = (),
    foreign: Iterable[str] = (),
) -> list[Finding]:
    """Raise `FanfareError` with a finding for each setting that is missing or wrong.

    `values` are the settings as Pelican read them from `settings_file`, `more` those of plugins,
    `foreign` the names that others read. Findings name the line a setting is assigned in, in that
    file or in the `pelicanconf.py` beside it. Returns warnings of names that are almost one of
    these, and read by nobody.
    """
    lines = _assignments(settings_file, root)
    settings = (*SETTINGS, *more)
    wrong = [finding for setting in settings for finding in _check(setting, values, lines)]
    if wrong:
        raise FanfareError.of(wrong)
    known = {setting.name for setting in settings}.union(foreign)
    misspelt = [
        Finding(
            "placeholder",
            "POSITIONING is still the one a new site comes with.",
            "Say in one sentence whom you help and to do what.",
            Severity.WARNING,
            *lines.get("POSITIONING", ("", 0)),
        )
        for said in (str(values.get("POSITIONING")),)
        if said.startswith(PLACEHOLDER)
    ]
    for name, (source, line) in lines.items():
        if name in known or not name.isupper() or name.startswith("_"):
            continue
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        if near:
            message = f"{name} is read by nothing here."
            remedy = f'Did you mean "{near[0]}"?'
            misspelt.append(Finding("setting", message, remedy, Severity.WARNING, source, line))
    return misspelt


def check_values(settings: Iterable[Setting], values: Mapping[str, object]) -> None:
    """Raise `FanfareError` with a finding for each of `settings` that has a wrong value.

    For plugins on a site that nobody has checked: then it is not known where a value is from.
    """
    wrong = [finding for setting in settings for finding in _check(setting, values, {})]
    if wrong:
        raise FanfareError.of(wrong)


def file_or_none(value: object) -> Iterable[Complaint]:
    """A file of the built site; None or nothing where it is not to be written."""
    if value is None or value == "":
        return
    if not isinstance(value, str):
        yield f"{value!r} is not the name of a file", 'Write one in quotes, or "" for none.'
    elif value.startswith("/") or ".." in value.split("/"):
        yield f'"{value}" lies outside of the site', "Write it relative to the site's root."


def assigned_at(name: str, settings_file: Path, root: Path) -> tuple[str, int]:
    """The settings file that assigns `name` last, relative to `root`, and the line there."""
    file = settings_file.with_name("pelicanconf.py")
    return _assignments(settings_file, root).get(name, (_shown(file, root), 0))


def _check(
    setting: Setting, values: Mapping[str, object], lines: Mapping[str, tuple[str, int]]
) -> Iterable[Finding]:
    source, line = lines.get(setting.name, ("pelicanconf.py", 0))
    if setting.name in values:
        for what, instead in setting.check(values[setting.name]):
            yield Finding("setting", f"{setting.name}: {what}.", instead, source=source, line=line)
    elif setting.required:
        message = f"{setting.name} is missing ({setting.purpose})."
        yield Finding("setting-missing", message, f"Add a line {setting.name} = ...", source=source)


def _assignments(settings_file: Path, root: Path) -> dict[str, tuple[str, int]]:
    """Each name assigned in `settings_file` or the `pelicanconf.py` beside it: where, last."""
    found: dict[str, tuple[str, int]] = {}
    for path in dict.fromkeys([settings_file.with_name("pelicanconf.py"), settings_file]):
        if path.exists():
            lines: dict[str, int] = {}
            for node in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    lines[node.id] = max(node.lineno, lines.get(node.id, 0))
            found |= {name: (_shown(path, root), line) for name, line in lines.items()}
    return found


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
