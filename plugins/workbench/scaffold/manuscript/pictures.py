"""The pictures of a guest's text: inside its file, or beside it.

A picture is what its bytes say, whatever its name says. SVG is none: it may hold scripts.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from fanfare import console
from workbench.scaffold.manuscript.text import some_of

LARGEST = 40_000_000
"""Bytes of a picture file that is still read."""

_SEAL = re.compile(r"guests-picture-[0-9a-f]{16}-(?P<name>\d+\.[a-z]+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to take along."""

    data: bytes
    suffix: str
    called: str = ""
    """Its name in the guest's file; empty where it stands inside it."""


def suffix_of(data: bytes) -> str | None:
    """The suffix of the picture that `data` is, by how such files begin; None where it is none.

    PNG (W3C, section 5.2), JPEG (ITU-T T.81, annex B), GIF89a (section 17), WebP (RFC 9649,
    section 2.4), AVIF (AV1 Image File Format, section 6).
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ".gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return ".avif"
    return None


def named(text: str, stem: str) -> str:
    """`text` with every picture called as its file is going to be: `stem`-1.png, ..."""
    return _SEAL.sub(lambda seal: f"{stem}-{seal['name']}", text)


class Pictures:
    """Collects the pictures of one text, each once, and remembers what became of the others.

    Until the post has a name, each is called by a seal that no text holds by chance: `fingerprint`
    is that of the guest's file, 16 hexadecimal digits. `folder` is where this file lies.
    """

    def __init__(self, fingerprint: str, folder: Path) -> None:
        self._fingerprint = fingerprint
        self._folder = folder
        self._taken: dict[bytes, str] = {}
        self._pictures: list[Picture] = []
        self._undescribed: list[str] = []
        self._remote: list[str] = []
        self._missing: list[str] = []
        self._refused: list[str] = []

    @property
    def all(self) -> tuple[Picture, ...]:
        """Those to take along, in the order of their numbers, which count from 1."""
        return tuple(self._pictures)

    def address(self, said: str, alt: str) -> str:
        """What a link to the picture `said` leads to from now on, and "" where it must go."""
        address = self._address(said.strip())
        if address and not alt.strip():
            self._undescribed.append(address)
        return address

    def take(self, data: bytes, called: str = "") -> str:
        """The seal of the picture `data`; "" where it is none that can be shown safely."""
        if data not in self._taken:
            suffix = suffix_of(data)
            if suffix is None:
                self._refused.append(called or "one inside the file")
                return ""
            self._pictures.append(Picture(data, suffix, called))
            number = len(self._pictures)
            self._taken[data] = f"guests-picture-{self._fingerprint}-{number}{suffix}"
        return self._taken[data]

    def notes(self) -> Iterator[str]:
        """What the author should know about the pictures."""
        if self._undescribed:
            yield (
                f"Say in words what these pictures show, between the brackets of ![](...): "
                f"{some_of(self._undescribed)}."
            )
        if self._remote:
            stay = console.counted(len(self._remote), "picture stays", "pictures stay")
            yield f"{stay} on other sites: {some_of(self._remote)}."
        if self._missing:
            yield (
                f"Not found beside the guest's file: {some_of(self._missing)}. "
                "Put such a picture into content/images/, and link it as {static}/images/..."
            )
        if self._refused:
            yield (
                f"Not taken along, because they are no PNG, JPEG, GIF, WebP or AVIF: "
                f"{some_of(self._refused)}."
            )

    def _address(self, said: str) -> str:
        try:
            parts = urlsplit(said)
        except ValueError:
            parts = urlsplit("")
        if not said:
            return ""
        if parts.scheme == "data":
            return self.take(_data_in(said))
        if parts.scheme in ("http", "https") or said.startswith("//"):
            self._remote.append(said)
            return said
        if _SEAL.fullmatch(said):
            return said
        path = None if parts.scheme else self._beside(said)
        if path is None:
            self._missing.append(said)
            return "" if parts.scheme else said
        return self.take(path.read_bytes(), path.relative_to(self._folder.resolve()).as_posix())

    def _beside(self, said: str) -> Path | None:
        """The file that `said` names in the guest's folder or below; None where there is none."""
        folder = self._folder.resolve()
        for name in (said, unquote(said), unquote(re.split(r"[?#]", said)[0])):
            try:
                path = (folder / name.replace("\\", "/")).resolve()
                if (
                    path.is_relative_to(folder)
                    and path.is_file()
                    and path.stat().st_size <= LARGEST
                ):
                    return path
            except (OSError, ValueError):  # a name no file can have
                continue
        return None


def _data_in(address: str) -> bytes:
    """What a `data:` address holds (RFC 2397, section 3); nothing where it is broken."""
    head, _, data = address.partition(",")
    raw = unquote_to_bytes(data)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(b"".join(raw.split()))
    except binascii.Error:
        return b""
