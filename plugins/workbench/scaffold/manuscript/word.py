"""A guest's .docx: let in part by part, made HTML by mammoth, and read as a page.

A package of somebody else's is taken apart before anything parses it: only XML without a
document type and pictures get on, up to a size. ECMA-376, part 2, section 8 forbids document
types in packages, so that no honest file has one.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.parsers import expat

from lxml import etree

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.scaffold.manuscript.page import manuscript_of, parsed
from workbench.scaffold.manuscript.pictures import Pictures, suffix_of
from workbench.scaffold.manuscript.record import Manuscript
from workbench.scaffold.manuscript.text import some_of

MOST_XML = 8_000_000
"""Bytes of XML, unpacked, in a document that is still read: fifty times that of a long post."""

MOST_PARTS = 100_000_000
"""Bytes of all parts, unpacked."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB], section 2.2: old, or with a password

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='macro'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
p[style-name='TOC Heading'] => !
r[style-name='Emphasis'] => em
r[style-name='Intense Emphasis'] => em
r[style-name='HTML Code'] => code
r[style-name='Source Text'] => code
r[style-name='Verbatim Char'] => code
"""
"""What common styles of Word, LibreOffice and Pandoc mean, beside those that mammoth knows."""

_PLAIN = (
    *("None", "List Paragraph", "No Spacing", "Body Text", "First Paragraph", "Compact", "Default"),
    *("Normal (Web)", "caption", "Caption", "Figure", "Captioned Figure", "Image Caption"),
    *("Default Paragraph Font", "Text body", "Bibliography"),
)
"""Styles that are plain text, and no news."""

_UNKNOWN_STYLE = re.compile(r"Unrecognised (?:paragraph|run) style: (.+) \(Style ID: .*\)")
_UNKNOWN_PART = re.compile(r"An unrecognised element was ignored: (?:\{.*\})?(?:\w+:)?(.+)")
_OF_NO_USE = re.compile("unlikely to display|referenced but not defined|external file access")
_PROPERTIES = "docProps/core.xml"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def read_word(raw: bytes, title: str, pictures: Pictures) -> Manuscript:
    """What a Word document says, called `title` where that is not empty.

    Its pictures join `pictures`. Macros, embedded files and whatever lies outside the document
    are never opened. Raises `FanfareError` where it is no such document, or an unsafe one.
    """
    parts = _admitted(raw)
    html, messages = _html_of(_package(parts), pictures)
    read = manuscript_of(parsed(html), title, pictures)
    notes = [*read.notes, *_folded(messages)]
    if "word/comments.xml" in parts:
        notes.append("The document has comments; they stay behind in it.")
    return Manuscript(read.body, read.title, _creator(parts), notes=tuple(notes))


def _admitted(raw: bytes) -> dict[str, bytes]:
    """The parts of the package that may be read, by name."""
    if raw.startswith(_OLE):
        raise _refused(
            "This is an old Word document, or one with a password.",
            "Open it in Word, take the password away, and save it as .docx.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            entries = package.infolist()
            xml = sum(entry.file_size for entry in entries if _is_xml(entry.filename))
            whole = sum(entry.file_size for entry in entries)
            if xml > MOST_XML or whole > MOST_PARTS:
                raise _refused(
                    "Unpacked, this is larger than any post can be.",
                    "Ask the guest for the text as Markdown or HTML.",
                )
            # Nothing longer than it says is read: zipfile stops there.
            parts = {entry.filename: package.read(entry) for entry in entries}
    except (
        *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError),
        *(NotImplementedError, RuntimeError, ValueError),
    ):
        raise _no_document() from None
    for name, part in parts.items():
        if _is_xml(name):
            _check_xml(part)
    return {name: part for name, part in parts.items() if _is_xml(name) or suffix_of(part)}


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _check_xml(part: bytes) -> None:
    def refuse(*_declared: object) -> None:
        raise _refused(
            "This document holds XML with a document type, which no Word document has.",
            "Do not open it; ask the guest for another.",
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise _no_document() from None


def _package(parts: dict[str, bytes]) -> io.BytesIO:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as written:
        for name, part in parts.items():
            written.writestr(name, part)
    package.seek(0)
    return package


def _html_of(package: io.BytesIO, pictures: Pictures) -> tuple[str, Sequence[str]]:
    """The document as HTML, and what mammoth has to say about it."""
    import mammoth

    def placed(image: mammoth.documents.Image) -> dict[str, str]:
        try:
            with image.open() as file:
                data = file.read()
        except (KeyError, ValueError):  # not admitted, or outside the document
            data = b""
        return {"src": pictures.take(data)}

    try:
        result = mammoth.convert_to_html(
            package,
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(placed),
        )
    except RecursionError:
        raise
    except Exception:  # whatever is missing or crooked in a broken document
        raise _no_document() from None
    return str(result.value), [message.message for message in result.messages]


def _creator(parts: dict[str, bytes]) -> str:
    if _PROPERTIES not in parts:
        return ""
    return etree.fromstring(parts[_PROPERTIES]).findtext(_CREATOR) or ""


def _folded(messages: Sequence[str]) -> Iterator[str]:
    """What mammoth said, one line a kind."""
    styles: list[str] = []
    gone: list[str] = []
    others: list[str] = []
    for message in messages:
        if found := _UNKNOWN_STYLE.fullmatch(message):
            styles.append(found[1])
        elif found := _UNKNOWN_PART.fullmatch(message):
            gone.append(found[1])
        elif not _OF_NO_USE.search(message):
            others.append(message)
    if news := [style for style in styles if style not in _PLAIN]:
        yield f"Styles that are plain text here: {some_of(news)}."
    if gone:
        yield f"Left out of the Word document: {some_of(gone)}."
    for message in dict.fromkeys(others):
        yield f"The Word document: {message}."


def _refused(message: str, remedy: str) -> FanfareError:
    return FanfareError(Finding("from", message, remedy))


def _no_document() -> FanfareError:
    return _refused(
        "This is no Word document, or a broken one.",
        "Open it in a word processor and save it as .docx.",
    )
