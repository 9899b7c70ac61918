"""Where texts are, and where their files are: as Pelican says, who takes longer."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any


class QuickAddresses:
    """What a class of texts needs to say soon what Pelican asks of thousands, several times."""

    metadata: dict[str, Any]
    settings: dict[str, Any]
    source_path: str | None

    @property
    def url_format(self) -> dict[str, Any]:
        """What addresses are put together from."""
        told = self.metadata.copy()
        path = told["path"] if "path" in told else self.get_relative_source_path()
        told["path"] = path if path is None else path.replace(os.sep, "/")
        told["slug"] = getattr(self, "slug", "")
        told["lang"] = getattr(self, "lang", "en")
        told["date"] = self.date if hasattr(self, "date") else datetime.now()  # noqa: DTZ005 -- as Pelican
        for name in ("author", "category"):
            told[name] = getattr(self, name).slug if hasattr(self, name) else ""
        return told

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """The file of the text, or `source_path`, as seen from the folder of the content."""
        path = source_path or self.source_path
        if isinstance(path, str) and path.startswith("/") and _is_tidy(path):
            folder = f"{self.settings['PATH']}/"
            if path.startswith(folder):  # as mostly; Pelican takes both apart each time
                return path[len(folder) :]
        found: str | None = super().get_relative_source_path(path)  # type: ignore[misc]
        return found


def _is_tidy(path: str) -> bool:
    """True for a path that `os.path.abspath` leaves as it is, if it begins at the root."""
    return "//" not in path and "/." not in path and not path.endswith("/")
