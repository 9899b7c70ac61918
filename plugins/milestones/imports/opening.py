"""A file's text, whatever it is packed in or encoded with. Nothing is unpacked on the disk."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PureWindowsPath
from typing import IO, BinaryIO

from fanfare.console import Progress
from fanfare.errors import FanfareError
from fanfare.findings import Finding

AGAIN = "Export it again."
"""The remedy for a file that no service writes like that."""

_DAMAGES = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError)
ARCHIVE_DAMAGES = (*_DAMAGES, NotImplementedError, UnicodeError, OSError)
"""What is raised of an archive that is not whole; it may lead to a place that is none."""

_MEGABYTE = 1_000_000
_SHOWN_FROM = 5 * _MEGABYTE
"""The size from which on reading takes long enough to say how far it has come."""

_MOST_UNPACKED = 2_000 * _MEGABYTE
_MOST_IN_ARCHIVE = 500 * _MEGABYTE
"""What an archive may unpack to: more is a mistake or an attack, no export."""

_LONGEST_LINE = 1_000_000


class Form(Enum):
    """What the first bytes of a file say that it is."""

    TEXT = auto()
    JSON = auto()
    ZIP = auto()
    WORKBOOK = auto()


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import."""

    path: Path
    shown_as: str
    progress: Progress

    def error(self, message: str, remedy: str = "", line: int = 0) -> FanfareError:
        """What is wrong with the file. `message` never has anything of a row in it."""
        return FanfareError(Finding("import", message, remedy, source=self.shown_as, line=line))


def form_of(source: Source) -> Form:
    """What `source` is. Raises `FanfareError` for what cannot be read at all."""
    if not source.path.is_file():
        raise _no_file(source)
    with source.path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\0 \t\r\n" + codecs.BOM_UTF8):
        raise source.error("The file is empty.", AGAIN)
    if start.startswith(b"PK"):
        with archive(source) as opened:
            return Form.WORKBOOK if "xl/workbook.xml" in opened.namelist() else Form.ZIP
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        message = "This is a workbook with a password, or of the kind Excel wrote before 2007."
        raise source.error(message, "Save it as .xlsx without a password, or as CSV.")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    return Form.JSON if text[:1] in (b"{", b"[") else Form.TEXT


def _no_file(source: Source) -> FanfareError:
    if not source.path.exists():
        return source.error("There is no such file.", "Write where the export is.")
    if source.path.is_dir():
        return source.error("This is a folder.", "Write which file in it is the export.")
    # A pipe can be read only once, and has no day on which it was written.
    return source.error("This is no file, but a pipe.", "Save it to a file first.")


@contextmanager
def archive(source: Source) -> Iterator[zipfile.ZipFile]:
    """The zip archive `source`, looked over before anything in it is read."""
    try:
        with zipfile.ZipFile(source.path) as opened:
            _check(source, opened.infolist())
            yield opened
    except ARCHIVE_DAMAGES:
        message = "The archive is damaged, or packed in a way that is not known here."
        raise source.error(message, "Download it again.") from None


def _check(source: Source, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise source.error("The archive has a password.", "Make one without.")
    for member in members:
        path = PureWindowsPath(member.filename)  # which knows both kinds of slashes
        if path.anchor or ".." in path.parts:
            message = "The archive names files outside of itself, which no export does."
            raise source.error(message, "Do not trust it; download it from the service again.")
    if sum(member.file_size for member in members) > _MOST_IN_ARCHIVE:
        message = f"The archive unpacks to more than {_MOST_IN_ARCHIVE // _MEGABYTE} MB."
        raise source.error(message, "No export is like that; download it from the service again.")


@contextmanager
def lines(source: Source) -> Iterator[Iterator[str]]:
    """The lines of the text `source`, each with its line break.

    Knows UTF-8 and, by their mark, the UTF-16 of spreadsheets, also packed with gzip. Says how far
    it has come where the file is large.
    """
    with source.path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        unpacked = gzip.GzipFile(fileobj=file) if is_packed else file
        try:
            with _text(unpacked, _encoding(source, unpacked)) as text:
                yield _told(source, file, _bounded(source, text))
        except _DAMAGES:
            raise source.error("The packed file is damaged.", "Download it again.") from None
        except UnicodeError:
            raise _not_text(source, has_lines=not is_packed) from None


@contextmanager
def member_lines(source: Source, opened: zipfile.ZipFile, name: str) -> Iterator[Iterator[str]]:
    """The lines of the file called `name` in the archive `opened`."""
    try:
        with _text(opened.open(name), "utf-8-sig") as text:
            yield _bounded(source, text)
    except UnicodeError:
        raise source.error(
            "A table in the archive is not in UTF-8.", "Download it again."
        ) from None


def _encoding(source: Source, file: BinaryIO | gzip.GzipFile) -> str:
    start = file.read(4096)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start:
        raise _not_text(source, has_lines=False)
    return "utf-8-sig"


def _bounded(source: Source, text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of `text`, as long as there are not more than in any table."""
    length = 0
    for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), 1):
        length += len(line)
        if len(line) == _LONGEST_LINE or length > _MOST_UNPACKED:
            raise source.error("This is too long for a table.", AGAIN, number)
        yield line


def _text(file: IO[bytes] | gzip.GzipFile, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(file, encoding, newline="")


def _told(source: Source, file: BinaryIO, read: Iterator[str]) -> Iterator[str]:
    size = source.path.stat().st_size
    if size < _SHOWN_FROM:
        yield from read
        return
    source.progress.step(f"Reading {source.path.name}, MB", size // _MEGABYTE)
    done = 0
    for number, line in enumerate(read):
        yield line
        if number % 1000 == 0:
            for _ in range(done, file.tell() // _MEGABYTE):
                source.progress.advance()
                done += 1


def _not_text(source: Source, *, has_lines: bool) -> FanfareError:
    """The error for a file in no encoding known here, with the first line that shows it."""
    remedy = 'Export it again, or save it as "CSV UTF-8".'
    with source.path.open("rb") as file:
        for number, line in enumerate(file if has_lines else (), 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return source.error("This line is not in UTF-8.", remedy, number)
    return source.error("This is no text that can be read.", remedy)
