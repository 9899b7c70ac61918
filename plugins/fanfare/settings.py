"""The site's own settings: what each may be, checked once before anything is built.

The table `SETTINGS` is the whole list; `docs/configure.md` says the same to authors.
"""

from __future__ import annotations

import ast
import difflib
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from fanfare.errors import FanfareError
from fanfare.findings import Finding

Complaint = tuple[str, str]
"""What is wrong with a value, and what to write instead."""

Check = Callable[[object], Iterable[Complaint]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the site."""

    name: str
    purpose: str
    check: Check
    required: bool = False


@dataclass(frozen=True, slots=True)
class NewsletterProvider:
    """A newsletter service whose sign-up form works as plain HTML."""

    action: str
    """Address the form is sent to; `{account}` stands for the author's account."""

    field: str
    """Name of the field that carries the reader's address."""

    account: str
    """What `account` is at this provider, with an example."""

    account_pattern: str
    """Regular expression that an account of this provider matches."""


NEWSLETTER_PROVIDERS: Mapping[str, NewsletterProvider] = {
    "buttondown": NewsletterProvider(
        "https://buttondown.com/api/emails/embed-subscribe/{account}",
        "email",
        'your Buttondown user name, such as "longmargin"',
        r"[\w.-]+",
    ),
    "kit": NewsletterProvider(
        "https://app.kit.com/forms/{account}/subscriptions",
        "email_address",
        'the number of your Kit form, such as "1234567"',
        r"\d+",
    ),
    "mailchimp": NewsletterProvider(
        "https://{account}",
        "EMAIL",
        "the form's address without https://, such as "
        '"longmargin.us1.list-manage.com/subscribe/post?u=0a1b&id=2c3d"',
        r"[\w.-]+\.list-manage\.com/subscribe/post\?u=\w+&id=\w+(&f_id=\w+)?",
    ),
    "substack": NewsletterProvider(
        "https://{account}.substack.com/api/v1/free?nojs=true",
        "email",
        'the name in front of .substack.com, such as "longmargin"',
        r"[\w-]+",
    ),
}


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
        yield f'"{value}" is not a time zone', _nearest(str(value), known, "Europe/London")


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


def _newsletter(value: object) -> Iterable[Complaint]:
    if value is None:
        return
    match value:
        case {"provider": str() as name, "account": str() as account, **others} if not others:
            provider = NEWSLETTER_PROVIDERS.get(name)
            if provider is None:
                yield (
                    f'"{name}" is not a newsletter provider Fanfare knows',
                    _nearest(
                        name, NEWSLETTER_PROVIDERS, "one of " + ", ".join(NEWSLETTER_PROVIDERS)
                    ),
                )
            elif not re.fullmatch(provider.account_pattern, account):
                yield f'"{account}" is not an account of {name}', f"Write {provider.account}."
        case _:
            yield (
                "does not say provider and account",
                'Write {"provider": "buttondown", "account": "longmargin"}, or None.',
            )


def _fediverse(value: object) -> Iterable[Complaint]:
    if value and not re.fullmatch(r"@[\w.-]+@[\w.-]+\.\w+", str(value)):
        yield f'"{value}" is not a fediverse address', 'Write it as "@name@server.example".'


DEPLOY_KEYS: Mapping[str, tuple[str, ...]] = {
    "gh-pages": ("remote", "branch"),
    "rsync": ("target", "ssh", "keep"),
}
"""Each kind of destination, and what can be said about one."""

_BRANCH = re.compile(r"(?!-)(?!.*(\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\\x00-\x1f]+")


def deploy_destination(value: object) -> Iterable[Complaint]:
    """Everything wrong with a value of `DEPLOY`, as far as can be told by reading it."""
    match value:
        case None:
            return
        case {"to": str() as to, **others} if to in DEPLOY_KEYS:
            for key in others:
                if key not in DEPLOY_KEYS[to]:
                    known = DEPLOY_KEYS[to]
                    nearest = _nearest(str(key), known, " or ".join(known))
                    yield f'"{key}" says nothing about {to}', nearest
            yield from _gh_pages(others) if to == "gh-pages" else _rsync(others)
        case {"to": to}:
            kinds = " or ".join(f'"{kind}"' for kind in DEPLOY_KEYS)
            yield f'"{to}" is nothing Fanfare deploys to', _nearest(str(to), DEPLOY_KEYS, kinds)
        case _:
            yield (
                "does not say where to",
                'Write {"to": "gh-pages"}, or {"to": "rsync", "target": "you@host:/folder/"}.',
            )


def _gh_pages(said: Mapping[object, object]) -> Iterable[Complaint]:
    remote, branch = said.get("remote", "origin"), said.get("branch", "gh-pages")
    if not isinstance(remote, str) or not remote.strip() or remote.startswith("-"):
        yield f"the remote {remote!r} is not a name or an address", 'Write one such as "origin".'
    if not isinstance(branch, str) or not _BRANCH.fullmatch(branch):
        yield f"the branch {branch!r} is not a name git takes", 'Write one such as "gh-pages".'


def _rsync(said: Mapping[object, object]) -> Iterable[Complaint]:
    example = 'Write "you@host:/var/www/site/", or a folder on this machine.'
    match said.get("target", ""):
        case "":
            yield "the target is missing", example
        case str() as target if target.startswith("-") or not target.isprintable():
            yield f"the target {target!r} is not a folder", example
        case str() as target:
            host, folder = split_target(target)
            if host and re.fullmatch(r"[/.~]*|~[^/]*/*", folder):
                yield f'the target "{target}" names a host and no folder of its own', example
        case target:
            yield f"the target {target!r} is not a text", example
    ssh, keep = said.get("ssh", ""), said.get("keep", ())
    if not isinstance(ssh, str) or (ssh and not _are_options(ssh)):
        yield f"{ssh!r} are not options of ssh", 'Write them such as "-p 2222 -i ~/.ssh/site".'
    if not isinstance(keep, list | tuple) or not all(
        isinstance(path, str) and path for path in keep
    ):
        yield f"keep {keep!r} is not a list of paths", 'Write one such as [".well-known/"].'


def split_target(target: str) -> tuple[str, str]:
    """Host and folder of an rsync target; no host where the folder is on this machine.

    As rsync tells them apart (rsync(1), "General"): a colon before the first slash.
    """
    if target.startswith("rsync://"):
        host, _, folder = target.removeprefix("rsync://").partition("/")
        return host, folder
    host, colon, folder = target.partition(":")
    if not colon or "/" in host:
        return "", target
    return host, folder.removeprefix(":")


def _are_options(text: str) -> bool:
    try:
        return shlex.split(text)[0].startswith("-")
    except (ValueError, IndexError):
        return False


def _nearest(wrong: str, known: Iterable[str], otherwise: str) -> str:
    nearest = difflib.get_close_matches(wrong, list(known), n=1)
    return f'Did you mean "{nearest[0]}"?' if nearest else f"Write {otherwise}."


SETTINGS: tuple[Setting, ...] = (
    Setting("SITENAME", "the name of the site", _text, required=True),
    Setting("SITEURL", "where the site lives", _url, required=True),
    Setting("AUTHOR", "whose site it is", _text, required=True),
    Setting("POSITIONING", "one sentence: for whom you do what", _text, required=True),
    Setting("TIMEZONE", "the time zone of the dates you write", _time_zone, required=True),
    Setting("DEFAULT_LANG", "the language you write in", _language, required=True),
    Setting("SOCIAL", "your profiles elsewhere", _named_links),
    Setting("MENUITEMS", "the menu", _menu),
    Setting("NEWSLETTER", "where the newsletter form sends readers", _newsletter),
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
