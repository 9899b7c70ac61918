"""The picture that the author made for pages without a text of their own."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from fanfare.pictures import PREVIEWABLE, PictureFile

SETTING, USUAL = "PREVIEW_IMAGE", "images/site-preview.png"


def site_picture(settings: Mapping[str, Any]) -> PictureFile | None:
    """The one that `PREVIEW_IMAGE` names, or the usual one; None where there is none.

    Raises `FanfareError` where the one that is named is not there, or link previews do not show it.
    """
    path = str(settings.get(SETTING, USUAL))
    file, kind = Path(settings["PATH"], path), mimetypes.guess_type(path)[0] or ""
    width, height = _size(file) if file.is_file() else (-1, -1)
    if width > 0 and kind in PREVIEWABLE:
        url = settings["STATIC_URL"].format(path=path)
        return PictureFile(url, file, kind, width, height, str(settings["SITENAME"]))
    if SETTING in settings:
        message = f'{SETTING}: "{path}" in content/ is no picture that link previews show.'
        remedy = "Name a PNG or a JPEG there, or take the line out: a card is drawn instead."
        raise FanfareError(Finding("setting", message, remedy, source="pelicanconf.py"))
    return None


def _size(picture: Path) -> tuple[int, int]:
    import imagesize  # late: most sites have a card drawn

    width, height = imagesize.get(str(picture))
    return int(width), int(height)
