"""Where on disk the picture with an address is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of a site by the addresses it serves them at."""

    site_url: str
    """Without a slash at its end."""

    files: Mapping[str, Path]
    """Each by its address from the site's root, unquoted."""

    folders: tuple[tuple[str, Path], ...] = ()
    """Whole folders, by the beginning of their addresses; the first that has a file counts."""

    def read(self, address: str) -> bytes | None:
        """The picture at the absolute `address`, or within it (RFC 2397); None for no such."""
        if address.startswith("data:"):
            return _data_in(address)
        file = self._find(address)
        return file.read_bytes() if file is not None else None

    def has_address(self, address: str) -> bool:
        """True where `address` is one of the site itself."""
        return _without_scheme(address).startswith(f"{_without_scheme(self.site_url)}/")

    def _find(self, address: str) -> Path | None:
        if not self.has_address(address):
            return None
        root = urlsplit(self.site_url).path
        path = unquote(urlsplit(address).path.removeprefix(root)).lstrip("/")
        if (file := self.files.get(path)) is not None and file.is_file():
            return file
        for beginning, folder in self.folders:
            file = folder / path.removeprefix(beginning)
            is_within = file.resolve().is_relative_to(folder.resolve())
            if path.startswith(beginning) and is_within and file.is_file():
                return file
        return None


def shelf_of(context: Mapping[str, Any], output: Path) -> Shelf:
    """The files of the site with Pelican's `context`: its own, its theme's, then `output`.

    What only a build makes is in `output`, if the site was built before.
    """
    statics = context.get("staticfiles", ())
    theme = f"{context['THEME_STATIC_DIR']}/"
    folders = [(theme, Path(context["THEME"], name)) for name in context["THEME_STATIC_PATHS"]]
    return Shelf(
        str(context["SITEURL"]),
        {unquote(static.url).lstrip("/"): Path(static.source_path) for static in statics},
        (*folders, ("", output)),
    )


def _without_scheme(address: str) -> str:
    return address.partition("://")[2]


def _data_in(address: str) -> bytes | None:
    head, comma, said = address.partition(",")
    if not comma:
        return None
    if not head.endswith(";base64"):
        return unquote_to_bytes(said)
    try:
        return base64.b64decode(unquote(said))
    except binascii.Error:
        return None
