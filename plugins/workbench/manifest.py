"""What a built site was made from, as its build leaves it for those who look at the site later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fanfare.files import write_whole
from fanfare.findings import Finding, Severity
from fanfare.published import Published


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a built site was made from."""

    site_url: str
    """The address the site was built for."""

    production: bool
    """True where it was built with the settings for the world."""

    sources: Mapping[str, str]
    """Built page, relative to the output folder, to its source, relative to the site's folder."""

    time_zone: str = "UTC"
    """The time zone of the dates the author writes."""

    noted: tuple[Finding, ...] = ()
    """What plugins warned of, each as it was said: no check of the built site could tell."""

    entries: tuple[Published, ...] = ()
    """What its feeds are made of, as the plugin that writes them says; of a published site."""

    def save(self, path: Path) -> None:
        """Write the manifest as JSON; onto the disk, where the site is for the world."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)  # which is no manifest
        said = {name: getattr(self, name) for name in self.__slots__}  # asdict copies all names
        said |= {name: [asdict(one) for one in said[name]] for name in ("noted", "entries")}
        text = json.dumps(said, ensure_ascii=False, indent=1)
        write_whole(path, text, flush=self.production)

    @classmethod
    def load(cls, path: Path) -> Manifest | None:
        """The manifest at `path`, or None where there is none that can be read."""
        try:
            said = dict(json.loads(path.read_text("utf-8")))
            noted = tuple(
                Finding(**{**finding, "severity": Severity(finding["severity"])})
                for finding in said.pop("noted", ())
            )
            entries = tuple(Published(**entry) for entry in said.pop("entries", ()))
            return cls(**said, noted=noted, entries=entries)
        except (OSError, ValueError, TypeError, KeyError):
            return None
