"""What a settings file says, before Pelican's defaults and without Pelican."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.location import Site


def run(site: Site, settings_file: Path) -> dict[str, object]:
    """The settings that `settings_file` assigns or imports, by their names in upper case.

    Raises whatever the file raises.
    """
    _make_importable(site)
    name = settings_file.stem
    spec = importlib.util.spec_from_file_location(name, settings_file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{settings_file.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with _compiled_anew():
        spec.loader.exec_module(module)
    return {name: value for name, value in sorted(vars(module).items()) if name.isupper()}


def _make_importable(site: Site) -> None:
    """Let `publishconf.py` import the `pelicanconf.py` beside it, both as they are now."""
    root = str(site.root)
    if sys.path[0] != root:
        sys.path.insert(0, root)
    for name in ("pelicanconf", "fanfare.site"):
        sys.modules.pop(name, None)
    importlib.import_module("fanfare.site")


@contextmanager
def _compiled_anew() -> Iterator[None]:
    """Let Python keep nothing of what it compiles meanwhile.

    It tells what it kept from what has changed by whole seconds: of two quick saves of the
    settings, the second would not count.
    """
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
