"""What everything of a build is made of: code and settings.

A change of either makes everything anew. Which page reads which setting, or which line of a plugin
was run for it, is not worth finding out: they change seldom.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pelican.plugins
from pelican.contents import Content

from fanfare.file_digests import FileDigests
from fanfare.memory import digest_of
from quickbuild.digests import Digests

_OF_ONE_BUILD = frozenset(
    ("OUTPUT_PATH", "OUTPUT_RETENTION", "DELETE_OUTPUT_DIRECTORY", "DEBUG", "CACHE_PATH")
)
_OURS = ("QUICKBUILD_", "SITEMAP_ENTRIES", "MEMORY")
_COMPILED = (".pyc", ".pyo")


def code_digest(settings: Mapping[str, Any], digests: FileDigests) -> str:
    """A digest of the code that makes the site: Python, packages, plugins, settings files."""
    files = sorted({*_plugin_files(settings), *_settings_files(settings)})
    told = [part for file in files for part in (file, digests.digest(file))]
    return digest_of(sys.version, sys.platform, *_packages(), *told)


def settings_digest(settings: Mapping[str, Any]) -> str | None:
    """A digest of all settings; None where one of them cannot be compared."""
    digests = Digests(_no_name)
    values = {
        name: value
        for name, value in sorted(settings.items())
        if name not in _OF_ONE_BUILD and not name.startswith(_OURS)
    }
    return digests.digest(values)


def _no_name(text: Content) -> str:
    raise TypeError(f"{text} is in the settings")


def _packages() -> list[str]:
    """The installed packages, as their folders say: name and version."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 -- names are all that is needed
        except OSError:
            continue
        found |= {name for name in names if name.endswith((".dist-info", ".egg-info", ".pth"))}
    return sorted(found)


def _plugin_files(settings: Mapping[str, Any]) -> Iterator[str]:
    """All files of plugins, and the Python beside them that they may import."""
    for folder in settings["PLUGIN_PATHS"]:
        yield from _python_in(os.path.abspath(folder))  # noqa: PTH100
    packages = {str(Path(__file__).resolve().parents[1])}
    for name in settings["PLUGINS"]:
        module = sys.modules.get(str(name)) or getattr(pelican.plugins, str(name), None)
        file = getattr(module, "__file__", None)
        if file and "site-packages" not in file:
            yield file
            packages.update(getattr(module, "__path__", ()))
    for package in packages:
        for path, _folders, names in os.walk(package):
            if not path.endswith("__pycache__"):
                yield from (f"{path}/{name}" for name in names if not name.endswith(_COMPILED))


def _settings_files(settings: Mapping[str, Any]) -> Iterator[str]:
    """The Python files of the settings, and what they may import."""
    for folder in {os.path.dirname(settings["PATH"]), os.getcwd()}:  # noqa: PTH109, PTH120
        yield from _python_in(folder)
    for name, value in settings.items():
        if name.startswith(_OURS):
            continue
        parts = value.values() if isinstance(value, dict) else [value]
        for part in parts:
            code = getattr(part, "__code__", None)
            if code is not None:
                yield code.co_filename


def _python_in(folder: str) -> Iterator[str]:
    """The modules in `folder`, and those in its packages."""
    try:
        with os.scandir(folder) as entries:
            found = list(entries)
    except OSError:
        return
    for entry in found:
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.is_dir() and os.path.isfile(f"{entry.path}/__init__.py"):  # noqa: PTH113
            yield from _python_in(entry.path)
