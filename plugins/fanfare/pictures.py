"""Pictures that stand for a text: in link previews, in feeds, above a post on a network."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

from fanfare import watching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.contents import Content

PREVIEWABLE = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What link previews show."""

_FILE_LINK = re.compile(r"[{|](?P<kind>static|attach|filename)[|}](?P<path>[^#?]*)")


class Picture(Protocol):
    """A picture of the site, which may not have been made yet."""

    @property
    def url(self) -> str:
        """Its address, from the site's root."""

    @property
    def type(self) -> str:
        """Its media type."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""

    @property
    def alt(self) -> str:
        """What it shows, in words; empty where that adds nothing."""

    @property
    def length(self) -> int:
        """Its size in bytes."""

    def read(self) -> bytes:
        """The file as it is."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that the author has made."""

    url: str
    file: Path
    type: str
    width: int
    height: int
    alt: str = ""

    @property
    def length(self) -> int:
        """Its size in bytes."""
        watching.note(watching.FILE, str(self.file))
        return self.file.stat().st_size

    def read(self) -> bytes:
        """The file as it is."""
        watching.note(watching.FILE, str(self.file))
        return self.file.read_bytes()


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link such as `{static}/images/x.png` leads to."""

    kind: str
    """How it is linked: `static`, `attach` or `filename`."""

    path: str
    """Relative to `content/`."""

    url: str
    """The address of the file where `static` puts it, from the site's root."""


def linked_file(content: Content, settings: Mapping[str, Any], source: str) -> Linked | None:
    """What `source`, as written in `content`, leads to; None where it is no link to a file."""
    link = _FILE_LINK.match(source)
    if not link:
        return None
    path = unquote(link["path"])
    folder = "" if path.startswith("/") else content.relative_dir
    inside = Path(folder, path.lstrip("/")).as_posix()
    return Linked(link["kind"], inside, settings["STATIC_URL"].format(path=inside))


def own_picture(content: Content, settings: Mapping[str, Any]) -> PictureFile | None:
    """The picture that the head of `content` names as `Image:`, with its `Image_alt:`.

    None where it names none, or none that link previews show.
    """
    linked = linked_file(content, settings, str(content.metadata.get("image", "")))
    if linked is None:
        return None
    file = Path(settings["PATH"], linked.path)
    kind = mimetypes.guess_type(file.name)[0] or ""
    if kind not in PREVIEWABLE or not watching.is_file(file):
        return None
    import imagesize  # whoever asks for no picture does not wait for it

    width, height = imagesize.get(str(file))
    alt = str(content.metadata.get("image_alt", ""))
    return PictureFile(linked.url, file, kind, int(width), int(height), alt) if width > 0 else None
