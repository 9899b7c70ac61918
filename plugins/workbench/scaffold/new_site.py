"""An empty site in the place of the demo: planned whole, then put there.

The order makes an interruption harmless. First a record of what is about to be written goes to
`.fanfare/`, then the new files are written, then the old ones go. A second run knows by the
record which changes are its own, and finishes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding
from fanfare.settings import SETTINGS
from workbench.location import Site
from workbench.scaffold.entries import TEMPLATES, NewFile, fill, one_line
from workbench.scaffold.history import History
from workbench.scaffold.settings_file import with_settings
from workbench.scaffold.shelf import ROOMS

_STUBS = TEMPLATES / "site"
_UNFINISHED = re.compile(r"\.(?P<name>.+)\.\d+\.tmp")
_KEPT_FOLDERS = (*ROOMS, "images")

_MENU = """[
    ("Start here", "start-here/"),
    ("Archive", "archives/"),
    ("Speaking", "speaking/"),
    ("About", "about/"),
]"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose site it is going to be."""

    name: str
    url: str
    author: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What takes the place of what."""

    new: Mapping[str, bytes]
    """Each file to be written, by its path relative to the site's folder."""

    old: tuple[str, ...]
    """The files in `content/` that go, those of them with a successor in `new` included."""

    at_risk: tuple[str, ...]
    """Files that go or change and that git could not bring back."""


def identity(name: str, url: str, author: str) -> Identity:
    """The identity of a new site; the author is called as the site where nobody is named.

    Raises `FanfareError` with everything that is wrong with it.
    """
    checks = {setting.name: setting.check for setting in SETTINGS}
    said = (
        ("name", "SITENAME", one_line("name", name)),
        ("url", "SITEURL", one_line("url", url)),
        ("author", "AUTHOR", one_line("author", author) or one_line("name", name)),
    )
    wrong = [
        Finding("site", f"--{option} {complaint}.", instead)
        for option, setting, value in said
        for complaint, instead in checks[setting](value)
    ]
    if wrong:
        raise FanfareError.of(wrong)
    return Identity(*(value for _, _, value in said))


def plan_site(
    site: Site, who: Identity, draft: NewFile, kept: History | None, year: int
) -> Replacement:
    """What an empty site of `who` puts in the place of what `site` holds now.

    `draft` is the site's first post, `year` the one it begins in, and `kept` what git knows of
    `content/` and `pelicanconf.py`; None where there is no git.
    """
    conf = site.shown(site.writing_settings)
    new = {**_stubs(who), draft.path: draft.text.encode()}
    new[conf] = with_settings(site.writing_settings.read_bytes(), settings_of(who, year), conf)
    present = _files_in(site, site.content) if kept is None else kept.files
    old = tuple(
        path
        for path in present
        if path.startswith("content/")
        and not _holds(site.root / path, new.get(path))
        and not _is_unfinished(path, new)
    )
    changing = old if _holds(site.writing_settings, new[conf]) else (*old, conf)
    unkept = changing if kept is None else kept.unkept
    record = _read_record(site)
    return Replacement(
        new,
        old,
        tuple(
            path
            for path in changing
            if path in unkept and _fingerprint(site.root / path) not in record.get(path, ())
        ),
    )


def settings_of(who: Identity, year: int) -> dict[str, str]:
    """The settings of a site that is new in `year`, each as Python text."""
    return {
        "SITENAME": _literal(who.name),
        "SITEURL": _literal(who.url),
        "AUTHOR": _literal(who.author),
        "TAGGING_ENTITY": _literal(_tagging_entity(who.url, year)),
        "POSITIONING": _literal("Say here, in one sentence, whom you help and to do what."),
        "MENUITEMS": _MENU,
        "SOCIAL": "[]",
        "FEDIVERSE_CREATOR": '""',
        "NEWSLETTER_TITLE": _literal("New posts by e-mail"),
        "NEWSLETTER_PITCH": _literal("As they are written. Leave whenever you like."),
        "NEWSLETTER": "None",
    }


def replace_demo(site: Site, replacement: Replacement) -> None:
    """Write the new files, then delete the old ones. The same again finishes after a crash.

    Raises `FanfareError` where a file cannot be written or deleted.
    """
    try:
        _write_record(site, replacement.new)
        for path, data in replacement.new.items():
            _remove_unfinished(site.root / path)
            write_whole(site.root / path, data)
        for path in replacement.old:
            if path not in replacement.new:
                (site.root / path).unlink(missing_ok=True)
        _remove_empty_folders(site.content)
        _remove_unfinished(_record(site))
        _record(site).unlink()
    except OSError as error:
        raise FanfareError(
            Finding(
                "new-site",
                f"This stopped half-way: {error.strerror}.",
                "Mend that, then run the same again to finish.",
                source=site.shown(Path(error.filename or site.root)),
            )
        ) from None


def _stubs(who: Identity) -> dict[str, bytes]:
    """Every file in the template of a site, by its place in `content/`."""
    values = {"name": who.name, "author": who.author}
    return {
        f"content/{path.relative_to(_STUBS).as_posix()}": (
            fill(path.read_text("utf-8"), values).encode()
            if path.suffix == ".md"
            else path.read_bytes()
        )
        for path in sorted(_STUBS.rglob("*"))
        if path.is_file()
    }


def _tagging_entity(url: str, year: int) -> str:
    """What the ids of a site's entries begin with (RFC 4151): its host in `year`.

    Empty where the host has no name in ASCII.
    """
    try:
        host = (urlsplit(url).hostname or "").encode("idna").decode()
    except UnicodeError:
        return ""
    return f"{host},{year}" if re.fullmatch(r"[\w.-]+", host) else ""


def _literal(text: str) -> str:
    """`text` as a Python string, in double quotes where that needs no escapes."""
    # Every escape that JSON has, Python has too.
    return repr(text) if '"' in text and "'" not in text else json.dumps(text, ensure_ascii=False)


def _files_in(site: Site, folder: Path) -> tuple[str, ...]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    return tuple(path.relative_to(site.root).as_posix() for path in found)


def _holds(path: Path, data: bytes | None) -> bool:
    return data is not None and path.is_file() and path.read_bytes() == data


def _is_unfinished(path: str, new: Container[str]) -> bool:
    """True for what `write_whole` leaves of one of the `new` files when its process is killed."""
    folder, _, name = path.rpartition("/")
    written = _UNFINISHED.fullmatch(name)
    return written is not None and f"{folder}/{written['name']}" in new


def _remove_unfinished(path: Path) -> None:
    for beside in path.parent.glob(f".{path.name}.*.tmp"):
        if _UNFINISHED.fullmatch(beside.name):
            beside.unlink()


def _remove_empty_folders(content: Path) -> None:
    kept = {content / name for name in _KEPT_FOLDERS}
    for folder in sorted(content.rglob("*"), reverse=True):
        if folder.is_dir() and folder not in kept and not any(folder.iterdir()):
            folder.rmdir()


def _record(site: Site) -> Path:
    return site.workplace / "new-site.json"


def _read_record(site: Site) -> dict[str, list[str]]:
    """Fingerprints of everything that unfinished runs wrote or were about to, by path."""
    try:
        return dict(json.loads(_record(site).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _write_record(site: Site, new: Mapping[str, bytes]) -> None:
    record = _read_record(site)
    for path, data in new.items():
        record.setdefault(path, []).append(hashlib.sha256(data).hexdigest())
    write_whole(_record(site), json.dumps(record))


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
