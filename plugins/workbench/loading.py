"""The settings of a site, read once and checked."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.settings import Setting, check_settings
from workbench.failures import finding_from
from workbench.heads import Conventions
from workbench.location import Site
from workbench.settings_file import run

if TYPE_CHECKING:
    from pelican.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings of a site."""

    settings: Settings
    """As Pelican uses them, its defaults included."""

    warnings: list[Finding]


def load_settings(
    site: Site,
    settings_file: Path,
    output: Path | None = None,
    said: Mapping[str, object] | None = None,
) -> Loaded:
    """Pelican's settings as `settings_file` gives them, checked; built into `output`, if given.

    `said` is what `settings_file` says, where it has been run already.

    Raises `FanfareError` where the file is missing, is not Python, fails, or sets a wrong value.
    """
    import pelican  # noqa: F401 -- sets Pelican's logger class before its modules are loaded
    from pelican.settings import DEFAULT_CONFIG, read_settings

    if not settings_file.is_file():
        source = site.shown(settings_file)
        remedy = "Run this in the site's folder."
        raise FanfareError(Finding("settings", "There is no such file.", remedy, source=source))
    try:
        own: dict[str, Any] = dict(said) if said else run(site, settings_file)
        warnings = check_settings(
            own,
            settings_file,
            site.root,
            more=_settings_of_plugins(own.get("PLUGINS") or ()),
            foreign=(*DEFAULT_CONFIG, *vars(sys.modules["fanfare.site"])),
        )
        # Read here and not by Pelican, which would run the file a second time.
        own["PATH"] = str(site.root / own.get("PATH", "content"))
        theme = site.root / str(own.get("THEME", ""))
        if "THEME" in own and theme.exists():  # else it is the name of one of Pelican's
            own["THEME"] = str(theme)
        for name in ("PLUGIN_PATHS", "THEME_TEMPLATES_OVERRIDES"):
            own[name] = [str(site.root / path) for path in own.get(name, ())]
        own["OUTPUT_PATH"] = str(output or site.output)
        # DEBUG makes Pelican keep the exception behind "Could not process": it names the mistake.
        return Loaded(read_settings(override={**own, "DEBUG": True}), warnings)
    except FanfareError:
        raise
    except SyntaxError as error:
        file = Path(error.filename) if error.filename else settings_file
        message = f"This is not Python: {error.msg}."
        raise FanfareError(
            Finding("settings", message, source=site.shown(file), line=error.lineno or 0)
        ) from None
    except Exception as error:
        raise FanfareError(finding_from(site, error, "settings")) from error


def conventions_of(settings: Settings) -> Conventions:
    """What `settings` say about heads: language, templates, addresses the site makes itself."""
    import pelican.settings as pelican_settings

    theme = Path(settings["THEME"], "templates")
    simple = Path(pelican_settings.__file__).parent / "themes" / "simple" / "templates"
    folders = (theme, simple, *map(Path, settings["THEME_TEMPLATES_OVERRIDES"]))
    own_pages = [*settings["DIRECT_TEMPLATES"], "guests", "elsewhere"]
    if Path(settings["PATH"], "data", "goals.toml").exists():
        own_pages.append("milestones")
    made = [PurePosixPath(str(settings.get(f"{name.upper()}_SAVE_AS", ""))) for name in own_pages]
    return Conventions(
        str(settings["DEFAULT_LANG"]),
        frozenset(file.stem for folder in folders for file in folder.glob("*.html")),
        frozenset(path.parent.as_posix() for path in made if path.name == "index.html"),
    )


def _settings_of_plugins(names: Iterable[object]) -> Iterator[Setting]:
    """What each of the site's plugins says of its settings."""
    for name in names:
        try:
            plugin = importlib.import_module(str(name))
        except Exception:  # noqa: S112 -- Pelican will say what is wrong with it
            continue
        yield from getattr(plugin, "SETTINGS", ())
