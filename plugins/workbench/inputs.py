"""All that a build is made of: settings, files, versions."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from hashlib import blake2b
from pathlib import Path, PurePath

from fanfare.file_digests import SETTLED_NANOSECONDS, digest_of_bytes, signature_of
from fanfare.memory import digest_of
from workbench import settings_file
from workbench.location import Site

PLUGINS = Path(__file__).resolve().parents[1]
"""Where Fanfare's own plugins are."""

_PLAIN = (str, int, float, bool, bytes, type(None))
_SHOWN_WHOLE = (date, time_of_day, timedelta, tzinfo, PurePath)
_IN_CONTENT = ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS")
_IN_SITE = ("PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES", "SOCIAL_CARDS_FONTS")
_OF_EDITORS = re.compile(r"\..*\.sw[a-z]|\.#.*")
"""What they keep beside a file that is open, and Pelican passes over (`IGNORE_FILES`)."""

_NOT_READ = ("__pycache__", ".git", ".mypy_cache", ".ruff_cache")


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a build would be made of that begins at `moment`."""

    moment: datetime

    settings: Mapping[str, object]
    """As the settings file has them."""

    digest: str
    """Of the values of the settings, the versions of everything installed, the machine's kind."""

    signatures: Mapping[str, str]
    """Every file that a build may read, and what tells it from an earlier one of its name."""

    young: Mapping[str, str]
    """Those that may change again and look the same, with the digests of their bytes."""

    is_code_settled: bool
    """False where code may have changed since Python imported it."""

    def changed_until(self, later: Inputs) -> list[str]:
        """The files that are not what they were when `later` was found out."""
        was, now = self.signatures, later.signatures
        changed = {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)}
        for path, digest in self.young.items():
            if (later.young.get(path) or _digest(path)) != digest:
                changed.add(path)
        return sorted(changed)

    def files(self, young: Iterable[str]) -> str:
        """The digest of all files; of `young` ones, their bytes count as well."""
        lines = [f"{path}\0{signature}" for path, signature in self.signatures.items()]
        lines += [f"{path}\0{self.young.get(path) or _digest(path)}" for path in young]
        lines.sort()
        whole = "\n".join(lines).encode("utf-8", "surrogatepass")
        return blake2b(whole, digest_size=16).hexdigest()


def inputs_of(site: Site, settings: Path) -> Inputs | None:
    """What a build with the file `settings` would be made of now.

    None where that cannot be said: where the settings fail, do not want it (`QUICKBUILD`), have
    values that cannot be compared, such as functions, or name plugins and extensions that may read
    what nobody here knows of.
    """
    moment, clock = datetime.now(UTC), time.time_ns()
    run: dict[str, os.stat_result | None] = {}
    for file in (site.writing_settings, site.production_settings):
        _add(os.path.realpath(file), run)
    try:
        own = settings_file.run(site, settings)
        if not own.get("QUICKBUILD", True) or not _are_known(own):
            return None
        values = _shown(own)
        seen: dict[str, os.stat_result | None] = {}
        for root in _roots(site, own):
            _add(root, seen)
        seen |= run  # as they were before they were run
    except (Exception, SystemExit):  # the build, which follows, says what is wrong
        return None
    young = {path for path, file in seen.items() if file and _is_young(file, clock)}
    return Inputs(
        moment,
        own,
        digest_of(values, *_versions()),
        {path: signature_of(file) if file else "" for path, file in seen.items()},
        {path: _digest(path) for path in young},
        not any(path.endswith(".py") for path in young - run.keys()),
    )


def _is_young(file: os.stat_result, clock: int) -> bool:
    return clock - max(file.st_mtime_ns, file.st_ctime_ns) <= SETTLED_NANOSECONDS


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- as `_add`
            return digest_of_bytes(file.read())
    except OSError:
        return ""


def _add(path: str, seen: dict[str, os.stat_result | None]) -> None:
    """Note the file `path`, or all files below it, links followed; None where there is nothing."""
    if not os.path.isdir(path):  # noqa: PTH112 -- thousands of files: a Path costs more than this
        try:
            seen[path] = os.stat(path)  # noqa: PTH116
        except OSError:
            seen[path] = None
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name[0] == "." and _OF_EDITORS.fullmatch(entry.name):
                continue
            if entry.is_dir():
                if entry.name not in _NOT_READ and not _leads_back(entry):
                    _add(entry.path, seen)
            else:
                try:
                    seen[entry.path] = entry.stat()
                except OSError:  # a link to nothing
                    seen[entry.path] = None


def _leads_back(folder: os.DirEntry[str]) -> bool:
    """True for a link to a folder that it is in."""
    if not folder.is_symlink():
        return False
    target = os.path.join(os.path.realpath(folder.path), "")  # noqa: PTH118
    return os.path.join(os.path.realpath(os.path.dirname(folder.path)), "").startswith(target)  # noqa: PTH118, PTH120


def _roots(site: Site, settings: Mapping[str, object]) -> list[str]:
    """The folders and files that a build with these `settings` reads."""
    content = site.root / str(settings.get("PATH", "content"))
    roots = [site.content, content, PLUGINS]
    roots += [
        content / name for name in _names(settings, _IN_CONTENT) if ".." in name or name[0] == "/"
    ]
    roots += [site.root / name for name in _names(settings, _IN_SITE)]
    if "THEME" in settings:  # else, or where there is no such folder, it is one of Pelican's
        roots.append(site.root / str(settings["THEME"]))
    roots += site.root.glob("*.py")  # which settings may import
    return list(dict.fromkeys(map(os.path.realpath, roots)))


def _names(settings: Mapping[str, object], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        names = settings.get(key, ())
        yield from map(str, names if isinstance(names, list | tuple) else [names])


def _are_known(settings: Mapping[str, object]) -> bool:
    """True where all plugins and Markdown's extensions are Fanfare's own, Pelican's or Markdown's.

    What others read, or ask of the clock, only they know.
    """
    names = settings.get("PLUGINS")
    markdown = settings.get("MARKDOWN", {})
    if not isinstance(names, list | tuple) or not isinstance(markdown, dict):
        return False
    extensions = {*markdown.get("extensions", ()), *markdown.get("extension_configs", ())}
    return all(_is_own(name) for name in names) and all(
        _is_own(name) or str(name).startswith("markdown.extensions.") for name in extensions
    )


def _is_own(name: object) -> bool:
    top = str(name).partition(".")[0]
    return (PLUGINS / top / "__init__.py").is_file()


def _versions() -> Iterator[str]:
    """Python, its packages, the kind of machine."""
    yield from (sys.version, sys.platform)
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")) and Path(folder).is_dir():
            names = (name for name in os.listdir(folder) if name.endswith("-info"))  # noqa: PTH208
            yield f"{folder}: {sorted(names)}"


def _shown(value: object) -> str:
    """A text that is the same for two equal values of settings. Raises `TypeError` for others."""
    if type(value) in _PLAIN or isinstance(value, _SHOWN_WHOLE):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return f"{type(value).__name__} [{', '.join(map(_shown, value))}]"
    if isinstance(value, set | frozenset):
        return f"set [{', '.join(sorted(map(_shown, value)))}]"
    if isinstance(value, dict) and type(value) is dict:
        return f"dict [{', '.join(f'{_shown(key)}: {_shown(value[key])}' for key in value)}]"
    if isinstance(value, re.Pattern):
        return f"pattern {value.pattern!r} {value.flags}"
    raise TypeError(f"{value!r} cannot be compared")
