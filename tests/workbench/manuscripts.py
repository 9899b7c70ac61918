"""Files as guests send them, and how they are read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument

from fanfare.errors import FanfareError
from workbench.scaffold.manuscript.file import read_manuscript
from workbench.scaffold.manuscript.record import Manuscript


def png(shade: int = 0) -> bytes:
    """A picture of one pixel (PNG, W3C, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade)))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def put(path: Path, data: str | bytes) -> Path:
    """The new file `path` with `data` in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, data: str | bytes, title: str = "") -> Manuscript:
    """What is read of `data` in the file `path`."""
    return read_manuscript(put(path, data), title)


def complaint(path: Path, data: str | bytes) -> str:
    """The one finding about `data` in the file `path`, which is named in it."""
    with pytest.raises(FanfareError) as caught:
        read(path, data)
    (finding,) = caught.value.findings
    assert finding.source == str(path)
    return f"{finding.message} {finding.remedy}"


def word(write: Callable[[WordDocument], object]) -> bytes:
    """A Word document as `write` fills it."""
    document = Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_parts(package: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The Word document `package` with each of its parts changed; a new part is made of b""."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            part = old.read(name) if name in old.namelist() else b""
            new.writestr(name, changes.get(name, bytes)(part))
    return file.getvalue()
