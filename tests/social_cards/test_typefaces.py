"""Which font shows what, and what is said of letters that none has."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from social_cards.coverage import coverage
from social_cards.typefaces import BOLD as LITERATA
from social_cards.typefaces import FONTS, OTHERS, families
from tests.social_cards.titles import BOLD, REGULAR

FILES = sorted(FONTS.glob("*.ttf"))


@pytest.mark.parametrize(
    ("grapheme", "name"),
    [
        ("A", "literata"),
        ("ł", "literata"),
        ("Ж", "literata"),
        ("λ", "literata"),
        ("’", "literata"),
        ("ŋ", "literata"),
        ("ʃ", "noto-serif-semibold"),
        ("x\u0304", "literata"),
        ("ب", "arabic"),
        ("ש", "hebrew"),
        ("Հ", "armenian"),
        ("ქ", "georgian"),
        ("ก", "thai"),
        ("字", "droid-sans-fallback.ttf"),
        ("한", "droid-sans-fallback.ttf"),
        ("の", "droid-sans-fallback.ttf"),
        ("㐂", "extension-a"),
        ("🎉", "emoji"),
        ("∑", "math"),
    ],
)
def test_each_script_has_its_font(grapheme: str, name: str) -> None:
    shown = BOLD.found(grapheme)

    assert shown
    assert name in shown.face.file.name
    assert BOLD.missing(grapheme) == []


@pytest.mark.parametrize(
    ("grapheme", "instead"),
    [
        ("𝗯", "b"),
        ("𝟚", "2"),
        ("Ａ", "Ａ"),
        ("x\u0304" + "\u0304" * 9, "x\u0304\u0304\u0304\u0304"),
    ],
)
def test_what_no_font_has_is_shown_as_what_comes_near(grapheme: str, instead: str) -> None:
    shown = BOLD.found(grapheme)

    assert shown
    assert shown.text == instead


@pytest.mark.parametrize("grapheme", ["\U00012000", "न", "\ue700", "\U0001f8ff"])
def test_what_nothing_comes_near_is_left_out_and_missing(grapheme: str) -> None:
    assert BOLD.found(grapheme) is None
    assert BOLD.missing(f"A{grapheme}") == [grapheme]
    assert BOLD.shown(f"A {grapheme} b") == "A b"


def test_marks_that_are_left_out_are_missing() -> None:
    assert BOLD.missing("a" + "\u0301" * 20) != []
    assert BOLD.missing("é x\u0304 naïve") == []


def test_points_of_arabic_are_left_out_and_missing() -> None:
    shown = BOLD.found("بَ")

    assert shown
    assert shown.text == "ب"
    assert BOLD.missing("بَاب") == ["بَ"]


def test_points_of_hebrew_are_shown_by_letters_that_have_them() -> None:
    shown = BOLD.found("שָׁ")

    assert shown
    assert shown.text == "\ufb2a\u05b8"
    assert BOLD.missing("שָׁלוֹם בְּרֵאשִׁית") == []


def test_direction_marks_and_breaks_stay_and_are_not_shown() -> None:
    assert BOLD.shown("א\u200eb\u00adc") == "א\u200eb\u00adc"
    assert BOLD.shown("\u200e\u200f") == ""
    assert BOLD.found("\u00ad") is None


def test_brackets_of_chinese_that_its_font_lacks_are_those_of_mathematics() -> None:
    shown = BOLD.found("〈")

    assert shown
    assert shown.text == "⟨"
    assert BOLD.missing("〈序〉") == []


def test_both_weights_have_the_same_letters() -> None:
    assert BOLD.faces[0].coverage == REGULAR.faces[0].coverage


def test_fonts_of_the_author_go_before_ours() -> None:
    own = FONTS / "noto-sans-symbols2.ttf"
    bold, _regular = families([own])

    assert bold.faces[1].file == own
    assert [shown.face for shown in map(bold.found, "♠A") if shown] == [bold.faces[1], LITERATA]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_font_is_used_and_is_free(file: Path) -> None:
    used = {face.file for face in (LITERATA, *OTHERS)} | {REGULAR.faces[0].file}
    licences = (FONTS / "README.md").read_text("utf-8")

    assert file in used
    assert file.name in licences


def test_licences_lie_beside_the_fonts_and_all_of_it_is_small() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert "Apache License" in (FONTS / "APACHE.txt").read_text("utf-8")
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 8_000_000


def test_the_characters_of_a_font_are_read() -> None:
    letters = coverage(LITERATA.raw)

    assert "A" in letters
    assert "字" not in letters
    assert "\U0001f389" in coverage((FONTS / "noto-emoji-semibold.ttf").read_bytes())
    assert "字" in coverage((FONTS / "droid-sans-fallback.ttf").read_bytes())


@pytest.mark.parametrize("length", [0, 3, 4, 11, 40, 300])
def test_half_a_font_is_none(length: int) -> None:
    with pytest.raises(ValueError, match=r"is|has"):
        coverage(LITERATA.raw[:length])


def test_a_font_within_a_collection_is_read() -> None:
    head = struct.pack(">4sHHII", b"ttcf", 1, 0, 1, 16)
    body = bytearray(LITERATA.raw)
    for table in range(struct.unpack_from(">H", body, 4)[0]):
        (offset,) = struct.unpack_from(">I", body, 12 + 16 * table + 8)
        struct.pack_into(">I", body, 12 + 16 * table + 8, offset + len(head))

    assert coverage(head + bytes(body)) == LITERATA.coverage
