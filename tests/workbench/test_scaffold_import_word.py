"""A guest's Word document: what becomes of it, and which ones are let in at all."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from tests.workbench.manuscripts import complaint, png, read, with_parts, word
from workbench.scaffold.manuscript.word import MOST_PARTS, MOST_XML

DOCUMENT = "word/document.xml"


def _plain(document: WordDocument) -> None:
    document.add_paragraph("Text.")


# --- what becomes of it -------------------------------------------------------------------------


def test_title_author_and_headings_are_those_of_word(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        document.core_properties.author = "Mira Holm"
        document.add_heading("Knots at sea", 0)
        document.add_heading("Again", 1)
        document.add_heading("Under", 2)
        document.add_heading("Again", 1)

    sent = read(tmp_path / "a.docx", word(write))
    assert (sent.title, sent.author) == ("Knots at sea", "Mira Holm")
    assert sent.body == "## Again\n\n### Under\n\n## Again\n"
    assert sent.notes == ()


def test_text_lists_tables_and_code_are_those_of_word(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        paragraph = document.add_paragraph("“Some”\u00a0")
        paragraph.add_run("bold ").bold = True
        paragraph.add_run("italic").italic = True
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("inside", style="List Bullet 2")
        document.add_paragraph("two", style="List Bullet")
        document.add_paragraph("Said.", style="Quote")
        document.add_paragraph("# code", style="macro")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("a|b", "c", "two\nlines", "#"), strict=True):
            cell.text = text

    assert read(tmp_path / "a.docx", word(write)).body == (
        "“Some”\u00a0**bold** *italic*\n\n- one\n    - inside\n- two\n\n> Said.\n\n"
        "```\n# code\n```\n\n| a\\|b | c |\n| --- | --- |\n| two lines | # |\n"
    )


def test_a_picture_is_taken_along_with_its_description(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        shape = document.add_picture(io.BytesIO(png()))
        shape._inline.docPr.set("descr", "A rope")
        document.add_picture(io.BytesIO(png(1)))

    sent = read(tmp_path / "a.docx", word(write), "Knots")
    assert sent.body_of("knots") == (
        "![A rope]({static}/images/knots-1.png)\n\n![]({static}/images/knots-2.png)\n"
    )
    assert [picture.data for picture in sent.pictures] == [png(), png(1)]
    assert sent.notes_of("knots") == (
        "Say in words what these pictures show, between the brackets of ![](...): knots-2.png.",
    )


def test_a_picture_that_is_none_is_left_out_and_said(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        document.add_paragraph("Text.")
        document.add_picture(io.BytesIO(png()))

    package = word(write)
    svg = with_parts(package, {"word/media/image1.png": lambda _: b"<svg/>"})
    sent = read(tmp_path / "a.docx", svg, "Knots")
    assert (sent.body, sent.pictures) == ("Text.\n", ())
    assert sent.notes == (
        "Not taken along, because they are no PNG, JPEG, GIF, WebP or AVIF: one inside the file.",
    )


def _call_note(document: WordDocument, kind: str) -> None:
    call = etree.SubElement(document.add_paragraph("Text").add_run()._r, qn(f"w:{kind}Reference"))
    call.set(qn("w:id"), "2")


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_footnotes(tmp_path: Path, kind: str) -> None:
    notes = (
        f'<w:{kind}s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:{kind} w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t>'
        f"</w:r></w:p></w:{kind}></w:{kind}s>"
    )
    package = word(lambda document: _call_note(document, kind))
    whole = with_parts(package, {f"word/{kind}s.xml": lambda _: notes.encode()})
    assert read(tmp_path / "a.docx", whole).body == "Text[^1]\n\n[^1]: A note.\n\n    More.\n"


def test_styles_nobody_knows_and_parts_nobody_reads_are_said_once(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        for _ in range(3):
            document.add_paragraph("Text.", style="Body Text 2")
            etree.SubElement(document.add_paragraph("Text.")._p, qn("m:oMath"))

    notes = read(tmp_path / "a.docx", word(write), "A").notes
    assert notes == (
        "Styles that are plain text here: Body Text 2.",
        "Left out of the Word document: oMath.",
    )


def test_comments_stay_behind_and_this_is_said(tmp_path: Path) -> None:
    def write(document: WordDocument) -> None:
        document.add_comment(document.add_paragraph("Text.").runs, "Is it?", "Mira")

    sent = read(tmp_path / "a.docx", word(write), "A")
    assert sent.body == "Text.\n"
    assert sent.notes == ("The document has comments; they stay behind in it.",)


# --- which are let in ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 and no more",
        b"{\\rtf1 text}",
        with_parts(word(_plain), {DOCUMENT: lambda part: part[:-20]}),
        with_parts(word(_plain), {DOCUMENT: lambda _: b"<a/>"}),
        with_parts(word(_plain), {DOCUMENT: lambda part: part.replace(b"Text.", b"\xff")}),
        word(_plain)[:-400],
    ],
)
def test_what_is_no_document_is_one_finding(tmp_path: Path, data: bytes) -> None:
    assert complaint(tmp_path / "a.docx", data) == (
        "This is no Word document, or a broken one. "
        "Open it in a word processor and save it as .docx."
    )


def test_an_old_document_or_one_with_a_password_is_one_finding(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert complaint(tmp_path / "a.docx", data) == (
        "This is an old Word document, or one with a password. "
        "Open it in Word, take the password away, and save it as .docx."
    )


@pytest.mark.parametrize(("name", "most"), [(DOCUMENT, MOST_XML), ("word/a.png", MOST_PARTS)])
def test_what_unpacks_to_far_more_than_a_text_is_refused_unread(
    tmp_path: Path, name: str, most: int
) -> None:
    bomb = with_parts(word(_plain), {name: lambda part: part + bytes(most)})
    assert len(bomb) < 500_000
    assert "larger than any post can be" in complaint(tmp_path / "a.docx", bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [DOCUMENT, "docProps/core.xml", "word/styles.xml"])
def test_a_document_type_is_refused(tmp_path: Path, name: str, encoding: str) -> None:
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 9 if n else "ha"}">' for n in range(9)]
    laughs = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{"".join(lines)}]><a>&e8;</a>'
    )
    package = with_parts(word(_plain), {name: lambda _: laughs.encode(encoding)})
    assert "XML with a document type" in complaint(tmp_path / "a.docx", package)


def test_elements_nested_without_end_are_one_finding(tmp_path: Path) -> None:
    deep = b"<w:ins>" * 20_000 + b"</w:ins>" * 20_000
    package = with_parts(
        word(_plain), {DOCUMENT: lambda part: part.replace(b"<w:body>", b"<w:body>" + deep)}
    )
    assert "nested too deeply" in complaint(tmp_path / "a.docx", package)


def test_pictures_outside_the_document_are_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())

    def write(document: WordDocument) -> None:
        _plain(document)
        document.add_picture(io.BytesIO(png(1)))
        link = document.part.relate_to(
            (tmp_path / "secret.png").as_uri(), RELATIONSHIP_TYPE.IMAGE, is_external=True
        )
        for blip in document.element.iter(qn("a:blip")):
            del blip.attrib[qn("r:embed")]
            blip.set(qn("r:link"), link)

    sent = read(tmp_path / "a.docx", word(write), "A")
    assert sent.pictures == ()


def test_macros_and_embedded_files_do_no_harm(tmp_path: Path) -> None:
    parts = {name: lambda _: b"MZ" for name in ("word/vbaProject.bin", "word/embeddings/a.exe")}
    assert read(tmp_path / "a.docx", with_parts(word(_plain), parts), "A").body == "Text.\n"


def test_a_part_that_is_encrypted_is_one_finding(tmp_path: Path) -> None:
    package = bytearray(word(_plain))
    with zipfile.ZipFile(io.BytesIO(package)) as listed:
        place = listed.start_dir
    package[place + 8] |= 1  # APPNOTE, section 4.4.4, of the first entry
    assert "no Word document" in complaint(tmp_path / "a.docx", bytes(package))
